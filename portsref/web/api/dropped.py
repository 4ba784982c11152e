"""Operations about packets: whether a plan allows one, and why some were dropped."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router

from portsref.packet_logs.reading import read_packet_log
from portsref.troubleshooting.answers import allowed_data, log_data
from portsref.troubleshooting.explain import explain
from portsref.web.api.answers import private_answer
from portsref.web.api.bodies import (
    EXAMPLE_PLAN,
    PLAN,
    body_of,
    keys_of,
    read_asked,
    read_plan_and_lines,
)
from portsref.web.api.parameters import refuse_unknown
from portsref.web.api.planning import WRONG_BODY, rules_of
from portsref.web.api.schemas import Allowed, DroppedDocument, NoQuery
from portsref.web.facts.catalogue import current_index

router = Router(tags=["planning"])
_PLACE = {"type": "string", "examples": ["10.0.0.7", "workers"], "minLength": 1, "maxLength": 300}
PACKET_BODY = body_of(
    "A plan document and a packet; an end is an address, or the name of a group or a place.",
    keys_of(
        {
            "plan": PLAN,
            "source": _PLACE,
            "destination": _PLACE,
            "protocol": {"type": "string", "examples": ["TCP"]},
            "port": {"type": ["integer", "null"], "minimum": 0, "maximum": 65535},
        },
        required=("plan", "source", "destination", "protocol"),
    ),
    {
        "plan": EXAMPLE_PLAN,
        "source": "workers",
        "destination": "192.0.2.1",
        "protocol": "TCP",
        "port": 6443,
    },
)
LINES_BODY = body_of(
    "A plan document and lines of a packet log or error texts, together at most 256 KiB.",
    keys_of({"plan": PLAN, "lines": {"type": "string"}}, required=("plan", "lines")),
    {"plan": EXAMPLE_PLAN, "lines": "dial tcp 192.0.2.65:10250: i/o timeout"},
)


@router.post(
    "allows",
    operation_id="plan_allows",
    response={200: Allowed, **WRONG_BODY},
    openapi_extra=PACKET_BODY,
    summary="Whether a plan allows a packet",
)
def ask(request: HttpRequest) -> HttpResponseBase:
    """The rules of a plan document that let a packet pass; nothing is stored."""
    refuse_unknown(request, NoQuery)
    asked = read_asked(request)
    rule_set, ends = rules_of(asked.plan), (asked.source, asked.destination)
    return private_answer(allowed_data(rule_set, ends, asked.protocol, asked.port))


@router.post(
    "dropped",
    operation_id="explain_dropped",
    response={200: DroppedDocument, **WRONG_BODY},
    openapi_extra=LINES_BODY,
    summary="Why packets were dropped or connections failed",
)
def explain_lines(request: HttpRequest) -> HttpResponseBase:
    """What a plan and the catalogue say of packets in logs and error texts; nothing is stored."""
    refuse_unknown(request, NoQuery)
    plan, lines = read_plan_and_lines(request)
    log = read_packet_log(lines)
    found = explain((seen.packet for seen in log.packets), rules_of(plan), current_index())
    return private_answer(log_data(log, found))
