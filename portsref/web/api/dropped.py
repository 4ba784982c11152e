"""Operations about packets: whether a plan allows one, and why those of a log were dropped."""

from ipaddress import IPv4Address, IPv6Address
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router

from portsref.exporters.rules_document import rule_data
from portsref.packet_logs import Seen, UnreadableLine, read_packet_log
from portsref.planning.dropped import explain
from portsref.planning.explanations import End, Explanation, Remedy
from portsref.planning.packets import PacketEnd, allows
from portsref.planning.rules import RuleSet
from portsref.web.api.answers import private_answer
from portsref.web.api.bodies import read_asked, read_plan_and_lines
from portsref.web.api.parameters import refuse_unknown
from portsref.web.api.planning import WRONG_BODY, rules_of
from portsref.web.api.schemas import Allowed, DroppedDocument, NoQuery
from portsref.web.catalogue import current_index

router = Router(tags=["planning"])
_PLAN = {"$ref": "#/components/schemas/PlanDocument"}


def _body(description: str, **properties: Any) -> dict[str, Any]:
    """OpenAPI of a body that holds a plan and more; a port need not be there."""
    schema = {
        "type": "object",
        "required": [name for name in ("plan", *properties) if name != "port"],
        "additionalProperties": False,
        "properties": {"plan": _PLAN, **properties},
    }
    return {
        "requestBody": {
            "required": True,
            "description": description,
            "content": {
                media_type: {"schema": schema}
                for media_type in ("application/json", "application/yaml")
            },
        }
    }


_PLACE = {"type": "string", "examples": ["10.0.0.7", "workers"], "minLength": 1, "maxLength": 300}
PACKET_BODY = _body(
    "A plan document and a packet; an end is an address, or the name of a group or a place.",
    source=_PLACE,
    destination=_PLACE,
    protocol={"type": "string", "examples": ["TCP"]},
    port={"type": ["integer", "null"], "minimum": 0, "maximum": 65535},
)
LINES_BODY = _body(
    "A plan document and lines of a packet log, together at most 256 KiB.",
    lines={"type": "string"},
)


@router.post(
    "allows",
    response={200: Allowed, **WRONG_BODY},
    openapi_extra=PACKET_BODY,
    summary="Whether a plan allows a packet",
)
def ask(request: HttpRequest) -> HttpResponseBase:
    """The rules of a plan document that let a packet pass; nothing is stored."""
    refuse_unknown(request, NoQuery)
    asked = read_asked(request)
    rule_set = rules_of(asked.plan)
    rules = allows(rule_set, asked.source, asked.destination, asked.protocol, asked.port)
    ends = (asked.source, asked.destination)
    return private_answer(
        {
            "allowed": bool(rules),
            "rules": [rule_data(rule) for rule in rules],
            "in_no_group": [str(end) for end in ends if _is_unknown(end, rule_set)],
        }
    )


@router.post(
    "dropped",
    response={200: DroppedDocument, **WRONG_BODY},
    openapi_extra=LINES_BODY,
    summary="Why packets of a log were dropped",
)
def explain_lines(request: HttpRequest) -> HttpResponseBase:
    """What a plan document and the catalogue say of each packet in a log; nothing is stored."""
    refuse_unknown(request, NoQuery)
    plan, lines = read_plan_and_lines(request)
    log = read_packet_log(lines)
    found = explain((seen.packet for seen in log.packets), rules_of(plan), current_index())
    return private_answer(
        {
            "packets": [_packet(seen, said) for seen, said in zip(log.packets, found, strict=True)],
            "unreadable": list(map(_unreadable, log.unreadable)),
            "without_packet": log.without_packet,
            "beyond": log.beyond,
            "not_read": log.not_read,
        }
    )


def _is_unknown(end: PacketEnd, rule_set: RuleSet) -> bool:
    """Tell whether an address is in no group; a name is known to whoever gives it."""
    if not isinstance(end, IPv4Address | IPv6Address):
        return False
    groups = rule_set.document.groups
    return not any(end in part for group in groups for part in group.addresses)


def _packet(seen: Seen, said: Explanation) -> dict[str, object]:
    packet = seen.packet
    return {
        "line": seen.line,
        "times": seen.times,
        "source": _end(said.source),
        "destination": _end(said.destination),
        "protocol": packet.protocol,
        "port": packet.port,
        "source_port": packet.source_port,
        "accepted": packet.accepted,
        "verdict": said.verdict,
        "certain": said.is_certain,
        "complete": said.is_complete,
        "parameters": dict(said.parameters),
        "rules": [rule_data(rule) for rule in said.rules],
        "listeners": list(said.listeners),
        "remedies": list(map(_remedy, said.remedies)),
        "used_by": [user.listener for user in said.users],
        "near": list(said.near),
    }


def _end(end: End) -> dict[str, object]:
    return {"address": str(end.address), "groups": list(end.groups), "near": list(end.near)}


def _remedy(remedy: Remedy) -> dict[str, object]:
    return {
        "kind": remedy.kind,
        "addition": remedy.addition.as_data(),
        "opens": [rule_data(rule) for rule in remedy.opens],
        "closes": [rule_data(rule) for rule in remedy.closes],
    }


def _unreadable(line: UnreadableLine) -> dict[str, object]:
    return {"line": line.line, "text": line.text, "reason": line.said}
