"""Domain lists for AWS Network Firewall: a stateful rule group for each source, CloudFormation.

AWS::NetworkFirewall::RuleGroup with a RulesSourceList, and the Network Firewall developer guide,
Stateful domain list rule groups. A list allows its names to the addresses of its `HOME_NET`, by the
server name of TLS or by the host of HTTP, whatever the port, and drops what else these addresses
ask for by the same protocol: so there is a group for TLS (TCP 443) and one for HTTP (TCP 80).
`.example.com` is `example.com` and all below it; a place that is only what is below cannot be said.
A group's capacity cannot be changed later: names and one more are needed, the rest is room to grow.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from portsref.addresses import join_addresses
from portsref.documents.writing import json_fields, json_text
from portsref.exporters.base import Exporter, Job
from portsref.exporters.comments import about_left_out, about_plan, one_line
from portsref.exporters.families import networks_of
from portsref.exporters.host.hosts import NOBODYS_ADDRESS
from portsref.exporters.identifiers import identifiers
from portsref.exporters.proxy import names
from portsref.exporters.proxy.json_parts import about, joined
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Endpoint, Rule

HOLDS_THE_NAME_ITSELF = Message(
    gettext_noop("the wildcard of the format holds the name itself as well as those below it")
)

LONGEST_NAME = 40
LONGEST_DESCRIPTION = 512
ROOM = 50
_PROTOCOLS = (("Tls", "TLS_SNI", 443), ("Http", "HTTP_HOST", 80))
# a stack must have a resource: one that does nothing
_NOTHING = '    "Nothing": { "Type": "AWS::CloudFormation::WaitConditionHandle" }\n'
_HOW = (
    "",
    "A list drops what else its sources ask for by the same protocol.",
    "Check: cfn-lint FILE. Apply: aws cloudformation deploy --stack-name NAME --template-file",
    "FILE; then name the groups in your firewall policy, of default action order. Twice changes",
    "nothing.",
    "Take back: take the groups out of the policy, then aws cloudformation delete-stack.",
)


def says(rule: Rule) -> Message | None:
    """Tell why a rule cannot be said: from addresses, to names that the format's wildcard fits."""
    if not names.leaves(rule):
        return None
    if why := names.says_on_web_ports(rule):
        return why
    if not rule.source.addresses:
        return NOBODYS_ADDRESS
    known = rule.destination.dns
    below = (name.removeprefix(names.ANY_BELOW) for name in known if name[0] == "*")
    return None if all(name in known for name in below) else HOLDS_THE_NAME_ITSELF


@dataclass(frozen=True, slots=True)
class _Group:
    """A rule group: what one source may ask for by one protocol."""

    identifier: str
    source: Endpoint
    target_type: str
    port: int


def render(job: Job) -> Iterator[str]:
    """Write the template, one rule group after the other."""
    head = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": one_line(f"Names outside: {job.rule_set.document.title}", 200),
    }
    yield f"{{\n{json_fields(head, 2)},\n"
    lines = chain(about_plan(job), names.ABOUT, _HOW, about_left_out(job.left_out))
    yield from about("Metadata", lines)
    yield '  "Resources": {\n'
    by_source = names.RulesBy(job.rule_set.outbound, lambda rule: (rule.source,))
    between = ""
    for group in _groups(by_source):
        if targets := _targets(group, by_source):
            yield between
            yield from _resource(group, targets, by_source)
            between = ",\n"
    yield "\n" if between else _NOTHING
    yield "  }\n}\n"


def _groups(by_source: names.RulesBy[Endpoint]) -> Iterator[_Group]:
    """The groups of each source; those whose names of sources are alike have a number as well."""
    plain = identifiers((source.name for source in by_source), LONGEST_NAME)
    counts: dict[str, int] = {}
    for source in by_source:
        count = counts[source.name] = counts.get(source.name, 0) + 1
        name = f"{plain[source.name]}-{count}" if count > 1 else plain[source.name]
        for protocol, target_type, port in _PROTOCOLS:
            yield _Group(f"portsref-{name}-{protocol.lower()}", source, target_type, port)


def _rules_of(group: _Group, by_source: names.RulesBy[Endpoint]) -> Iterator[Rule]:
    return (rule for rule in by_source.rules(group.source) if group.port in rule.ports)


def _targets(group: _Group, by_source: names.RulesBy[Endpoint]) -> list[str]:
    """The names of a group in order, those with all below them by a dot in front."""
    known = {name for rule in _rules_of(group, by_source) for name in rule.destination.dns}
    below = {name.removeprefix(names.ANY_BELOW) for name in known if name[0] == "*"}
    return sorted(f".{name}" if name in below else name for name in known if name[0] != "*")


def _resource(
    group: _Group, targets: list[str], by_source: names.RulesBy[Endpoint]
) -> Iterator[str]:
    """A rule group, with its rules in its metadata, one at a time."""
    addresses = map(str, networks_of(join_addresses(group.source.addresses)))
    properties = {
        "RuleGroupName": group.identifier,
        "Type": "STATEFUL",
        "Capacity": (len(targets) // ROOM + 1) * ROOM + 1,
        "Description": one_line(f"Names for {group.source.name}", LONGEST_DESCRIPTION),
        "RuleGroup": {
            "RuleVariables": {"IPSets": {"HOME_NET": {"Definition": list(addresses)}}},
            "RulesSource": {
                "RulesSourceList": {
                    "GeneratedRulesType": "ALLOWLIST",
                    "TargetTypes": [group.target_type],
                    "Targets": targets,
                }
            },
            "StatefulRuleOptions": {"RuleOrder": "DEFAULT_ACTION_ORDER"},
        },
    }
    yield f'    "{_logical_id(group.identifier)}": {{\n'
    yield '      "Type": "AWS::NetworkFirewall::RuleGroup",\n'
    yield '      "Metadata": {\n        "portsref": [\n'
    rules = _rules_of(group, by_source)
    yield from joined(f"          {json_text(names.about(rule))}" for rule in rules)
    yield f"        ]\n      }},\n{json_fields({'Properties': properties}, 6)}\n    }}"


def _logical_id(identifier: str) -> str:
    """Letters and digits alone, each part told by its capital, so that no two are alike."""
    parts = identifier.split("-")
    return "".join(f"XX{part}" if part[0].isdigit() else part.capitalize() for part in parts)


EXPORTER = Exporter(
    name="aws-network-firewall",
    label="AWS Network Firewall",
    summary=gettext_noop("Domain lists for each source, as a CloudFormation stack."),
    family="proxy",
    media_type="application/json",
    suffix="json",
    says=says,
    render=render,
)
