"""Security groups of Tencent Cloud for Terraform: one file for all groups of the plan.

Provider tencentcloudstack/tencentcloud 1, resources `tencentcloud_security_group` and
`tencentcloud_security_group_rule_set`, which has all rules of a group. API Documentation, “VPC”,
`CreateSecurityGroupPolicies`: there are TCP, UDP, ICMP, ICMPV6 and GRE, and `ALL`, which is never
written for what comes in; only TCP and UDP have ports. A new security group denies everything, so
that the file has the rule that lets hosts dial what they like. `DescribeSecurityGroupLimits`: a
security group has 100 rules. Names have 60 characters, descriptions 100.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache, partial

from portsref.exporters.base import Exporter
from portsref.exporters.cloud.groups import Entry
from portsref.exporters.cloud.limits import Limits, room
from portsref.exporters.cloud.sayings import EVERY_NETWORK, Descriptions, Service, why_not
from portsref.exporters.cloud.terraform import (
    MEDIA_TYPE,
    Dialect,
    Group,
    Section,
    block,
    render,
    text,
)
from portsref.exporters.cloud.texts import separated
from portsref.exporters.once import MOST
from portsref.messages import gettext_noop

KIND = "tencentcloud_security_group"
PROTOCOLS: Mapping[str, str] = {
    "TCP": "TCP", "UDP": "UDP", "ICMP": "ICMP", "ICMPv6": "ICMPV6", "GRE": "GRE",
}  # fmt: skip
LONGEST = 100
_RULES = 100
_LIMITS = Limits(
    most=(_RULES - len(EVERY_NETWORK),), groups=5, cost=lambda _family, _networks: ((0, 1),)
)
_describe = Descriptions(LONGEST, quoted=text)
_CIDR = {4: "cidr_block", 6: "ipv6_cidr_block"}


def _sections(group: Group, entries: Iterator[Entry]) -> Iterator[Section]:
    what = f'"name": "{group.name}", "description": {group.about(LONGEST)}'
    yield KIND, (block(group.key, what),)
    yield "tencentcloud_security_group_rule_set", ("".join(_rule_set(group, entries)),)


def _rule_set(group: Group, entries: Iterator[Entry]) -> Iterator[str]:
    yield f'      "{group.key}": {{\n        "security_group_id": {group.id(KIND)},\n'
    if group.is_first:
        yield '        "egress": [\n'
        yield from separated(
            f'          {{"action": "ACCEPT", "{_CIDR[family]}": "{network}",'
            ' "description": "What hosts dial is not filtered"}'
            for family, (network,) in EVERY_NETWORK.items()
        )
        yield "\n        ],\n"
    yield '        "ingress": [\n'
    yield from separated(map(_ingress, entries))
    yield "\n        ]\n      }"


def _ingress(entry: Entry) -> str:
    return (
        f'          {{\n            "action": "ACCEPT", "{_CIDR[entry.family]}": "{entry.network}",'
        f" {_service(entry.service)},\n"
        f'            "description": {_describe(entry.told)}\n          }}'
    )


@lru_cache(maxsize=MOST)
def _service(service: Service) -> str:
    protocol, first, last = service
    range_of_ports = str(first) if first == last else f"{first}-{last}"
    port = "" if first is None else f', "port": "{range_of_ports}"'
    return f'"protocol": "{PROTOCOLS[protocol]}"{port}'


DIALECT = Dialect(
    provider=("tencentcloud", "tencentcloudstack/tencentcloud", ">= 1.81.0"),
    limits=_LIMITS,
    kind=KIND,
    sections=_sections,
)

EXPORTER = Exporter(
    name="tencent-terraform",
    label="Tencent Cloud (Terraform)",
    summary=gettext_noop("Security groups for Terraform, one for each group of hosts."),
    family="cloud",
    media_type=MEDIA_TYPE,
    suffix="tencent.tf.json",
    says=partial(why_not, PROTOCOLS),
    room=partial(room, _LIMITS),
    render=partial(render, DIALECT),
    follows="provider tencentcloudstack/tencentcloud 1, tencentcloud_security_group and"
    " tencentcloud_security_group_rule_set",
)
