"""Plans to start from: common clusters with addresses that are only for documentation."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from portsref.messages import gettext_noop
from portsref.planning.document import SCHEMA, PlanDocument, document_from

type Data = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Preset:
    """A plan to start from; title and summary are English messages."""

    name: str
    title: str
    summary: str
    data: Data
    changes: Sequence[Data] = ()

    def document(self, translate: Callable[[str], str] = str) -> PlanDocument:
        """Make the plan document, its title and reasons through `translate`."""
        return document_from(
            {
                "schema": SCHEMA,
                "title": translate(self.title),
                **self.data,
                "changes": [_in_language(change, translate) for change in self.changes],
            }
        )


def find_preset(name: str) -> Preset | None:
    """The preset of that name."""
    return next((preset for preset in PRESETS if preset.name == name), None)


def _in_language(change: Data, translate: Callable[[str], str]) -> Data:
    reason = change.get("reason")
    return {**change, "reason": translate(reason)} if isinstance(reason, str) else change


def _left_out(listener: str, reason: str) -> Data:
    return {"listener": listener, "excluded": True, "reason": reason}


def _group(name: str, roles: str, addresses: str, zone: str) -> dict[str, object]:
    return {"name": name, "roles": roles.split(), "addresses": addresses.split(), "zone": zone}


def _only_from(groups: str, *listeners: str) -> list[Data]:
    return [{"listener": key, "peers": groups.split()} for key in listeners]


_API_SERVER = "kubernetes/kube-apiserver"
# Services are published over TCP alone, or through an ingress controller alone.
_TCP_NODE_PORTS = {"product": "kubernetes", "options": {"node-ports": "tcp"}}
_NO_NODE_PORTS = {"product": "kubernetes", "options": {"node-ports": "none"}}

_ADMINISTRATORS = _group("admins", "bastion", "203.0.113.0/27", "office")
_USERS = _group("users", "client", "203.0.113.128/25", "office")

PRESETS: tuple[Preset, ...] = (
    Preset(
        name="kubeadm-calico",
        title=gettext_noop("kubeadm, highly available, with Calico"),
        summary=gettext_noop(
            "Three control plane nodes behind a load balancer, Calico with VXLAN, stacked etcd."
        ),
        data={
            "picks": [
                _TCP_NODE_PORTS,
                {"product": "kubeadm", "options": {"api-load-balancer": "external"}},
                {"product": "calico", "options": {"bgp": "no"}},
                {"product": "infrastructure"},
            ],
            "groups": [
                _group("control-plane", "control-plane", "192.0.2.11-192.0.2.13", "core"),
                _group("workers", "worker", "192.0.2.64/26", "core"),
                _group("api", "api-endpoint", "198.51.100.10", "dmz"),
                _ADMINISTRATORS,
                _USERS,
            ],
            "api_endpoint": {"group": "api", "ports": "6443"},
        },
        changes=(*_only_from("admins control-plane workers", _API_SERVER),),
    ),
    Preset(
        name="rke2-cilium",
        title=gettext_noop("RKE2 with Cilium"),
        summary=gettext_noop("Dual stack, Cilium instead of kube-proxy, WireGuard between nodes."),
        data={
            "picks": [
                _NO_NODE_PORTS,
                {"product": "rke2", "options": {"cni": "cilium", "kube-proxy": "no"}},
                {
                    "product": "cilium",
                    "options": {"encryption": "wireguard", "kube-proxy-replacement": "yes"},
                },
            ],
            "groups": [
                _group(
                    "control-plane",
                    "control-plane",
                    "192.0.2.11-192.0.2.13 2001:db8:0:1::/64",
                    "core",
                ),
                _group("workers", "worker", "192.0.2.64/26 2001:db8:0:2::/64", "core"),
                _group("admins", "bastion", "203.0.113.0/27 2001:db8:9::/64", "office"),
                _group("users", "client", "203.0.113.128/25 2001:db8:a::/64", "office"),
            ],
        },
        changes=(*_only_from("admins control-plane workers", _API_SERVER),),
    ),
    Preset(
        name="k3s-single",
        title=gettext_noop("K3s on one host"),
        summary=gettext_noop("One host with every role, for the edge or a lab."),
        data={
            "picks": [_NO_NODE_PORTS, {"product": "k3s"}],
            "groups": [
                _group("host", "control-plane worker", "192.0.2.10", "edge"),
                _ADMINISTRATORS,
                _USERS,
            ],
        },
        changes=(*_only_from("admins", _API_SERVER),),
    ),
    Preset(
        name="talos-cilium",
        title=gettext_noop("Talos Linux with Cilium"),
        summary=gettext_noop("Cilium instead of Flannel and kube-proxy, hosts without SSH."),
        data={
            "picks": [
                _TCP_NODE_PORTS,
                {"product": "talos", "options": {"cni": "none", "kube-proxy": "no"}},
                {"product": "cilium", "options": {"kube-proxy-replacement": "yes"}},
            ],
            "groups": [
                _group("control-plane", "control-plane", "192.0.2.11-192.0.2.13", "core"),
                _group("workers", "worker", "192.0.2.64/26", "core"),
                _group("api", "api-endpoint", "192.0.2.10", "core"),
                _ADMINISTRATORS,
                _USERS,
            ],
            "api_endpoint": {"group": "api", "ports": "6443"},
        },
        changes=(*_only_from("admins control-plane workers", _API_SERVER),),
    ),
    Preset(
        name="openshift-bare-metal",
        title=gettext_noop("OpenShift on bare metal"),
        summary=gettext_noop(
            "Installer-provisioned, OVN-Kubernetes, virtual addresses for the API and ingress."
        ),
        data={
            "picks": [
                _NO_NODE_PORTS,
                {"product": "openshift", "options": {"platform": "bare-metal"}},
            ],
            "groups": [
                _group("control-plane", "control-plane", "192.0.2.11-192.0.2.13", "core"),
                _group("workers", "worker ingress", "192.0.2.64/26", "core"),
                _group("api", "api-endpoint", "192.0.2.5", "core"),
                _ADMINISTRATORS,
                _USERS,
            ],
            "api_endpoint": {"group": "api", "ports": "6443"},
        },
        changes=(*_only_from("admins control-plane workers", _API_SERVER),),
    ),
    Preset(
        name="eks",
        title=gettext_noop("Amazon EKS with private nodes"),
        summary=gettext_noop("A managed control plane, the VPC CNI and EBS volumes."),
        data={
            "picks": [_TCP_NODE_PORTS, {"product": "eks", "options": {"ebs-csi": "yes"}}],
            "groups": [
                _group("eks-control-plane", "control-plane", "192.0.2.0/27", "provider"),
                _group("nodes", "worker", "198.51.100.0/25", "vpc"),
                _group("load-balancers", "load-balancer", "198.51.100.128/27", "vpc"),
                _ADMINISTRATORS,
                _USERS,
            ],
        },
        changes=(*_only_from("load-balancers", "kubernetes/nodeport-tcp"),),
    ),
    Preset(
        name="huawei-cce",
        title=gettext_noop("Huawei Cloud CCE Turbo"),
        summary=gettext_noop(
            "A managed control plane with addresses in the VPC, pods with addresses of VPC subnets."
        ),
        data={
            "picks": [_TCP_NODE_PORTS, {"product": "huawei-cce"}],
            "groups": [
                _group("masters", "control-plane", "192.0.2.0/28", "vpc"),
                _group("nodes", "worker", "198.51.100.0/25", "vpc"),
                _group("pods", "pod", "198.51.100.192/26", "vpc"),
                _group("load-balancers", "load-balancer", "198.51.100.128/27", "vpc"),
                _ADMINISTRATORS,
                _USERS,
            ],
        },
        changes=(
            *_only_from("load-balancers", "kubernetes/nodeport-tcp"),
            _left_out(
                "huawei-cce/kubelet-read-only",
                gettext_noop("Monitoring reads the kubelet on its encrypted port."),
            ),
        ),
    ),
    Preset(
        name="harvester",
        title=gettext_noop("Harvester with a witness node"),
        summary=gettext_noop(
            "Virtual machines on bare metal: two management nodes, a witness, a virtual address."
        ),
        data={
            "picks": [_NO_NODE_PORTS, {"product": "harvester"}],
            "groups": [
                _group(
                    "management",
                    "control-plane etcd worker ingress",
                    "192.0.2.11-192.0.2.12",
                    "core",
                ),
                _group("witness", "etcd", "192.0.2.13", "core"),
                _group("vip", "api-endpoint", "192.0.2.10", "core"),
                _ADMINISTRATORS,
                _USERS,
            ],
        },
        changes=(*_only_from("admins management witness", _API_SERVER),),
    ),
    Preset(
        name="hypershift-hosted",
        title=gettext_noop("OpenShift with a hosted control plane"),
        summary=gettext_noop(
            "Only workers of your own: the control plane runs as pods of a management cluster."
        ),
        data={
            "picks": [_NO_NODE_PORTS, {"product": "hypershift-hosted"}],
            "groups": [
                _group(
                    "hosted-control-plane", "control-plane", "192.0.2.20-192.0.2.22", "management"
                ),
                _group("workers", "worker ingress", "198.51.100.0/25", "hosted"),
                _ADMINISTRATORS,
                _USERS,
            ],
        },
    ),
)
