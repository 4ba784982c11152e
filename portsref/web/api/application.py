"""The API itself: its operations, its answers to what goes wrong, and its OpenAPI document."""

from importlib.metadata import version
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.openapi.schema import OpenAPISchema

from portsref.documents.problems import ProblemsError
from portsref.web.api import (
    checks,
    dropped,
    importing,
    planning,
    plans,
    reference,
    reviews,
    saving,
)
from portsref.web.api.answers import no_catalogue_answer, problem_answer, problems_answer
from portsref.web.api.bodies import RefusedError
from portsref.web.api.openapi import complete
from portsref.web.api.parameters import validation_problems
from portsref.web.facts.catalogue import CatalogueMissingError
from portsref.web.plans.models import Revision
from portsref.web.plans.queries import UnreadableRevisionError

DESCRIPTION = (
    "Everything that the pages show, as JSON: what uses a port, the rules that a plan needs, "
    "and saved plans with their review. No cookies. Nothing is stored but revisions of plans, "
    "decisions of reviewers and checks that are to be kept, for which one sends the key of a link. "
    "Unknown parameters are refused. What `/v1/` will not change stands in docs/api.md."
)


class _Api(NinjaAPI):
    """Adds the plan document, which operations read themselves, to the OpenAPI document."""

    _document: OpenAPISchema | None = None

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The OpenAPI document of all operations, made once: that takes longer than any answer."""
        if self._document is None:
            document = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
            complete(document)
            self._document = document
        return self._document


api = _Api(
    title="portsref",
    version=version("portsref"),
    description=DESCRIPTION,
    docs_url=None,
    urls_namespace="api",
)
ROUTERS = (
    reference.router,
    planning.router,
    importing.router,
    dropped.router,
    checks.router,
    saving.router,
    reviews.router,
)
for router in ROUTERS:
    api.add_router("", router)


@api.exception_handler(ValidationError)
def _wrong_parameters(_request: HttpRequest, error: ValidationError) -> HttpResponseBase:
    return problems_answer(validation_problems(error), status=422)


@api.exception_handler(ProblemsError)
def _wrong_document(_request: HttpRequest, error: ProblemsError) -> HttpResponseBase:
    return problems_answer(error.problems, status=422)


@api.exception_handler(RefusedError)
def _refused(_request: HttpRequest, error: RefusedError) -> HttpResponseBase:
    answer = problem_answer(error.reason, status=error.status, field=error.field)
    if error.status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(Revision.DoesNotExist)
def _no_plan(_request: HttpRequest, _error: Revision.DoesNotExist) -> HttpResponseBase:
    return plans.no_plan()


@api.exception_handler(UnreadableRevisionError)
def _unreadable(_request: HttpRequest, _error: UnreadableRevisionError) -> HttpResponseBase:
    return problem_answer("this revision was saved by another version of portsref", status=503)


@api.exception_handler(CatalogueMissingError)
def _no_catalogue(_request: HttpRequest, _error: CatalogueMissingError) -> HttpResponseBase:
    return no_catalogue_answer()
