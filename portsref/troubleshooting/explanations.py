"""What can be said of a packet that a firewall dropped, as plain unchangeable values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from portsref.packet_logs.packets import Address, Packet
from portsref.planning.rules import Rule
from portsref.troubleshooting.additions import Addition

type Verdict = Literal[
    "accepted", "accepted-unplanned", "in-plan", "newer-catalogue", "reply", "reply-unplanned",
    "icmp-answer", "two-families", "not-routed", "same-host", "excluded", "narrowed", "moved",
    "api-endpoint", "outbound-proxy", "option", "row-not-picked", "other-version", "omitted",
    "not-a-peer", "stays-local", "elsewhere", "outside-by-name", "unknown-end", "product",
    "known-elsewhere", "unknown", "answered", "out-of-reach", "unknown-service", "pods",
    "service-address",
]  # fmt: skip
type ClusterNetwork = Literal["", "pods", "services"]
type RemedyKind = Literal[
    "take-back", "widen", "set-option", "pick-row", "pick-product", "own-listener",
    "add-address", "add-group", "add-pods",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class End:
    """An address with the groups that hold it; where none does, those whose addresses are near.

    The address is None where nothing says it. What is in no group may be in the `network` of the
    cluster's pods or Services.
    """

    address: Address | None
    groups: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    network: ClusterNetwork = ""


@dataclass(frozen=True, slots=True)
class User:
    """A row of the catalogue that uses the packet's port.

    `fits` counts the ends that play what the row asks for. `is_wide` is true for a range of which
    the product uses a few ports.
    """

    listener: str
    fits: int = 0
    is_in_plan: bool = False
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something to add to the plan that makes it allow the packet, and what else comes of it.

    Every remedy was tried: with it the plan allows the packet, opens `opens` and closes `closes`.
    `options` are those that it sets, `product` whose they are, `group` which it changes or makes.
    `moves` names rows of that product that would not apply any more, such as a webhook in pods that
    comes to listen on hosts.
    """

    kind: RemedyKind
    addition: Addition
    opens: tuple[Rule, ...] = ()
    closes: tuple[Rule, ...] = ()
    product: str = ""
    options: tuple[tuple[str, str], ...] = ()
    listener: str = ""
    group: str = ""
    moves: tuple[str, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Tell whether it follows from the plan alone, which says what the remedy takes back."""
        return self.kind in {"take-back", "widen"}


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is known of one packet: a verdict with parameters, worded elsewhere.

    `rules` and `listeners` are what the verdict is about, `users` what is known on the port, best
    first. `is_certain` is false where the verdict does not follow from the plan and the packet
    alone, `is_complete` where the plan is so large that not everything was tried.
    """

    packet: Packet
    source: End
    destination: End
    verdict: Verdict
    is_certain: bool = True
    rules: tuple[Rule, ...] = ()
    listeners: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    remedies: tuple[Remedy, ...] = ()
    users: tuple[User, ...] = ()
    near: tuple[int, ...] = ()
    is_nodeport: bool = False
    is_complete: bool = True

    @property
    def shared_group(self) -> str:
        """A group in which both ends are; empty where there is none."""
        return min({*self.source.groups} & {*self.destination.groups}, default="")
