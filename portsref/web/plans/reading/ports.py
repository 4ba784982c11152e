"""What listens on the hosts of a group, along a scale and in a table."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from django.utils.functional import Promise
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portsref.catalogue.products import OutboundNeed
from portsref.pictures.port_map import Band, Lane, Listening, port_map
from portsref.planning.document import Group
from portsref.planning.rules import Cause, Local, RuleSet
from portsref.ports import PortRange, PortSet
from portsref.web.plans.finding_words import catalogue_name
from portsref.web.plans.reading.display import Display
from portsref.web.plans.reading.rule_rows import RuleRows
from portsref.web.plans.reading.shapes import Shape, Shapes
from portsref.web.shared.joining import items, labelled, sentences
from portsref.web.shared.row_words import listener_address, translated

type Reach = Literal["hosts", "host", "pods"]

REACHES: Mapping[Reach, Promise] = {
    "hosts": _("from other hosts"),
    "host": _("on the host itself"),
    "pods": _("in the pod network"),
}
MOST_GROUPS_LISTED = 200
MOST_RANGES_DRAWN = 500


@dataclass(slots=True)
class _Listener:
    """A row of the catalogue on the hosts of a group, from whichever rules speak of it."""

    reach: Reach
    protocol: str
    ports: PortSet
    causes: tuple[Cause, ...]
    sources: list[str]


@dataclass(frozen=True, slots=True)
class ListeningText:
    """One listener as a row of the table; `id` is what the map leads to."""

    id: str
    protocol: str
    ports: str
    component: str
    address: str
    purpose: str
    reached_from: str
    reach: Reach
    is_shared: bool


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """A group whose ports can be shown."""

    name: str
    query: str
    in_form: str
    is_on: bool


class PortSheet:
    """The ports of one group: the one that is asked for, or the first on which anything listens."""

    def __init__(self, rule_set: RuleSet, rows: RuleRows, display: Display) -> None:
        self._rule_set = rule_set
        self._rows = rows
        self._display = display

    @cached_property
    def groups(self) -> tuple[GroupChoice, ...]:
        """The groups on which anything listens."""
        names = {rule.destination.name for rule in self._rule_set.rules}
        names |= {
            name
            for local in (*self._rule_set.local, *self._rule_set.pod_network)
            for name in local.groups
            if not self._is_need(local.listener)
        }
        groups = [group for group in self._rule_set.document.groups if group.name in names]
        return tuple(map(self._choice, groups[:MOST_GROUPS_LISTED]))

    def _choice(self, group: Group) -> GroupChoice:
        display = replace(self._display, group=group.name)
        is_on = self.group is not None and group.name == self.group.name
        return GroupChoice(group.name, display.query, display.in_form, is_on)

    @cached_property
    def group(self) -> Group | None:
        """Whose ports are shown; nothing where no plan has such a group."""
        document = self._rule_set.document
        if self._display.group:
            return document.group(self._display.group)
        found = {rule.destination.name for rule in self._rule_set.rules}
        return next((group for group in document.groups if group.name in found), None)

    @cached_property
    def listening(self) -> tuple[ListeningText, ...]:
        """Everything that listens, by where it is reached from, then by port."""
        order = list(REACHES)
        found = sorted(
            self._listeners(),
            key=lambda one: (order.index(one.reach), one.protocol, one.ports.numbers),
        )
        return tuple(self._text(number, one) for number, one in enumerate(found, start=1))

    def _listeners(self) -> Iterator[_Listener]:
        if self.group is None:
            return
        yield from self._from_rules(self.group.name)
        yield from self._staying("host", self._rule_set.local)
        yield from self._staying("pods", self._rule_set.pod_network)

    def _staying(self, reach: Reach, locals_: Iterable[Local]) -> Iterator[_Listener]:
        """What no other host reaches."""
        for local in locals_:
            is_there = self.group is not None and self.group.name in local.groups
            if is_there and not self._is_need(local.listener):
                yield _Listener(reach, local.protocol, local.ports, local.causes, [])

    def _from_rules(self, name: str) -> Iterator[_Listener]:
        """What other hosts reach, each row of the catalogue once."""
        found: dict[tuple[str, str], _Listener] = {}
        for rule in self._rule_set.rules:
            if rule.destination.name != name or rule.destination.kind != "group":
                continue
            causes = self._listening_causes(rule.causes)
            source = self._rows.end_name(rule.source, rule.causes[0].reason.product)
            key = (rule.protocol, causes[0].listener)
            one = found.setdefault(key, _Listener("hosts", rule.protocol, rule.ports, causes, []))
            one.ports |= rule.ports
            one.sources.append(source)
        yield from found.values()

    def _is_need(self, listener: str) -> bool:
        """Tell whether a row dials, and listens nowhere."""
        return isinstance(self._rows.catalogue.rows.get(listener), OutboundNeed)

    def _listening_causes(self, causes: tuple[Cause, ...]) -> tuple[Cause, ...]:
        """Of the causes of a rule those that listen; all where it is only known who dials."""
        listening = tuple(cause for cause in causes if not self._is_need(cause.listener))
        return listening or causes

    def _text(self, number: int, one: _Listener) -> ListeningText:
        catalogue, listener = self._rows.catalogue, one.causes[0].listener
        return ListeningText(
            id=f"listening-{number}",
            protocol=one.protocol,
            ports=one.ports.readable,
            component=items(catalogue_name(cause.listener, catalogue) for cause in one.causes),
            address=listener_address(listener) if listener in catalogue.rows else "",
            purpose=sentences(
                translated(catalogue, cause.purpose, cause.reason.product) for cause in one.causes
            ),
            reached_from=items(one.sources) or str(REACHES[one.reach]),
            reach=one.reach,
            is_shared=any(cause.listener in self._shared for cause in one.causes),
        )

    @cached_property
    def _shared(self) -> frozenset[str]:
        """Listeners of the group that want a port which another has, as a finding says."""
        name = self.group.name if self.group else ""
        return frozenset(
            listener
            for finding in self._rule_set.findings
            if finding.code == "port-conflict" and name in finding.parameters.get("groups", ())
            for listener in finding.parameters.get("listeners", ())
        )

    @property
    def title(self) -> str:
        """What the map and the table show."""
        name = self.group.name if self.group else ""
        return gettext("What listens on %(group)s") % {"group": name}

    @property
    def ranges(self) -> int:
        """How many ranges of ports the map would mark."""
        return sum(len(lane.listening) for lane in self._lanes)

    @property
    def is_small_enough(self) -> bool:
        """Tell whether a map has not more marks than anybody could see."""
        return self.ranges <= MOST_RANGES_DRAWN

    @property
    def shapes(self) -> Shapes:
        """The map, in which each mark leads to its row of the table."""
        return Shapes(self._shape(is_upright=False), self._shape(is_upright=True))

    def _shape(self, *, is_upright: bool) -> Shape:
        drawn = port_map(self.title, self._lanes, self._bands, is_upright=is_upright)
        return Shape(mark_safe(drawn.svg), drawn.width)  # noqa: S308 - it escapes

    @cached_property
    def _lanes(self) -> tuple[Lane, ...]:
        """A lane for each protocol with ports of each reach."""
        together: dict[tuple[Reach, str], list[Listening]] = {}
        for text in self.listening:
            if text.ports:
                together.setdefault((text.reach, text.protocol), []).extend(_listening(text))
        return tuple(
            Lane(
                f"{protocol.lower()} port-map__lane--{reach}",
                f"{protocol} · {REACHES[reach]}",
                tuple(listening),
            )
            for (reach, protocol), listening in together.items()
        )

    @property
    def _bands(self) -> tuple[Band, ...]:
        windows = self.group is not None and self.group.os == "windows"
        ephemeral = PortRange(49_152, 65_535) if windows else PortRange(32_768, 60_999)
        return (
            Band(gettext("system ports 0–1023"), PortRange(0, 1023)),
            Band(gettext("NodePorts 30000–32767"), PortRange(30_000, 32_767)),
            Band(
                gettext("ephemeral ports of %(system)s %(ports)s")
                % {
                    "system": "Windows" if windows else "Linux",
                    "ports": str(ephemeral).replace("-", "–"),
                },
                ephemeral,
            ),
        )


def _listening(text: ListeningText) -> Iterator[Listening]:
    """Each range of its ports, which a map marks apart from the others."""
    for ports in PortSet.parse(text.ports.replace("–", "-")).ranges:
        title = labelled(f"{text.protocol} {str(ports).replace('-', '–')}", text.component)
        yield Listening(ports, title, text.id, text.is_shared)
