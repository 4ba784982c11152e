"""Security groups of Alibaba Cloud for Terraform: one file for all groups of the plan.

Provider aliyun/alicloud 1.262 or later, resources `alicloud_security_group` and
`alicloud_security_group_rule`. ECS User Guide, “Security group rules” and “Limits”: hosts of a
basic security group reach each other unless its internal policy is to drop, which the file says;
they dial what they like. A security group has 200 rules, and all of an interface 1,000. There are
TCP, UDP, ICMP, ICMPv6 and GRE, and `all`, which is never written. Ports are 1 to 65535.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache, partial

from portsref.exporters.base import Exporter
from portsref.exporters.cloud.groups import Entry
from portsref.exporters.cloud.limits import Limits, room
from portsref.exporters.cloud.sayings import Descriptions, Service, why_not
from portsref.exporters.cloud.terraform import (
    MEDIA_TYPE,
    Dialect,
    Group,
    Section,
    block,
    name_of,
    render,
    text,
)
from portsref.exporters.once import MOST
from portsref.messages import gettext_noop

KIND = "alicloud_security_group"
PROTOCOLS: Mapping[str, str] = {
    "TCP": "tcp", "UDP": "udp", "ICMP": "icmp", "ICMPv6": "icmpv6", "GRE": "gre",
}  # fmt: skip
LONGEST = 512
_RULE = "alicloud_security_group_rule"
_LIMITS = Limits(most=(200,), groups=5, cost=lambda _family, _networks: ((0, 1),))
_describe = Descriptions(LONGEST, quoted=text)
_CIDR = {4: "cidr_ip", 6: "ipv6_cidr_ip"}


def _sections(group: Group, entries: Iterator[Entry]) -> Iterator[Section]:
    group_block = block(
        group.key,
        f'"security_group_name": "{group.name}", "vpc_id": "${{var.vpc_id}}"',
        f'"description": {group.about()}',
        '"security_group_type": "normal", "inner_access_policy": "Drop"',
    )
    yield KIND, (group_block,)
    yield _RULE, map(partial(_rule, group, group.id(KIND)), entries)


def _rule(group: Group, of_group: str, entry: Entry) -> str:
    return block(
        name_of(group, entry),
        f'"security_group_id": {of_group}, "type": "ingress"',
        f'"{_CIDR[entry.family]}": "{entry.network}", {_service(entry.service)}',
        '"policy": "accept", "priority": 1, "nic_type": "intranet"',
        f'"description": {_describe(entry.told)}',
    )


@lru_cache(maxsize=MOST)
def _service(service: Service) -> str:
    protocol, first, last = service
    ports = "-1/-1" if first is None else f"{first}/{last}"
    return f'"ip_protocol": "{PROTOCOLS[protocol]}", "port_range": "{ports}"'


DIALECT = Dialect(
    provider=("alicloud", "aliyun/alicloud", ">= 1.262.0"),
    limits=_LIMITS,
    kind=KIND,
    sections=_sections,
    variables={"vpc_id": "The VPC of the hosts"},
)

EXPORTER = Exporter(
    name="alibaba-terraform",
    label="Alibaba Cloud (Terraform)",
    summary=gettext_noop("Security groups for Terraform, one for each group of hosts."),
    family="cloud",
    media_type=MEDIA_TYPE,
    suffix="alibaba.tf.json",
    says=partial(why_not, PROTOCOLS),
    room=partial(room, _LIMITS),
    render=partial(render, DIALECT),
    follows="provider aliyun/alicloud 1.262, alicloud_security_group and"
    " alicloud_security_group_rule",
)
