"""What somebody else saved while a plan was in the composer."""

from dataclasses import dataclass

from portsref.comparing.documents import Whose, different_lines
from portsref.planning.document import PlanDocument
from portsref.web.plans.models import Revision
from portsref.web.plans.queries import stored_document


@dataclass(frozen=True, slots=True)
class OvertakenText:
    """The revision that somebody else saved meanwhile, and how it differs from this form."""

    theirs: Revision
    lines: tuple[tuple[Whose, str], ...]


def compare_documents(theirs: Revision, mine: PlanDocument) -> OvertakenText:
    """Their saved revision beside this form, as lines that are only theirs or only mine."""
    return OvertakenText(theirs, different_lines(stored_document(theirs), mine))
