"""What the engine says beside the rules: DESIGN §5, point 8.

Each finding is a code with parameters; the sentences are worded by whoever shows them.

| code | severity | parameters |
|---|---|---|
| `open-to-any` | warning | `listener`, `ports` (`TCP 6443`), `groups` that listen |
| `role-unplaced` | warning; note where only peers have it | `role`, `listeners` concerned |
| `group-without-addresses` | warning | `group` |
| `port-conflict` | error | `group`, `ports` (`TCP 9099`), `listeners` that want it |
| `unknown-product` | error | `product` |
| `unknown-option` | error | `product`, `option`, `value`, `choices` (none: no such option) |
| `unknown-listener` | error | `listener` |
| `unknown-peer` | error | `listener`, `peer` |
| `need-unmet` | note | `need`, `listeners` that would answer it if they ran |
| `version-unsupported` | warning | `version`, `oldest`, `newest` |
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from portsref.catalogue.documents import Listener, OutboundNeed, version_key
from portsref.planning.document import OWN_PRODUCT
from portsref.planning.flows import Connection, unmet_listeners
from portsref.planning.peers import peer_is_known
from portsref.planning.placing import Places
from portsref.planning.rules import Finding, Rule, Severity
from portsref.planning.selection import Selected

# Roles that mean somebody outside the cluster: a plan may well leave them out.
_OUTSIDERS = frozenset({"bastion", "client", "external", "load-balancer", "api-endpoint"})
# Kinds of products that listen on ingress hosts themselves.
_INGRESSES = frozenset({"ingress", "mesh", "load-balancer"})
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


def review(
    places: Places, connections: Sequence[Connection], rules: Sequence[Rule]
) -> tuple[Finding, ...]:
    """Find what is doubtful about a plan, the gravest first, then in order of the code."""
    found = (
        *_unknown_products(places),
        *_unknown_listeners(places),
        *_unsupported_version(places),
        *_groups_without_addresses(places),
        *_unplaced_roles(places, connections),
        *_unknown_peers(places),
        *_unmet_needs(places),
        *_open_to_any(rules),
        *_port_conflicts(places),
    )
    return tuple(
        sorted(
            found,
            key=lambda item: (
                _SEVERITIES.index(item.severity),
                item.code,
                item.place,
                sorted((name, str(value)) for name, value in item.parameters.items()),
            ),
        )
    )


def _unknown_products(places: Places) -> Iterator[Finding]:
    products = places.selection.catalogue.products
    for pick in places.selection.document.picks:
        place = f"picks[{pick.product}]"
        product = products.get(pick.product)
        if product is None:
            yield Finding("unknown-product", "error", place, {"product": pick.product})
            continue
        for name, value in pick.options.items():
            option = product.option(name)
            if option is None or value not in option.choices:
                yield Finding(
                    "unknown-option",
                    "error",
                    f"{place}.options.{name}",
                    {
                        "product": pick.product,
                        "option": name,
                        "value": value,
                        "choices": option.choices if option else (),
                    },
                )


def _unknown_listeners(places: Places) -> Iterator[Finding]:
    document, catalogue = places.selection.document, places.selection.catalogue
    own = {listener.key for listener in document.listeners}
    named = [
        *((change.listener, f"changes[{change.listener}]") for change in document.changes),
        *(
            (f"{pick.product}/{row}", f"picks[{pick.product}].only")
            for pick in document.picks
            if pick.product in catalogue.products
            for row in pick.only
        ),
    ]
    for key, place in named:
        if key not in catalogue.rows and key not in own:
            yield Finding("unknown-listener", "error", place, {"listener": key})


def _unsupported_version(places: Places) -> Iterator[Finding]:
    version = places.selection.document.kubernetes
    known = sorted(places.selection.catalogue.kubernetes_versions, key=version_key)
    if version and version not in known:
        yield Finding(
            "version-unsupported",
            "warning",
            "kubernetes",
            {"version": version, "oldest": known[0], "newest": known[-1]},
        )


def _groups_without_addresses(places: Places) -> Iterator[Finding]:
    for group in places.selection.document.groups:
        if not group.addresses:
            yield Finding(
                "group-without-addresses",
                "warning",
                f"groups[{group.name}]",
                {"group": group.name},
            )


def _unplaced_roles(places: Places, connections: Sequence[Connection]) -> Iterator[Finding]:
    """One finding a role, however many rows ask for it."""
    hosts: dict[str, set[str]] = {}
    peers: dict[str, set[str]] = {}
    for selected in places.selection.rows:
        for role in _roles_without_groups(selected, places):
            hosts.setdefault(role, set()).add(selected.key)
        for role in _goals_without_groups(selected, places):
            peers.setdefault(role, set()).add(selected.key)
    for connection in connections:
        for peer in connection.peers.missing:
            peers.setdefault(peer, set()).add(connection.selected.key)
    for role in sorted({*hosts, *peers}):
        severity: Severity = "warning" if role in hosts and role not in _OUTSIDERS else "note"
        listeners = tuple(sorted(hosts.get(role, set()) | peers.get(role, set())))
        yield Finding("role-unplaced", severity, "groups", {"role": role, "listeners": listeners})


def _roles_without_groups(selected: Selected, places: Places) -> Iterator[str]:
    row = selected.row
    if row.scope == "pod" and not places.pods:
        return  # listed as inside the pod network, wherever its pods run
    provided = {"control-plane", "etcd"} if places.selection.is_managed else set()
    for role in places.host_roles(row):
        if role not in provided and not places.for_role(role):
            yield role


def _goals_without_groups(selected: Selected, places: Places) -> Iterator[str]:
    row = selected.row
    if isinstance(row, OutboundNeed) and isinstance(row.to, tuple):
        yield from (role for role in row.to if role != "external" and not places.for_role(role))


def _unknown_peers(places: Places) -> Iterator[Finding]:
    for own in places.selection.document.listeners:
        for peer in own.peers:
            if not peer_is_known(peer, own, places):
                yield Finding(
                    "unknown-peer",
                    "error",
                    f"listeners[{own.id}].peers",
                    {"listener": own.key, "peer": peer},
                )


def _unmet_needs(places: Places) -> Iterator[Finding]:
    for selected in places.selection.rows:
        row = selected.row
        if isinstance(row, OutboundNeed) and (unmet := unmet_listeners(row, places)):
            parameters: dict[str, str | tuple[str, ...]] = {"need": row.key, "listeners": unmet}
            yield Finding("need-unmet", "note", f"picks[{row.product}]", parameters)


def _open_to_any(rules: Sequence[Rule]) -> Iterator[Finding]:
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


def _port_conflicts(places: Places) -> Iterator[Finding]:
    """Two listeners that want the same port of one host; pods have ports of their own."""
    occupying = sorted(filter(_occupies_ports, places.selection.rows), key=lambda one: one.key)
    hosts = {one.key: {group.name for group in places.hosts_of(one.row)} for one in occupying}
    for one, other in _pairs_on_a_port(occupying):
        both = hosts[one.key] & hosts[other.key]
        if both and _clash(one, other, places):
            shared = f"{one.row.protocol} {one.ports & other.ports}"
            for group in sorted(both):
                yield Finding(
                    "port-conflict",
                    "error",
                    f"groups[{group}]",
                    {"group": group, "ports": shared, "listeners": (one.key, other.key)},
                )


def _pairs_on_a_port(rows: Sequence[Selected]) -> Iterator[tuple[Selected, Selected]]:
    """Yield every two rows with a port of a protocol in common, each pair once."""
    by_port: dict[tuple[str, int], list[int]] = {}
    for number, selected in enumerate(rows):
        for port in selected.ports:
            by_port.setdefault((selected.row.protocol, port), []).append(number)
    pairs = {pair for numbers in by_port.values() for pair in combinations(numbers, 2)}
    yield from ((rows[one], rows[other]) for one, other in sorted(pairs))


def _occupies_ports(selected: Selected) -> bool:
    row = selected.row
    return (
        isinstance(row, Listener)
        and row.scope != "pod"
        and not row.random
        and len(selected.ports) < _WIDEST_OF_ONE_LISTENER
    )


# NodePorts and the 1-65535 rows of managed products are ranges to choose from, not occupied ports.
_WIDEST_OF_ONE_LISTENER = 1000


def _clash(one: Selected, other: Selected, places: Places) -> bool:
    """Tell whether two rows are two services, rather than one service told twice.

    What the catalogue itself puts side by side is one service: rows of a product, of what it is
    built on or brings in. So is the same component of related products, and of the hosts' own
    infrastructure. A moved port and a listener of the user's own stand for themselves.
    """
    if one.has_own_ports or other.has_own_ports:
        together = one.ports == other.ports and one.row.ports == other.row.ports
        return not (together and _is_same_component(one, other))
    if OWN_PRODUCT in {one.row.product, other.row.product}:
        return True
    if _is_behind_an_ingress(one, places) or _is_behind_an_ingress(other, places):
        return False
    if one.reason.by_hand or other.reason.by_hand:
        return False  # variants that exclude each other, side by side because all were asked for
    related = _relatives(one, places) & _relatives(other, places)
    if one.row.component == other.row.component:
        return not (related or "infrastructure" in {one.row.product, other.row.product})
    return not related - {"kubernetes"}


def _is_behind_an_ingress(selected: Selected, places: Places) -> bool:
    """Tell whether a row lies on ingress hosts, of a product that is no ingress itself.

    Such as the web interface of Rancher: the ingress controller there listens for it.
    """
    product = places.selection.catalogue.products[selected.row.product]
    return selected.row.roles == ("ingress",) and product.kind not in _INGRESSES


def _is_same_component(one: Selected, other: Selected) -> bool:
    return (one.row.product, one.row.component) == (other.row.product, other.row.component)


def _relatives(selected: Selected, places: Places) -> frozenset[str]:
    """The product of a row, what it is built on, and what brought it in."""
    bases = {base.product for base in places.selection.catalogue.bases(selected.row.product)}
    brought_by = selected.reason.brought_by
    return frozenset({selected.row.product, *bases, *([brought_by] if brought_by else [])})
