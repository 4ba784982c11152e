"""What somebody else saved while a plan was in the composer."""

import difflib
from dataclasses import dataclass

from portsref.planning.document import PlanDocument
from portsref.web.plans.models import Revision
from portsref.web.plans.queries import stored_document


@dataclass(frozen=True, slots=True)
class OvertakenText:
    """The revision that somebody else saved meanwhile, and how it differs from this form."""

    theirs: Revision
    lines: tuple[tuple[str, str], ...]


def compare_documents(theirs: Revision, mine: PlanDocument) -> OvertakenText:
    """Their saved revision beside this form, as lines that are only theirs or only mine."""
    compared = difflib.unified_diff(
        stored_document(theirs).as_yaml().splitlines(),
        mine.as_yaml().splitlines(),
        n=1,
        lineterm="",
    )
    signs = {"-": "theirs", "+": "mine", " ": "same"}
    lines = (
        (signs[line[0]], line[1:]) if line[0] in signs else ("gap", "…")
        for line in list(compared)[2:]
    )
    return OvertakenText(theirs, tuple(lines))
