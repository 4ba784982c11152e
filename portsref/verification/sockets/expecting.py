"""What sockets a rule of a plan makes one expect, and why there may rightly be none."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.products import Listener, Row
from portsref.exporters.host.hosts import tell_pods
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Rule, RuleSet
from portsref.ports import PortRange
from portsref.protocols import NAMES_WITH_PORTS
from portsref.verification.rules.ways import Ways
from portsref.verification.sockets.words import plain_name

PROTOCOL_WITHOUT = gettext_noop("%(protocol)s has no sockets that these tools list")
OF_NODE_PORTS = gettext_noop(
    "a NodePort has no socket: kube-proxy, IPVS or eBPF takes its packets before there is one"
)
IN_PODS = gettext_noop("it listens in the namespace of a pod, which a print of the host lacks")
MAPPED = gettext_noop("a host port that the network plugin maps to a pod has no socket")
MAY_BE_MAPPED = gettext_noop(
    "if it is a host port that the network plugin maps to a pod (portmap), it has no socket"
)
ONLY_DIALS = gettext_noop("a BGP speaker that only dials has no socket there")

_SURELY_SAME = 11  # of names that tools cut
# Kinds of products whose parts have the network of their host, or are no pods at all.
_OF_HOSTS = frozenset({"core", "distribution", "managed", "runtime", "cni", "load-balancer"})
# Programs that have many components of Kubernetes in one process.
MANY_IN_ONE = ("k3s-server", "k3s-agent", "k3s", "k0s", "kubelite")
_BGP = 179
_FEW_IN_A_ROW = 2


@dataclass(frozen=True, slots=True)
class Wanted:
    """Ports of which one must listen: a port by itself, or a range of which a product uses some."""

    first: int
    last: int

    @property
    def words(self) -> str:
        """The port, or the range."""
        return str(PortRange(self.first, self.last))


def wanted_by(rule: Rule) -> Iterator[Wanted]:
    """The ports that a rule expects to listen: each of few in a row, any of more.

    Of a row with random ports it is any of all.
    """
    is_random = all(cause.random for cause in rule.causes)
    for part in rule.ports.ranges:
        if is_random or len(part) > _FEW_IN_A_ROW:
            yield Wanted(part.first, part.last)
        else:
            yield from (Wanted(port, port) for port in range(part.first, part.last + 1))


class Expecting:
    """Tells what sockets to expect for the rules of one rule set."""

    def __init__(self, rule_set: RuleSet, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.rows: Mapping[str, Row] = catalogue.rows
        self._ways = Ways(rule_set, catalogue)
        self._is_of_pods = tell_pods(rule_set)
        self._mapped: dict[str, bool] = {}

    def why_none(self, rule: Rule) -> Message | None:
        """Why a rule is about nothing that has a socket on its hosts; None where it has one."""
        if rule.protocol not in NAMES_WITH_PORTS:
            return Message(PROTOCOL_WITHOUT, {"protocol": rule.protocol})
        if self.is_of_node_ports(rule):
            return Message(OF_NODE_PORTS)
        rows = self._listeners(rule)
        is_in_pods = bool(rows) and all(row.scope == "pod" for row in rows)
        return Message(IN_PODS) if is_in_pods or self._is_of_pods(rule.destination) else None

    def is_of_node_ports(self, rule: Rule) -> bool:
        """Tell whether a rule is about NodePorts alone."""
        return self._ways.is_of_node_ports(rule)

    def why_not_seen(self, rule: Rule) -> Message | None:
        """Why what a rule goes to may be there without a socket that is seen, if it may."""
        rows = self._listeners(rule)
        if _BGP in rule.ports and rule.protocol == "TCP":
            return Message(ONLY_DIALS)
        kinds = {self.catalogue.products[row.product].kind for row in rows}
        return Message(MAY_BE_MAPPED) if kinds and kinds.isdisjoint(_OF_HOSTS) else None

    def is_mapped(self, rule: Rule) -> bool:
        """Tell whether the catalogue says that a rule goes to host ports of pods."""
        rows = self._listeners(rule)
        return bool(rows) and all(map(self._is_host_port, rows))

    def _is_host_port(self, row: Row) -> bool:
        if row.key not in self._mapped:
            said = [marker for one in row.source for marks in one.says.values() for marker in marks]
            text = " ".join((*said, row.setting or "", row.note or "")).lower()
            self._mapped[row.key] = "hostport" in text or "host port" in text
        return self._mapped[row.key]

    def names_of(self, rule: Rule) -> frozenset[str]:
        """The names that processes of a rule's components may have."""
        return frozenset(name for row in self._listeners(rule) for name in self.names_of_row(row))

    def names_of_row(self, row: Row) -> Iterator[str]:
        """The names that processes of a row's component may have."""
        component = self.catalogue.component_of(row)
        yield from (component.id, plain_name(component.name))

    def is_workload(self, rule: Rule) -> bool:
        """Tell whether what a rule goes to runs on some hosts of a group alone."""
        rows = self._listeners(rule)
        return any(self.catalogue.component_of(row).workload for row in rows)

    def _listeners(self, rule: Rule) -> list[Listener]:
        found = (self.rows.get(key) for key in rule.listeners)
        return [row for row in found if isinstance(row, Listener)]


def is_called(process: str, name: str) -> bool:
    """Tell whether a process, whose name a tool may have cut, has this name."""
    return process == name or (len(process) >= _SURELY_SAME and name.startswith(process))
