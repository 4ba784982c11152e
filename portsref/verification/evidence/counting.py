"""What counters of existing rules say: that what these let in came, since nobody knows when."""

from collections.abc import Iterator, Sequence

from portsref.importers.values import Place
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Rule
from portsref.verification.evidence.model import Log, Result
from portsref.verification.rules.needs import packets_of
from portsref.verification.rules.space import EVERY_ADDRESS, Space, meet_spaces, minus_spaces
from portsref.verification.rules.walking import Opening, openings
from portsref.work import Work

COUNTED = gettext_noop("%(tool)s counted %(packets)d packets, since a time that it does not say")
COUNTED_WIDER = gettext_noop("%(tool)s counted %(packets)d packets, others among them")

type Counted = tuple[Rule, Result, Message, Place]


def counted(log: Log, rules: Sequence[Rule], work: Work) -> Iterator[Counted]:
    """The rules of a plan that counters of a firewall tell of; raises `TooMuchWorkError`.

    What an existing rule lets in is used where it is all of one rule's, and likely so where other
    packets would be counted too.
    """
    if log.firewall is None:
        return
    packets = [(rule, _to_anywhere(packets_of(rule))) for rule in rules]
    for opening in openings(log.firewall, ("prerouting", "input", "forward"), work):
        number = log.counts.get(opening.step.place, 0)
        if number and not opening.is_plumbing and not opening.machine:
            yield from _of_opening(opening, number, log.label, packets, work)


def _of_opening(
    opening: Opening, number: int, label: str, packets: list[tuple[Rule, Space]], work: Work
) -> Iterator[Counted]:
    boxes = _to_anywhere(opening.boxes)
    met = [(rule, space) for rule, space in packets if meet_spaces(boxes, space, work)]
    said = {"tool": label, "packets": number}
    for rule, space in met:
        is_all = len(met) == 1 and not opening.doubt and not minus_spaces(boxes, space, work)
        words = Message(COUNTED if is_all else COUNTED_WIDER, said)
        yield rule, "used" if is_all else "weak", words, opening.step.place


def _to_anywhere(boxes: Space) -> Space:
    """The same whatever they are to: they came to this host."""
    return tuple(box.having("destinations", EVERY_ADDRESS[box.family]) for box in boxes)
