"""Groups that are missing, unfinished, or not fit for what is placed on them."""

from collections.abc import Iterable, Iterator
from operator import attrgetter

from portsref.addresses import AddressRange
from portsref.catalogue.products import OutboundNeed
from portsref.messages import gettext_noop
from portsref.planning.document import Group
from portsref.planning.findings.base import FindingKind, Planned
from portsref.planning.placement import Placement
from portsref.planning.rules import Finding
from portsref.planning.selection import Selected

# Roles that mean somebody outside the cluster: a plan may well leave them out.
_OUTSIDERS = frozenset({"bastion", "client", "external", "load-balancer", "api-endpoint"})
# Roles of hosts that are part of the cluster.
_HOSTS = frozenset(
    {"control-plane", "worker", "etcd", "ingress", "storage", "gateway", "bootstrap"}
)
# Networks that may well hold other groups, or take their addresses from the same network.
_NETWORKS = frozenset({"client", "external", "pod"})
# What documentation uses and nobody has: RFC 5737, RFC 3849 and RFC 9637.
_EXAMPLES = tuple(
    map(
        AddressRange.parse,
        ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20"),
    )
)


def groups_without_addresses(planned: Planned) -> Iterator[Finding]:
    """Groups that are still being thought out."""
    for group in planned.placement.selection.document.groups:
        if not group.addresses:
            yield GROUP_WITHOUT_ADDRESSES(group=group.name)


GROUP_WITHOUT_ADDRESSES = FindingKind(
    code="group-without-addresses",
    severity="warning",
    parameters=("group",),
    place="groups[{group}]",
    says=gettext_noop("The group “%(group)s” has no addresses yet."),
    advice=gettext_noop(
        "Add them before you submit the rules. Until then, files show the group name instead."
    ),
    find=groups_without_addresses,
)


def overlapping_addresses(planned: Planned) -> Iterator[Finding]:
    """Groups that share addresses, each chain of them once.

    Hosts of the cluster in two groups get rules twice, and from themselves to themselves. A VIP
    or a bastion among other hosts is worth a note. Networks of clients, of pods and of places
    outside may hold other groups.
    """
    groups = planned.placement.selection.document.groups
    hosts = [group for group in groups if not _HOSTS.isdisjoint(group.roles)]
    named = [group for group in groups if not _is_network(group)]
    shared_by_hosts = list(_sharing(hosts))
    told = [frozenset(names) for names, _addresses in shared_by_hosts]
    for names, addresses in shared_by_hosts:
        yield ADDRESSES_OVERLAP(groups=names, addresses=addresses)
    for names, addresses in _sharing(named):
        if frozenset(names) not in told:
            yield ADDRESSES_OVERLAP(groups=names, addresses=addresses, is_note=True)


ADDRESSES_OVERLAP = FindingKind(
    code="addresses-overlap",
    severity="warning",
    note_where="not all are hosts of the cluster",
    parameters=("groups", "addresses"),
    place="groups[{groups[0]}]",
    says=gettext_noop("The addresses of %(groups)s overlap: %(addresses)s."),
    advice=gettext_noop(
        "Put every host in only one group, or merge the groups into one that has all their roles."
    ),
    find=overlapping_addresses,
)


def _is_network(group: Group) -> bool:
    return bool(group.roles) and _NETWORKS.issuperset(group.roles)


def _sharing(groups: Iterable[Group]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield the groups that addresses of several link together, and these addresses.

    One walk along all ranges in order, so that many groups cost little more than sorting them.
    """
    owned = [(part, group.name) for group in groups for part in _joined(group.addresses)]
    shared: dict[tuple[str, ...], list[str]] = {}
    for chain in _chains(sorted(owned)):
        names = tuple(sorted({name for _part, name in chain}))
        if len(names) > 1:
            shared.setdefault(names, []).extend(map(str, _taken_twice(part for part, _ in chain)))
    yield from ((names, tuple(addresses)) for names, addresses in sorted(shared.items()))


def _chains(owned: Iterable[tuple[AddressRange, str]]) -> Iterator[list[tuple[AddressRange, str]]]:
    """Yield ranges that hang together: each begins before those before it have all ended."""
    chain: list[tuple[AddressRange, str]] = []
    end: AddressRange | None = None
    for part, name in owned:
        if end is None or not part.overlaps(end):
            yield chain
            chain, end = [], part
        chain.append((part, name))
        end = max(end, part, key=lambda one: int(one.last))
    yield chain


def _taken_twice(chain: Iterable[AddressRange]) -> list[AddressRange]:
    """The addresses of sorted ranges that more than one of them has."""
    first, *rest = chain
    end, twice = first.last, []
    for part in rest:
        twice.append(AddressRange(part.first, min(part.last, end)))
        end = max(end, part.last)
    return _joined(twice)


def _joined(addresses: Iterable[AddressRange]) -> list[AddressRange]:
    """The same addresses in ranges that do not overlap, in order."""
    joined: list[AddressRange] = []
    for part in sorted(addresses, key=attrgetter("order")):
        if joined and joined[-1].overlaps(part):
            last = max(joined[-1].last, part.last)
            joined[-1] = AddressRange(joined[-1].first, last)
        else:
            joined.append(part)
    return joined


def sctp_on_windows(planned: Planned) -> Iterator[Finding]:
    """One finding a group of Windows hosts on which something is to listen with SCTP.

    A rule for every port there is, as between the pods of a provider's network, asks for nothing.
    """
    asked: dict[str, set[str]] = {}
    for connection in planned.connections:
        selected = connection.selected
        if selected.row.protocol == "SCTP" and not selected.ports.has_every_port:
            for group in connection.hosts:
                if group.os == "windows":
                    asked.setdefault(group.name, set()).add(selected.key)
    for name, listeners in sorted(asked.items()):
        yield SCTP_ON_WINDOWS(group=name, listeners=tuple(sorted(listeners)))


SCTP_ON_WINDOWS = FindingKind(
    code="sctp-on-windows",
    severity="warning",
    parameters=("group", "listeners"),
    place="groups[{group}]",
    says=gettext_noop("Hosts in “%(group)s” run Windows, which does not support SCTP."),
    advice=gettext_noop("Place what uses SCTP on Linux hosts, or exclude it."),
    find=sctp_on_windows,
)


def unplaced_roles(planned: Planned) -> Iterator[Finding]:
    """One finding a role, however many rows ask for it; who connects is missed if nobody does."""
    placement = planned.placement
    hosts: dict[str, set[str]] = {}
    peers: dict[str, set[str]] = {}
    for selected in placement.selection.rows:
        for role in _roles_without_groups(selected, placement):
            hosts.setdefault(role, set()).add(selected.key)
        for role in _goals_without_groups(selected, placement):
            peers.setdefault(role, set()).add(selected.key)
    for connection in planned.connections:
        if connection.peers.is_nobody:
            for peer in connection.peers.missing:
                peers.setdefault(peer, set()).add(connection.selected.key)
    lasting = {key for key, one in placement.selection.by_key.items() if not one.row.phase}
    for role in sorted({*hosts, *peers}):
        listeners = tuple(sorted(hosts.get(role, set()) | peers.get(role, set())))
        is_note = lasting.isdisjoint(hosts.get(role, set())) or role in _OUTSIDERS
        yield ROLE_UNPLACED(role=role, listeners=listeners, is_note=is_note)


ROLE_UNPLACED = FindingKind(
    code="role-unplaced",
    severity="warning",
    note_where="only peers have it, or only an installation asks for it",
    parameters=("role", "listeners"),
    place="groups",
    says=gettext_noop("No group has the role “%(role)s”."),
    advice=gettext_noop(
        "If your cluster has such hosts, add a group with this role. Until then, "
        "nothing is opened to or from them."
    ),
    find=unplaced_roles,
)


def systems_without_hosts(planned: Planned) -> Iterator[Finding]:
    """One finding for what applies, but runs on no system of the hosts that the plan has for it."""
    placement = planned.placement
    asked: dict[tuple[str, ...], set[str]] = {}
    for selected in placement.selection.rows:
        row = selected.row
        roles = placement.host_roles(row)
        if row.scope == "pod" or placement.hosts_of(row) or not placement.for_roles(roles):
            continue
        if not placement.may_lie_outside(row):
            asked.setdefault(placement.systems_of(row), set()).add(row.key)
    for systems, listeners in sorted(asked.items()):
        yield SYSTEM_UNPLACED(systems=systems, listeners=tuple(sorted(listeners)))


SYSTEM_UNPLACED = FindingKind(
    code="system-unplaced",
    severity="note",
    parameters=("systems", "listeners"),
    place="groups",
    says=gettext_noop("No group has hosts with %(systems)s for what runs there alone."),
    advice=gettext_noop("If your cluster has such hosts, add a group with this operating system."),
    find=systems_without_hosts,
)


def example_addresses(planned: Planned) -> Iterator[Finding]:
    """One note for all groups whose addresses belong to nobody: those that documentation uses."""
    named = sorted(
        group.name
        for group in planned.placement.selection.document.groups
        if any(part.overlaps(example) for part in group.addresses for example in _EXAMPLES)
    )
    if named:
        yield EXAMPLE_ADDRESS(groups=tuple(named))


EXAMPLE_ADDRESS = FindingKind(
    code="example-address",
    severity="note",
    parameters=("groups",),
    place="groups[{groups[0]}]",
    says=gettext_noop("Example addresses stand in %(groups)s."),
    advice=gettext_noop("Enter your own before you submit the rules."),
    find=example_addresses,
)


def _roles_without_groups(selected: Selected, placement: Placement) -> Iterator[str]:
    row = selected.row
    if row.scope == "pod" and not placement.pods:
        return  # listed as inside the pod network, wherever its pods run
    if placement.place_of(row):
        return  # it has the name of its place where no group is it
    if "external" in row.roles and not placement.hosts_of(row):
        yield "external"  # it may lie outside the cluster, and is sought nowhere else
        return
    provided = {"control-plane", "etcd"} if placement.selection.is_managed else set()
    for role in placement.host_roles(row):
        if role not in provided and not placement.for_role(role):
            yield role


def _goals_without_groups(selected: Selected, placement: Placement) -> Iterator[str]:
    row = selected.row
    if isinstance(row, OutboundNeed) and isinstance(row.to, tuple):
        yield from (role for role in row.to if role != "external" and not placement.for_role(role))
