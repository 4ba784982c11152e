"""What changed between two rule sets, in port arithmetic: by group, and by address.

*By group* compares what one end may do to another, ends by their kind and name: 80-90 that become
80-85 close 86-90. Where a group has other addresses, only those it gained or lost open or close
anything. *By address* forgets groups: which pairs of addresses may talk that could not before.
Groups without addresses and places outside have only their names to be compared by.

What opens and closes are rules, so every exporter can write them: a delta request.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Literal

from portsref.addresses import AddressRange
from portsref.comparing.regions import (
    EVERYWHERE,
    Pair,
    Place,
    Places,
    Region,
    difference,
    without,
)
from portsref.documents.problems import Problem, ProblemsError
from portsref.planning.merging import with_names_of_their_own, with_unique_names
from portsref.planning.rules import ANYWHERE, Action, Endpoint, EndpointKind, Rule, RuleSet
from portsref.ports import PortRange, PortSet
from portsref.protocols import NAMES_WITH_PORTS
from portsref.work import TooMuchWorkError, Work

# not a `type`, of which a published schema would make a part of its own
Aspect = Literal["reason", "encryption", "purpose", "required", "phase", "addresses", "zone"]
type Side = Literal["opened", "closed"]

MOST_WORK = 10_000_000  # steps, a few seconds; whoever answers strangers allows less
# The name of an end that is part of `any`, and of no group.
OTHERS = "other addresses"
# A protocol without ports is allowed or not, like one port.
_WHOLE = PortSet.single(0)
_NOTHING = PortSet()
_KINDS: Mapping[EndpointKind, int] = {"group": 0, "any": 1, "outside": 2}
_WORDS: Mapping[Aspect, Callable[[Rule], object]] = {
    "reason": lambda rule: rule.condition,
    "encryption": lambda rule: rule.encryption,
    "purpose": lambda rule: rule.purpose,
    "required": lambda rule: rule.required,
    "phase": lambda rule: rule.phase,
    "addresses": lambda rule: (_named_place(rule.source), _named_place(rule.destination)),
    "zone": lambda rule: (rule.source.zone, rule.destination.zone),
}


@dataclass(frozen=True, slots=True)
class Change:
    """The same ends, protocol and ports before and after, and what else is not the same."""

    before: Rule
    after: Rule
    aspects: tuple[Aspect, ...]


@dataclass(frozen=True, slots=True)
class GroupChange:
    """A group that both plans have, and the addresses that it gained and lost."""

    name: str
    gained: tuple[AddressRange, ...]
    lost: tuple[AddressRange, ...]


@dataclass(frozen=True, slots=True)
class Diff:
    """What a firewall must open and close on the way from one rule set to another.

    Without regard to `action`, what opens one way closes the other way. `unchanged`, `changed` and
    `groups` are empty in a diff by address, where only packets count.
    """

    opened: tuple[Rule, ...] = ()
    closed: tuple[Rule, ...] = ()
    changed: tuple[Change, ...] = ()
    unchanged: tuple[Rule, ...] = ()
    groups: tuple[GroupChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is different."""
        return not (self.opened or self.closed or self.changed or self.groups)


def diff(before: RuleSet, after: RuleSet, *, most_work: int | None = None) -> Diff:
    """Compare by group: ends by kind and name, ports one by one, addresses where they differ.

    Raises `ProblemsError` where that takes more than `most_work` steps.
    """
    found = _Found(_Ends(_named_place), Work(most_work))
    together = _by_line(*_with_the_same_ends(before.all_rules, after.all_rules))
    with _refusing_too_much_work():
        for _, (old, new) in sorted(together.items()):
            _compare_line(old, new, found)
    return Diff(
        opened=with_unique_names(found.opened),
        closed=with_unique_names(found.closed),
        changed=tuple(found.changed),
        unchanged=tuple(found.unchanged),
        groups=tuple(_group_changes(before, after)),
    )


def diff_by_address(before: RuleSet, after: RuleSet, *, most_work: int = MOST_WORK) -> Diff:
    """Compare by address: exactly the pairs of addresses that gain or lose ports.

    Raises `ProblemsError` where that takes more than `most_work` steps, because groups overlap in
    many ways.
    """
    rules = _with_the_same_ends(before.all_rules, after.all_rules)
    old, new = _without_named_twins(*rules), _without_named_twins(*reversed(rules))
    protocols = sorted({rule.protocol for rule in (*old, *new)})
    work = Work(most_work)
    with _refusing_too_much_work():
        return Diff(
            opened=with_unique_names(_gained(old, new, protocols, work)),
            closed=with_unique_names(_gained(new, old, protocols, work)),
        )


@contextmanager
def _refusing_too_much_work() -> Iterator[None]:
    try:
        yield
    except TooMuchWorkError as error:
        reason = (
            f"overlap in too many ways, {error.most:,} steps are not enough to compare them: use"
            " networks and ranges, or compare by group"
        )
        raise ProblemsError([Problem("diff", "groups", reason)]) from error


def delta_request(found: Diff, after: RuleSet, only: Side | None = None) -> RuleSet:
    """The rules to be opened, and those to be removed, as a rule set that exporters can write."""
    actions: list[tuple[Iterable[Rule], Action]] = []
    if only != "closed":
        actions.append((found.opened, "allow"))
    if only != "opened":
        actions.append((found.closed, "remove"))
    changed = [replace(rule, action=action) for rules, action in actions for rule in rules]
    within, outbound = with_names_of_their_own(*_by_destination(changed))
    return _request(after, within, outbound)


def delta_of_rules(before: RuleSet, after: RuleSet, only: Side | None = None) -> RuleSet:
    """A delta request of whole rules, for who finds a rule by its name or as it was written.

    A rule that changes is removed as it was, and then allowed as it will be, under the same name.
    """
    was, will_be = (frozenset(map(_written, each.all_rules)) for each in (before, after))
    changed: list[Rule] = []
    if only != "opened":
        gone = (rule for rule in before.all_rules if _written(rule) not in will_be)
        changed += (replace(rule, action="remove") for rule in gone)
    if only != "closed":
        changed += (rule for rule in after.all_rules if _written(rule) not in was)
    return _request(after, *_by_destination(changed))


def _written(rule: Rule) -> tuple[str, ...]:
    """What a file says of a rule, but for its comment."""
    return (rule.name, rule.source.text, rule.destination.text, rule.protocol, str(rule.ports))


def _by_destination(rules: Sequence[Rule]) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The rules within the plan, and those to places outside."""
    within = tuple(rule for rule in rules if rule.destination.kind != "outside")
    return within, tuple(rule for rule in rules if rule.destination.kind == "outside")


def _request(after: RuleSet, rules: Sequence[Rule], outbound: Sequence[Rule]) -> RuleSet:
    return replace(
        after,
        rules=tuple(rules),
        outbound=tuple(outbound),
        local=(),
        pod_network=(),
        findings=(),
    )


# Ends before and after where they differ, with the ports for which both sides have rules.
type _Moved = dict[tuple[tuple[Pair, ...], tuple[Pair, ...]], PortSet]
type _LineKey = tuple[int, str, int, str, str]


class _Ends:
    """Ends of rules as numbers of places, each looked at once."""

    def __init__(self, place_of: Callable[[Endpoint], Place]) -> None:
        self.places = Places()
        self._place_of = place_of
        self._numbers: dict[Endpoint, int] = {}

    def pair(self, rule: Rule) -> Pair:
        """The places of both ends."""
        return self._number(rule.source), self._number(rule.destination)

    def pairs(self, rules: Iterable[Rule]) -> tuple[Pair, ...]:
        """The places of both ends of each rule, without repetition."""
        return tuple(dict.fromkeys(map(self.pair, rules)))

    def _number(self, end: Endpoint) -> int:
        if end not in self._numbers:
            self._numbers[end] = self.places.number(self._place_of(end))
        return self._numbers[end]


@dataclass(slots=True)
class _Found:
    ends: _Ends
    work: Work
    opened: list[Rule] = field(default_factory=list)
    closed: list[Rule] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: list[Rule] = field(default_factory=list)


def _with_the_same_ends(
    before: Iterable[Rule], after: Iterable[Rule]
) -> tuple[list[Rule], list[Rule]]:
    """Both sides with one object for equal ends: these have many addresses to be compared."""
    ends: dict[Endpoint, Endpoint] = {}
    known: dict[int, Endpoint] = {}

    def same(end: Endpoint) -> Endpoint:
        if id(end) not in known:
            known[id(end)] = ends.setdefault(end, end)
        return known[id(end)]

    def with_same_ends(rule: Rule) -> Rule:
        source, destination = same(rule.source), same(rule.destination)
        if source is rule.source and destination is rule.destination:
            return rule
        return replace(rule, source=source, destination=destination)

    return list(map(with_same_ends, before)), list(map(with_same_ends, after))


def _by_line(
    before: Iterable[Rule], after: Iterable[Rule]
) -> dict[_LineKey, tuple[list[Rule], list[Rule]]]:
    """Rules of both sides by their ends and protocol."""
    together: dict[_LineKey, tuple[list[Rule], list[Rule]]] = {}
    for side, rules in enumerate((before, after)):
        for rule in rules:
            together.setdefault(_line(rule), ([], []))[side].append(rule)
    return together


def _line(rule: Rule) -> _LineKey:
    source, destination = rule.source, rule.destination
    ends = (_KINDS[source.kind], source.name, _KINDS[destination.kind], destination.name)
    return (*ends, rule.protocol)


def _compare_line(before: Sequence[Rule], after: Sequence[Rule], found: _Found) -> None:
    """Compare all rules between two ends, of one protocol."""
    if before == after:
        found.unchanged += after
        return
    old_only, new_only, same = _NOTHING, _NOTHING, _NOTHING
    moved: _Moved = {}
    for (old, new), ports in _stretches(before, after).items():
        if not old:
            new_only |= ports
        elif not new:
            old_only |= ports
        else:
            old_rules, new_rules = [before[here] for here in old], [after[here] for here in new]
            ends = found.ends.pairs(old_rules), found.ends.pairs(new_rules)
            if ends[0] != ends[1]:
                moved[ends] = moved.get(ends, _NOTHING) | ports
            if aspects := _aspects(old_rules, new_rules):
                was, now = _as_one(old_rules, ports), _as_one(new_rules, ports)
                found.changed.append(Change(was, now, aspects))
            else:
                same |= ports
    back = {(new, old): ports for (old, new), ports in moved.items()}
    found.opened += (*_parts(after, new_only), *_at_gained_ends(after, moved, found))
    found.closed += (*_parts(before, old_only), *_at_gained_ends(before, back, found))
    found.unchanged += _parts(after, same)


def _stretches(
    before: Sequence[Rule], after: Sequence[Rule]
) -> dict[tuple[tuple[int, ...], tuple[int, ...]], PortSet]:
    """Ports by which of the rules on either side have them."""
    turns: dict[int, list[tuple[int, int]]] = {}
    for side, rules in enumerate((before, after)):
        for number, rule in enumerate(rules):
            for part in _ports(rule).ranges:
                turns.setdefault(part.first, []).append((side, number))
                turns.setdefault(part.last + 1, []).append((side, number))
    active: tuple[set[int], set[int]] = (set(), set())
    ranges: dict[tuple[tuple[int, ...], tuple[int, ...]], list[PortRange]] = {}
    begin = 0
    for here, changes in sorted(turns.items()):
        if active[0] or active[1]:
            who = tuple(sorted(active[0])), tuple(sorted(active[1]))
            ranges.setdefault(who, []).append(PortRange(begin, here - 1))
        for side, number in changes:
            active[side].symmetric_difference_update((number,))
        begin = here
    return {who: PortSet.of(parts) for who, parts in ranges.items()}


def _aspects(before: Sequence[Rule], after: Sequence[Rule]) -> tuple[Aspect, ...]:
    """What rules for the same ports say otherwise, whatever their order and number."""
    return tuple(
        aspect for aspect, word in _WORDS.items() if set(map(word, before)) != set(map(word, after))
    )


def _as_one(rules: Sequence[Rule], ports: PortSet) -> Rule:
    causes = dict.fromkeys(cause for rule in rules for cause in rule.causes)
    return replace(_on_ports(rules[0], ports), causes=tuple(causes))


def _parts(rules: Iterable[Rule], ports: PortSet) -> Iterator[Rule]:
    """Each rule as far as it is about `ports`."""
    for rule in rules:
        if left := _ports(rule) & ports:
            yield _on_ports(rule, left)


def _at_gained_ends(rules: Sequence[Rule], moved: _Moved, found: _Found) -> Iterator[Rule]:
    """Each rule as far as it is about addresses that its ends did not have before."""
    known = tuple(found.ends.places)
    for (old, new), ports in moved.items():
        kept = [pair for pair in new if _can_be_gained(pair, old, known)]
        before, after = dict.fromkeys(old, _WHOLE), dict.fromkeys(kept, _WHOLE)
        regions = difference(before, after, known, found.work)
        for rule in _parts(rules, ports):
            found.work.do(len(regions))
            for region in regions:
                if found.ends.pair(rule) in region.pairs:
                    yield replace(
                        rule,
                        source=replace(rule.source, addresses=region.source.addresses),
                        destination=replace(
                            rule.destination, addresses=region.destination.addresses
                        ),
                    )


def _can_be_gained(pair: Pair, before: Iterable[Pair], places: Sequence[Place]) -> bool:
    """Tell whether it means packets: a group that has lost all its addresses gains none."""
    return all(
        places[number].addresses or number in former
        for number, former in zip(pair, zip(*before, strict=True), strict=True)
    )


def _named_place(end: Endpoint) -> Place:
    """Its addresses, or its name where it has none."""
    return Place(end.addresses) if end.addresses else Place(name=f"{end.kind} {end.name}")


def _ports(rule: Rule) -> PortSet:
    return rule.ports if rule.protocol in NAMES_WITH_PORTS else _WHOLE


def _on_ports(rule: Rule, ports: PortSet) -> Rule:
    return replace(rule, ports=ports) if rule.protocol in NAMES_WITH_PORTS else rule


def _group_changes(before: RuleSet, after: RuleSet) -> Iterator[GroupChange]:
    for group in after.document.groups:
        old = before.document.group(group.name)
        if old is not None and old.addresses != group.addresses:
            gained = without(group.addresses, old.addresses)
            lost = without(old.addresses, group.addresses)
            if gained or lost:
                yield GroupChange(group.name, gained, lost)


def _without_named_twins(rules: Sequence[Rule], others: Iterable[Rule]) -> list[Rule]:
    """Take from rules of groups without addresses what the other side allows the same groups.

    Such a rule lets no packet pass; that its group has addresses on the other side closes nothing.
    """
    lines: dict[_LineKey, list[Rule]] = {}
    for other in others:
        lines.setdefault(_line(other), []).append(other)
    found: dict[tuple[_LineKey, tuple[bool, bool]], PortSet] = {}
    left: list[Rule] = []
    for rule in rules:
        line, here = _line(rule), _has_addresses(rule)
        if (line, here) not in found:
            found[line, here] = _ports_of_twins(here, lines.get(line, []))
        left += _parts([rule], _ports(rule) - found[line, here])
    return left


def _ports_of_twins(here: tuple[bool, bool], others: Iterable[Rule]) -> PortSet:
    return PortSet.of(
        part
        for other in others
        if _knows_more(here, _has_addresses(other))
        for part in _ports(other).ranges
    )


def _knows_more(here: tuple[bool, bool], there: tuple[bool, bool]) -> bool:
    return any(theirs and not ours for ours, theirs in zip(here, there, strict=True))


def _has_addresses(rule: Rule) -> tuple[bool, bool]:
    return bool(rule.source.addresses), bool(rule.destination.addresses)


def _gained(
    before: Iterable[Rule], after: Iterable[Rule], protocols: Iterable[str], work: Work
) -> Iterator[Rule]:
    """Rules for exactly what `after` allows and `before` does not, in a settled order."""
    ends = _Ends(_place)
    for protocol in protocols:
        old = _by_pair((rule for rule in before if rule.protocol == protocol), ends)
        new = _by_pair((rule for rule in after if rule.protocol == protocol), ends)
        regions = difference(_allowed(old), _allowed(new), ends.places, work)
        yield from sorted((_rule_of(region, new, work) for region in regions), key=_order)


type _ByPair = dict[Pair, list[tuple[int, Rule]]]


def _by_pair(rules: Iterable[Rule], ends: _Ends) -> _ByPair:
    together: _ByPair = {}
    for number, rule in enumerate(rules):
        together.setdefault(ends.pair(rule), []).append((number, rule))
    return together


def _place(end: Endpoint) -> Place:
    """Its addresses, or its name; within one line `any` and places outside are but names."""
    return EVERYWHERE if end.kind == "any" else _named_place(end)


def _allowed(by_pair: _ByPair) -> dict[Pair, PortSet]:
    return {
        pair: PortSet.of(part for _, rule in rules for part in _ports(rule).ranges)
        for pair, rules in by_pair.items()
    }


def _rule_of(region: Region, by_pair: _ByPair, work: Work) -> Rule:
    """One rule for a region, with the causes of all rules that it comes from."""
    work.do(sum(len(by_pair[pair]) for pair in region.pairs))
    numbered = {
        number: rule
        for pair in region.pairs
        for number, rule in by_pair[pair]
        if _ports(rule) & region.ports
    }
    rules = [numbered[number] for number in sorted(numbered)]
    return replace(
        _as_one(rules, region.ports),
        source=_end(region.source, [rule.source for rule in rules]),
        destination=_end(region.destination, [rule.destination for rule in rules]),
    )


def _end(place: Place, ends: Sequence[Endpoint]) -> Endpoint:
    """The end of a rule for `place`, named after the groups whose addresses these are."""
    if not place.addresses:
        return ends[0]
    from_anywhere = any(end.kind == "any" for end in ends)
    if from_anywhere and place == EVERYWHERE:
        return ANYWHERE
    name = OTHERS if from_anywhere else ", ".join(dict.fromkeys(end.name for end in ends))
    zones = {end.zone for end in ends}
    return Endpoint(name, addresses=place.addresses, zone=zones.pop() if len(zones) == 1 else None)


def _order(rule: Rule) -> tuple[object, ...]:
    source, destination = rule.source, rule.destination
    return (
        (_KINDS[source.kind], source.name, source.addresses),
        (_KINDS[destination.kind], destination.name, destination.addresses),
        rule.ports.ranges,
    )
