"""Asks filters what may become of packets, with every doubt on either side.

What may be accepted and cannot be denied is open, the other way round it is closed, and what may
be both cannot be told from here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from portsref.importers.values import Place
from portsref.messages import Message, gettext_noop
from portsref.verification.rules.model import (
    EVERYTHING,
    Filter,
    Firewall,
    Hook,
    Match,
    Step,
    Verdict,
)
from portsref.verification.rules.space import (
    EVERY_ADDRESS,
    EVERY_PORT,
    Box,
    Space,
    Spans,
    meet,
    meet_spaces,
    minus_spaces,
)
from portsref.work import Work

DEEPEST = 32

CHAIN_MISSING = gettext_noop("the chain %(chain)s is not in what was read")
PORT_OF_POD = gettext_noop("once it is translated, the packet has the port of a pod")
NO_DEFAULT = gettext_noop("what no rule decides is not said in what was read")
TOO_DEEP = gettext_noop("its chains lead to each other too many times")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something cannot be told: what is not known, and where it stands."""

    why: Message
    place: Place


@dataclass(slots=True)
class Answer:
    """What may be accepted, what may be denied, and why some may be both."""

    accepted: Space
    denied: Space = ()
    reasons: list[Reason] = field(default_factory=list)


def ask(
    firewall: Firewall,
    hooks: Sequence[Hook],
    packets: Space,
    work: Work,
    pods: Mapping[int, Spans] | None = None,
) -> Answer:
    """What may become of packets that pass the filters at `hooks`, in their order.

    With `pods`, the addresses of pods by family, they are translated before they are forwarded:
    their own addresses and ports are those that were dialled. Raises `TooMuchWorkError`.
    """
    answer = Answer(packets)
    for one in (one for hook in hooks for one in firewall.filters if one.hook == hook):
        translated = pods if one.hook == "forward" else None
        walk = _Walk(firewall, work, answer.reasons, is_translated=translated is not None)
        others = tuple(box for box in answer.accepted if box.family not in one.families)
        accepted: Space = ()
        for box in answer.accepted:
            if box.family in one.families:
                sent = _sent_on(box, translated)
                answer.denied += _as_dialled(walk.may("deny", one, sent), box)
                accepted += _as_dialled(walk.may("accept", one, sent), box)
        answer.accepted = others + accepted
    return answer


def _sent_on(box: Box, pods: Mapping[int, Spans] | None) -> Space:
    if pods is None:
        return (box,)
    return (replace(box, destinations=pods.get(box.family) or EVERY_ADDRESS[box.family]),)


def _as_dialled(packets: Space, dialled: Box) -> Space:
    """The packets with the addresses that were dialled, which translation may have replaced."""
    return tuple(
        box
        if meet(box.destinations, dialled.destinations) == box.destinations
        else replace(box, destinations=dialled.destinations)
        for box in packets
    )


class _Walk:
    """Walks down the chains of a firewall."""

    def __init__(
        self, firewall: Firewall, work: Work, reasons: list[Reason], *, is_translated: bool
    ) -> None:
        self.firewall = firewall
        self.chains: Mapping[str, Sequence[Step]] = firewall.chains
        self.work = work
        self.is_translated = is_translated
        self.reasons = reasons

    def may(self, verdict: Verdict, asked: Filter, packets: Space) -> Space:
        """The packets that may get a verdict of a filter."""
        found, left = self._chain(verdict, asked.chain, packets, 0)
        if left and asked.policy is None:
            self._doubt(Message(NO_DEFAULT), self.firewall.place)
        return found + left if asked.policy in {verdict, None} else found

    def _chain(
        self, verdict: Verdict, name: str, packets: Space, depth: int
    ) -> tuple[Space, Space]:
        """Which packets may get the verdict in a chain, and which may come out of it again."""
        found: Space = ()
        returned: Space = ()
        rest = packets
        for step in self.chains[name]:
            match = self._match(step)
            seen = meet_spaces(rest, match.boxes, self.work)
            if not seen:
                continue
            left: Space = ()
            if match.doubt:
                self._doubt(match.doubt, step.place)
            if step.action in {verdict, "any"}:
                found += seen
            elif step.action == "return":
                returned += seen
            elif step.action in {"jump", "goto"}:
                inner, left = self._inner(verdict, step, seen, depth)
                found += inner
                if step.action == "goto":
                    returned, left = returned + left, ()
            if not match.doubt:
                rest = minus_spaces(rest, seen, self.work) + left
            if not rest:
                break
        return found, rest + returned

    def _inner(self, verdict: Verdict, step: Step, seen: Space, depth: int) -> tuple[Space, Space]:
        """What a chain that a step leads to does; nobody knows of one that is not there."""
        if step.target in self.chains and depth < DEEPEST:
            return self._chain(verdict, step.target, seen, depth + 1)
        is_there = step.target in self.chains
        why = Message(TOO_DEEP) if is_there else Message(CHAIN_MISSING, {"chain": step.target})
        self._doubt(why, step.place)
        return seen, seen

    def _match(self, step: Step) -> Match:
        match = step.match
        if match.of_translated is not None and match.of_translated != self.is_translated:
            return match.never
        if not self.is_translated or match.port_before_translation or not match.asks_for_ports:
            return match
        boxes = tuple(replace(box, ports=EVERY_PORT) for box in match.boxes)
        return replace(match, boxes=boxes).doubted(Message(PORT_OF_POD))

    def _doubt(self, why: Message, place: Place) -> None:
        reason = Reason(why, place)
        if reason not in self.reasons:
            self.reasons.append(reason)


@dataclass(frozen=True, slots=True)
class Opening:
    """A step that accepts, with all that the steps before it on its way ask for."""

    step: Step
    boxes: Space
    doubt: Message | None = None
    is_plumbing: bool = False
    machine: str = ""
    members_of: str = ""


def openings(firewall: Firewall, hooks: Sequence[Hook], work: Work) -> Iterator[Opening]:
    """Every way to accept at some hooks, in the order of the chains.

    What stands before it and denies is left out of account. Raises `TooMuchWorkError`.
    """
    for one in firewall.filters:
        if one.hook in hooks:
            inside = tuple(box for box in EVERYTHING if box.family in one.families)
            first = Step(firewall.place, Match(), "jump", one.chain)
            yield from _openings(firewall, Opening(first, inside), work, 0)


def _openings(firewall: Firewall, way: Opening, work: Work, depth: int) -> Iterator[Opening]:
    if depth > DEEPEST:
        return
    for step in firewall.chains.get(way.step.target, ()):
        match = step.match
        boxes: tuple[Box, ...] = meet_spaces(way.boxes, match.boxes, work)
        if not boxes or match.of_translated:
            continue
        here = Opening(
            step,
            boxes,
            way.doubt or match.doubt,
            way.is_plumbing or match.is_plumbing,
            way.machine or step.machine,
            match.members_of or way.members_of,
        )
        if step.action == "accept":
            yield here
        elif step.action in {"jump", "goto"}:
            yield from _openings(firewall, here, work, depth + 1)
