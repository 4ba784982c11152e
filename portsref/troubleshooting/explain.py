"""Why a packet is dropped: what a plan and the catalogue say of a line in a firewall's log.

Rules and changes of the plan are facts. That an option or a product is behind a packet is shown by
working the plan out with it; that the packet is what the catalogue knows on its port stays a guess.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from ipaddress import IPv4Address
from typing import Any

from portsref.catalogue.products import Row
from portsref.catalogue.search.entries import Entry, is_wide
from portsref.catalogue.search.index import SearchIndex
from portsref.messages import gettext_noop
from portsref.packet_logs.packets import Packet
from portsref.planning.document import Change, Group
from portsref.planning.packets import allows
from portsref.planning.rules import Rule, RuleSet
from portsref.planning.selection import Included
from portsref.ports import PortSet
from portsref.troubleshooting.additions import MOST_PARTS, Addition, Trials, Tried
from portsref.troubleshooting.explanations import End, Explanation, Remedy, RemedyKind, Verdict
from portsref.troubleshooting.own_listeners import (
    ROLES_OF_STRANGERS,
    new_group,
    own_listener_ways,
    with_address,
)
from portsref.troubleshooting.suspects import Suspects
from portsref.troubleshooting.whereabouts import Whereabouts, holds, may_be_at

MOST_FLOWS = 20_000
MOST_RULES = 8
MOST_REMEDIES = 3
MOST_ROWS_TRIED = 8
PURPOSE = gettext_noop("Packets that were dropped, from %(source)s to %(destination)s.")
# What answers something else: a stateful firewall lets it pass with what it answers.
_ICMP_ANSWERS: Mapping[str, frozenset[int]] = {
    "ICMP": frozenset({0, 3, 11, 12, 14}),
    "ICMPv6": frozenset({1, 2, 3, 4, 129}),
}
_NEIGHBOUR_DISCOVERY = range(133, 138)
_BROADCAST = IPv4Address("255.255.255.255")
_NODEPORTS = ("kubernetes/nodeport-tcp", "kubernetes/nodeport-udp", "kubernetes/nodeport-sctp")


def explain(
    packets: Iterable[Packet],
    rule_set: RuleSet,
    index: SearchIndex,
    *,
    translate: Callable[[str], str] = str,
) -> tuple[Explanation, ...]:
    """Explain every packet by a plan's rules and the catalogue, the same every time.

    `rule_set` may have been worked out with another catalogue than that of `index`. The purpose of
    a listener to be added goes through `translate`.
    """
    explaining = _Explaining(rule_set, index, translate)
    return tuple(map(explaining.explain, packets))


@dataclass(frozen=True)
class _Case:
    """A packet, the groups at both of its ends, and the rows that may be behind it."""

    packet: Packet
    source: End
    destination: End
    entries: tuple[Entry, ...]


class _Explaining:
    """Everything about one plan that is asked for again and again."""

    def __init__(
        self, rule_set: RuleSet, index: SearchIndex, translate: Callable[[str], str]
    ) -> None:
        self.rule_set = rule_set
        self.document = rule_set.document
        self.index = index
        self.translate = translate
        self.whereabouts = Whereabouts(rule_set)
        self.suspects = Suspects(rule_set.document, index)
        self.trials = Trials(rule_set, index.catalogue, most_flows=MOST_FLOWS)

    def explain(self, packet: Packet) -> Explanation:
        """The first thing that is known to be so, the surest before what is likely."""
        source = self.whereabouts.end(packet.source)
        destination = self.whereabouts.end(packet.destination)
        entries = self.suspects.behind(packet, source, destination)
        case = _Case(packet, source, destination, entries)
        steps = _ACCEPTED if packet.accepted else _DROPPED
        found = next(said for step in steps if (said := step(self, case)))
        return replace(found, is_complete=not self.trials.is_exhausted)

    # What is said of a packet

    def _say(self, case: _Case, verdict: Verdict, **what: Any) -> Explanation:
        return Explanation(
            case.packet,
            case.source,
            case.destination,
            verdict,
            users=self.suspects.users(case.entries, case.source, case.destination),
            near=() if case.packet.port is None else self.index.near(case.packet.port),
            is_nodeport=_is_nodeport(case.packet, self.index),
            **what,
        )

    def _accepted(self, case: _Case) -> Explanation | None:
        rules = self.whereabouts.allowing(case.packet)
        if not rules and not case.packet.opens:
            rules = self.whereabouts.allowing(_turned(case.packet))
        return self._say(case, "accepted", rules=rules) if rules else None

    def _accepted_unplanned(self, case: _Case) -> Explanation:
        return self._say(case, "accepted-unplanned", remedies=self._own_line(case))

    def _unroutable(self, case: _Case) -> Explanation | None:
        if case.packet.source.version != case.packet.destination.version:
            return self._say(case, "two-families")
        kind = _unroutable(case.packet)
        if not kind:
            return None
        rules = tuple(
            rule
            for rule in self.whereabouts.rules_for(case.packet)
            if may_be_at(rule.source, case.source.groups) and kind in {"multicast", "broadcast"}
        )
        return self._say(case, "not-routed", parameters={"kind": kind}, rules=rules[:MOST_RULES])

    def _in_plan(self, case: _Case) -> Explanation | None:
        rules = self.whereabouts.allowing(case.packet)
        return self._say(case, "in-plan", rules=rules) if rules else None

    def _reply(self, case: _Case) -> Explanation | None:
        packet = case.packet
        if packet.opens:
            return None
        rules = self.whereabouts.allowing(_turned(packet)) if packet.source_port else ()
        if rules:
            return self._say(case, "reply", rules=rules, is_certain=packet.opens is False)
        return self._say(case, "reply-unplanned") if packet.opens is False else None

    def _icmp_answer(self, case: _Case) -> Explanation | None:
        packet = case.packet
        if packet.icmp_type not in _ICMP_ANSWERS.get(packet.protocol, ()):
            return None
        return self._say(case, "icmp-answer", parameters={"type": str(packet.icmp_type)})

    def _newer_catalogue(self, case: _Case) -> Explanation | None:
        if self.trials.now is self.rule_set:
            return None
        rules = _allowing(self.trials.now, case.packet)
        return self._say(case, "newer-catalogue", rules=rules) if rules else None

    # An end that is in no group

    def _outside(self, case: _Case) -> Explanation | None:
        """Rules to places known by name, where the destination may be one of them."""
        if case.destination.groups:
            return None
        rules = tuple(
            rule
            for rule in self.whereabouts.rules_for(case.packet)
            if rule.destination.kind == "outside"
        )
        mine = [rule for rule in rules if may_be_at(rule.source, case.source.groups)]
        if mine:
            rules = tuple(mine)
            return self._say(case, "outside-by-name", rules=rules[:MOST_RULES], is_certain=False)
        return self._through_proxy(case, rules)

    def _through_proxy(self, case: _Case, rules: tuple[Rule, ...]) -> Explanation | None:
        """The way round the proxy, for what the plan has going through it."""
        proxy = self.document.outbound_proxy
        if proxy is None or proxy.group not in {rule.source.name for rule in rules}:
            return None
        ways = self._rules_to(case, proxy.group, proxy.ports)
        parameters = {"group": proxy.group, "ports": str(proxy.ports)}
        return (
            self._say(case, "outbound-proxy", rules=ways, parameters=parameters) if ways else None
        )

    def _rules_to(self, case: _Case, group: str, ports: PortSet) -> tuple[Rule, ...]:
        """The rules by which the source reaches a group over TCP on any of `ports`."""
        return tuple(
            rule
            for rule in self.rule_set.rules
            if rule.protocol == "TCP"
            and rule.destination.name == group
            and may_be_at(rule.source, case.source.groups)
            and rule.ports & ports
        )[:MOST_RULES]

    def _unknown_end(self, case: _Case) -> Explanation | None:
        if case.source.groups and case.destination.groups:
            return None
        which = "both"
        if case.source.groups or case.destination.groups:
            which = "destination" if case.source.groups else "source"
        remedies = (
            *self._with_address(case),
            *(tuple(self._with_group(case)) or self._own_line(case)),
        )
        return self._say(
            case, "unknown-end", parameters={"which": which}, remedies=remedies[:MOST_REMEDIES]
        )

    def _with_address(self, case: _Case) -> Iterator[Remedy]:
        """The address put into a group near it that may already talk so.

        Never into one whose addresses lie elsewhere: that would let a stranger in by every rule
        of that group.
        """
        near = (*case.source.near, *case.destination.near)
        names = self._names_that_may(case)
        for group in self.document.groups:
            if group.name in names and (group.name in near or not group.addresses):
                address = (case.destination if case.source.groups else case.source).address
                addition = Addition(groups=(with_address(group, address),))
                if remedy := self._remedy(case, "add-address", addition, group=group.name):
                    yield remedy

    def _names_that_may(self, case: _Case) -> set[str]:
        names: set[str] = set()
        for rule in self.whereabouts.rules_for(case.packet):
            if case.source.groups and may_be_at(rule.source, case.source.groups):
                names.add(rule.destination.name)
            if case.destination.groups and may_be_at(rule.destination, case.destination.groups):
                names.add(rule.source.name)
        return names

    def _with_group(self, case: _Case) -> Iterator[Remedy]:
        """A group for a source that is not in the plan, where a row of the plan lets it in.

        First with nothing else opened to it, then with all that its role lets in.
        """
        if case.source.groups or not case.destination.groups:
            return
        new = new_group(case.source.address, self.document)
        for role in ROLES_OF_STRANGERS:
            addition = Addition(groups=(new.model_copy(update={"roles": (role,)}),))
            ways = (self._without_others(case, addition), addition)
            remedies = (self._remedy(case, "add-group", way, group=new.name) for way in ways if way)
            found = [remedy for remedy in remedies if remedy and not remedy.closes]
            if found:
                yield from found
                return

    # What the plan says otherwise than the catalogue

    def _same_host(self, case: _Case) -> Explanation | None:
        shared = {*case.source.groups} & {*case.destination.groups}
        alone = [group for group in self.document.groups if group.is_one_host]
        return self._say(case, "same-host") if shared & {group.name for group in alone} else None

    def _changed(self, case: _Case) -> Explanation | None:
        for change in self.document.changes:
            if not self._is_about(change, case.packet):
                continue
            for verdict, kind, addition in _ways_back(change, case.source.groups):
                if remedy := self._remedy(case, kind, addition, listener=change.listener):
                    return self._say(
                        case,
                        verdict,
                        listeners=(change.listener,),
                        parameters={
                            "reason": change.reason or "",
                            "ports": str(change.ports or ""),
                        },
                        remedies=(remedy,),
                    )
        return None

    def _is_about(self, change: Change, packet: Packet) -> bool:
        """Tell whether a change may concern a packet: of its row, or of what replaces that."""
        keys = self.suspects.selection.with_heirs(change.listener)
        rows: list[Row] = [own for own in self.document.listeners if own.key in keys]
        rows += [row for key in keys if (row := self.index.catalogue.rows.get(key))]
        return any(holds(packet, row.protocol, row.ports) for row in rows)

    def _behind_endpoint(self, case: _Case) -> Explanation | None:
        """The API server's own address or port, where the plan has it reached by its endpoint."""
        endpoint, selection = self.document.api_endpoint, self.suspects.selection
        if endpoint is None or case.packet.protocol != "TCP" or case.packet.port is None:
            return None
        servers = [selection.by_key[key] for key in sorted(selection.api_servers)]
        hosts = {group.name for one in servers for group in self.suspects.places.hosts_of(one.row)}
        ports = PortSet.of(part for one in servers for part in one.ports.ranges) | endpoint.ports
        is_there = {*case.destination.groups} & {*hosts, endpoint.group}
        rules = self._rules_to(case, endpoint.group, endpoint.ports)
        if not is_there or case.packet.port not in ports or not rules:
            return None
        return self._say(
            case,
            "api-endpoint",
            rules=rules,
            listeners=tuple(one.key for one in servers),
            parameters={"group": endpoint.group, "ports": str(endpoint.ports)},
        )

    # Rows of products that the plan has

    def _not_applying(self, case: _Case) -> Explanation | None:
        """A row between these ends that an option, a pick by hand or a version leaves out."""
        found: list[Explanation] = []
        for entry in self._fitting(case):
            item = self.suspects.selection.included.get(entry.row.product)
            if item and not self.suspects.is_in_plan(entry.row):
                found += self._why_not(case, entry.row, item)
        if not found:
            return None
        remedies = tuple(remedy for said in found for remedy in said.remedies)
        return replace(found[0], remedies=remedies[:MOST_REMEDIES])

    def _fitting(self, case: _Case) -> Iterator[Entry]:
        fits = self.suspects.fits
        fitting = (e for e in case.entries if fits(e.row, case.source, case.destination) == 2)
        yield from list(fitting)[:MOST_ROWS_TRIED]

    def _why_not(self, case: _Case, row: Row, item: Included) -> Iterator[Explanation]:
        """Why a row of a product of the plan does not apply, if it would explain the packet."""
        version = self.rule_set.kubernetes
        if picking := self.suspects.picking_row(row):
            if remedy := self._remedy(case, "pick-row", picking, listener=row.key):
                yield self._say(case, "row-not-picked", listeners=(row.key,), remedies=(remedy,))
        elif not row.exists_in(version):
            span = {"since": row.since or "", "until": row.until or "", "version": version}
            yield self._say(case, "other-version", listeners=(row.key,), parameters=span)
        elif remedies := tuple(self._by_options(case, row, "set-option")):
            yield self._say(case, "option", listeners=(row.key,), remedies=remedies)
        elif not item.pick.only and (by := self._left_out_by(row)):
            parameters = {"product": by}
            remedies = self._own_line(case)
            yield self._say(
                case, "omitted", listeners=(row.key,), parameters=parameters, remedies=remedies
            )

    def _left_out_by(self, row: Row) -> str:
        """The product of the plan that makes a row unnecessary, or takes its place."""
        selection = self.suspects.selection
        heirs = {heir.row.product for heir in selection.standing_for(row.key)}
        if heirs:
            return min(heirs)
        omitting = (
            slug
            for slug, item in selection.included.items()
            if row.key in {omit.listener for omit in item.product.omits}
        )
        applies = any(not wanted.options for wanted in self.suspects.ways_to_apply(row))
        return next(omitting, "") if applies else ""

    def _by_options(self, case: _Case, row: Row, kind: RemedyKind) -> Iterator[Remedy]:
        """The options that bring a row in, with its product picked if it is not yet."""
        for wanted in self.suspects.ways_to_apply(row):
            if not wanted.picks:
                continue
            remedy = self._remedy(
                case,
                kind,
                Addition(picks=wanted.picks),
                product=row.product,
                options=wanted.options,
                listener=row.key,
            )
            if remedy:
                yield remedy

    def _other_ends(self, case: _Case) -> Explanation | None:
        """What the plan has on this port, for other ends than these."""
        rules = self.whereabouts.rules_for(case.packet)
        at_goal = [rule for rule in rules if may_be_at(rule.destination, case.destination.groups)]
        if at_goal:
            return self._say_other(case, "not-a-peer", at_goal)
        local = [
            (kind, item)
            for kind, items in (("host", self.rule_set.local), ("pod", self.rule_set.pod_network))
            for item in items
            if holds(case.packet, item.protocol, item.ports)
            and not {*item.groups}.isdisjoint(case.destination.groups)
        ]
        if local:
            kind, item = local[0]
            listeners, remedies = (item.listener,), self._own_line(case)
            return self._say(
                case,
                "stays-local",
                listeners=listeners,
                parameters={"kind": kind},
                remedies=remedies,
            )
        from_here = [rule for rule in rules if may_be_at(rule.source, case.source.groups)]
        here = [rule for rule in from_here if rule.destination.kind == "group"]
        return self._say_other(case, "elsewhere", here) if here else None

    def _say_other(self, case: _Case, verdict: Verdict, rules: list[Rule]) -> Explanation:
        listeners = dict.fromkeys(key for rule in rules for key in rule.listeners)
        return self._say(
            case,
            verdict,
            rules=tuple(rules[:MOST_RULES]),
            listeners=tuple(listeners),
            remedies=self._own_line(case),
        )

    # Products that the plan does not have

    def _products(self, case: _Case) -> Explanation:
        tried: set[str] = set()
        remedies: list[Remedy] = []
        for entry in self._fitting(case):
            slug = entry.row.product
            is_new = slug not in self.suspects.selection.included and slug not in tried
            if is_new and not self.suspects.is_another_cluster(entry):
                tried.add(slug)
                ways = self._by_options(case, entry.row, "pick-product")
                remedies += [remedy for remedy in ways if not remedy.closes][:1]
        listeners = tuple(remedy.listener for remedy in remedies[:MOST_REMEDIES])
        verdict: Verdict = "product" if remedies else "unknown"
        if not remedies and any(not is_wide(entry.row) for entry in case.entries):
            verdict = "known-elsewhere"
        return self._say(
            case,
            verdict,
            listeners=listeners,
            remedies=(*remedies[:MOST_REMEDIES], *self._own_line(case)),
            is_certain=False,
        )

    # What to add

    def _own_line(self, case: _Case) -> tuple[Remedy, ...]:
        """A listener of the user's own that allows this packet and, but for its row, nothing."""
        if not case.source.groups and not case.destination.groups:
            return ()
        source, destination = map(self._group_of, (case.source, case.destination))
        names = {"source": source.name, "destination": destination.name}
        ways = own_listener_ways(
            case.packet,
            source,
            destination,
            self.suspects.places,
            purpose=self.translate(PURPOSE) % names,
        )
        for addition in ways:
            for way in (addition, self._without_others(case, addition)):
                if remedy := self._only_this_line(case, way):
                    return (remedy,)
        return ()

    def _only_this_line(self, case: _Case, addition: Addition | None) -> Remedy | None:
        """The addition as a remedy, if it opens nothing but its own listener."""
        if addition is None:
            return None
        key = addition.listeners[0].key
        ends = (end for end in (case.source, case.destination) if not end.groups)
        new = next((new_group(end.address, self.document).name for end in ends), "")
        kind: RemedyKind = "add-group" if new else "own-listener"
        remedy = self._remedy(case, kind, addition, listener=key, group=new)
        return remedy if remedy and not remedy.closes and _open_only(remedy.opens, key) else None

    def _without_others(self, case: _Case, addition: Addition) -> Addition | None:
        """The addition, with what else it would open narrowed to those who connect already.

        A group needs a role to be named by a listener, and with it comes what lets any group in.
        """
        tried = self.trials.with_added(addition)
        if tried is None:
            return None
        wanted = {key for rule in _allowing(tried.rule_set, case.packet) for key in rule.listeners}
        others = sorted({rule.listeners[0] for rule in tried.opens} - wanted)
        changes = (*addition.changes, *map(self._narrowed_to_now, others))
        parts = addition.model_copy(update={"changes": changes})
        return parts if others and len(changes) <= MOST_PARTS else None

    def _narrowed_to_now(self, key: str) -> Change:
        """A change that keeps who connects to a listener in the plan as it is."""
        now = self.trials.now.rules
        names = {rule.source.name for rule in now if key in rule.listeners}
        known = next((one for one in self.document.changes if one.listener == key), None)
        peers = tuple(group.name for group in self.document.groups if group.name in names)
        return (known or Change(listener=key)).model_copy(update={"peers": peers})

    def _group_of(self, end: End) -> Group:
        known = self.document.group(end.groups[0]) if end.groups else None
        return known or new_group(end.address, self.document)

    def _remedy(
        self, case: _Case, kind: RemedyKind, addition: Addition, **about: Any
    ) -> Remedy | None:
        """The remedy, if the plan allows the packet with it."""
        tried: Tried | None = self.trials.with_added(addition)
        if tried is None or not _allowing(tried.rule_set, case.packet):
            return None
        return Remedy(kind, addition, opens=tried.opens, closes=tried.closes, **about)


type _Step = Callable[[_Explaining, _Case], Explanation | None]

_ACCEPTED: tuple[_Step, ...] = (_Explaining._accepted, _Explaining._accepted_unplanned)
_DROPPED: tuple[_Step, ...] = (
    _Explaining._in_plan,
    _Explaining._unroutable,
    _Explaining._reply,
    _Explaining._icmp_answer,
    _Explaining._newer_catalogue,
    _Explaining._outside,
    _Explaining._unknown_end,
    _Explaining._same_host,
    _Explaining._changed,
    _Explaining._behind_endpoint,
    _Explaining._not_applying,
    _Explaining._other_ends,
    _Explaining._products,
)


def _allowing(rule_set: RuleSet, packet: Packet) -> tuple[Rule, ...]:
    return allows(rule_set, packet.source, packet.destination, packet.protocol, packet.port)


def _turned(packet: Packet) -> Packet:
    """The packet that this one would answer."""
    return replace(
        packet,
        source=packet.destination,
        destination=packet.source,
        port=packet.source_port,
        source_port=packet.port,
    )


def _unroutable(packet: Packet) -> str:
    """What kind of packet never passes from host to host by a rule; empty where it is none."""
    if packet.protocol == "ICMPv6" and packet.icmp_type in _NEIGHBOUR_DISCOVERY:
        return "neighbour-discovery"
    if packet.destination == _BROADCAST:
        return "broadcast"
    if packet.destination.is_multicast:
        return "multicast"
    ends = (packet.source, packet.destination)
    if any(end.is_loopback for end in ends):
        return "loopback"
    if any(end.is_link_local for end in ends):
        return "link-local"
    return "unspecified" if any(end.is_unspecified for end in ends) else ""


def _is_nodeport(packet: Packet, index: SearchIndex) -> bool:
    entries = (index.by_key[key] for key in _NODEPORTS if key in index.by_key)
    return any(holds(packet, entry.row.protocol, entry.row.ports) for entry in entries)


def _ways_back(
    change: Change, sources: tuple[str, ...]
) -> Iterator[tuple[Verdict, RemedyKind, Addition]]:
    """What of a change could be taken back or widened, part by part."""
    if change.excluded:
        rest = change.model_copy(update={"excluded": False, "reason": None})
        if rest.ports or rest.peers is not None:
            yield "excluded", "take-back", Addition(changes=(rest,))
        yield "excluded", "take-back", Addition(taken_back=(change.listener,))
        return
    if change.peers is not None and sources and sources[0] not in change.peers:
        wider = change.model_copy(update={"peers": (*change.peers, sources[0])})
        yield "narrowed", "widen", Addition(changes=(wider,))
    if change.ports:
        rest = change.model_copy(update={"ports": None})
        if rest.peers is not None:
            yield "moved", "take-back", Addition(changes=(rest,))
        yield "moved", "take-back", Addition(taken_back=(change.listener,))


def _open_only(rules: Iterable[Rule], listener: str) -> bool:
    return all(rule.listeners == (listener,) for rule in rules)
