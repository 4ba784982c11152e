"""What firewalls of vendors are told by name: addresses, groups, services, and rules of them.

Such a device adds to an object that it has already, or replaces it. So that no two plans share one,
every name begins with a mark of the plan: the first word of its title and a part of its digest. A
group is one object for each family, because an object never mixes them in all dialects, and a rule
names those of the families that both its ends and its protocol have.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from hashlib import sha256

from portsref.addresses import AddressRange
from portsref.exporters.base import Job, Says
from portsref.exporters.comments import about_causes, one_line
from portsref.exporters.families import (
    NOTHING_IN_COMMON,
    AddressGroups,
    Parts,
    ends_of,
    parts_by_family,
)
from portsref.exporters.identifiers import identifier, identifiers
from portsref.exporters.network.ends import room as room_behind_router
from portsref.exporters.once import MOST, Once
from portsref.messages import Message, gettext_noop
from portsref.planning.choice import Choice
from portsref.planning.document import PlanDocument
from portsref.planning.rules import ANYWHERE, Cause, Endpoint, Rule
from portsref.ports import PortSet
from portsref.protocols import PROTOCOL_BY_NAME

PORT_ZERO = Message(gettext_noop("the format cannot say port 0"))
ONE_FAMILY_OF_ANY = Message(
    gettext_noop("between any two addresses the format cannot keep to IPv4 or IPv6 alone")
)
ANY_ZONE = "any"

_BITS = {4: 1, 6: 2}
_NONE, _BOTH = 0, 3
_OF_PROTOCOL = {
    name: sum(_BITS[family] for family in known.families)
    for name, known in PROTOCOL_BY_NAME.items()
}
_DIGEST = 8
_NUMBER = 4  # of a part of a service, with its dot
_HARMLESS = re.compile("[A-Za-z0-9-]*")
_ZONE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def room(choice: Choice, document: PlanDocument) -> Says:
    """Ask of each rule whether its packets pass a router, and its ends share a family."""
    has_no_family, stays = without_common_family(), room_behind_router(choice, document)
    return lambda rule: has_no_family(rule) or stays(rule)


def without_common_family() -> Says:
    """Ask of each rule whether its protocol and both its ends have a family in common."""
    families = Once(_families_of)

    def why(rule: Rule) -> Message | None:
        if families(rule.source) & families(rule.destination) & _OF_PROTOCOL[rule.protocol]:
            return None
        return NOTHING_IN_COMMON

    return why


def has_port_zero(rule: Rule) -> bool:
    """Tell whether port 0 is among its ports, which most devices do not take."""
    return bool(rule.ports.ranges) and rule.ports.ranges[0].first == 0


def is_any_of_one_family(rule: Rule) -> bool:
    """Tell whether no address keeps a protocol of one family to that family."""
    is_any = rule.source.kind == rule.destination.kind == "any"
    return is_any and len(PROTOCOL_BY_NAME[rule.protocol].families) == 1


def number_of(protocol: str) -> int:
    """The number of a protocol in the header of a packet."""
    return PROTOCOL_BY_NAME[protocol].number


def mark_of(title: str, most: int) -> str:
    """What the names of a plan begin with: at most so many letters of its title, and five more."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    word = re.search("[a-z][a-z0-9]*", plain)
    begin = word.group()[:most] if word else "plan"
    return f"{begin}-{sha256(title.encode()).hexdigest()[:4]}"


def zone_of(end: Endpoint, most: int, none: str = ANY_ZONE) -> str:
    """The zone of the device that an end lies in, as the plan calls it; `any` where it has none."""
    if end.zone is None or end.zone.casefold() == ANY_ZONE:
        return none
    if len(end.zone) <= most and _ZONE.fullmatch(end.zone):
        return end.zone
    return identifier(end.zone, most)


@dataclass(frozen=True, slots=True)
class Names:
    """How long names may be: a word of the title, groups, objects, and rules with their marks.

    `group` is what `identifiers` takes, so that a group has up to 9 and the mark more.
    """

    word: int
    group: int
    object: int
    rule: int


@dataclass(frozen=True, slots=True)
class Group:
    """The addresses of an end in one family."""

    name: str
    end: str
    family: int
    parts: Parts


# What is written of one end of rules: its groups, none for any address, of these families.
type Written = Callable[[Endpoint, Sequence[Group], Sequence[int]], str]


@dataclass(frozen=True, slots=True)
class Service:
    """A protocol with its ports, if it has any."""

    name: str
    protocol: str
    ports: PortSet

    def parts(self, most: int) -> Iterator[tuple[str, PortSet]]:
        """Services of at most so many ranges of ports, the first with the name itself."""
        ranges = self.ports.ranges
        for number, begin in enumerate(range(0, max(len(ranges), 1), most), start=1):
            name = self.name if number == 1 else f"{self.name}.{number}"
            yield name, PortSet(ranges[begin : begin + most])


class Objects:
    """The objects that rules of a job need, and their names; each is told once.

    `mark` stands in front of each name in place of that of the plan.
    """

    def __init__(self, job: Job, names: Names, mark: str = "") -> None:
        self._lengths = names
        self.mark = mark or mark_of(job.rule_set.document.title, names.word)
        self._longest_rule = names.rule - len(self.mark) - 1
        ends = ends_of(job.rules)
        plain = identifiers((end.name for end in ends), names.group)
        self._names = AddressGroups(
            ends, {name: f"{self.mark}-{text}" for name, text in plain.items()}
        )
        self._families = Once(_families_of)
        self._source = self._destination = ANYWHERE
        self._in_common = _BOTH
        self._services: dict[tuple[str, PortSet], Service] = {}
        used = self._look_at(job.rules)
        groups = (group for end in ends for group in self.groups_of(end, used[id(end)]))
        self._groups = {group.name: group for group in groups}

    @property
    def groups(self) -> Iterable[Group]:
        """The groups that rules need, in their order."""
        return self._groups.values()

    @property
    def services(self) -> Iterable[Service]:
        """The services that rules need, in their order."""
        return self._services.values()

    @cached_property
    def addresses(self) -> Mapping[AddressRange, str]:
        """The addresses of all groups, with the name of each."""
        parts = dict.fromkeys(part for group in self.groups for part in group.parts)
        return {part: self._address_name(part) for part in parts}

    def families(self, rule: Rule) -> int:
        """The families that both ends and the protocol have: 1 is IPv4, 2 IPv6, 3 both.

        Rules of the same ends stand behind each other, so that only the last ends are remembered.
        """
        if rule.source is not self._source or rule.destination is not self._destination:
            self._source, self._destination = rule.source, rule.destination
            self._in_common = self._families(rule.source) & self._families(rule.destination)
        return self._in_common & _OF_PROTOCOL[rule.protocol]

    def is_of(self, rule: Rule, family: int) -> bool:
        """Tell whether packets of a family match the rule."""
        return bool(self.families(rule) & _BITS[family])

    def groups_of(self, end: Endpoint, families: int) -> tuple[Group, ...]:
        """The groups of an end in these families; none for any address."""
        return tuple(
            Group(name, end.name, family, parts)
            for family, (name, parts) in self._names.of(end).items()
            if families & _BITS[family]
        )

    def service(self, rule: Rule) -> Service:
        """The service of a rule, one object for all that have the same."""
        return self._services[rule.protocol, rule.ports]

    def rule_name(self, rule: Rule) -> str:
        """What a rule is called, which depends on nothing but its name and the plan."""
        return f"{self.mark}-{identifier(rule.name, self._longest_rule)}"

    def _look_at(self, rules: Iterable[Rule]) -> Mapping[int, int]:
        """Note the services of rules; in which families their ends are needed, by identity."""
        used: defaultdict[int, int] = defaultdict(int)
        for rule in rules:
            families = self.families(rule)
            used[id(rule.source)] |= families
            used[id(rule.destination)] |= families
            if (rule.protocol, rule.ports) not in self._services:
                self._services[rule.protocol, rule.ports] = self._service_of(rule)
        return used

    def _service_of(self, rule: Rule) -> Service:
        ports = f"-{rule.ports}" if rule.ports else ""
        text = f"{self.mark}-{rule.protocol.lower()}{ports}".replace(",", "_")
        most = self._lengths.object - _NUMBER
        return Service(_shortened(text, most), rule.protocol, rule.ports)

    def _address_name(self, part: AddressRange) -> str:
        """Its text in characters that any device takes: `10.0.0.0_24`, `2001-db8--_64`."""
        last = f"_{part.last}" if "-" in str(part) else ""
        text = f"{part.first}{last}" if last else str(part).replace("/", "_")
        return _shortened(f"{self.mark}-{text.replace(':', '-')}", self._lengths.object)


class BothEnds:
    """What is written of both ends of a rule, made once for each end and its families."""

    def __init__(self, objects: Objects, source: Written, destination: Written) -> None:
        self._objects = objects
        self._sources, self._destinations = (
            Once(partial(self._in_any_families, written)) for written in (source, destination)
        )
        self._source = self._destination = ANYWHERE
        self._number = _NONE
        self._texts = "", ""

    def __call__(self, rule: Rule) -> tuple[str, str]:
        """The text of the source, and that of the destination."""
        source, destination, families = rule.source, rule.destination, self._objects.families(rule)
        if (
            source is not self._source
            or destination is not self._destination
            or families != self._number
        ):
            self._source, self._destination, self._number = source, destination, families
            texts = self._sources(source)[families], self._destinations(destination)[families]
            self._texts = texts
        return self._texts

    def _in_any_families(self, written: Written, end: Endpoint) -> Sequence[str]:
        return [
            written(end, self._objects.groups_of(end, number), families)
            for number, families in enumerate(((), (4,), (6,), (4, 6)))
        ]


def _families_of(end: Endpoint) -> int:
    return sum(_BITS[family] for family in parts_by_family(end))


def _shortened(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    digest = sha256(text.encode()).hexdigest()[:_DIGEST]
    return f"{text[: most - _DIGEST - 1].rstrip('-_.')}.{digest}"


class Remarks:
    """What is said of rules and groups where a device keeps a text of at most so many bytes.

    `instead` is what stands for characters that the device takes as its own.
    """

    def __init__(self, most: int, instead: Mapping[str, str]) -> None:
        self._most = most
        self._instead = str.maketrans(dict(instead))
        self._of_causes = lru_cache(maxsize=MOST)(self._clean_causes)

    def of_rule(self, rule: Rule, name: str) -> str:
        """What a rule is for and which rows need it, behind its name if the device has another."""
        causes = self._of_causes(rule.causes)
        if name.endswith(rule.name):
            return self._cut(causes)
        said = rule.name if _HARMLESS.fullmatch(rule.name) else self._clean(rule.name)
        return self._cut(f"{said}: {causes}")

    def text(self, text: str) -> str:
        """Any text of the plan; a hyphen where there is none."""
        return self._cut(self._clean(text)) or "-"

    def _clean_causes(self, causes: tuple[Cause, ...]) -> str:
        return self._clean(about_causes(causes))

    def _clean(self, text: str) -> str:
        return one_line(text).translate(self._instead)

    def _cut(self, text: str) -> str:
        if len(text) <= self._most and text.isascii():
            return text
        return text.encode()[: self._most].decode(errors="ignore").rstrip()


def join_says(*several: Says) -> Says:
    """The first reason of any of these, asked in turn."""

    def why(rule: Rule) -> Message | None:
        return next((reason for says in several if (reason := says(rule))), None)

    return why
