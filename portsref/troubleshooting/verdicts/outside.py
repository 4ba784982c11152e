"""Verdicts where an end of the packet is in no group of the plan."""

from portsref.planning.rules import Rule
from portsref.troubleshooting.explanations import Explanation
from portsref.troubleshooting.inquiry import MOST_RULES, Case
from portsref.troubleshooting.remedies import (
    MOST_REMEDIES,
    by_address,
    by_new_group,
    by_own_listener,
)
from portsref.troubleshooting.whereabouts import may_be_at


def outside(case: Case) -> Explanation | None:
    """Rules to places known by name, where the destination may be one of them."""
    if case.destination.groups:
        return None
    rules = tuple(
        rule
        for rule in case.inquiry.whereabouts.rules_for(case.packet)
        if rule.destination.kind == "outside"
    )
    mine = tuple(rule for rule in rules if may_be_at(rule.source, case.source.groups))
    if mine:
        return case.say("outside-by-name", rules=mine[:MOST_RULES], is_certain=False)
    return _through_proxy(case, rules)


def _through_proxy(case: Case, rules: tuple[Rule, ...]) -> Explanation | None:
    """The way round the proxy, for what the plan has going through it."""
    proxy = case.inquiry.document.outbound_proxy
    if proxy is None or proxy.group not in {rule.source.name for rule in rules}:
        return None
    ways = case.rules_to(proxy.group, proxy.ports)
    parameters = {"group": proxy.group, "ports": str(proxy.ports)}
    return case.say("outbound-proxy", rules=ways, parameters=parameters) if ways else None


def unknown_end(case: Case) -> Explanation | None:
    """An address that is in no group, and what would make it known."""
    if case.is_named or (case.source.groups and case.destination.groups):
        return None
    which = "both"
    if case.source.groups or case.destination.groups:
        which = "destination" if case.source.groups else "source"
    remedies = (*by_address(case), *(by_new_group(case) or by_own_listener(case)))
    return case.say("unknown-end", parameters={"which": which}, remedies=remedies[:MOST_REMEDIES])
