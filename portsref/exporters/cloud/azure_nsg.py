"""Network security groups of Azure: a template of the Resource Manager for each group of the plan.

Azure Virtual Network, “Network security groups overview” and “Azure subscription limits”: a network
security group has 1,000 rules and 4,000 addresses as sources and as many as destinations; a rule
has several of these, and several ports, but only one family, and is one of TCP, UDP, ICMP, ESP and
AH. “IPv6 for Azure Virtual Network”: ICMPv6 cannot be said. Packets go to the private address of an
interface. The rules that every group has let all addresses of the virtual network in: the file
denies them behind its own rules, and lets the probes of load balancers in, as Azure does. No
multicast passes a virtual network (“Azure Virtual Network FAQ”).
"""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain

from portsref.documents.writing import json_text
from portsref.exporters.base import Exporter, File, Job, Says, file_name
from portsref.exporters.cloud.groups import Flow, SecurityGroups
from portsref.exporters.cloud.limits import NO_MULTICAST, is_multicast
from portsref.exporters.cloud.sayings import Descriptions, Ends, why_not
from portsref.exporters.cloud.texts import about_groups, prefix, separated
from portsref.exporters.comments import about_left_out, about_plan, one_line
from portsref.exporters.families import NOTHING_IN_COMMON
from portsref.exporters.identifiers import identifier
from portsref.exporters.once import Once
from portsref.messages import Message, gettext_noop
from portsref.planning.choice import Choice
from portsref.planning.document import PlanDocument
from portsref.planning.rules import Endpoint, Rule
from portsref.ports import PortSet

MEDIA_TYPE = "application/json"
SUFFIX = "arm.json"
API_VERSION = "2024-05-01"
FIRST_PRIORITY = 100
LONGEST_NAME, LONGEST = 80, 140
PROTOCOLS: Mapping[str, str] = {
    "TCP": "Tcp", "UDP": "Udp", "ICMP": "Icmp", "ESP": "Esp", "AH": "Ah",
}  # fmt: skip
MOST_RULES, MOST_ADDRESSES = 1000, 4000
FULL = Message(
    gettext_noop(
        "a network security group has room for %(rules)s rules and %(addresses)s addresses"
    ),
    {"rules": f"{MOST_RULES:,}", "addresses": f"{MOST_ADDRESSES:,}"},
)

_describe = Descriptions(LONGEST)
_SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
_KIND = "Microsoft.Network/networkSecurityGroups"
_HOW = (
    "",
    "Check: az deployment group what-if --resource-group GROUP --template-file FILE. Apply: az",
    "deployment group create with the same; a second time it changes nothing. What is in force:",
    "az network nsg rule list. Take back, once nothing has the group: az network nsg delete.",
)
_AZURE = (
    "Destinations are the private addresses of the interfaces. Probes of load balancers come in.",
)
# What every group says by itself, said again and the other way round.
_LAST = (
    ("AllowProbesOfLoadBalancers", "As Azure does by itself", 4095, "Allow", "AzureLoadBalancer"),
    ("DenyEverythingElse", "The virtual network too, which Azure lets in", 4096, "Deny", "*"),
)

says: Says = partial(why_not, PROTOCOLS, takes_port_zero=True)


def room(_choice: Choice, _document: PlanDocument) -> Says:
    """Ask of each rule whether both ends have a family in common and its group has room."""
    return _Room().why


class _Room:
    """Counts rules and addresses of each group; rules that say the same count once."""

    def __init__(self) -> None:
        self._of = Ends()
        self._is_multicast = Once(is_multicast)
        self._held: dict[str, tuple[int, int, int]] = {}
        self._ends: tuple[Endpoint | None, Endpoint | None] = (None, None)
        self._told: set[tuple[str, PortSet]] = set()

    def why(self, rule: Rule) -> Message | None:
        """Tell why there is no room for the rule."""
        source, destination = rule.source, rule.destination
        if destination.kind != "group":
            return None
        if self._is_multicast(destination):
            return NO_MULTICAST
        if source is not self._ends[0] or destination is not self._ends[1]:
            self._ends, self._told = (source, destination), set()
        families = self._of.families(rule.protocol, source, destination)
        if not families:
            return NOTHING_IN_COMMON
        if (rule.protocol, rule.ports) in self._told:
            return None
        held = self._held.get(destination.name, (len(_LAST), 0, 0))
        for family in families:
            sources, destinations = self._of.networks(source), self._of.networks(destination)
            cost = 1, len(sources[family]), len(destinations[family])
            held = held[0] + cost[0], held[1] + cost[1], held[2] + cost[2]
        if held[0] > MOST_RULES or max(held[1:]) > MOST_ADDRESSES:
            return FULL
        self._held[destination.name] = held
        self._told.add((rule.protocol, rule.ports))
        return None


def render_files(job: Job) -> Iterator[File]:
    """A template for each group to whose hosts anything connects."""
    groups = SecurityGroups(job)
    for group in groups:
        name = file_name(job.rule_set, job.provenance, f"{groups.names[group]}.{SUFFIX}")
        yield File(name, MEDIA_TYPE, partial(_text, job, groups, group))


def _text(job: Job, groups: SecurityGroups, group: str) -> Iterator[str]:
    name = f"{prefix(job)}-{groups.names[group]}"
    yield f'{{\n  "$schema": "{_SCHEMA}",\n  "contentVersion": "1.0.0.0",\n'
    yield '  "metadata": {\n    "about": [\n'
    yield from separated(f"      {json_text(line)}" for line in _about(job, groups, group))
    yield '\n    ]\n  },\n  "parameters": {\n'
    yield '    "location": {"type": "string", "defaultValue": "[resourceGroup().location]"}\n  },\n'
    yield f'  "resources": [\n    {{\n      "type": "{_KIND}",\n'
    yield f'      "apiVersion": "{API_VERSION}",\n      "name": "{name}",\n'
    yield '      "location": "[parameters(\'location\')]",\n'
    yield '      "properties": {\n        "securityRules": [\n'
    yield from separated(chain(_rules(groups, group), map(_last, _LAST)))
    yield "\n        ]\n      }\n    }\n  ],\n"
    value = f"[resourceId('{_KIND}', '{name}')]"
    yield f'  "outputs": {{\n    "id": {{"type": "string", "value": "{value}"}}\n  }}\n}}\n'


def _about(job: Job, groups: SecurityGroups, group: str) -> Iterator[str]:
    yield one_line(f"What the hosts of “{group}” must accept")
    yield from chain(
        about_plan(job),
        about_groups((group,), groups.pods),
        _AZURE,
        about_left_out(groups.left_out(group)),
        _HOW,
    )


def _rules(groups: SecurityGroups, group: str) -> Iterator[str]:
    for priority, flow in enumerate(groups.flows(group), start=FIRST_PRIORITY):
        yield _allow(flow, groups.ends, priority)


def _allow(flow: Flow, ends: Ends, priority: int) -> str:
    rule, family, told = flow
    destinations = ends.networks(rule.destination)[family] if rule.destination.addresses else ("*",)
    return _rule(
        f"{identifier(rule.name, LONGEST_NAME - len('-v4'))}-v{family}",
        _describe(told),
        f'"priority": {priority}, "direction": "Inbound", "access": "Allow",'
        f' "protocol": "{PROTOCOLS[rule.protocol]}"',
        f"{_several('sourceAddressPrefix', ends.networks(rule.source)[family])},"
        ' "sourcePortRange": "*"',
        f"{_several('destinationAddressPrefix', destinations)},"
        f" {_several('destinationPortRange', tuple(map(str, rule.ports.ranges)) or ('*',))}",
    )


def _last(said: tuple[str, str, int, str, str]) -> str:
    name, why, priority, access, source = said
    return _rule(
        name,
        json_text(why),
        f'"priority": {priority}, "direction": "Inbound", "access": "{access}", "protocol": "*"',
        f'"sourceAddressPrefix": "{source}", "sourcePortRange": "*"',
        '"destinationAddressPrefix": "*", "destinationPortRange": "*"',
    )


def _rule(name: str, why: str, *lines: str) -> str:
    properties = ",\n              ".join((f'"description": {why}', *lines))
    return (
        f'          {{\n            "name": "{name}",\n            "properties": {{\n'
        f"              {properties}\n            }}\n          }}"
    )


def _several(field: str, values: tuple[str, ...]) -> str:
    """A field with its only value, or with all of them, under the name that it has then."""
    if len(values) == 1:
        return f'"{field}": "{values[0]}"'
    plural = f"{field}s" if field.endswith("e") else f"{field}es"
    return f'"{plural}": ["{'", "'.join(values)}"]'


EXPORTER = Exporter(
    name="azure-nsg",
    label="Azure",
    summary=gettext_noop("Network security groups, a template for each group of hosts."),
    family="cloud",
    media_type=MEDIA_TYPE,
    suffix=SUFFIX,
    says=says,
    room=room,
    render_files=render_files,
)
