"""What somebody accepted of a draft, as the form sends it: pieces of a plan, judged once more.

The form has nothing but these pieces, in the values of its boxes: no text that was pasted, and
nothing that must be trusted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from portsref.documents.problems import Problem, ProblemsError
from portsref.importers.accepting import parse_piece, take_in, take_out
from portsref.importers.drafts import MOST_PARTS, Draft, Part
from portsref.importers.facts import Piece, Section
from portsref.messages import Message, gettext_noop
from portsref.planning.document import SCHEMA, PlanDocument, document_from
from portsref.web.plans.composer.judging import refuse_many
from portsref.web.plans.composer.starting import empty_plan

NOTHING_ACCEPTED = gettext_noop("Tick at least one part.")
TOO_MANY = gettext_noop("more than %(most)d parts")

_NODES = frozenset({"control-plane", "worker"})
_SECTIONS: Sequence[tuple[str, Section]] = (
    ("api_endpoint", "endpoint"),
    ("outbound_proxy", "proxy"),
    ("kubernetes", "kubernetes"),
    ("networks", "networks"),
    ("picks", "products"),
    ("changes", "changes"),
    ("listeners", "listeners"),
    ("groups", "groups"),
)


@dataclass(frozen=True, slots=True)
class Accepted:
    """Pieces that come into a plan, and pieces that go."""

    taken: tuple[Piece, ...]
    gone: tuple[Piece, ...] = ()

    @classmethod
    def of(cls, values: QueryDict) -> "Accepted":
        """Read the boxes of a form; raises `ProblemsError`."""
        chosen = (str(values[name]) for name in values if name.startswith("choice-"))
        taken = [*map(str, values.getlist("part")), *filter(None, chosen)]
        gone = [*map(str, values.getlist("gone"))]
        if len(taken) + len(gone) > MOST_PARTS:
            raise ProblemsError([Problem("", "", Message(TOO_MANY, {"most": MOST_PARTS}))])
        if not taken and not gone:
            raise ProblemsError([Problem("", "", Message(NOTHING_ACCEPTED))])
        return cls(tuple(map(parse_piece, taken)), tuple(map(parse_piece, gone)))

    def onto(self, document: PlanDocument | None) -> PlanDocument:
        """The plan with what was accepted, or a new one of it; raises `ProblemsError`."""
        base = (document or self._new_plan()).as_data()
        made = document_from(take_out(self.gone, take_in(self.taken, base)), file="")
        refuse_many(groups=len(made.groups), changes=len(made.changes), own=len(made.listeners))
        return made

    def _new_plan(self) -> PlanDocument:
        """Nothing, with the usual groups where none of a cluster's hosts were accepted."""
        roles = {role for piece in self.taken for role in _roles(piece)}
        if roles.isdisjoint(_NODES):
            return empty_plan()
        return document_from({"schema": SCHEMA, "title": empty_plan().title})

    def as_draft(self) -> Draft:
        """The same once more to be looked at, without where it was read."""
        parts = (
            Part(f"accepted:{number}", _section(piece), piece, ())
            for number, piece in enumerate(self.taken)
        )
        return Draft(tuple(parts))


def _roles(piece: Piece) -> Iterable[str]:
    groups = piece.get("groups")
    for group in groups if isinstance(groups, list) else ():
        yield from group.get("roles", ())


def _section(piece: Piece) -> Section:
    return next(section for key, section in _SECTIONS if key in piece)
