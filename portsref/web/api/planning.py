"""Operations on plans that are not saved: a document in, rules or a file out, nothing kept."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Query, Router

from portsref.comparing.diff import diff, diff_by_address
from portsref.comparing.diff_file import DiffDocument, diff_data
from portsref.comparing.upgrades import on_version
from portsref.documents.problems import Problem, ProblemsError
from portsref.exporters.base import Exporter
from portsref.exporters.registry import FORMATS, every_exporter, find_exporter
from portsref.limits import MOST_COMPARISONS
from portsref.planning.bounded import plan_within_limits
from portsref.planning.choice import Choice, narrowed
from portsref.planning.document import PlanDocument
from portsref.planning.provenance import UNSAVED, Provenance
from portsref.planning.rules import RuleSet
from portsref.planning.rules_file import RulesDocument, rules_data
from portsref.web.api.answers import envelope_answer, file_answer, private_answer, problem_answer
from portsref.web.api.bodies import (
    EXAMPLE_PLAN,
    PLAN,
    body_of,
    keys_of,
    read_first_plan,
    read_plan,
    read_two_plans,
)
from portsref.web.api.parameters import FormatName, refuse_unknown
from portsref.web.api.schemas import (
    DiffQuery,
    Envelope,
    ExportQuery,
    Problems,
    RulesQuery,
)
from portsref.web.facts.catalogue import current_catalogue
from portsref.web.plans.files.languages import language_for

router = Router(tags=["planning"])

PLAN_BODY = body_of(
    "A plan document, or a `portsref.rules/v1` export of at most 256 KiB.", PLAN, EXAMPLE_PLAN
)
_ENCRYPTED = [
    {"product": "kubeadm"},
    {"product": "cilium", "options": {"encryption": "wireguard"}},
]
TWO_PLANS_BODY = body_of(
    "Two plan documents, together at most 256 KiB. With `kubernetes`, `before` alone.",
    keys_of({"before": PLAN, "after": PLAN}, required=("before",)),
    {"before": EXAMPLE_PLAN, "after": {**EXAMPLE_PLAN, "picks": _ENCRYPTED}},
)
WRONG_BODY = {
    400: Problems,
    411: Problems,
    413: Problems,
    415: Problems,
    422: Problems,
    503: Problems,
}


def file_responses() -> dict[str, Any]:
    """OpenAPI of the answer of an operation that gives a file of any format, or its envelope."""
    types = dict.fromkeys(exporter.sent_as.partition(";")[0] for exporter in every_exporter())
    files = {media_type: {"schema": _file_schema(media_type)} for media_type in types}
    return {
        "responses": {
            200: {
                "description": "The file, or with `envelope` JSON that holds it.",
                "headers": {
                    "X-Left-Out": {
                        "description": "How many rules the format could not hold.",
                        "schema": {"type": "integer"},
                    },
                    "X-Doubts": {
                        "description": "How much its receiver will refuse or ask about.",
                        "schema": {"type": "integer"},
                    },
                },
                "content": files,
            }
        }
    }


def _file_schema(media_type: str) -> dict[str, Any]:
    return {} if media_type == "application/json" else {"type": "string"}


@router.post(
    "rules",
    operation_id="plan_rules",
    response={200: RulesDocument, **WRONG_BODY},
    by_alias=True,
    openapi_extra=PLAN_BODY,
    summary="The rules that a plan needs",
)
def plan(request: HttpRequest, query: Query[RulesQuery]) -> HttpResponseBase:
    """`portsref.rules/v1` for a plan document; nothing is stored."""
    refuse_unknown(request, RulesQuery)
    rule_set = _plan(request)
    return rules_answer(rule_set, query.choice, UNSAVED)


@router.post(
    "export/{format}",
    operation_id="export_plan",
    response={200: Envelope, **WRONG_BODY, 404: Problems},
    openapi_extra=PLAN_BODY | file_responses(),
    summary="The rules that a plan needs, as a file",
)
def export(
    request: HttpRequest,
    format: FormatName,  # noqa: A002 - the word of the address
    query: Query[ExportQuery],
) -> HttpResponseBase:
    """The file of one format for a plan document; nothing is stored."""
    refuse_unknown(request, ExportQuery)
    exporter = find_exporter(format)
    if exporter is None:
        return no_format()
    if refusal := refuse_export(exporter, query):
        return refusal
    language = language_for(exporter, query.language)
    made = exporter.export(_plan(request), query.choice, language=language)
    return envelope_answer(made) if query.envelope else file_answer(made)


@router.post(
    "diff",
    operation_id="diff_plans",
    response={200: DiffDocument, **WRONG_BODY},
    by_alias=True,
    openapi_extra=TWO_PLANS_BODY,
    summary="What opens and closes between two plans",
)
def compare(request: HttpRequest, query: Query[DiffQuery]) -> HttpResponseBase:
    """`portsref.diff/v1` for two plan documents, both planned with the catalogue of now."""
    refuse_unknown(request, DiffQuery)
    before, after = map(rules_of, _two_plans(request, query.kubernetes))
    compare = diff if query.by == "group" else diff_by_address
    found = compare(before, after, most_work=MOST_COMPARISONS)
    return private_answer(diff_data(found, query.by, before, after))


def _two_plans(request: HttpRequest, kubernetes: str | None) -> tuple[PlanDocument, PlanDocument]:
    """Both documents of the body, or its only one and the same on another version."""
    if kubernetes is None:
        return read_two_plans(request)
    if kubernetes not in current_catalogue().kubernetes_versions:
        reason = f"no Kubernetes version {kubernetes!r}"
        raise ProblemsError([Problem("", "kubernetes", reason)])
    document = read_first_plan(request)
    return document, on_version(document, kubernetes)


def _plan(request: HttpRequest) -> RuleSet:
    return rules_of(read_plan(request))


def rules_of(document: PlanDocument) -> RuleSet:
    """The rules of a plan, unless they are more than a worker can carry."""
    return plan_within_limits(document, current_catalogue())


def rules_answer(rule_set: RuleSet, choice: Choice, provenance: Provenance) -> HttpResponseBase:
    """`portsref.rules/v1` as JSON."""
    return private_answer(rules_data(narrowed(rule_set, choice), choice, provenance))


def refuse_export(exporter: Exporter, query: ExportQuery) -> HttpResponseBase | None:
    """The answer where a format cannot be had as it is asked for."""
    if query.expand and not exporter.expands:
        return problem_answer(f"{exporter.name} has no rows to expand", status=422, field="expand")
    if query.envelope and exporter.has_several_files:
        reason = f"{exporter.name} has several files, which no envelope holds"
        return problem_answer(reason, status=422, field="envelope")
    if query.envelope and not exporter.is_text:
        reason = f"{exporter.name} is no text, which is all that an envelope holds"
        return problem_answer(reason, status=422, field="envelope")
    return None


def no_format() -> HttpResponseBase:
    """The answer where a format is asked for that there is not."""
    known = ", ".join(FORMATS)
    return problem_answer(f"no such format: there is {known}", status=404, field="format")
