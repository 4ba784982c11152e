"""Application rules for Azure Firewall: a rule collection group of a firewall policy, as ARM JSON.

ARM template reference, Microsoft.Network/firewallPolicies/ruleCollectionGroups 2024-05-01, and
Azure Firewall FAQ, wildcards in target FQDNs: `*` stands only at the very left, and
`*.example.com` is every name below, not `example.com`. An application rule takes HTTP by its host
and TLS by its server name: TCP 80 is `Http`, 443 and whatever the catalogue says is TLS is `Https`
on its port. Addresses are of IPv4, as hosts, networks or ranges. A template has no comments: what
is told of the plan stands in its metadata, and the purpose of a rule in its description.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from portsref.addresses import join_addresses
from portsref.documents.writing import json_fields, json_text
from portsref.exporters.base import Exporter, Job
from portsref.exporters.comments import about_causes, about_left_out, about_plan, one_line
from portsref.exporters.host.hosts import NOBODYS_ADDRESS
from portsref.exporters.identifiers import identifier
from portsref.exporters.once import MOST, Once
from portsref.exporters.proxy import names
from portsref.exporters.proxy.json_parts import about, joined
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Cause, Endpoint, Rule
from portsref.ports import PortSet

NO_IPV4 = Message(gettext_noop("whoever connects has no IPv4 address in the plan"))
NOT_ENCRYPTED = Message(gettext_noop("on ports other than 80 and 443 it must be TLS"))
MOST_PORTS = 15
TOO_MANY_PORTS = Message(gettext_noop("it has more than %(most)d ports"), {"most": MOST_PORTS})

API_VERSION = "2024-05-01"
LONGEST_NAME = 80
LONGEST_DESCRIPTION = 140
_ENCRYPTED = frozenset({"tls", "mtls"})
_HOW = (
    "",
    "Azure Firewall has no IPv6: addresses of IPv6 are not in the rules.",
    "Check: az deployment group validate -g GROUP -f FILE -p firewallPolicy=NAME.",
    "Apply: az deployment group create with the same; twice changes nothing.",
    "Take back: az network firewall policy rule-collection-group delete -n portsref.",
)


def says(rule: Rule) -> Message | None:
    """Tell why a rule cannot be said: from IPv4, to whole names, by HTTP or TLS."""
    if not names.leaves(rule):
        return None
    return names.says(rule) or _why_not_from(rule.source) or _why_not_on(rule)


def _why_not_from(source: Endpoint) -> Message | None:
    if not source.addresses:
        return NOBODYS_ADDRESS
    return None if any(address.family == 4 for address in source.addresses) else NO_IPV4


def _why_not_on(rule: Rule) -> Message | None:
    others = rule.ports - names.WEB
    if others and not all(cause.encryption in _ENCRYPTED for cause in rule.causes):
        return NOT_ENCRYPTED
    return TOO_MANY_PORTS if sum(map(len, rule.ports.ranges)) > MOST_PORTS else None


def render(job: Job) -> Iterator[str]:
    """Write the template, one rule at a time."""
    schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
    lines = chain(about_plan(job), names.ABOUT, _HOW, about_left_out(job.left_out))
    yield f"{{\n{json_fields({'$schema': schema, 'contentVersion': '1.0.0.0'}, 2)},\n"
    yield from about("metadata", map(_literal, lines))
    yield f'{json_fields({"parameters": _PARAMETERS}, 2)},\n  "resources": ['
    if rules := job.rule_set.outbound:
        yield _BEGIN
        yield from joined(map(_Writer().rule, rules))
        yield _END
    yield "]\n}\n"


class _Writer:
    """Writes rules; what many of them share is written once."""

    def __init__(self) -> None:
        self._source = Once(_source)
        self._destination = lru_cache(maxsize=MOST)(_destination)
        self._description = lru_cache(maxsize=MOST)(_description)

    def rule(self, rule: Rule) -> str:
        """A rule as an object in lines."""
        name = json_fields({"name": identifier(rule.name, LONGEST_NAME)}, _INDENT)
        return ",\n".join(
            (
                f"{_OPEN}{name}",
                self._description(rule.causes),
                self._source(rule.source),
                f"{self._destination(rule.ports, rule.destination.dns)}{_CLOSE}",
            )
        )


def _description(causes: tuple[Cause, ...]) -> str:
    text = one_line(about_causes(causes), LONGEST_DESCRIPTION)
    return json_fields({"description": _literal(text)}, _INDENT)


def _source(source: Endpoint) -> str:
    parts = [str(part) for part in join_addresses(source.addresses) if part.family == 4]
    return json_fields({"sourceAddresses": parts}, _INDENT)


def _destination(ports: PortSet, dns: tuple[str, ...]) -> str:
    protocols = [
        {"protocolType": "Http" if port == 80 else "Https", "port": port}
        for part in ports.ranges
        for port in range(part.first, part.last + 1)
    ]
    return json_fields({"protocols": protocols, "targetFqdns": list(dns)}, _INDENT)


def _literal(text: str) -> str:
    """A text that is no expression: one that begins with `[` would be, unless it is doubled."""
    return f"[{text}" if text.startswith("[") else text


_PARAMETERS = {
    "firewallPolicy": {
        "type": "string",
        "metadata": {"description": "Name of the firewall policy"},
    },
    "groupPriority": {"type": "int", "defaultValue": 300, "minValue": 100, "maxValue": 65000},
    "collectionPriority": {"type": "int", "defaultValue": 300, "minValue": 100, "maxValue": 65000},
}
_INDENT = 16
_OPEN = f'{" " * 14}{{\n{" " * 16}"ruleType": "ApplicationRule",\n'
_CLOSE = f"\n{' ' * 14}}}"
_BEGIN = f"""
    {{
      "type": "Microsoft.Network/firewallPolicies/ruleCollectionGroups",
      "apiVersion": {json_text(API_VERSION)},
      "name": "[concat(parameters('firewallPolicy'), '/portsref')]",
      "properties": {{
        "priority": "[parameters('groupPriority')]",
        "ruleCollections": [
          {{
            "ruleCollectionType": "FirewallPolicyFilterRuleCollection",
            "name": "names",
            "priority": "[parameters('collectionPriority')]",
            "action": {{ "type": "Allow" }},
            "rules": [
"""
_END = """\
            ]
          }
        ]
      }
    }
  """

EXPORTER = Exporter(
    name="azure-firewall",
    label="Azure Firewall",
    summary=gettext_noop("Application rules of a firewall policy, as a template of ARM."),
    family="proxy",
    media_type="application/json",
    suffix="json",
    says=says,
    render=render,
)
