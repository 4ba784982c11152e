"""Where a thing stands in a machine of Talos: by its path of old, and in a document of its own."""

from portsref.importers.clusters.talos_machines import CONFIG
from portsref.importers.values import Value

# The path in the configuration of old, the kind of the document, the path in that.
_PATHS = {
    "type": ("machine.type", "", ""),
    "name": ("machine.network.hostname", "HostnameConfig", "hostname"),
    "subnets": ("machine.kubelet.nodeIP.validSubnets", "KubeNodeConfig", "nodeIP.validSubnets"),
    "environment": ("machine.env", "EnvironmentConfig", "variables"),
    "endpoint": ("cluster.controlPlane.endpoint", "KubeClusterConfig", "endpoint"),
    "api-port": ("cluster.controlPlane.localAPIServerPort", "KubeAPIServerConfig", "apiPort"),
    "api-flags": ("cluster.apiServer.extraArgs", "KubeAPIServerConfig", "extraArgs"),
    "api-image": ("cluster.apiServer.image", "KubeAPIServerConfig", "image"),
    "kubelet-image": ("machine.kubelet.image", "KubeletConfig", "image"),
    "kubelet": ("machine.kubelet.extraConfig", "KubeletConfig", "config"),
    "kubelet-flags": ("machine.kubelet.extraArgs", "KubeletConfig", "extraArgs"),
    "kube-proxy": ("", "KubeProxyConfig", "config"),
    "proxy-mode": ("cluster.proxy.mode", "KubeProxyConfig", "mode"),
    "proxy-flags": ("cluster.proxy.extraArgs", "", ""),
    "kube-controller-manager": (
        "cluster.controllerManager.extraArgs",
        "KubeControllerManagerConfig",
        "extraArgs",
    ),
    "kube-scheduler": ("cluster.scheduler.extraArgs", "KubeSchedulerConfig", "extraArgs"),
    "etcd-flags": ("cluster.etcd.extraArgs", "", ""),
    "pods": ("cluster.network.podSubnets", "KubeNetworkConfig", "podSubnets"),
    "services": ("cluster.network.serviceSubnets", "KubeNetworkConfig", "serviceSubnets"),
    "kubespan": ("machine.network.kubespan.enabled", "KubeSpanConfig", "enabled"),
    "host-dns": ("machine.features.hostDNS.enabled", "ResolverConfig", "hostDNS.enabled"),
    "proxy-disabled": ("cluster.proxy.disabled", "", ""),
    "proxy-enabled": ("", "KubeProxyConfig", "enabled"),
    "discovery": ("cluster.discovery.enabled", "", ""),
    "service-disabled": ("cluster.discovery.registries.service.disabled", "", ""),
    "discovery-endpoint": (
        "cluster.discovery.registries.service.endpoint",
        "DiscoveryServiceConfig",
        "endpoint",
    ),
    "more-manifests": ("cluster.extraManifests", "", ""),
}


def at(machine: Value, name: str) -> Value:
    """A thing by its name in `_PATHS`; where both styles say it, the newer one counts."""
    old, kind, path = _PATHS[name]
    found = (value.path(path) for value in machine.at(kind).each() if kind)
    return next(filter(_is_said, found), None) or machine.at(CONFIG, 0).path(old or "-")


def _is_said(value: Value) -> bool:
    return bool(value) or value.is_template
