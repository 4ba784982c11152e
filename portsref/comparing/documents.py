"""How two plan documents differ, as lines of their YAML."""

import difflib
from typing import Literal

from portsref.planning.document import PlanDocument

type Whose = Literal["theirs", "mine", "same", "gap"]

_SIGNS: dict[str, Whose] = {"-": "theirs", "+": "mine", " ": "same"}


def different_lines(theirs: PlanDocument, mine: PlanDocument) -> tuple[tuple[Whose, str], ...]:
    """Lines that are only theirs or only mine, with one around them; a gap is what is left out."""
    compared = difflib.unified_diff(
        theirs.as_yaml().splitlines(), mine.as_yaml().splitlines(), n=1, lineterm=""
    )
    return tuple(
        (_SIGNS[line[0]], line[1:]) if line[0] in _SIGNS else ("gap", "…")
        for line in list(compared)[2:]
    )
