"""Which chart of Helm installs which product, and how names of charts and versions stand together.

The chart decides, not the name of the release, which anybody may choose.
"""

import re

# From the first hyphen behind which a version with a dot begins; what has none is a name alone.
_NAME_AND_VERSION = re.compile(r"(.+?)-(v?[0-9]+\.[0-9]+.*)")
_ONLY_DEFINITIONS = ("-crd", "-crds")

# Charts that are not named as the product is in the catalogue.
_OTHERS = {
    "ako": "avi-ako",
    "ako-crd-operator": "avi-ako",
    "altinity-clickhouse-operator": "clickhouse-operator",
    "aws-ebs-csi-driver": "aws-ebs-csi",
    "base": "istio",
    "cass-operator": "k8ssandra",
    "cluster-manager": "acm",
    "cni": "istio",
    "csi-driver-nfs": "nfs-csi",
    "csi-driver-smb": "csi-driver-smb",
    "datadog": "datadog-agent",
    "eck-operator": "elastic",
    "f5-bigip-ctlr": "f5-cis",
    "flux2": "flux",
    "gateway-helm": "envoy-gateway",
    "istiod": "istio",
    "k8ssandra-operator": "k8ssandra",
    "klusterlet": "acm",
    "knative-operator": "knative",
    "ks-core": "kubesphere",
    "kubernetes-ingress": "haproxytech-ingress",
    "linkerd-control-plane": "linkerd",
    "linkerd-viz": "linkerd",
    "linkerd2-cni": "linkerd",
    "nginx-ingress": "nginx-ingress-f5",
    "opentelemetry-operator": "opentelemetry-collector",
    "piraeus-operator": "linstor",
    "prometheus-node-exporter": "node-exporter",
    "rancher-monitoring": "kube-prometheus-stack",
    "rancher-vsphere-csi": "vsphere-csi",
    "rabbitmq-cluster-operator": "rabbitmq",
    "raven-agent": "openyurt",
    "rook-ceph-cluster": "rook-ceph",
    "shield": "sysdig-agent",
    "stackrox-central-services": "stackrox",
    "stackrox-secured-cluster-services": "stackrox",
    "strimzi-kafka-operator": "strimzi",
    "sysdig-deploy": "sysdig-agent",
    "tempo-distributed": "tempo",
    "tigera-operator": "calico",
    "trident-operator": "trident",
    "vertical-pod-autoscaler": "vpa",
    "yurt-manager": "openyurt",
    "yurthub": "openyurt",
    "ztunnel": "istio",
}
_SAME = frozenset(
    [
        "antrea", "apisix", "argo-cd", "argo-workflows", "aws-load-balancer-controller",
        "aws-vpc-cni", "calico", "canal", "cert-manager", "cilium", "cloudnative-pg",
        "cluster-autoscaler", "consul", "contour", "crossplane", "dcgm-exporter", "docker-registry",
        "dynatrace-operator", "external-dns", "external-secrets", "falco", "flannel", "fluent-bit",
        "fluentd", "gatekeeper", "gpu-operator", "haproxy-ingress", "harbor", "ingress-nginx",
        "jaeger", "jupyterhub", "karpenter", "keda", "kong", "kube-ovn", "kube-prometheus-stack",
        "kube-vip", "kubean", "kuma", "kyverno", "loki", "longhorn", "metallb", "metrics-server",
        "minio", "nats", "neuvector", "nginx-gateway-fabric", "node-feature-discovery", "opencost",
        "openebs", "openelb", "opensearch-operator", "opentelemetry-collector", "portainer",
        "portworx", "prometheus-adapter", "purelb", "rancher", "rook-ceph", "spiderpool", "spire",
        "tempo", "thanos", "traefik", "trivy-operator", "vault", "vcluster", "velero",
        "vsphere-csi",
    ]
)  # fmt: skip


def split_chart(text: str) -> tuple[str, str]:
    """Name and version of `cert-manager-v1.19.1`; the version is empty where there is none."""
    match = _NAME_AND_VERSION.fullmatch(text)
    return (match[1], match[2]) if match else (text, "")


def product_of(chart: str) -> str | None:
    """The product of the catalogue that a chart installs; None for any other."""
    name = chart.removeprefix("rke2-")
    return name if name in _SAME else _OTHERS.get(name)


def is_bundled(chart: str) -> bool:
    """Tell whether a chart is one that RKE2 installs by itself."""
    return chart.startswith("rke2-")


def has_only_definitions(chart: str) -> bool:
    """Tell whether a chart installs kinds of objects, and nothing that runs."""
    return chart.endswith(_ONLY_DEFINITIONS)
