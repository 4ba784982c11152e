"""Verdicts where an end of the packet is a pod of the cluster that no group of the plan holds."""

from portsref.planning.rules import Rule
from portsref.troubleshooting.explanations import Explanation
from portsref.troubleshooting.inquiry import MOST_RULES, Case
from portsref.troubleshooting.pod_remedies import by_pods, network_parameters
from portsref.troubleshooting.whereabouts import may_be_at


def pods(case: Case) -> Explanation | None:
    """A pod's packet: forwarded by the hosts of the cluster, never a stranger's."""
    of_pods = tuple(end.network == "pods" for end in (case.source, case.destination))
    if not any(of_pods):
        return None
    which = "both" if all(of_pods) else "source" if of_pods[0] else "destination"
    networks = case.inquiry.rule_set.networks
    is_sure = case.packet.from_pods or case.packet.to_pods or networks.pods_assumed_from is None
    rules = _rules_of_nodes(case) if which == "source" else ()
    return case.say(
        "pods",
        is_certain=is_sure,
        parameters={"which": which, **network_parameters(case)},
        rules=rules,
        listeners=_rows(case, rules) if which != "both" else (),
        remedies=by_pods(case),
    )


def _rules_of_nodes(case: Case) -> tuple[Rule, ...]:
    """What the plan has from the nodes, whose addresses pods take on outside the cluster."""
    nodes = [group.name for group in case.inquiry.suspects.placement.nodes]
    there = case.destination.groups
    return tuple(
        rule
        for rule in case.inquiry.whereabouts.rules_for(case.packet)
        if may_be_at(rule.source, nodes)
        and (may_be_at(rule.destination, there) if there else rule.destination.kind == "outside")
    )[:MOST_RULES]


def _rows(case: Case, rules: tuple[Rule, ...]) -> tuple[str, ...]:
    """The rows that the packet may be for: of the rules, or of the plan on this port."""
    if rules:
        return tuple(dict.fromkeys(key for rule in rules for key in rule.listeners))
    scope = "pod" if case.destination.network == "pods" else "node"
    known = case.inquiry.index.by_key
    return tuple(key for key in case.keys_in_plan if known[key].row.scope == scope)
