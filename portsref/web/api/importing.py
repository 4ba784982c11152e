"""A plan from files of clusters and tools: what is read of them, and the plan of what is accepted.

The body is JSON or a zip, and larger than that of other operations. Nothing of it is stored or said
again but names of files, addresses, ports and what the parts of the draft have.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Query, Router

from portsref.documents.checking import check
from portsref.documents.problems import Problem, ProblemsError
from portsref.importers.accepting import take_in
from portsref.importers.cutting import File
from portsref.importers.draft_data import draft_data
from portsref.importers.drafts import Draft, draft_of
from portsref.importers.reading import Reading, read_files
from portsref.importers.registry import IMPORTERS, find_importer
from portsref.importers.secrets import SECRET_TYPES
from portsref.importers.updating import Change, changes, onto
from portsref.planning.document import SCHEMA, PlanDocument, document_from
from portsref.web.api.answers import private_answer
from portsref.web.api.bodies import EXAMPLE_PLAN, media_type_of, read_json, read_zip
from portsref.web.api.parameters import refuse_unknown
from portsref.web.api.planning import WRONG_BODY
from portsref.web.api.schemas import DraftDocument, ImportBody, ImportQuery

router = Router(tags=["planning"])
ZIP = "application/zip"
UNKNOWN_KIND = "is no kind of file: docs/importing.md has them"
UNKNOWN_PART = "is no part of the draft"
IN_THE_BODY = "belongs into the body, where that is JSON"
ONLY_ONE = "is accepted beside another one that says otherwise of the same thing"
BODY: Mapping[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "Files as texts, of at most 1 MiB each and 2 MiB together, and what of them "
        "is accepted; or a zip of them of at most 8 MiB, which holds at most 500 files and 8 MiB "
        "of text, with what is accepted in the query: `zip -r - cluster | curl --data-binary @- "
        "-H 'Content-Type: application/zip' 'https://…/api/v1/import?plan=true'`.",
        "content": {
            "application/json": {
                "schema": {"$ref": "#/components/schemas/ImportBody"},
                "example": {
                    "files": [
                        {
                            "name": "nodes.txt",
                            "text": "NAME  STATUS  ROLES          AGE  VERSION  INTERNAL-IP\n"
                            "cp1   Ready   control-plane  9d   v1.36.1  192.0.2.11\n",
                        }
                    ],
                    "plan": EXAMPLE_PLAN,
                    "accept": [],
                },
            },
            ZIP: {
                "schema": {"type": "string", "format": "binary"},
                "example": "the bytes of cluster.zip",
            },
        },
    }
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """Files, and what of them is accepted; without `accept` and `leave` nobody asks for a plan."""

    files: Sequence[File]
    read_as: str
    title: str
    plan: PlanDocument | None = None
    accept: Sequence[str] | None = None
    leave: Sequence[str] | None = None


@router.post(
    "import",
    operation_id="import_files",
    response={200: DraftDocument, **WRONG_BODY},
    by_alias=True,
    openapi_extra=dict(BODY),
    summary="A plan from files of clusters and tools",
)
def import_files(request: HttpRequest, query: Query[ImportQuery]) -> HttpResponseBase:
    """`portsref.draft/v1`: what is read of files, and the plan of what is accepted; not stored."""
    refuse_unknown(request, ImportQuery)
    body = _of_zip(request, query) if media_type_of(request) == ZIP else _of_json(request, query)
    reading = _read(body)
    draft = draft_of(reading)
    if body.plan:
        draft = onto(draft, body.plan)
    found = _changes(draft, body.plan)
    accepted = _accepted(body, found)
    states = {change.part.id: change.state for change in found}
    return private_answer(
        {
            **draft_data(draft, accepted, states),
            "recognised": _recognised(reading),
            "secrets": {kind: reading.secrets.get(kind, 0) for kind in SECRET_TYPES},
            "plan": _plan(body, draft, accepted),
        }
    )


def _of_zip(request: HttpRequest, query: ImportQuery) -> _Asked:
    is_asked = query.plan or query.accept or query.leave
    return _Asked(
        files=read_zip(request),
        read_as=query.read_as,
        title=query.title,
        accept=query.accept if is_asked else None,
        leave=query.leave if is_asked else None,
    )


def _of_json(request: HttpRequest, query: ImportQuery) -> _Asked:
    """What a body of JSON asks for; clients that are made of our document send all defaults."""
    said = query.model_dump(exclude_defaults=True)
    if said:
        raise ProblemsError(Problem("", name, IN_THE_BODY) for name in said)
    body = check(ImportBody, read_json(request), file="")
    return _Asked(
        files=[File(one.name, one.text) for one in body.files],
        read_as=body.read_as,
        title=body.title,
        plan=body.plan,
        accept=body.accept,
        leave=body.leave,
    )


def _changes(draft: Draft, plan: PlanDocument | None) -> Sequence[Change]:
    return changes(draft, plan) if plan else [Change(part, "new", {}) for part in draft.parts]


def _read(body: _Asked) -> Reading:
    importer = find_importer(body.read_as) if body.read_as else None
    if body.read_as and importer is None:
        raise ProblemsError([Problem("", "read_as", UNKNOWN_KIND)])
    return read_files(body.files, IMPORTERS, importer)


def _accepted(body: _Asked, found: Sequence[Change]) -> frozenset[str]:
    known = {change.part.id: change for change in found}
    problems = [
        Problem("", f"{field}[{number}]", UNKNOWN_PART)
        for field in ("accept", "leave")
        for number, name in enumerate(getattr(body, field) or ())
        if name not in known
    ]
    if problems:
        raise ProblemsError(problems)
    asked = body.accept or ()
    rivals = {rival for name in asked for rival in known[name].part.rivals}
    if both := [number for number, name in enumerate(asked) if name in rivals]:
        raise ProblemsError(Problem("", f"accept[{number}]", ONLY_ONE) for number in both)
    at_first = {name for name, change in known.items() if change.is_accepted_at_first}
    return frozenset((at_first | set(asked)) - set(body.leave or ()))


def _plan(body: _Asked, draft: Draft, accepted: frozenset[str]) -> Mapping[str, object] | None:
    """The plan of what is accepted, where it is asked for; raises `ProblemsError`."""
    if body.accept is None and body.leave is None:
        return None
    base = body.plan.as_data() if body.plan else {"schema": SCHEMA, "title": body.title}
    pieces = (part.piece for part in draft.parts if part.id in accepted)
    return document_from(take_in(pieces, base), file="").as_data()


def _recognised(reading: Reading) -> list[Mapping[str, str]]:
    return [{"place": str(one.place), "kind": one.importer.name} for one in reading.recognised]
