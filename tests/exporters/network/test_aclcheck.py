"""AclCheck, Aerleon's own answer to what a policy accepts, and the planner's are the same."""

from ipaddress import ip_address

from portsref.exporters.network.nftables_router import EXPORTER
from portsref.planning.packets import allowing
from tests.exporters.aerleon import checked
from tests.exporters.network.second_opinion import said
from tests.exporters.packets.frames import Flow
from tests.exporters.packets.samples import addresses_of, any_flows, flows_of
from tests.exporters.rule_sets import rule

FLOWS = 200


def samples(rules):
    """Flows inside and outside of rules, whose port is not 0: that is any port to AclCheck."""
    addresses = addresses_of(end for each in rules for end in (each.source, each.destination))
    others = any_flows(addresses, addresses, FLOWS if addresses else 0, "aclcheck")
    return [flow for flow in (*flows_of(rules), *others) if flow.port != 0]


def test_it_agrees_with_the_planner_about_every_sample(catalogue_rule_sets):
    for rule_set in catalogue_rule_sets:
        rules = said(EXPORTER, rule_set)
        accepts = checked(rules)
        for flow in samples(rules):
            ends = flow.source, flow.destination
            assert accepts(flow) == bool(allowing(rules, *ends, flow.protocol, flow.port)), flow


def test_it_would_disagree_if_a_rule_were_wider():
    flow = Flow(ip_address("10.0.1.1"), ip_address("10.0.0.1"), "TCP", 444)
    assert not allowing([rule(ports="443")], flow.source, flow.destination, "TCP", 444)
    assert checked([rule(ports="443-444")])(flow)
    assert not checked([rule(ports="443")])(flow)
