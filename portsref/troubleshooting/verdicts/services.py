"""What the plan has for a packet to the address of a Service, and for what an error text names."""

from ipaddress import ip_address

from portsref.planning.rules import Rule
from portsref.troubleshooting.explanations import Explanation
from portsref.troubleshooting.inquiry import MOST_RULES, Case
from portsref.troubleshooting.pod_remedies import by_pods, network_parameters
from portsref.troubleshooting.whereabouts import may_be_at

_PORT_OF_KUBERNETES = 443  # of the Service `kubernetes`, which has the first address of all


def service_address(case: Case) -> Explanation | None:
    """The address of a Service, which a host replaces before a packet leaves it."""
    if case.destination.network != "services":
        return None
    rules, listeners = rules_and_rows(case)
    return case.say(
        "service-address",
        is_certain=case.inquiry.rule_set.networks.services_assumed_from is None,
        parameters=network_parameters(case),
        rules=rules,
        listeners=listeners,
        remedies=by_pods(case),
    )


def rules_and_rows(case: Case) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    """The rules that let the packet pass, and the rows of the plan that it is for.

    Of the Service `kubernetes` these are those of the API servers, whatever the port.
    """
    if not _is_for_api_server(case):
        return case.allowing[:MOST_RULES], case.keys_in_plan
    keys = case.inquiry.suspects.selection.api_servers
    placement = case.inquiry.suspects.placement
    inside = [group.name for group in (*placement.nodes, *placement.pods)]
    about = tuple(
        rule
        for rule in case.inquiry.rule_set.rules
        if not keys.isdisjoint(rule.listeners) and may_be_at(rule.source, inside)
    )
    return about[:MOST_RULES], tuple(sorted(keys))


def _is_for_api_server(case: Case) -> bool:
    packet, networks = case.packet, case.inquiry.rule_set.networks.services
    if packet.destination is None or packet.port != _PORT_OF_KUBERNETES:
        return False
    return packet.destination in {ip_address(int(network.first) + 1) for network in networks}
