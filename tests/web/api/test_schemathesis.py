"""schemathesis sends the API what its OpenAPI document allows, and much that it does not.

Every operation that takes a plan reads it by the same function, so one of them gets plans with all
that can be wrong with each part; the others get such as differ in their first keys.
"""

import zipfile
from contextlib import closing
from io import BytesIO
from typing import Any

import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)


DJANGO = get_wsgi_application()


def closing_app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """The application as a server runs it: an answer is closed, which ends its request.

    Werkzeug's client leaves that to whoever reads the answer, and schemathesis never does it. The
    connection stays open meanwhile, as with Django's own client: the test is in a transaction.
    """
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        with closing(DJANGO(environ, start_response)) as answer:
            return list(answer)
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


ADDRESS = "/api/v1/openapi.json"
PLAN = "#/components/schemas/PlanDocument"
SHORT_PLAN = "#/components/schemas/ShortPlan"
WITH_WHOLE_PLANS = "/api/v1/rules"


def with_whole_plans_once(document: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI document, in which all operations but one take plans of a few keys."""
    schemas = document["components"]["schemas"]
    few = {name: schemas["PlanDocument"]["properties"][name] for name in ("schema", "title")}
    short = {"ShortPlan": schemas["PlanDocument"] | {"properties": few}}
    paths = {
        path: {method: operation | _body_of(operation) for method, operation in methods.items()}
        if path != WITH_WHOLE_PLANS else methods
        for path, methods in document["paths"].items()
    }  # fmt: skip
    return document | {"paths": paths, "components": {"schemas": schemas | short}}


def _body_of(operation: dict[str, Any]) -> dict[str, Any]:
    body = operation.get("requestBody")
    return {"requestBody": _shortened(body)} if body else {}


def _shortened(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _shortened(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_shortened(item) for item in value]
    return SHORT_PLAN if value == PLAN else value


@schemathesis.serializer("application/zip")
def zipped(_context: Any, value: Any) -> bytes:
    """A zip with one file of whatever is generated."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("f", bytes(value) if isinstance(value, bytes) else str(value))
    return content.getvalue()


published = schemathesis.openapi.from_wsgi(ADDRESS, closing_app)
schema = schemathesis.openapi.from_dict(with_whole_plans_once(dict(published.raw_schema)))
schema.app, schema.location = closing_app, ADDRESS


@schema.parametrize()
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_one_that_is_declared(case):
    # over WSGI schemathesis does not unpack what it asks to be packed
    case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})


def test_one_operation_gets_whole_plans_and_every_operation_is_tried():
    tried = schema.raw_schema["paths"]
    assert tried.keys() == published.raw_schema["paths"].keys()
    assert tried[WITH_WHOLE_PLANS] == published.raw_schema["paths"][WITH_WHOLE_PLANS]
    takers = {path for path, methods in tried.items() if PLAN in str(methods.get("post"))}
    assert takers == {WITH_WHOLE_PLANS}
