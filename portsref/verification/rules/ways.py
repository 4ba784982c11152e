"""Which hooks the packets of a rule really pass on the host that they are sent to.

kube-proxy translates what is for a NodePort in prerouting, at priority -100: then it is forwarded
to a pod, and rules in input say nothing about it. IPVS, of kube-proxy in its mode ipvs and of
kube-router, decides behind input (kubernetes/kubernetes#98465). What stands in for kube-proxy by
eBPF or Open vSwitch takes such packets before any hook. (Measured for kube-proxy in its modes
iptables and nftables.)
"""

from collections.abc import Mapping, Sequence
from enum import Enum, auto

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.keys import product_of
from portsref.exporters.host.hosts import has_kube_proxy
from portsref.planning.including import find_option
from portsref.planning.rules import Rule, RuleSet
from portsref.verification.rules.model import Hook

_NODE_PORTS = frozenset({"node-port", "node-port-range"})
_BY_IPVS = frozenset({"kube-router"})
_MODE = "kubernetes/kube-proxy-mode"


class Way(Enum):
    """How packets reach what listens, by the hooks that may stop them."""

    TO_HOST = auto()
    TRANSLATED = auto()
    BEFORE_HOOKS = auto()

    @property
    def hooks(self) -> Sequence[Hook]:
        """The hooks in their order."""
        return _HOOKS[self]


_HOOKS: Mapping[Way, Sequence[Hook]] = {
    Way.TO_HOST: ("network", "prerouting", "input"),
    Way.TRANSLATED: ("network", "prerouting", "forward"),
    Way.BEFORE_HOOKS: ("network",),
}


class Ways:
    """Tells the way of each rule of a rule set."""

    def __init__(self, rule_set: RuleSet, catalogue: Catalogue) -> None:
        self._rows = catalogue.rows
        self._of_node_ports = _way_of_node_ports(rule_set, catalogue)

    def of(self, rule: Rule) -> Way:
        """The way of the packets of a rule."""
        return self._of_node_ports if self.is_of_node_ports(rule) else Way.TO_HOST

    def is_of_node_ports(self, rule: Rule) -> bool:
        """Tell whether a rule is about NodePorts of Services, and nothing that listens itself."""
        return all(map(self._is_node_port, rule.listeners))

    def _is_node_port(self, key: str) -> bool:
        row = self._rows.get(key)
        traffic = frozenset(row.traffic) if row else frozenset()
        return not traffic.isdisjoint(_NODE_PORTS) and "health" not in traffic


def _way_of_node_ports(rule_set: RuleSet, catalogue: Catalogue) -> Way:
    if has_kube_proxy(rule_set):
        mode = find_option(rule_set.document, catalogue, _MODE)
        return Way.TO_HOST if mode == "ipvs" else Way.TRANSLATED
    products = {product_of(key) for key in rule_set.listed}
    return Way.BEFORE_HOOKS if products.isdisjoint(_BY_IPVS) else Way.TO_HOST
