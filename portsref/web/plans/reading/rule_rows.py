"""Rules as rows: their ends, and what makes them needed, in the reader's language."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext

from portsref.catalogue.catalogue import Catalogue
from portsref.comparing.diff import OTHERS
from portsref.planning.identity import identity_of
from portsref.planning.rules import Cause, Endpoint, Rule, RuleSet, phase_of
from portsref.web.plans.finding_words import catalogue_name, reason_parts
from portsref.web.plans.reading.encryption import PlanEncryption
from portsref.web.plans.reading.unfolding import CauseFacts, Unfolding
from portsref.web.plans.reading.zones import zone_words
from portsref.web.shared.joining import clauses, items, sentences
from portsref.web.shared.row_words import (
    ROLE_NAMES,
    listener_address,
    place_words,
    say_phase,
    translated,
    word,
)

MOST_ADDRESSES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class EndText:
    """One end of a pair."""

    name: str
    addresses: tuple[str, ...]
    further: int
    zone: str


@dataclass(frozen=True, slots=True)
class CauseText:
    """What makes a rule needed, in words; the same for every pair of ends."""

    component: str
    address: str
    purpose: str
    why: str
    encryption: str
    plain: bool
    required: bool
    phase: str


@dataclass(frozen=True, slots=True)
class RuleText:
    """One rule as a row; `listener` is what can be changed about it.

    `key` is its id on a page. `ends` are its ends in words, where no heading says them. `facts` are
    what unfolding shows; none where that is asked for later. `numbers` are those of its sources in
    the list that a page has at its end, if it has one.
    """

    key: str
    number: int
    protocol: str
    ports: str
    words: CauseText
    sources: tuple[str, ...]
    listener: str
    numbers: tuple[int, ...] = ()
    ends: str = ""
    zones: str = ""
    facts: tuple[CauseFacts, ...] = ()
    is_open: bool = False
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """Rules under one heading: their ends, or words where these stand in the rows."""

    rules: tuple[RuleText, ...]
    source: EndText | None = None
    destination: EndText | None = None
    zones: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Anchors:
    """What rows are called on a page, and of which the facts are on it: of open ones, or of all.

    `left_out` has the reasons of those that are no rules, because a change leaves them out.
    """

    prefix: str = ""
    opened: frozenset[str] = frozenset()
    all_unfold: bool = False
    left_out: Mapping[str, str] = field(default_factory=dict)

    def has_facts(self, key: str) -> bool:
        """Tell whether the facts of a rule are on the page."""
        return self.all_unfold or key in self.opened


PLAIN_ANCHORS = Anchors()


class RuleRows:
    """Words for rules.

    `rule_set` is theirs, where more than one of them is shown. Of `merged` ones, which several
    listeners cause, none can be changed alone. `cited` has the numbers of sources in the list of a
    page.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        rule_set: RuleSet | None = None,
        *,
        merged: bool = False,
        cited: Mapping[str, int] = MappingProxyType({}),
        anchors: Anchors = PLAIN_ANCHORS,
    ) -> None:
        self.catalogue = catalogue
        self.merged = merged
        self.cited = cited
        self._anchors = anchors
        self._times: dict[str, int] = {}
        self._encryption = PlanEncryption(catalogue, rule_set)
        self._unfolding = Unfolding(catalogue, self._encryption)
        self._words: dict[tuple[Cause, ...], CauseText] = {}
        self._facts: dict[tuple[Cause, ...], tuple[CauseFacts, ...]] = {}
        self._places: dict[tuple[str, str], str] = {}

    def pairs_of(
        self, rules: Iterable[Rule], sort: str = "", *, by_addresses: bool = False
    ) -> Iterator[RuleGroup]:
        """Some of the rules, one heading a pair of ends, in their order or sorted.

        With `by_addresses` parts of a group are ends of their own.
        """
        together: dict[tuple[object, ...], list[Rule]] = {}
        for rule in rules:
            source, destination = rule.source, rule.destination
            many = destination.text if destination.is_for_many else ""
            ends = (source.kind, source.name, destination.kind, destination.name, many)
            addresses = (source.text, destination.text) if by_addresses else ()
            together.setdefault((*ends, *addresses), []).append(rule)
        for parts in together.values():
            first = parts[0]
            source = _widest(rule.source for rule in parts)
            destination = _widest(rule.destination for rule in parts)
            product = first.causes[0].reason.product
            yield RuleGroup(
                source=self._end(source, product),
                destination=self._end(destination, product),
                zones=zone_words(first) if first.crosses_zones else "",
                rules=tuple(map(self.row, self.sorted(parts, sort))),
            )

    def groups_of(self, rules: Iterable[Rule], by: str, sort: str = "") -> Iterator[RuleGroup]:
        """Some of the rules under the port or the component that they have, with their ends."""
        together: dict[tuple[Any, ...], list[Rule]] = {}
        for rule in rules:
            together.setdefault(self._heading(rule, by), []).append(rule)
        for _heading, parts in sorted(together.items(), key=itemgetter(0)):
            first = parts[0]
            port = f"{first.protocol} {first.ports.readable}".strip()
            yield RuleGroup(
                heading=port if by == "port" else self.words(first.causes).component,
                rules=tuple(self.row(rule, with_ends=True) for rule in self.sorted(parts, sort)),
            )

    def _heading(self, rule: Rule, by: str) -> tuple[Any, ...]:
        """What rules of one heading have in common, in the order of headings."""
        if by == "port":
            return rule.protocol, rule.ports.numbers
        component = self.words(rule.causes).component
        return component.casefold(), component

    def sorted(self, rules: Sequence[Rule], sort: str) -> Sequence[Rule]:
        """Rules by component, by encryption with plain text first, or as they are."""
        if sort == "component":
            return sorted(rules, key=lambda rule: self.words(rule.causes).component.casefold())
        if sort == "encryption":
            return sorted(rules, key=self._by_encryption)
        return rules

    def _by_encryption(self, rule: Rule) -> tuple[bool, str]:
        words = self.words(rule.causes)
        return not words.plain, words.encryption

    def _end(self, end: Endpoint, product: str) -> EndText:
        shown = tuple(str(address).replace("-", "–") for address in end.addresses)
        return EndText(
            name=self.end_name(end, product),
            addresses=shown[:MOST_ADDRESSES_SHOWN],
            further=max(0, len(shown) - MOST_ADDRESSES_SHOWN),
            zone=end.zone or "",
        )

    def end_name(self, end: Endpoint, product: str) -> str:
        """What an end is called; `product` is whose words a place outside is in."""
        if end.kind == "any":
            return gettext("any address")
        if end.kind == "outside":
            if end.name in ROLE_NAMES:
                return word(ROLE_NAMES, end.name)
            key = (end.name, product)
            if key not in self._places:
                self._places[key] = place_words(self.catalogue, *key)
            return self._places[key]
        if end.is_for_many:
            addresses = ", ".join(map(str, end.addresses))
            return gettext("%(addresses)s, on %(group)s") % {
                "addresses": addresses,
                "group": end.name,
            }
        return gettext("other addresses") if end.name == OTHERS else end.name

    def row(self, rule: Rule, *, with_ends: bool = False) -> RuleText:
        """One rule as a row."""
        listeners, references = rule.listeners, rule.references
        key = self._key(rule)
        return RuleText(
            key=key,
            number=rule.number,
            protocol=rule.protocol,
            ports=rule.ports.readable,
            words=self.words(rule.causes),
            sources=references,
            listener=listeners[0] if len(listeners) == 1 or not self.merged else "",
            numbers=tuple(self.cited[source] for source in references if source in self.cited),
            ends=self._ends(rule) if with_ends else "",
            zones=zone_words(rule) if with_ends and rule.crosses_zones else "",
            facts=self._facts_of(rule.causes) if self._anchors.has_facts(key) else (),
            is_open=key in self._anchors.opened,
            left_out=self._anchors.left_out.get(key, ""),
        )

    def _key(self, rule: Rule) -> str:
        """What a row is called; of parts of one rule, as a difference has, each its own."""
        key = f"{self._anchors.prefix}{key_of(rule)}"
        times = self._times[key] = self._times.get(key, 0) + 1
        return key if times == 1 else f"{key}-{times}"

    def _ends(self, rule: Rule) -> str:
        product = rule.causes[0].reason.product
        ends = (self.end_name(end, product) for end in (rule.source, rule.destination))
        return " → ".join(ends)

    def words(self, causes: tuple[Cause, ...]) -> CauseText:
        """What makes a rule needed, in words."""
        if causes not in self._words:
            self._words[causes] = self._said(causes)
        return self._words[causes]

    def _facts_of(self, causes: tuple[Cause, ...]) -> tuple[CauseFacts, ...]:
        if causes not in self._facts:
            self._facts[causes] = self._unfolding.facts(causes)
        return self._facts[causes]

    def _said(self, causes: tuple[Cause, ...]) -> CauseText:
        encryption = tuple(map(self._encryption.of, causes))
        return CauseText(
            component=items(catalogue_name(cause.listener, self.catalogue) for cause in causes),
            address=self._address(causes[0].listener),
            purpose=self._purposes(causes),
            why=clauses(
                part for cause in causes for part in reason_parts(cause.reason, self.catalogue)
            ),
            encryption=items(one.word for one in encryption),
            plain=any(one.is_plain for one in encryption),
            required=any(cause.required for cause in causes),
            phase=say_phase(phase_of(causes)),
        )

    def _purposes(self, causes: Sequence[Cause]) -> str:
        texts = (translated(self.catalogue, c.purpose, c.reason.product) for c in causes)
        return sentences(texts)

    def _address(self, listener: str) -> str:
        """The page of a row, which has its note, its setting and its versions."""
        if listener not in self.catalogue.rows:
            return ""
        return listener_address(listener)


def key_of(rule: Rule) -> str:
    """What a rule is called in an address: by its number, by its identity where it has none."""
    return f"r{rule.number}" if rule.number else f"rule-{identity_of(rule)}"


def _widest(ends: Iterable[Endpoint]) -> Endpoint:
    """Of the same end with the addresses of one family or of both, the one that has most."""
    return max(ends, key=lambda end: len(end.addresses))
