"""Plans in which much is doubtful: together they have every kind of finding, on our catalogue."""

from collections.abc import Mapping

from portsref.planning.document import PlanDocument, document_from

_WORKERS = {"name": "workers", "roles": ["worker"], "addresses": ["10.0.1.0/24"], "zone": "core"}
_MASTERS = {
    "name": "masters", "roles": ["control-plane"], "addresses": ["10.0.0.0/28"], "zone": "dmz",
}  # fmt: skip


def _plan(**what: object) -> PlanDocument:
    return document_from({"schema": "portsref.plan/v1", "title": "Doubtful", **what})


DOUBTFUL: Mapping[str, PlanDocument] = {
    "many": _plan(
        kubernetes="1.36",
        picks=[
            {"product": "kubeadm", "options": {"no-such": "x"}},
            {"product": "cilium", "options": {"hubble-relay": "maybe"}},
            {"product": "weave-net"},
            {"product": "rook-ceph"},
            {"product": "no-such"},
            {"product": "infrastructure"},
        ],
        groups=[
            _WORKERS,
            _MASTERS,
            {"name": "more", "roles": ["worker"], "addresses": ["10.0.1.128/25"]},
            {"name": "later", "roles": ["worker"], "os": "windows"},
        ],
        changes=[
            {"listener": "gone/gone", "ports": "1"},
            {"listener": "kubernetes/kubelet-api", "ports": "10250"},
            {"listener": "kubernetes/kube-proxy-healthz", "ports": "30500"},
        ],
        listeners=[
            {"id": "twin", "protocol": "TCP", "ports": "10250", "roles": ["worker"],
             "peers": ["nobody"], "purpose": "Wants the port of the kubelet."},
            {"id": "calls", "protocol": "SCTP", "ports": "3868", "roles": ["worker"],
             "peers": ["worker"], "purpose": "Calls."},
            {"id": "web", "protocol": "TCP", "ports": "8088", "roles": ["worker"],
             "peers": ["any"], "purpose": "A page for everybody."},
        ],
    ),
    "old": _plan(
        kubernetes="1.10",
        picks=[
            {"product": "kubernetes"},
            {"product": "kube-prometheus-stack", "options": {"scrape-kube-proxy": "yes"}},
        ],
        groups=[_WORKERS, _MASTERS],
    ),
    "idle": _plan(
        kubernetes="1.36",
        picks=[
            {"product": "ingress-nginx"},
            {"product": "cilium"},
            {"product": "rook-ceph", "options": {"network": "host", "object-store-tls": "yes"}},
            {"product": "kube-prometheus-stack", "options": {"scrape-kube-proxy": "yes"}},
            {"product": "kubernetes"},
        ],
        groups=[
            _WORKERS,
            _MASTERS,
            {"name": "vip", "roles": ["api-endpoint"], "addresses": ["10.0.0.4"]},
            {"name": "disks", "roles": ["storage"], "addresses": ["10.0.2.0/24"]},
        ],
        changes=[
            {"listener": "cilium/wireguard", "ports": "1"},
            {"listener": "kubernetes/kubelet-api", "peers": ["masters", "workers", "vip", "disks"]},
            {"listener": "kubernetes/etcd-peer", "ports": "2380", "peers": ["masters"]},
            {"listener": "cilium/health-icmp", "ports": "7"},
        ],
    ),
    "cloud": _plan(
        picks=[{"product": "eks", "options": {"cni": "calico"}}, {"product": "cert-manager"}],
        groups=[_WORKERS, _MASTERS],
    ),
    "untold": _plan(
        picks=[{"product": "volcengine-vke"}, {"product": "cert-manager"}],
        groups=[_WORKERS],
    ),
    "routed": _plan(
        picks=[
            {"product": "kubeadm"},
            {"product": "calico", "options": {"encapsulation": "none"}},
            {"product": "node-exporter"},
        ],
        groups=[
            {**_WORKERS, "os": "windows", "addresses": ["192.0.2.0/24"]},
            {**_MASTERS, "os": "windows"},
        ],
    ),
}  # fmt: skip
