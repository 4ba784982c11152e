"""Answers about packets as plain values, as the API and the command publish them."""

from collections.abc import Sequence

from portsref.packet_logs.packets import Failure
from portsref.packet_logs.reading import PacketLog, Seen, UnreadableLine
from portsref.planning.packets import PacketEnd, allows
from portsref.planning.rules import RuleSet
from portsref.planning.rules_file import rule_data
from portsref.troubleshooting.explanations import End, Explanation, Remedy
from portsref.troubleshooting.whereabouts import Whereabouts


def allowed_data(
    rule_set: RuleSet, ends: tuple[PacketEnd, PacketEnd], protocol: str, port: int | None
) -> dict[str, object]:
    """Whether a packet between these ends passes, by which rules, and who is in no group."""
    rules = allows(rule_set, *ends, protocol, port)
    return {
        "allowed": bool(rules),
        "rules": [rule_data(rule) for rule in rules],
        "in_no_group": in_no_group(rule_set, ends),
    }


def in_no_group(rule_set: RuleSet, ends: tuple[PacketEnd, PacketEnd]) -> list[str]:
    """The addresses that no group holds; a name is known to whoever gives it."""
    whereabouts = Whereabouts(rule_set)
    return [
        str(end) for end in ends if not isinstance(end, str) and not whereabouts.end(end).groups
    ]


def log_data(log: PacketLog, found: Sequence[Explanation]) -> dict[str, object]:
    """Every packet of a log with what is said of it, and what of the log was not read."""
    return {
        "packets": [_packet(seen, said) for seen, said in zip(log.packets, found, strict=True)],
        "unreadable": list(map(_unreadable, log.unreadable)),
        "without_packet": log.without_packet,
        "beyond": log.beyond,
        "not_read": log.not_read,
    }


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
