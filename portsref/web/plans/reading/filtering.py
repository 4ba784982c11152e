"""Rules that a text finds: by port, address, or any word that a row shows."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from portsref.addresses import AddressError, AddressRange
from portsref.planning.rules import Cause, Endpoint, Rule
from portsref.ports import PORTS_OF_A_PROTOCOL, PortRange, PortSet
from portsref.web.plans.finding_words import product_words
from portsref.web.plans.reading.rule_rows import RuleRows

MOST_WORDS = 8
_PROTOCOL = r"(?:tcp|udp|sctp)"
_PORTS = re.compile(rf"(?:({_PROTOCOL})/)?([0-9]{{1,5}})(?:[-–]([0-9]{{1,5}}))?(?:/({_PROTOCOL}))?")


@dataclass(frozen=True, slots=True)
class _Ports:
    """Ports that somebody typed: they are in a rule's, or begin one while he types."""

    protocol: str
    ports: PortSet
    text: str

    @classmethod
    def of(cls, word: str) -> "_Ports | None":
        found = _PORTS.fullmatch(word)
        if found is None:
            return None
        before, first, last, after = found.groups()
        numbers = sorted((int(first), int(last or first)))
        if numbers[1] >= PORTS_OF_A_PROTOCOL:
            return None
        ports = PortSet.of([PortRange(*numbers)])
        return cls((before or after or "").upper(), ports, "" if last else first)

    def has(self, rule: Rule) -> bool:
        return self.protocol in {"", rule.protocol} and bool(self.ports & rule.ports)

    def begins(self, rule: Rule) -> bool:
        if not self.text or self.protocol not in {"", rule.protocol}:
            return False
        return any(str(part.first).startswith(self.text) for part in rule.ports.ranges)


class RuleFilter:
    """Finds rules by words, all of which a rule must have; one walk over the rules a word."""

    def __init__(self, rows: RuleRows) -> None:
        self._rows = rows
        self._causes: dict[tuple[Cause, ...], str] = {}
        self._ends: dict[tuple[Endpoint, str], str] = {}

    def keep(self, rules: Sequence[Rule], text: str) -> tuple[Rule, ...]:
        """The rules that have all words of a text, in their order."""
        found = tuple(rules)
        for word in text.casefold().split()[:MOST_WORDS]:
            found = tuple(self._having(word, found))
        return found

    def _having(self, word: str, rules: Sequence[Rule]) -> Iterable[Rule]:
        if ports := _Ports.of(word):
            return self._having_ports(ports, word, rules)
        if address := _address(word):
            return (rule for rule in rules if _is_at(address, rule))
        return (rule for rule in rules if word in self._text(rule))

    def _having_ports(self, ports: _Ports, word: str, rules: Sequence[Rule]) -> Iterable[Rule]:
        """Rules with the port; those that the number begins, or names, where none has it."""
        exact = [rule for rule in rules if ports.has(rule)]
        return exact or (rule for rule in rules if ports.begins(rule) or word in self._text(rule))

    def _text(self, rule: Rule) -> str:
        if rule.causes not in self._causes:
            self._causes[rule.causes] = " ".join(self._words(rule.causes)).casefold()
        product = rule.causes[0].reason.product
        ends = " → ".join(self._end(end, product) for end in (rule.source, rule.destination))
        number = f"r{rule.number}" if rule.number else ""
        return f"{rule.protocol.casefold()} {self._causes[rule.causes]} {ends} {number}"

    def _words(self, causes: tuple[Cause, ...]) -> Iterator[str]:
        said = self._rows.words(causes)
        yield from (said.component, said.purpose, said.why, said.encryption, said.phase)
        yield from {product_words(one.reason.product, self._rows.catalogue) for one in causes}
        yield from {one.listener for one in causes}

    def _end(self, end: Endpoint, product: str) -> str:
        if (end, product) not in self._ends:
            words = (self._rows.end_name(end, product), end.zone or "", *map(str, end.addresses))
            self._ends[end, product] = " ".join(words).casefold()
        return self._ends[end, product]


def _address(word: str) -> AddressRange | None:
    """An address or a network that somebody typed in full."""
    if "." not in word and ":" not in word:
        return None
    try:
        return AddressRange.parse(word)
    except AddressError:
        return None


def _is_at(address: AddressRange, rule: Rule) -> bool:
    ends = (rule.source, rule.destination)
    return any(here.overlaps(address) for end in ends for here in end.addresses)
