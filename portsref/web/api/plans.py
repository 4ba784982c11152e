"""Operations that read saved plans: whoever has the id may."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router

from portsref.exporters.base import ZIP, Export, Exporter
from portsref.exporters.registry import find_exporter
from portsref.planning.rules_file import RulesDocument
from portsref.web.api.answers import envelope_answer, private, private_answer, problem_answer
from portsref.web.api.parameters import FormatName, PlanId, RevisionNumber, refuse_unknown
from portsref.web.api.planning import file_responses, no_format, refuse_export, rules_answer
from portsref.web.api.schemas import (
    BundleQuery,
    Envelope,
    ExportQuery,
    NoQuery,
    Problems,
    RevisionList,
    RulesQuery,
    SavedPlan,
)
from portsref.web.plans.files.bundles import TooMuchToBundleError, make_bundle
from portsref.web.plans.files.downloads import (
    Wanted,
    export_saved,
    provenance_of,
    send_file,
    send_kept,
)
from portsref.web.plans.files.languages import language_for
from portsref.web.plans.keys import is_plan_id
from portsref.web.plans.models import Revision
from portsref.web.plans.queries import (
    find_revision,
    list_revisions,
    stored_document,
    stored_rules,
)

router = Router(tags=["plans"])
WRONG = {404: Problems, 422: Problems}
TAGGED: dict[str, Any] = {
    "responses": {
        200: {
            "headers": {
                "ETag": {
                    "description": "The number of the newest revision in quotes, for `If-Match`.",
                    "schema": {"type": "string"},
                }
            }
        }
    }
}
BUNDLE_RESPONSE: dict[str, Any] = {
    "responses": {200: {"description": "The zip.", "content": {ZIP: {"schema": {}}}}}
}


@router.get(
    "plans/{plan_id}",
    operation_id="get_plan",
    response={200: SavedPlan, **WRONG},
    by_alias=True,
    openapi_extra=TAGGED,
    summary="A saved plan",
)
def show_plan(request: HttpRequest, plan_id: PlanId) -> HttpResponseBase:
    """The plan document as the newest revision has it."""
    refuse_unknown(request, NoQuery)
    revision = find_saved(plan_id)
    answer = private_answer(
        {
            "id": revision.plan_id,
            "created": revision.plan.created.isoformat(),
            "revision": revision_data(request, revision),
            "plan": stored_document(revision).as_data(),
        }
    )
    return tagged(answer, revision)


@router.get(
    "plans/{plan_id}/revisions",
    operation_id="list_revisions",
    response={200: RevisionList, **WRONG},
    summary="Its revisions",
)
def show_revisions(request: HttpRequest, plan_id: PlanId) -> HttpResponseBase:
    """All revisions, newest first; none of them ever changes."""
    refuse_unknown(request, NoQuery)
    revisions = list_revisions(plan_id) if is_plan_id(plan_id) else []
    if not revisions:
        raise Revision.DoesNotExist
    return private_answer({"revisions": [revision_data(request, item) for item in revisions]})


@router.get(
    "plans/{plan_id}/revisions/{number}",
    operation_id="get_revision",
    response={200: RulesDocument, **WRONG},
    by_alias=True,
    summary="The rules of a revision",
)
def show_revision(
    request: HttpRequest,
    plan_id: PlanId,
    number: RevisionNumber,
    query: Query[RulesQuery],
) -> HttpResponseBase:
    """`portsref.rules/v1` as it was saved, whatever the catalogue says today."""
    refuse_unknown(request, RulesQuery)
    revision = find_saved(plan_id, number)
    provenance = provenance_of(request, plan_id, number)
    return rules_answer(stored_rules(revision), query.choice, provenance)


@router.get(
    "plans/{plan_id}/revisions/{number}/export/{format}",
    operation_id="export_revision",
    response={200: Envelope, **WRONG},
    openapi_extra=file_responses(),
    summary="The rules of a revision, as a file",
)
def export_revision(
    request: HttpRequest,
    plan_id: PlanId,
    number: RevisionNumber,
    format: FormatName,  # noqa: A002 - the word of the address
    query: Query[ExportQuery],
) -> HttpResponseBase:
    """The file of one format, byte for byte the same until a reviewer says something."""
    refuse_unknown(request, ExportQuery)
    exporter = find_exporter(format)
    if exporter is None:
        return no_format()
    if refusal := refuse_export(exporter, query):
        return refusal
    _refuse_no_id(plan_id)
    language = language_for(exporter, query.language)
    if not query.envelope:
        wanted = Wanted(exporter, query.choice, language)
        return private(send_kept(request, plan_id, number, wanted))
    revision = find_revision(plan_id, number)
    provenance = provenance_of(request, plan_id, number)
    wanted = Wanted(exporter, query.choice, language)
    return envelope_answer(export_saved(revision, stored_rules(revision), wanted, provenance))


@router.get(
    "plans/{plan_id}/revisions/{number}/bundle",
    operation_id="bundle_revision",
    response=WRONG,
    openapi_extra=BUNDLE_RESPONSE,
    summary="The rules of a revision in several formats, as one zip",
)
def bundle_revision(
    request: HttpRequest,
    plan_id: PlanId,
    number: RevisionNumber,
    query: Query[BundleQuery],
) -> HttpResponseBase:
    """A folder for each format, `manifest.json` and `SHA256SUMS`."""
    refuse_unknown(request, BundleQuery)
    if not query.format:
        return problem_answer("name at least one format", status=422, field="format")
    exporters = [find_exporter(name) for name in dict.fromkeys(query.format)]
    known = [exporter for exporter in exporters if exporter]
    if len(known) < len(exporters):
        return no_format()
    revision = find_saved(plan_id, number)
    rule_set = stored_rules(revision)
    provenance = provenance_of(request, plan_id, number)

    def make(exporter: Exporter) -> Export:
        wanted = Wanted(exporter, query.choice, language_for(exporter, query.language))
        return export_saved(revision, rule_set, wanted, provenance)

    try:
        file = make_bundle(known, rule_set, query.choice, provenance, make)
    except TooMuchToBundleError as error:
        reason = f"of a plan of this size one zip holds at most {error.most} formats"
        return problem_answer(reason, status=422, field="format")
    return private(send_file(file))


def find_saved(plan_id: str, number: int | None = None) -> Revision:
    """A revision, the newest one without a number; raises `Revision.DoesNotExist`."""
    _refuse_no_id(plan_id)
    return find_revision(plan_id, number)


def _refuse_no_id(plan_id: str) -> None:
    """Raise `Revision.DoesNotExist`, without asking the database, for what is no plan's id."""
    if not is_plan_id(plan_id):
        raise Revision.DoesNotExist


def no_plan() -> HttpResponseBase:
    """The answer where there is no such plan, or no such revision of it."""
    return problem_answer("no such plan or revision", status=404)


def revision_answer(request: HttpRequest, revision: Revision, *, status: int) -> HttpResponseBase:
    """A revision in short, with the tag that the next one is saved by."""
    return tagged(private_answer(revision_data(request, revision), status=status), revision)


def tagged(answer: HttpResponse, revision: Revision) -> HttpResponse:
    """An answer with the number of the revision as its tag."""
    answer.headers["ETag"] = f'"{revision.number}"'
    return answer


def revision_data(request: HttpRequest, revision: Revision) -> dict[str, object]:
    """A revision in short."""
    return {
        "number": revision.number,
        "created": revision.created.isoformat(),
        "title": revision.title,
        "note": revision.note,
        "catalogue": revision.catalogue_version,
        "link": provenance_of(request, revision.plan_id, revision.number).link,
    }
