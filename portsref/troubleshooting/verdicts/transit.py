"""Verdicts by the packet itself and by the rules that it meets on its way or on its way back."""

from collections.abc import Mapping
from ipaddress import IPv4Address

from portsref.packet_logs.packets import Packet
from portsref.troubleshooting.explanations import Explanation
from portsref.troubleshooting.inquiry import MOST_RULES, Case, rules_allowing, turned
from portsref.troubleshooting.remedies import by_own_listener
from portsref.troubleshooting.whereabouts import may_be_at

# What answers something else: a stateful firewall lets it pass with what it answers.
_ICMP_ANSWERS: Mapping[str, frozenset[int]] = {
    "ICMP": frozenset({0, 3, 11, 12, 14}),
    "ICMPv6": frozenset({1, 2, 3, 4, 129}),
}
_NEIGHBOUR_DISCOVERY = range(133, 138)
_BROADCAST = IPv4Address("255.255.255.255")


def accepted(case: Case) -> Explanation | None:
    """What was let through and is planned, one way or the other."""
    rules = case.inquiry.whereabouts.allowing(case.packet)
    if not rules and not case.packet.opens:
        rules = case.inquiry.whereabouts.allowing(turned(case.packet))
    return case.say("accepted", rules=rules) if rules else None


def accepted_unplanned(case: Case) -> Explanation:
    """What was let through and is not planned."""
    return case.say("accepted-unplanned", remedies=by_own_listener(case))


def in_plan(case: Case) -> Explanation | None:
    """What the plan allows."""
    rules = case.inquiry.whereabouts.allowing(case.packet)
    rules = rules if case.has_both_ends else rules[:MOST_RULES]
    return case.say("in-plan", rules=rules) if rules else None


def unroutable(case: Case) -> Explanation | None:
    """What no router passes on, or no host can send."""
    ends = [end for end in (case.packet.source, case.packet.destination) if end is not None]
    if len({end.version for end in ends}) > 1:
        return case.say("two-families")
    kind = _unroutable(case.packet)
    if not kind:
        return None
    rules = tuple(
        rule
        for rule in case.inquiry.whereabouts.rules_for(case.packet)
        if may_be_at(rule.source, case.source.groups) and kind in {"multicast", "broadcast"}
    )
    return case.say("not-routed", parameters={"kind": kind}, rules=rules[:MOST_RULES])


def _unroutable(packet: Packet) -> str:
    """What kind of packet never passes from host to host by a rule; empty where it is none."""
    if packet.protocol == "ICMPv6" and packet.icmp_type in _NEIGHBOUR_DISCOVERY:
        return "neighbour-discovery"
    if packet.destination == _BROADCAST:
        return "broadcast"
    if packet.destination is not None and packet.destination.is_multicast:
        return "multicast"
    ends = [end for end in (packet.source, packet.destination) if end is not None]
    if any(end.is_loopback for end in ends):
        return "loopback"
    if any(end.is_link_local for end in ends):
        return "link-local"
    return "unspecified" if any(end.is_unspecified for end in ends) else ""


def reply(case: Case) -> Explanation | None:
    """What goes on with a connection that the other end opened."""
    packet = case.packet
    if packet.opens:
        return None
    rules = case.inquiry.whereabouts.allowing(turned(packet)) if packet.source_port else ()
    if rules:
        return case.say("reply", rules=rules, is_certain=packet.opens is False)
    return case.say("reply-unplanned") if packet.opens is False else None


def icmp_answer(case: Case) -> Explanation | None:
    """ICMP that tells of something else."""
    packet = case.packet
    if packet.icmp_type not in _ICMP_ANSWERS.get(packet.protocol, ()):
        return None
    return case.say("icmp-answer", parameters={"type": str(packet.icmp_type)})


def newer_catalogue(case: Case) -> Explanation | None:
    """What the plan would allow if it were worked out with the catalogue of now."""
    inquiry = case.inquiry
    if inquiry.trials.now is inquiry.rule_set:
        return None
    rules = rules_allowing(inquiry.trials.now, case.packet)
    return case.say("newer-catalogue", rules=rules) if rules else None
