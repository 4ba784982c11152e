"""What readers make of a firewall: filters at hooks, each a chain whose first fitting step counts.

A step that matches by more than is known here has a doubt: it may match or not, so that what it
decides cannot be told from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from portsref.importers.values import Place
from portsref.messages import Message
from portsref.protocols import BOTH
from portsref.verification.rules.space import (
    EVERY_ADDRESS,
    EVERY_PORT,
    NOTHING,
    Box,
    Side,
    Space,
    Spans,
    meet,
)

# Asked before the host, before the host translates, for the host itself, and when it forwards.
type Hook = Literal["network", "prerouting", "input", "forward"]
type Verdict = Literal["accept", "deny"]
# `any` is either verdict, which nobody here can tell; it always has a doubt.
type Action = Literal["accept", "deny", "any", "jump", "goto", "return"]
type ByFamily = Mapping[int, Spans]

EVERYTHING: Space = tuple(
    Box(family, sources=every, destinations=every) for family, every in EVERY_ADDRESS.items()
)


@dataclass(frozen=True, slots=True)
class Match:
    """Which packets a step is about: at most one box a family.

    `is_plumbing` where it is about what every host needs, such as errors of ICMP. `of_translated`
    where it is about packets alone that the host translated, or alone about others.
    `port_before_translation` where its ports are those that were dialled. `members_of` names what
    the sources are members of, `hosts_of` of which hosts it is about: both are known once it is
    bound to a plan.
    """

    boxes: Space = EVERYTHING
    doubt: Message | None = None
    is_plumbing: bool = False
    of_translated: bool | None = None
    port_before_translation: bool = False
    members_of: str = ""
    hosts_of: tuple[str, ...] = ()

    def narrowed(self, side: Side, to: Spans | ByFamily) -> "Match":
        """Only the packets of it whose side is among these."""
        boxes = []
        for box in self.boxes:
            allowed = to.get(box.family, NOTHING) if isinstance(to, Mapping) else to
            if found := meet(box.side(side), allowed):
                boxes.append(box.having(side, found))
        return replace(self, boxes=tuple(boxes))

    def of_families(self, families: frozenset[int]) -> "Match":
        """Only the packets of these families."""
        return replace(self, boxes=tuple(box for box in self.boxes if box.family in families))

    def from_members_of(self, name: str) -> "Match":
        """Only what comes from members of what has a name."""
        return replace(self, members_of=name)

    def for_hosts_of(self, names: tuple[str, ...]) -> "Match":
        """Only about hosts that are members of one of these; about all if there are none."""
        return replace(self, hosts_of=names)

    def doubted(self, doubt: Message | None) -> "Match":
        """The same, with a doubt; the first one stays."""
        return replace(self, doubt=self.doubt or doubt)

    @property
    def never(self) -> "Match":
        """No packet that begins a connection."""
        return replace(self, boxes=())

    @property
    def asks_for_ports(self) -> bool:
        """Tell whether ports decide."""
        return any(box.ports != EVERY_PORT for box in self.boxes)


@dataclass(frozen=True, slots=True)
class Step:
    """One existing rule: what it is about, and what becomes of it.

    `machine` names what made it, where that is a program that looks after it itself.
    """

    place: Place
    match: Match
    action: Action
    target: str = ""
    machine: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A chain at a hook, and what becomes of packets that it does not decide; None if unknown."""

    hook: Hook
    chain: str
    policy: Verdict | None
    families: frozenset[int] = BOTH


@dataclass(frozen=True, slots=True)
class Machine:
    """A program that looks after rules of its own, and how many of them were read past."""

    name: str
    rules: int
    place: Place


@dataclass(frozen=True, slots=True)
class Firewall:
    """What one document says of the filters of some hosts, which must all accept.

    `names` are names of it, of its file and its tags, by which it is known whose it is. Those that
    are `united` are asked together: what one of them accepts is accepted.
    """

    reader: str
    place: Place
    filters: tuple[Filter, ...]
    chains: Mapping[str, tuple[Step, ...]]
    names: tuple[str, ...] = ()
    families: frozenset[int] = BOTH
    united: bool = False
    machines: tuple[Machine, ...] = ()
