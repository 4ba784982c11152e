"""What every vendor's file is held to: the rules, another generator, and packets."""

from portsref.exporters.base import Exporter
from portsref.planning.packets import allows
from portsref.planning.rules import Rule, RuleSet
from tests.exporters.network.entries import Entry
from tests.exporters.packets.samples import addresses_of, any_flows, flows_of

FLOWS = 200


def said(exporter: Exporter, rule_set: RuleSet) -> tuple[Rule, ...]:
    """The rules that the format can say."""
    left_out = {item.rule.name for item in exporter.export(rule_set).left_out}
    return tuple(rule for rule in rule_set.all_rules if rule.name not in left_out)


def disagreements(entries: set[Entry], rule_set: RuleSet, rules: tuple[Rule, ...]):
    """Flows about which the entries and the planner disagree, of those of the plan and others."""
    ends = [end for rule in rules for end in (rule.source, rule.destination)]
    addresses = addresses_of(ends)
    others = any_flows(addresses, addresses, FLOWS if addresses else 0, "second opinion")
    for flow in (*flows_of(rules), *others):
        allowed = allows(rule_set, flow.source, flow.destination, flow.protocol, flow.port)
        wanted = any(rule in rules for rule in allowed)
        if wanted != any(entry.lets_through(flow) for entry in entries):
            yield flow
