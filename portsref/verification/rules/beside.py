"""What the plan says of existing rules: needed, wider than needed, needed by nothing in it."""

from collections.abc import Iterator, Sequence

from portsref.importers.values import Place
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Rule
from portsref.verification.base import Beside, State
from portsref.verification.rules import states
from portsref.verification.rules.describing import beyond, describe, shortened
from portsref.verification.rules.model import ByFamily, Firewall
from portsref.verification.rules.needs import Need, destinations_of, packets_of
from portsref.verification.rules.space import (
    EVERY_ADDRESS,
    Box,
    Space,
    Spans,
    meet,
    meet_spaces,
    minus_spaces,
)
from portsref.verification.rules.walking import Opening, openings
from portsref.verification.rules.ways import Way
from portsref.work import Work

MOST_DETAILS = 3

NEEDED_BY = gettext_noop("needed by %(rules)s")
BY_PODS = gettext_noop("needed by the pods of the host itself")
NEEDS_OTHER = gettext_noop("%(rule)s needs %(protocol)s here")
TO_OTHERS = gettext_noop("it is to addresses that the plan does not have")
MADE_OF = gettext_noop("%(number)d rules of %(name)s")
_SWAPPED = {6: 17, 17: 6}
_OF_LINK: Spans = ((0xFE80 << 112, (0xFEC0 << 112) - 1),)


def besides(
    firewall: Firewall, needs: Sequence[Need], closed: Sequence[Rule], work: Work
) -> Iterator[Beside]:
    """The state of each existing rule that opens something, each once.

    `closed` are rules of the plan that are not open, or only in part. Raises `TooMuchWorkError`.
    """
    for machine in firewall.machines:
        what = Message(MADE_OF, {"number": machine.rules, "name": machine.name})
        yield Beside(states.MACHINE, what, machine.place)
    destinations = destinations_of(needs)
    seen: set[tuple[Place, str, str]] = set()
    for opening in openings(firewall, Way.TO_HOST.hooks, work):
        found = _beside(opening, needs, closed, destinations, work)
        key = (found.place, str(found.what), found.state.name)
        if key not in seen:
            seen.add(key)
            yield found


def _beside(
    opening: Opening,
    needs: Sequence[Need],
    closed: Sequence[Rule],
    destinations: ByFamily,
    work: Work,
) -> Beside:
    what, place = describe(opening.boxes, members_of=opening.members_of), opening.step.place
    boxes = _to_hosts(opening.boxes, destinations)
    state, details = _judged(opening, needs, closed, boxes, work)
    return Beside(state, what, place, tuple(details))


def _to_hosts(boxes: Space, destinations: ByFamily) -> Space:
    """Those of the packets that are to addresses that rules go to, of which others never come."""
    found = ((box, meet(box.destinations, destinations[box.family])) for box in boxes)
    return tuple(box.having("destinations", inside) for box, inside in found if inside)


def _judged(
    opening: Opening,
    needs: Sequence[Need],
    closed: Sequence[Rule],
    boxes: Space,
    work: Work,
) -> tuple[State, list[Message]]:
    if opening.members_of and not opening.machine:
        return states.UNTOLD, [opening.doubt] if opening.doubt else []
    needed = [need for need in needs if need.rule and meet_spaces(boxes, need.packets, work)]
    own = tuple(box for need in needs if not need.rule for box in need.packets)
    if not needed and own and not minus_spaces(opening.boxes, own, work):
        return states.NEEDED, [Message(BY_PODS)]
    if not needed:
        return _unneeded(opening, closed, boxes, work)
    by_rules = tuple(box for need in needed for box in need.packets)
    if all(box.destinations == EVERY_ADDRESS[box.family] for box in opening.boxes):
        by_rules, boxes = _to_anywhere(by_rules), _to_anywhere(boxes)
    rest = minus_spaces(boxes, (*own, *by_rules), work)
    names = [need.rule.name for need in needed if need.rule]
    details = [Message(NEEDED_BY, {"rules": shortened(names)})]
    if opening.machine:
        return states.MACHINE, details
    if opening.doubt or opening.is_plumbing or not rest:
        return states.NEEDED, details
    return states.WIDER, [*details, *beyond(boxes, meet_spaces(boxes, by_rules, work), rest)]


def _to_anywhere(boxes: Space) -> Space:
    """The same whatever they are to: an existing rule without destinations has no say in it."""
    return tuple(box.having("destinations", EVERY_ADDRESS[box.family]) for box in boxes)


def _unneeded(
    opening: Opening, closed: Sequence[Rule], boxes: Space, work: Work
) -> tuple[State, list[Message]]:
    if opening.machine:
        return states.MACHINE, []
    if opening.is_plumbing or _is_of_the_link(opening.boxes):
        return states.PLUMBING, []
    if swapped := _swapped(boxes):
        for rule in closed:
            if meet_spaces(swapped, packets_of(rule), work):
                parameters = {"rule": rule.name, "protocol": rule.protocol}
                return states.WRONG_PROTOCOL, [Message(NEEDS_OTHER, parameters)]
    if opening.doubt or not boxes:
        return states.UNTOLD, [opening.doubt or Message(TO_OTHERS)]
    return states.NOBODY, []


def _is_of_the_link(boxes: Space) -> bool:
    """Tell whether only neighbours on the same link, by such addresses, are let in."""
    return all(box.family == 6 and meet(box.sources, _OF_LINK) == box.sources for box in boxes)


def _swapped(boxes: Space) -> Space:
    """The same of UDP where it is of TCP alone, and the other way round."""
    numbers = {box.protocols for box in boxes}
    if len(numbers) != 1:
        return ()
    [[(first, last), *others]] = numbers
    if others or first != last or first not in _SWAPPED:
        return ()
    other = ((_SWAPPED[first], _SWAPPED[first]),)
    return tuple(Box(box.family, box.sources, box.destinations, other, box.ports) for box in boxes)
