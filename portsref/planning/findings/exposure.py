"""What is open further, or less safe, than it looks."""

from collections.abc import Iterable, Iterator

from portsref.catalogue.products import Listener, Row
from portsref.messages import gettext_noop
from portsref.planning.findings.base import FindingKind, Planned
from portsref.planning.placement import Placement
from portsref.planning.rules import Finding, Rule
from portsref.planning.selection import Selected
from portsref.ports import PortSet

# What these say is no secret, or cannot be said otherwise: DNS, NTP, BGP and BFD.
_WITHOUT_CONTENT = frozenset({"AH", "ICMP", "ICMPv6", "VRRP"})
_PLAIN_BY_NATURE = PortSet.parse("53,123,179,3784,3785,4784,5353")
_TUNNEL_ENCRYPTION = frozenset({"ipsec", "wireguard"})


def open_to_any(planned: Planned) -> Iterator[Finding]:
    """One finding a listener and its ports, as the rules have them."""
    open_to: dict[tuple[str, str], set[str]] = {}
    for rule in planned.rules:
        if rule.source.kind == "any":
            line = (rule.listeners[0], f"{rule.protocol} {rule.ports}".strip())
            open_to.setdefault(line, set()).add(rule.destination.name)
    for (listener, ports), groups in sorted(open_to.items()):
        yield OPEN_TO_ANY(listener=listener, ports=ports, groups=tuple(sorted(groups)))


OPEN_TO_ANY = FindingKind(
    code="open-to-any",
    severity="warning",
    parameters=("listener", "ports", "groups"),
    place="changes[{listener}]",
    says=gettext_noop("%(ports)s on %(groups)s is open to any address."),
    advice=gettext_noop(
        "Add a group of administrators or clients, or change this listener to name "
        "the groups that may connect."
    ),
    find=open_to_any,
)


def unencrypted_across_zones(planned: Planned) -> Iterator[Finding]:
    """One finding for two zones, with every listener that crosses between them in plain text.

    Both ends must lie in a zone: a group without one may lie anywhere, and places outside are no
    zones of the plan. What is published to clients or to anyone is the application's to encrypt:
    plain HTTP mostly leads on to HTTPS, and a NodePort carries what it carries. Health checks,
    DNS, NTP and routing protocols tell nothing that needs hiding, or have no other way. An
    overlay counts as plain where its product could encrypt and nothing of it does.
    """
    placement = planned.placement
    by_key = placement.selection.by_key
    rows = by_key.values()
    encrypting = {one.row.product for one in rows if one.row.tls in _TUNNEL_ENCRYPTION}
    for zones, crossing in sorted(_crossing_zones(planned.rules).items()):
        found = (
            key for key in sorted(crossing) if _is_plain(by_key[key].row, encrypting, placement)
        )
        if listeners := tuple(found):
            yield UNENCRYPTED_ACROSS_ZONES(zones=zones, listeners=listeners)


UNENCRYPTED_ACROSS_ZONES = FindingKind(
    code="unencrypted-across-zones",
    severity="warning",
    parameters=("zones", "listeners"),
    place="groups",
    says=gettext_noop("Traffic between the zones %(zones)s is not encrypted."),
    advice=gettext_noop(
        "Enable encryption if the product supports it, or explain in the request why it is safe."
    ),
    find=unencrypted_across_zones,
)


def _crossing_zones(rules: Iterable[Rule]) -> dict[tuple[str, ...], set[str]]:
    """The listeners that cause rules between two named zones, whichever of them dials."""
    directed: dict[tuple[str, str], set[str]] = {}
    for rule in rules:
        source, destination = rule.source.zone, rule.destination.zone
        if source and destination and source != destination:
            listeners = directed.setdefault((source, destination), set())
            for cause in rule.causes:
                listeners.add(cause.listener)
    crossing: dict[tuple[str, ...], set[str]] = {}
    for zones, listeners in directed.items():
        crossing.setdefault(tuple(sorted(zones)), set()).update(listeners)
    return crossing


def _is_plain(row: Row, encrypting: set[str], placement: Placement) -> bool:
    if (
        row.tls not in {"none", "optional"}
        or row.protocol in _WITHOUT_CONTENT
        or "health" in row.traffic
    ):
        return False
    if row.ports.has_every_port or (row.ports and row.ports <= _PLAIN_BY_NATURE):
        return False
    if isinstance(row, Listener) and not {"any", "client"}.isdisjoint(row.peers):
        return False
    if row.tls == "none":
        return True
    bases = placement.selection.catalogue.bases(row.product)
    family = {row.product, *(base.product for base in bases)}
    return "overlay" in row.traffic and encrypting.isdisjoint(family)


def insecure_ports(planned: Planned) -> Iterator[Finding]:
    """One finding a product, with what it serves to whoever asks."""
    selected = planned.placement.selection.rows
    rows = (one for one in selected if isinstance(one.row, Listener) and one.row.insecure)
    yield from _by_product(INSECURE_PORT, rows)


INSECURE_PORT = FindingKind(
    code="insecure-port",
    severity="warning",
    parameters=("product", "ports", "listeners"),
    place="picks[{product}]",
    says=gettext_noop("%(product)s serves %(ports)s without authentication."),
    advice=gettext_noop("Disable it if nothing needs it, or limit who may connect."),
    find=insecure_ports,
)


def random_ports(planned: Planned) -> Iterator[Finding]:
    """One finding a product that needs a whole range open for ports nobody knows beforehand.

    What stays on its host or in the pod network needs nothing open; a port fixed by a change is
    known.
    """
    opened = {cause.listener for rule in planned.rules for cause in rule.causes if cause.random}
    selected = planned.placement.selection.rows
    rows = (one for one in selected if one.key in opened and not one.has_own_ports)
    yield from _by_product(RANDOM_PORT, rows)


RANDOM_PORT = FindingKind(
    code="random-port",
    severity="note",
    parameters=("product", "ports", "listeners"),
    place="picks[{product}]",
    says=gettext_noop("%(product)s has no fixed ports within %(ports)s."),
    advice=gettext_noop(
        "Set fixed ports if the product allows it. If not, the whole range must be opened."
    ),
    find=random_ports,
)


def _by_product(kind: FindingKind, rows: Iterable[Selected]) -> Iterator[Finding]:
    together: dict[str, list[Selected]] = {}
    for selected in rows:
        together.setdefault(selected.row.product, []).append(selected)
    for product, parts in sorted(together.items()):
        ports = sorted({f"{one.row.protocol} {one.ports}".strip() for one in parts})
        listeners = tuple(sorted(one.key for one in parts))
        yield kind(product=product, ports=tuple(ports), listeners=listeners)


def names_without_addresses(planned: Planned) -> Iterator[Finding]:
    """One finding for all places outside, which the plan knows by name only."""
    names: dict[str, set[str]] = {}
    for rule in planned.rules:
        for end in (rule.source, rule.destination):
            if end.kind == "outside":
                names.setdefault(end.name, set()).update(rule.listeners)
    if names:
        listeners = {listener for found in names.values() for listener in found}
        yield NAME_NEEDS_ADDRESS(names=tuple(sorted(names)), listeners=tuple(sorted(listeners)))


NAME_NEEDS_ADDRESS = FindingKind(
    code="name-needs-address",
    severity="note",
    parameters=("names", "listeners"),
    place="groups",
    says=gettext_noop("Known only by name: %(names)s."),
    advice=gettext_noop(
        "Firewalls that cannot use names need addresses. Ask the operators of these destinations."
    ),
    find=names_without_addresses,
)
