"""Which images belong to which product: what runs, where nobody says what was installed.

Registries, mirrors and tags differ, so only the end of a path counts:
`rancher/mirrored-calico-node` is `calico/node`.
"""

from collections.abc import Iterable

# The end of the path of an image, its product. Of two ends that fit the first counts.
ENDS = (
    ("ako/ako", "avi-ako"), ("antrea/antrea-agent-ubuntu", "antrea"),
    ("antrea/antrea-agent", "antrea"),
    ("apisix/apisix", "apisix"), ("argoproj/argocd", "argo-cd"),
    ("argoproj/workflow-controller", "argo-workflows"), ("aws-ebs-csi-driver", "aws-ebs-csi"),
    ("aws-load-balancer-controller", "aws-load-balancer-controller"),
    ("open-cluster-management/registration-operator", "acm"),
    ("amazon-k8s-cni", "aws-vpc-cni"), ("calico/node", "calico"), ("hardened-calico", "calico"),
    ("cert-manager-controller", "cert-manager"), ("cilium/cilium", "cilium"),
    ("altinity/clickhouse-operator", "clickhouse-operator"),
    ("cloudnative-pg/cloudnative-pg", "cloudnative-pg"),
    ("autoscaling/cluster-autoscaler", "cluster-autoscaler"), ("hashicorp/consul", "consul"),
    ("projectcontour/contour", "contour"), ("crossplane/crossplane", "crossplane"),
    ("sig-storage/smbplugin", "csi-driver-smb"), ("datadoghq/agent", "datadog-agent"),
    ("datadog/agent", "datadog-agent"), ("dcgm-exporter", "dcgm-exporter"),
    ("dynatrace/dynatrace-operator", "dynatrace-operator"),
    ("eck/eck-operator", "elastic"), ("envoyproxy/gateway", "envoy-gateway"),
    ("f5networks/k8s-bigip-ctlr", "f5-cis"), ("external-dns/external-dns", "external-dns"),
    ("external-secrets/external-secrets", "external-secrets"), ("falcosecurity/falco", "falco"),
    ("flannel/flannel", "flannel"), ("flannel-io/flannel", "flannel"),
    ("flannelcni/flannel", "flannel"), ("hardened-flannel", "flannel"),
    ("fluent/fluent-bit", "fluent-bit"), ("fluxcd/source-controller", "flux"),
    ("openpolicyagent/gatekeeper", "gatekeeper"), ("nvidia/gpu-operator", "gpu-operator"),
    ("jcmoraisjr/haproxy-ingress", "haproxy-ingress"),
    ("haproxytech/kubernetes-ingress", "haproxytech-ingress"), ("goharbor/harbor-core", "harbor"),
    ("ingress-nginx/controller", "ingress-nginx"),
    ("nginx-ingress-controller-chroot", "ingress-nginx"),
    ("rancher/nginx-ingress-controller", "ingress-nginx"), ("istio/pilot", "istio"),
    ("istio/proxyv2", "istio"), ("istio/ztunnel", "istio"), ("karpenter/controller", "karpenter"),
    ("kedacore/keda", "keda"), ("kubeovn/kube-ovn", "kube-ovn"),
    ("prometheus-operator/prometheus-operator", "kube-prometheus-stack"),
    ("cloudnativelabs/kube-router", "kube-router"), ("kube-vip/kube-vip", "kube-vip"),
    ("k8ssandra/k8ssandra-operator", "k8ssandra"), ("k8ssandra/cass-operator", "k8ssandra"),
    ("metal3-io/baremetal-operator", "metal3"),
    ("kubean-io/kubean-operator", "kubean"), ("kubesphere/ks-apiserver", "kubesphere"),
    ("kumahq/kuma-cp", "kuma"), ("kubevirt/virt-operator", "kubevirt"),
    ("kyverno/kyverno", "kyverno"), ("linkerd/controller", "linkerd"),
    ("piraeusdatastore/piraeus-operator", "linstor"), ("grafana/loki", "loki"),
    ("jupyterhub/k8s-hub", "jupyterhub"),
    ("loxilb-io/kube-loxilb", "loxilb"), ("loxilb-io/loxilb", "loxilb"),
    ("longhornio/longhorn-manager", "longhorn"), ("metallb/speaker", "metallb"),
    ("metallb/controller", "metallb"), ("metrics-server/metrics-server", "metrics-server"),
    ("metrics-server", "metrics-server"), ("minio/minio", "minio"), ("minio/operator", "minio"),
    ("nats", "nats"), ("portainer/portainer-ce", "portainer"),
    ("opencost/opencost", "opencost"),
    ("portainer/portainer-ee", "portainer"), ("portainer/agent", "portainer"),
    ("neuvector/controller", "neuvector"), ("sig-storage/nfsplugin", "nfs-csi"),
    ("nginx-gateway-fabric", "nginx-gateway-fabric"),
    ("nginx/nginx-ingress", "nginx-ingress-f5"), ("prometheus/node-exporter", "node-exporter"),
    ("nfd/node-feature-discovery", "node-feature-discovery"),
    ("dns/k8s-dns-node-cache", "nodelocal-dns"),
    ("opentelemetry-collector-k8s", "opentelemetry-collector"),
    ("opentelemetry-collector-contrib", "opentelemetry-collector"),
    ("opensearchproject/opensearch-operator", "opensearch-operator"),
    ("openyurt/yurt-manager", "openyurt"), ("rabbitmq/cluster-operator", "rabbitmq"),
    ("rabbitmqoperator/cluster-operator", "rabbitmq"),
    ("rancher/klipper-lb", "k3s"), ("rancher/rancher", "rancher"), ("rook/ceph", "rook-ceph"),
    ("spiderpool/spiderpool-agent", "spiderpool"), ("spiffe/spire-server", "spire"),
    ("grafana/tempo", "tempo"), ("thanos/thanos", "thanos"),
    ("stackrox-io/main", "stackrox"), ("strimzi/operator", "strimzi"),
    ("sysdig/agent-slim", "sysdig-agent"), ("sysdig/cluster-shield", "sysdig-agent"),
    ("library/traefik", "traefik"), ("traefik", "traefik"),
    ("trivy-operator", "trivy-operator"), ("hashicorp/vault", "vault"),
    ("netapp/trident", "trident"), ("netapp/trident-operator", "trident"),
    ("loft-sh/vcluster-pro", "vcluster"), ("loft-sh/vcluster-oss", "vcluster"),
    ("velero/velero", "velero"),
    ("vpa-recommender", "vpa"), ("vsphere-csi-driver", "vsphere-csi"),
    ("csi-vsphere-driver", "vsphere-csi"), ("weaveworks/weave-kube", "weave-net"),
)  # fmt: skip
_MIRRORED = "mirrored-"
_LONGEST = 500


def products_of(images: Iterable[str]) -> set[str]:
    """The products of some images of one pod; Calico beside Flannel is Canal."""
    found = {product for image in images if (product := _product_of(image))}
    if found >= {"calico", "flannel"}:
        return (found - {"calico", "flannel"}) | {"canal"}
    return found


def _product_of(image: str) -> str | None:
    path = image[:_LONGEST].partition("@")[0]
    folder, _, name = path.rpartition("/")
    path = f"/{folder}/{name.partition(':')[0]}"
    names = [path]
    if _MIRRORED in path:
        names.append("/" + path.rpartition(_MIRRORED)[2])
    for end, product in ENDS:
        if path.endswith(f"/{end}") or names[-1] == f"/{end.replace('/', '-')}":
            return product
    return None
