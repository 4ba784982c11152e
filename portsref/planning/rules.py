"""What the engine answers: rules, what stays local, and findings, as plain unchangeable values.

The annotations say how a value is stored: ports and addresses as text, what is `Shared` once, and
what no planner says only where somebody said it. A field that comes later needs a default, with
which what was stored before is read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from portsref.catalogue.keys import product_of
from portsref.catalogue.version import version_of
from portsref.documents.base import Ports
from portsref.planning.document import ANY, Address, PlanDocument
from portsref.planning.pod_network import UNKNOWN_NETWORK, PodNetwork
from portsref.planning.shared import Shared

# not a `type`, of which a published schema would make a part of its own
Severity = Literal["error", "warning", "note"]
type Way = Literal["", "api-endpoint", "in-cluster", "outbound-proxy"]
type Action = Literal["allow", "remove"]  # `remove` only in a request that closes something
type EndpointKind = Literal["group", "any", "outside"]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One end of a flow: a group of the plan, any address, or a named place outside.

    `dns` are the names by which a place outside is reached, where the catalogue knows them.
    """

    name: str
    kind: EndpointKind = "group"
    addresses: tuple[Address, ...] = ()
    zone: str | None = None
    dns: Annotated[tuple[str, ...], Field(exclude_if=().__eq__)] = ()

    @property
    def group(self) -> str:
        """The name, as published documents call it, of a group or of whatever stands for one."""
        return self.name

    @property
    def is_for_many(self) -> bool:
        """Tell whether packets go to no single host: to multicast groups, or to all at once."""
        return bool(self.addresses) and all(address.is_for_many for address in self.addresses)

    @property
    def text(self) -> str:
        """The addresses joined with `;`, the name where there are none, or `any`."""
        return ";".join(map(str, self.addresses)) or self.name

    def __hash__(self) -> int:
        """Hash the name alone: few ends share one, and there is a look-up for every rule."""
        return hash(self.name)


ANYWHERE = Endpoint(name=ANY, kind="any")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a listener is in the plan.

    `options` are those of its own product that its `when` asked for; `brought_by` is the product
    that brings its product in, and `brought_because` are the options that decided so. `by_hand`
    is true where it was picked although its condition does not hold. `said` is the reason as an
    exported file words it, of which nothing else is known.
    """

    product: str
    options: tuple[tuple[str, str], ...] = ()
    brought_by: str | None = None
    brought_because: tuple[tuple[str, str], ...] = ()
    since: str | None = None
    until: str | None = None
    through: Way = ""
    by_hand: bool = False
    said: Annotated[str, Field(exclude_if="".__eq__)] = ""

    @property
    def text(self) -> str:
        """The reason in the words of the catalogue, such as `encryption = wireguard`."""
        return "; ".join(self._parts()) or "always"

    def _parts(self) -> Iterator[str]:
        if self.said:
            yield self.said
        if self.by_hand:
            yield "picked by hand"
        if self.options:
            yield ", ".join(f"{option} = {value}" for option, value in self.options)
        if self.brought_by:
            because = "".join(f", {option} = {value}" for option, value in self.brought_because)
            yield f"bundled by {self.brought_by}{because}"
        if self.since:
            yield f"Kubernetes ≥ {self.since}"
        if self.until:
            yield f"Kubernetes ≤ {self.until}"
        if self.through:
            yield {
                "api-endpoint": "through the API endpoint",
                "in-cluster": "in-cluster kubernetes Service",
                "outbound-proxy": "through the outbound proxy",
            }[self.through]


@dataclass(frozen=True, slots=True)
class Cause:
    """One row of the catalogue that makes a rule needed, with all that a reader asks about it.

    `by_pods` tells that pods dial, whose packets may have the addresses of their nodes by then.
    """

    listener: str
    component: str
    purpose: str
    reason: Reason
    required: bool
    encryption: str
    source: str | None = None
    note: str | None = None
    random: bool = False
    phase: Annotated[str, Field(exclude_if="".__eq__)] = ""
    by_pods: Annotated[bool, Field(exclude_if=False.__eq__)] = False

    def __hash__(self) -> int:
        """Hash the row alone: few causes share one, and there is a look-up for every rule."""
        return hash(self.listener)


def phase_of(causes: Iterable[Cause]) -> str:
    """`installation` where none of the causes needs it later; empty for always."""
    phases = {cause.phase for cause in causes}
    return phases.pop() if len(phases) == 1 else ""


class _Caused:
    """What its causes say, together, of a rule or of a listener that needs none."""

    __slots__ = ()

    if TYPE_CHECKING:  # a real one would be taken for the default of a field

        @property
        def causes(self) -> tuple[Cause, ...]:
            """Rows of the catalogue, at least one."""

    @property
    def purpose(self) -> str:
        """What the traffic is, in English."""
        return _joined((cause.purpose for cause in self.causes), " ")

    @property
    def condition(self) -> str:
        """Why it is needed; `always` where nothing had to be chosen."""
        return _joined((cause.reason.text for cause in self.causes), "; ")

    @property
    def required(self) -> bool:
        """Tell whether the cluster does not work without it."""
        return any(cause.required for cause in self.causes)

    @property
    def phase(self) -> str:
        """`installation` where none of its causes needs it later; empty for always."""
        return phase_of(self.causes)

    @property
    def encryption(self) -> str:
        """How the traffic is encrypted; several where causes differ."""
        return _joined(cause.encryption for cause in self.causes)

    @property
    def references(self) -> tuple[str, ...]:
        """URLs of the sources, without repetition."""
        return tuple(dict.fromkeys(cause.source for cause in self.causes if cause.source))

    @property
    def note(self) -> str:
        """What the catalogue adds."""
        return _joined((cause.note for cause in self.causes if cause.note), " ")


@dataclass(frozen=True, slots=True)
class Rule(_Caused):
    """Source may open connections to destination on these ports: one line of a request.

    `number` is by what people of a saved plan call it, in every revision; 0 where it has none.
    """

    name: str
    source: Shared[Endpoint]
    destination: Shared[Endpoint]
    protocol: str
    ports: Ports
    causes: tuple[Shared[Cause], ...]
    action: Annotated[Action, Field(exclude_if="allow".__eq__)] = "allow"
    number: Annotated[int, Field(exclude=True)] = field(default=0, compare=False)

    @property
    def listeners(self) -> tuple[str, ...]:
        """Keys of the rows that cause it, without repetition."""
        return tuple(dict.fromkeys(cause.listener for cause in self.causes))

    @property
    def product(self) -> str:
        """Slugs of the products that cause it, joined with `, `."""
        return _joined(product_of(cause.listener) for cause in self.causes)

    @property
    def component(self) -> str:
        """Components that cause it, joined with `, `."""
        return _joined(cause.component for cause in self.causes)

    @property
    def crosses_zones(self) -> bool:
        """Tell whether its ends lie in different zones; outside and anywhere are other zones.

        A group without a zone lies in none of the named ones.
        """
        outside = self.source.kind != "group" or self.destination.kind != "group"
        return outside or self.source.zone != self.destination.zone


@dataclass(frozen=True, slots=True)
class Local(_Caused):
    """A listener that opens nothing between hosts: loopback, its own host, or the pod network."""

    listener: str
    component: str
    groups: tuple[str, ...]
    peers: tuple[str, ...]
    protocol: str
    ports: Ports
    cause: Shared[Cause]

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Its one row."""
        return (self.cause,)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the engine says beside the rules: a code with parameters, worded elsewhere.

    `place` is the part of the document that it is about, such as `groups[workers]`.
    """

    code: str
    severity: Severity
    place: str = ""
    parameters: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class RuleSet:
    """All that the engine says about one document; no two of its rules have the same name.

    `networks` is what a filter on the hosts themselves must know beside the rules: whose packets
    are the pods', and which are those of Services.
    """

    document: PlanDocument
    kubernetes: str
    catalogue_date: str
    catalogue_digest: str
    rules: tuple[Rule, ...] = ()
    outbound: tuple[Rule, ...] = ()
    local: tuple[Local, ...] = ()
    pod_network: tuple[Local, ...] = ()
    findings: tuple[Finding, ...] = ()
    networks: Annotated[PodNetwork, Field(exclude_if=UNKNOWN_NETWORK.__eq__)] = UNKNOWN_NETWORK

    @property
    def catalogue_version(self) -> str:
        """The version of the catalogue that answered, as `2026-08-22.1a2b3c4d`."""
        return version_of(self.catalogue_date, self.catalogue_digest)

    @cached_property
    def all_rules(self) -> tuple[Rule, ...]:
        """Rules within the plan, then those to places outside."""
        return (*self.rules, *self.outbound)

    @cached_property
    def listed(self) -> frozenset[str]:
        """The keys of all rows that it speaks of, in rules and beside them."""
        local = (one.listener for one in (*self.local, *self.pod_network))
        return frozenset(local).union(*(rule.listeners for rule in self.all_rules))

    def count_rules_of(self, product: str) -> int:
        """How many rules a product causes."""
        prefix = f"{product}/"
        return sum(any(key.startswith(prefix) for key in rule.listeners) for rule in self.all_rules)


def _joined(texts: Iterator[str], separator: str = ", ") -> str:
    return separator.join(dict.fromkeys(texts))
