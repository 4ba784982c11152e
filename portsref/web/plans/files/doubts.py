"""What the receiver of a file will ask, in the reader's language, with where it is mended."""

from collections.abc import Iterator
from dataclasses import dataclass

from portsref.exporters.base import Doubt, Doubts
from portsref.planning.document import PlanDocument
from portsref.web.plans.composer.places import query_of_place
from portsref.web.shared.messages import say

MOST_TOLD = 20  # who mends these sees the next


@dataclass(frozen=True, slots=True)
class DoubtText:
    """A doubt, the line of the file that it is about if any, and the address that mends it."""

    text: str
    rule: str
    address: str


@dataclass(frozen=True, slots=True)
class DoubtsSheet:
    """The first doubts, and how many there are besides."""

    told: tuple[DoubtText, ...]
    further: int


def tell_doubts(doubts: Doubts, document: PlanDocument, edit_address: str) -> DoubtsSheet:
    """The doubts as a reader sees them; links only for who may edit."""
    told = tuple(_texts(doubts.told[:MOST_TOLD], document, edit_address))
    return DoubtsSheet(told, doubts.count - len(told))


def _texts(
    doubts: tuple[Doubt, ...], document: PlanDocument, edit_address: str
) -> Iterator[DoubtText]:
    for doubt in doubts:
        query = query_of_place(doubt.place, document) if edit_address else ""
        address = f"{edit_address}{query}" if query else ""
        yield DoubtText(say(doubt.message), doubt.rule, address)
