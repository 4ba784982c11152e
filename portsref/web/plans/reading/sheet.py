"""A rule set as a page shows it: pairs of ends with their rules, a matrix, findings, a sentence."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from portsref.catalogue.catalogue import Catalogue
from portsref.comparing.diff import OTHERS
from portsref.planning.choice import narrowed
from portsref.planning.rules import Cause, Endpoint, Rule, RuleSet, phase_of
from portsref.ports import PortSet
from portsref.web.plans.finding_words import (
    FindingText,
    catalogue_name,
    say_finding,
    say_reason,
)
from portsref.web.plans.reading.display import Display
from portsref.web.plans.reading.staying import NetworkText, StayingGroup, StayingWords
from portsref.web.shared.joining import clauses, items, marks, sentences
from portsref.web.shared.row_words import (
    ENCRYPTION_NAMES,
    ROLE_NAMES,
    listener_address,
    place_words,
    say_phase,
    translated,
    word,
)

MOST_ROWS = 1500  # a page of more rows helps nobody; files hold all of them
MOST_CELLS = 5000  # of a matrix: seventy ends by seventy
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
    """One rule as a row; `listener` is what can be changed about it."""

    protocol: str
    ports: str
    words: CauseText
    sources: tuple[str, ...]
    listener: str


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The rules from one end to another."""

    source: EndText
    destination: EndText
    zones: str
    rules: tuple[RuleText, ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """What one source may reach, a cell for each destination."""

    name: str
    cells: tuple[tuple[tuple[str, str], ...], ...]


class RuleSheet:
    """One rule set in the reader's language."""

    def __init__(
        self,
        rule_set: RuleSet,
        catalogue: Catalogue,
        display: Display,
    ) -> None:
        self.rule_set = rule_set
        self.catalogue = catalogue
        self.display = display
        self._words: dict[tuple[Cause, ...], CauseText] = {}
        self._places: dict[tuple[str, str], str] = {}

    @cached_property
    def shown(self) -> RuleSet:
        """The rules as they were chosen."""
        return narrowed(self.rule_set, self.display.choice)

    @property
    def count(self) -> int:
        """How many rules there are."""
        return len(self.shown.all_rules)

    @cached_property
    def has_phases(self) -> bool:
        """Tell whether a phase can be chosen: where some rules are not needed always, or one is."""
        is_chosen = bool(self.display.choice.phase)
        return is_chosen or any(rule.phase for rule in self.rule_set.all_rules)

    @property
    def has_zones(self) -> bool:
        """Tell whether any group lies in a zone."""
        return any(group.zone for group in self.rule_set.document.groups)

    @property
    def not_shown(self) -> int:
        """How many rules are too many for a page."""
        return max(0, self.count - MOST_ROWS)

    @cached_property
    def pairs(self) -> tuple[RuleGroup, ...]:
        """Rules between groups and from anywhere, one heading a pair of ends."""
        return tuple(self.pairs_of(self.shown.rules[:MOST_ROWS]))

    @cached_property
    def outbound(self) -> tuple[RuleGroup, ...]:
        """Rules to places outside."""
        left = max(0, MOST_ROWS - len(self.shown.rules))
        return tuple(self.pairs_of(self.shown.outbound[:left]))

    def pairs_of(self, rules: Iterable[Rule]) -> Iterator[RuleGroup]:
        """Some of the rules, in their order, one heading a pair of ends."""
        together: dict[tuple[object, ...], list[Rule]] = {}
        for rule in rules:
            source, destination = rule.source, rule.destination
            many = destination.text if destination.is_for_many else ""
            ends = (source.kind, source.name, destination.kind, destination.name, many)
            together.setdefault(ends, []).append(rule)
        for parts in together.values():
            first = parts[0]
            source = _widest(rule.source for rule in parts)
            destination = _widest(rule.destination for rule in parts)
            product = first.causes[0].reason.product
            yield RuleGroup(
                source=self._end(source, product),
                destination=self._end(destination, product),
                zones=_zones(first) if first.crosses_zones else "",
                rules=tuple(map(self.row, parts)),
            )

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

    def row(self, rule: Rule) -> RuleText:
        """One rule as a row."""
        words = self._words.get(rule.causes)
        if words is None:
            words = self._words[rule.causes] = self._words_of(rule.causes)
        listeners = rule.listeners
        return RuleText(
            protocol=rule.protocol,
            ports=rule.ports.readable,
            words=words,
            sources=rule.references,
            listener=listeners[0] if len(listeners) == 1 or not self.display.choice.merge else "",
        )

    def _words_of(self, causes: tuple[Cause, ...]) -> CauseText:
        return CauseText(
            component=items(catalogue_name(cause.listener, self.catalogue) for cause in causes),
            address=self._address(causes[0].listener),
            purpose=self._purposes(causes),
            why=clauses(say_reason(cause.reason, self.catalogue) for cause in causes),
            encryption=items(word(ENCRYPTION_NAMES, cause.encryption) for cause in causes),
            plain=any(cause.encryption == "none" for cause in causes),
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

    @cached_property
    def staying_words(self) -> StayingWords:
        """Words for what opens nothing."""
        return StayingWords(self.rule_set, self.catalogue)

    @cached_property
    def staying_groups(self) -> tuple[StayingGroup, ...]:
        """What stays on its host, and what stays inside the pod network."""
        return tuple(self.staying_words.groups())

    @cached_property
    def host_networks(self) -> tuple[NetworkText, ...]:
        """Whose packets a filter on the hosts must forward."""
        return tuple(self.staying_words.host_networks())

    @property
    def staying(self) -> int:
        """How many listeners need no rule."""
        return len(self.rule_set.local) + len(self.rule_set.pod_network)

    @cached_property
    def findings(self) -> tuple[FindingText, ...]:
        """What is doubtful, the gravest first."""
        return tuple(say_finding(item, self.catalogue) for item in self.rule_set.findings)

    @property
    def doubts(self) -> int:
        """How many findings are more than a note."""
        return sum(item.severity != "note" for item in self.rule_set.findings)

    @property
    def gravest(self) -> str:
        """The severity of the gravest finding; empty where there are none."""
        return self.rule_set.findings[0].severity if self.rule_set.findings else ""

    @cached_property
    def destinations(self) -> tuple[str, ...]:
        """The columns of the matrix."""
        return tuple(
            dict.fromkeys(self._name(rule.destination, rule) for rule in self.shown.all_rules)
        )

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The rows of the matrix."""
        return tuple(dict.fromkeys(self._name(rule.source, rule) for rule in self.shown.all_rules))

    @property
    def has_matrix(self) -> bool:
        """Tell whether the matrix has no more cells than help anybody."""
        return len(self.sources) * len(self.destinations) <= MOST_CELLS

    @cached_property
    def matrix(self) -> tuple[MatrixRow, ...]:
        """Sources down, destinations across, ports in the cells, one line a protocol."""
        cells: dict[tuple[str, str], dict[str, PortSet]] = {}
        for rule in self.shown.all_rules:
            ends = (self._name(rule.source, rule), self._name(rule.destination, rule))
            ports = cells.setdefault(ends, {})
            ports[rule.protocol] = ports.get(rule.protocol, PortSet()) | rule.ports
        return tuple(
            MatrixRow(
                name=source,
                cells=tuple(
                    tuple(
                        (protocol, ports.readable)
                        for protocol, ports in cells.get((source, destination), {}).items()
                    )
                    for destination in self.destinations
                ),
            )
            for source in self.sources
        )

    def _name(self, end: Endpoint, rule: Rule) -> str:
        return self.end_name(end, rule.causes[0].reason.product)

    @cached_property
    def sentence(self) -> SafeString:
        """What the plan comes to, in one sentence or two."""
        groups = len(self.rule_set.document.groups)
        rules = ngettext("%(count)d rule", "%(count)d rules", self.count) % {"count": self.count}
        between = ngettext("%(count)d group", "%(count)d groups", groups) % {"count": groups}
        parts = [
            format_html(
                gettext("{rules} between {groups}"), rules=_bold(rules), groups=_bold(between)
            )
        ]
        if self.has_zones:
            across = sum(rule.crosses_zones for rule in self.shown.all_rules)
            crosses = ngettext("%(count)d crosses zones", "%(count)d cross zones", across)
            parts.append(_bold(crosses % {"count": across}))
        if outside := len(self.shown.outbound):
            leads = ngettext("%(count)d goes outside", "%(count)d go outside", outside)
            parts.append(format_html("{}", leads % {"count": outside}))
        text = format_html_join(marks().clause, "{}", ((part,) for part in parts))
        counted = format_html(gettext("{parts}."), parts=text)
        said = [counted, *self._of_phase(), self._found()]
        return format_html_join(marks().sentence, "{}", ((part,) for part in said))

    def _of_phase(self) -> Iterator[str]:
        """That not all rules are shown, which a printed page must say too."""
        if self.display.choice.phase == "installation":
            yield gettext("Only what the installation needs besides.")
        elif self.display.choice.phase == "operation":
            yield gettext("Without what only the installation needs.")

    def _found(self) -> str:
        if not self.rule_set.findings:
            return gettext("No findings.")
        if not self.doubts:
            count = len(self.rule_set.findings)
            return ngettext("%(count)d note.", "%(count)d notes.", count) % {"count": count}
        return ngettext(
            "%(count)d finding to review.", "%(count)d findings to review.", self.doubts
        ) % {"count": self.doubts}


def _widest(ends: Iterable[Endpoint]) -> Endpoint:
    """Of the same end with the addresses of one family or of both, the one that has most."""
    return max(ends, key=lambda end: len(end.addresses))


def _zones(rule: Rule) -> str:
    none = gettext("no zone")
    outside = gettext("outside")
    ends = (
        (end.zone or none) if end.kind == "group" else outside
        for end in (rule.source, rule.destination)
    )
    return " → ".join(ends)


def _bold(text: str) -> SafeString:
    return format_html("<b>{}</b>", text)
