"""What clouds can say of a rule, and the words of it that they share.

A security group is for the hosts of one group of the plan, and says what these must accept. Sources
are networks, as the plan states them: they hold behind gateways and between clouds, where the
security group of a source is not known. What hosts dial is not filtered, so that rules to places
outside are no matter.
"""

import re
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import NamedTuple

from portsref.documents.writing import json_text
from portsref.exporters.comments import about_causes
from portsref.exporters.families import FAMILIES, networks_of, parts_by_family
from portsref.exporters.host.hosts import NOBODYS_ADDRESS
from portsref.exporters.identifiers import identifier
from portsref.exporters.once import MOST, Once
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Cause, Endpoint, Rule
from portsref.ports import PortSet
from portsref.protocols import PROTOCOL_BY_NAME

NO_PROTOCOL = gettext_noop("the cloud's rules cannot say %(protocol)s alone")
NO_PORT_ZERO = Message(gettext_noop("the cloud's rules have no port 0"))

EVERY_NETWORK: Mapping[int, tuple[str, ...]] = {4: ("0.0.0.0/0",), 6: ("::/0",)}
LONGEST_RULE = 100  # its name in descriptions
_LONGEST_NAMES = 400  # of rules that say the same; more than any description holds
_BLANKS = re.compile(" {2,}")


class Service(NamedTuple):
    """A protocol with one range of ports, or without ports."""

    protocol: str
    first: int | None = None
    last: int | None = None


def why_not(
    protocols: Collection[str], rule: Rule, *, takes_port_zero: bool = False
) -> Message | None:
    """Tell why a cloud with these protocols cannot say a rule."""
    source, destination = rule.source, rule.destination
    if destination.kind != "group":
        return None
    if not source.addresses and source.kind != "any":
        return NOBODYS_ADDRESS
    if rule.protocol not in protocols:
        return Message(NO_PROTOCOL, {"protocol": rule.protocol})
    if not takes_port_zero and rule.ports.ranges and not rule.ports.ranges[0].first:
        return NO_PORT_ZERO
    return None


@lru_cache(maxsize=MOST)
def services(protocol: str, ports: PortSet) -> tuple[Service, ...]:
    """A service for each range of the ports, or one without ports."""
    ranges = (Service(protocol, part.first, part.last) for part in ports.ranges)
    return tuple(ranges) or (Service(protocol),)


@lru_cache(maxsize=MOST)
def services_and_purposes(
    protocol: str, ports: PortSet, causes: tuple[Cause, ...]
) -> tuple[tuple[Service, ...], str]:
    """What many rules share: their services, and what they are for."""
    return services(protocol, ports), about_causes(causes)


class Ends:
    """What the ends of rules are in each family, worked out once for each of them."""

    def __init__(self) -> None:
        self.networks = Once(_networks_of)
        self._families = Once(self._families_of)

    def _families_of(self, end: Endpoint) -> tuple[int, ...]:
        return tuple(self.networks(end))

    def families(self, protocol: str, source: Endpoint, destination: Endpoint) -> tuple[int, ...]:
        """The families that the protocol and both ends have, IPv4 first.

        Hosts whose addresses are not known may have both.
        """
        return _common(protocol, self._families(source), self._families(destination))


@lru_cache(maxsize=MOST)
def _common(protocol: str, *ends: tuple[int, ...]) -> tuple[int, ...]:
    of_protocol = PROTOCOL_BY_NAME[protocol].families
    return tuple(
        family
        for family in FAMILIES
        if family in of_protocol and all(family in families for families in ends)
    )


def _networks_of(end: Endpoint) -> Mapping[int, tuple[str, ...]]:
    """The fewest networks that hold exactly the addresses of an end, by family, as texts."""
    if not end.addresses:
        return EVERY_NETWORK
    parts = parts_by_family(end)
    return {
        family: tuple(map(str, networks_of(parts[family])))
        for family in FAMILIES
        if family in parts
    }


class Told(NamedTuple):
    """Which rules say something, and what they are for."""

    names: str
    purposes: str

    @classmethod
    def of(cls, rule: Rule) -> "Told":
        """What there is to tell of a rule."""
        _, purposes = services_and_purposes(rule.protocol, rule.ports, rule.causes)
        return cls(identifier(rule.name, LONGEST_RULE), purposes)

    def __add__(self, other: "Told") -> "Told":  # type: ignore[override]  # no longer a tuple
        """Tell of further rules too, as far as there is room in any description."""
        if len(self.names) > _LONGEST_NAMES:
            return self
        purposes = self.purposes
        if other.purposes not in purposes and len(purposes) < _LONGEST_NAMES:
            purposes = f"{purposes} {other.purposes}"
        return Told(f"{self.names}, {other.names}", purposes)


class Descriptions:
    """Writes what there is to tell as a text in quotes, in so many characters.

    What matches `refused` becomes a space, and `quoted` puts a text in quotes. Purposes, which many
    rules share, are made ready once.
    """

    def __init__(
        self,
        most: int,
        refused: re.Pattern[str] | None = None,
        quoted: Callable[[str], str] = json_text,
    ) -> None:
        self._most, self._refused, self._quoted = most, refused, quoted
        self._ready = lru_cache(maxsize=MOST)(self._made_ready)

    def __call__(self, told: Told) -> str:
        """The rules, whose names need no quoting, and their purposes."""
        length, ready = self._ready(told.purposes)
        if len(told.names) + length <= self._most:
            return f'"{told.names}{ready}'
        return self._quoted(fitting(f"{told.names}: {told.purposes}", self._most, self._refused))

    def _made_ready(self, purposes: str) -> tuple[int, str]:
        """What stands behind the names, and how long it is when it is read."""
        text = fitting(f": {purposes}", self._most, self._refused)
        return len(text), self._quoted(text)[1:]


def fitting(text: str, most: int, refused: re.Pattern[str] | None = None) -> str:
    """The text in so many characters; what is refused of it becomes a space."""
    if refused:
        text = _BLANKS.sub(" ", refused.sub(" ", text.replace("'", ""))).strip()
    return text if len(text) <= most else f"{text[: most - 3]}..."
