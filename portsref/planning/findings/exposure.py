"""What is open further, or less safe, than it looks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from portsref.catalogue.products import Listener
from portsref.planning.placing import Places
from portsref.planning.rules import Finding, Rule
from portsref.planning.selection import Selected
from portsref.ports import PortSet

# Interfaces that give away or control a cluster to whoever reaches them. Other products use the
# same numbers for harmless things, so it is the listener that counts.
WITHOUT_AUTHENTICATION = frozenset(
    {
        "gke/kubelet-read-only",
        "k3s/kubelet-read-only",
        "kong/admin-http",
        "kong/admin-http-host",
        "kubernetes/cadvisor",
        "kubernetes/cloud-controller-manager-insecure",
        "kubernetes/kube-apiserver-insecure",
        "kubernetes/kube-controller-manager-insecure",
        "kubernetes/kube-scheduler-insecure",
        "kubernetes/kubelet-read-only",
        "openelb/gobgp-api",
        "traefik/dashboard",
        "traefik/dashboard-host",
    }
)
# What these say is no secret, or cannot be said otherwise: DNS, NTP, BGP and BFD.
_WITHOUT_CONTENT = frozenset({"AH", "ICMP", "ICMPv6", "VRRP"})
_PLAIN_BY_NATURE = PortSet.parse("53,123,179,3784,3785,4784,5353")
_EVERY_PORT = 65535
# Pod traffic in VXLAN, Geneve, STT, Weave's own way, GRE and IP-in-IP.
_OVERLAYS = frozenset(
    {("UDP", "4789"), ("UDP", "6081"), ("UDP", "8472"), ("TCP", "7471"), ("UDP", "6783"),
     ("UDP", "6784"), ("GRE", ""), ("IPIP", "")}
)  # fmt: skip
_TUNNEL_ENCRYPTION = frozenset({"ipsec", "wireguard"})


def open_to_any(rules: Sequence[Rule]) -> Iterator[Finding]:
    """One finding a listener and its ports, as the rules have them."""
    open_to: dict[tuple[str, str], set[str]] = {}
    for rule in rules:
        if rule.source.kind == "any":
            line = (rule.listeners[0], f"{rule.protocol} {rule.ports}".strip())
            open_to.setdefault(line, set()).add(rule.destination.name)
    for (listener, ports), groups in sorted(open_to.items()):
        yield Finding(
            "open-to-any",
            "warning",
            f"changes[{listener}]",
            {"listener": listener, "ports": ports, "groups": tuple(sorted(groups))},
        )


def unencrypted_across_zones(places: Places, rules: Sequence[Rule]) -> Iterator[Finding]:
    """One finding for two zones, with every listener that crosses between them in plain text.

    Both ends must lie in a zone: a group without one may lie anywhere, and places outside are no
    zones of the plan. What is published to clients or to anyone is the application's to encrypt:
    plain HTTP mostly leads on to HTTPS, and a NodePort carries what it carries. Health checks,
    DNS, NTP and routing protocols tell nothing that needs hiding, or have no other way. An
    overlay counts as plain where its product could encrypt and nothing of it does.
    """
    plain = {selected.key for selected in places.selection.rows if _is_plain(selected, places)}
    for zones, crossing in sorted(_crossing_zones(rules).items()):
        if found := plain & crossing:
            yield Finding(
                "unencrypted-across-zones",
                "warning",
                "groups",
                {"zones": zones, "listeners": tuple(sorted(found))},
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


def _is_plain(selected: Selected, places: Places) -> bool:
    row = selected.row
    if row.protocol in _WITHOUT_CONTENT or "health" in row.id:
        return False
    if len(row.ports) >= _EVERY_PORT or (row.ports and row.ports <= _PLAIN_BY_NATURE):
        return False
    if isinstance(row, Listener) and not {"any", "client"}.isdisjoint(row.peers):
        return False
    if row.tls == "none":
        return True
    is_overlay = (row.protocol, str(row.ports)) in _OVERLAYS
    return row.tls == "optional" and is_overlay and not _is_tunnel_encrypted(row.product, places)


def _is_tunnel_encrypted(product: str, places: Places) -> bool:
    """Tell whether a product, or one of its bases, encrypts between nodes in this plan."""
    family = {base.product for base in places.selection.catalogue.bases(product)} | {product}
    return any(
        selected.row.tls in _TUNNEL_ENCRYPTION and selected.row.product in family
        for selected in places.selection.rows
    )


def insecure_ports(places: Places) -> Iterator[Finding]:
    """One finding a product, with what it serves to whoever asks."""
    rows = (one for one in places.selection.rows if one.key in WITHOUT_AUTHENTICATION)
    yield from _by_product("insecure-port", rows)


def random_ports(places: Places, rules: Sequence[Rule]) -> Iterator[Finding]:
    """One finding a product that needs a whole range open for ports nobody knows beforehand.

    What stays on its host or in the pod network needs nothing open; a port fixed by a change is
    known.
    """
    opened = {cause.listener for rule in rules for cause in rule.causes if cause.random}
    rows = (one for one in places.selection.rows if one.key in opened and not one.has_own_ports)
    yield from _by_product("random-port", rows)


def _by_product(code: str, rows: Iterable[Selected]) -> Iterator[Finding]:
    together: dict[str, list[Selected]] = {}
    for selected in rows:
        together.setdefault(selected.row.product, []).append(selected)
    for product, parts in sorted(together.items()):
        ports = sorted({f"{one.row.protocol} {one.ports}".strip() for one in parts})
        yield Finding(
            code,
            "note" if code == "random-port" else "warning",
            f"picks[{product}]",
            {
                "product": product,
                "ports": tuple(ports),
                "listeners": tuple(sorted(one.key for one in parts)),
            },
        )


def names_without_addresses(rules: Sequence[Rule]) -> Iterator[Finding]:
    """One finding for all places outside, which the plan knows by name only."""
    names: dict[str, set[str]] = {}
    for rule in rules:
        for end in (rule.source, rule.destination):
            if end.kind == "outside":
                names.setdefault(end.name, set()).update(rule.listeners)
    if names:
        listeners = {listener for found in names.values() for listener in found}
        parameters: Mapping[str, tuple[str, ...]] = {
            "names": tuple(sorted(names)),
            "listeners": tuple(sorted(listeners)),
        }
        yield Finding("name-needs-address", "note", "groups", parameters)
