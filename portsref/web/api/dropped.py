"""Operations about packets: whether a plan allows one, and why some were dropped."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router

from portsref.packet_logs.packets import Failure
from portsref.packet_logs.reading import Seen, UnreadableLine, read_packet_log
from portsref.planning.packets import PacketEnd, allows
from portsref.planning.rules_file import rule_data
from portsref.troubleshooting.explain import explain
from portsref.troubleshooting.explanations import End, Explanation, Remedy
from portsref.troubleshooting.whereabouts import Whereabouts
from portsref.web.api.answers import private_answer
from portsref.web.api.bodies import PLAN, body_of, keys_of, read_asked, read_plan_and_lines
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
)
LINES_BODY = body_of(
    "A plan document and lines of a packet log or error texts, together at most 256 KiB.",
    keys_of({"plan": PLAN, "lines": {"type": "string"}}, required=("plan", "lines")),
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
    ends, whereabouts = (asked.source, asked.destination), Whereabouts(rule_set)
    return private_answer(
        {
            "allowed": bool(rules),
            "rules": [rule_data(rule) for rule in rules],
            "in_no_group": [str(end) for end in ends if _is_unknown(end, whereabouts)],
        }
    )


@router.post(
    "dropped",
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
    return private_answer(
        {
            "packets": [_packet(seen, said) for seen, said in zip(log.packets, found, strict=True)],
            "unreadable": list(map(_unreadable, log.unreadable)),
            "without_packet": log.without_packet,
            "beyond": log.beyond,
            "not_read": log.not_read,
        }
    )


def _is_unknown(end: PacketEnd, whereabouts: Whereabouts) -> bool:
    """Tell whether an address is in no group; a name is known to whoever gives it."""
    return not isinstance(end, str) and not whereabouts.end(end).groups


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
        "failure": _failure(packet.failure),
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
    return {
        "address": str(end.address) if end.address else None,
        "groups": list(end.groups),
        "near": list(end.near),
        "network": end.network,
    }


def _failure(failure: Failure | None) -> dict[str, object] | None:
    if failure is None:
        return None
    service, host = failure.service or None, failure.host or None
    return {"outcome": failure.outcome, "service": service, "host": host}


def _remedy(remedy: Remedy) -> dict[str, object]:
    return {
        "kind": remedy.kind,
        "addition": remedy.addition.as_data(),
        "opens": [rule_data(rule) for rule in remedy.opens],
        "closes": [rule_data(rule) for rule in remedy.closes],
        "moves": list(remedy.moves),
        "certain": remedy.is_certain,
    }


def _unreadable(line: UnreadableLine) -> dict[str, object]:
    return {"line": line.line, "text": line.text, "reason": str(line.reason)}
