"""Services of a running cluster: objects `Service`, or the table of `kubectl get svc`.

A plan has no Services of its own. Read is what it has a place for: which protocols node ports use,
which of them are in use (a guess, because the next Service gets another), whether health checks of
load balancers need a port, and the addresses of load balancers.

Not read, and told: source ranges, external addresses, load balancers that are only names. Not read
at all: Services within the cluster, annotations of providers, classes, session affinity.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from portsref.importers.base import (
    Document,
    Importer,
    as_one,
    host_address,
    origin,
    ports_of,
    unread,
)
from portsref.importers.facts import Chooses, Doubt, Fact, Moves, Others
from portsref.importers.tables import Table
from portsref.importers.values import Value
from portsref.messages import Message, gettext_noop
from portsref.ports import PortSet

ONLY_NOW = gettext_noop("Services have no others now, and the next one gets another port")
NO_POLICIES = gettext_noop("the table has no source ranges and traffic policies; use -o json")
ONLY_A_NAME = gettext_noop("is only a name, and a plan has addresses")
NO_SERVICES = gettext_noop("is of a single Service, for which a plan has no place yet")

_TABLE = Table(frozenset({"NAME", "TYPE", "CLUSTER-IP", "PORT(S)"}))
_LISTENERS = {
    "TCP": ("kubernetes/nodeport-tcp", "kubernetes/nodeport-tcp-control-plane"),
    "UDP": ("kubernetes/nodeport-udp", "kubernetes/nodeport-udp-control-plane"),
    "SCTP": ("kubernetes/nodeport-sctp", "kubernetes/nodeport-sctp-control-plane"),
}
_HEALTH = "kubernetes/health-check-nodeport"
_NO_PLACE = ("loadBalancerSourceRanges", "externalIPs")


@dataclass(frozen=True, slots=True)
class _NodePort:
    """A port of the nodes that a Service has, and where that is said."""

    value: Value
    protocol: str
    ports: PortSet


def _recognises(document: Document) -> bool:
    is_core = document.value.at("apiVersion").text in {"v1", ""}
    return (document.kind == "Service" and is_core) or _TABLE.is_in(document)


def _join(documents: Sequence[Document]) -> Iterable[Document]:
    return as_one(documents, _entries)


def _entries(document: Document) -> Iterable[Value]:
    return (document.value,) if document.kind == "Service" else _TABLE.rows(document)


def _read(document: Document) -> Iterator[Fact]:
    services = [*document.value.each()]
    rows = [one for one in services if one.at("PORT(S)") or one.at("CLUSTER-IP")]
    node_ports = [found for one in services for found in (*_of_object(one), *_of_row(one))]
    yield from _protocols(node_ports)
    yield from _in_use(node_ports)
    yield from _health(services)
    yield from _load_balancers(services)
    for one in services:
        for key in _NO_PLACE:
            if one.at("spec", key):
                yield unread(one.at("spec", key), NO_SERVICES)
    if rows:
        yield Doubt(origin(rows[0]), Message(NO_POLICIES))


def _of_object(service: Value) -> Iterator[_NodePort]:
    for port in service.path("spec.ports").each():
        if ports := ports_of(port.at("nodePort")):
            yield _NodePort(port.at("nodePort"), port.at("protocol").text or "TCP", ports)


def _of_row(row: Value) -> Iterator[_NodePort]:
    """The node ports in `80:31234/TCP,443:31443/TCP`."""
    for one in row.at("PORT(S)").listed():
        ports, _, protocol = one.text.partition("/")
        if found := ports_of(Value(one.place, ports.partition(":")[2])):
            yield _NodePort(one, protocol or "TCP", found)


def _protocols(node_ports: Sequence[_NodePort]) -> Iterator[Fact]:
    used = {one.protocol: one.value for one in node_ports}
    if "SCTP" in used:
        yield Chooses(origin(used["SCTP"]), "kubernetes", "sctp-services", "yes")
    if "UDP" in used:
        yield Chooses(origin(used["UDP"]), "kubernetes", "node-ports", "tcp-and-udp")
    elif "TCP" in used:
        said = origin(used["TCP"], "guessed", Message(ONLY_NOW))
        yield Chooses(said, "kubernetes", "node-ports", "tcp")


def _in_use(node_ports: Sequence[_NodePort]) -> Iterator[Fact]:
    together: dict[str, list[_NodePort]] = defaultdict(list)
    for one in node_ports:
        together[one.protocol].append(one)
    for protocol, used in together.items():
        said = origin(used[0].value, "guessed", Message(ONLY_NOW))
        for listener in _LISTENERS.get(protocol, ()):
            yield Moves(said, listener, _joined(one.ports for one in used))


def _joined(ports: Iterable[PortSet]) -> PortSet:
    return PortSet.of(part for one in ports for part in one.ranges)


def _health(services: Sequence[Value]) -> Iterator[Fact]:
    """Load balancers that ask each node whether it has a pod of the Service."""
    found = [one.path("spec.healthCheckNodePort") for one in services]
    used = [(value, ports) for value in found if (ports := ports_of(value))]
    if used:
        said = origin(used[0][0])
        yield Chooses(said, "kubernetes", "external-traffic-policy", "local")
        now = origin(used[0][0], "guessed", Message(ONLY_NOW))
        yield Moves(now, _HEALTH, _joined(ports for _, ports in used))


def _load_balancers(services: Sequence[Value]) -> Iterator[Fact]:
    found = []
    for value in (one for service in services for one in _entrances(service)):
        if address := host_address(value.text):
            found.append((value, address))
        elif value.text:
            yield unread(value, ONLY_A_NAME)
    if found:
        addresses = tuple(dict.fromkeys(address for _, address in found))
        yield Others(origin(found[0][0]), "load-balancers", ("load-balancer",), (), addresses)


def _entrances(service: Value) -> Iterator[Value]:
    for one in service.path("status.loadBalancer.ingress").each():
        yield one.at("ip") or one.at("hostname")
    if service.at("TYPE").text == "LoadBalancer":
        yield from service.at("EXTERNAL-IP").listed()


IMPORTER = Importer(
    name="kubectl-services",
    label="kubectl get svc",
    command="kubectl get svc -A -o json",
    sample=(
        "NAME  TYPE          CLUSTER-IP  EXTERNAL-IP  PORT(S)       AGE\n"
        "web   LoadBalancer  10.96.0.9   192.0.2.10   80:31234/TCP  1d\n"
    ),
    recognises=_recognises,
    read=_read,
    starts=_TABLE.starts,
    join=_join,
)
