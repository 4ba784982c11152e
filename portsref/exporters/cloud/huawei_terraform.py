"""Security groups of Huawei Cloud for Terraform: one file for all groups of the plan.

Provider huaweicloud/huaweicloud 1, resources `huaweicloud_networking_secgroup` and
`huaweicloud_networking_secgroup_rule`. A new security group has rules by which its hosts reach each
other and dial what they like: the file takes them away and has the latter itself. VPC User Guide,
“Security Group Overview”: no more than 50 rules of a security group and five security groups of an
instance are advised, and lists of ports do nothing on some instances: each range has a rule.
Other protocols are numbers, without ports. Descriptions have 255 characters without angle brackets.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from itertools import chain

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
from portsref.exporters.families import FAMILIES
from portsref.exporters.once import MOST
from portsref.messages import gettext_noop

KIND = "huaweicloud_networking_secgroup"
PROTOCOLS: Mapping[str, str] = {
    "TCP": "tcp", "UDP": "udp", "ICMP": "icmp", "ICMPv6": "icmpv6",
    "ESP": "50", "AH": "51", "GRE": "47", "IPIP": "4", "IP6IP6": "41", "VRRP": "112",
}  # fmt: skip
LONGEST = 255
_RULE = "huaweicloud_networking_secgroup_rule"
_RULES = 50
_LIMITS = Limits(
    most=(_RULES - len(FAMILIES),), groups=5, cost=lambda _family, _networks: ((0, 1),)
)
_REFUSED = re.compile("[<>]+")
_describe = Descriptions(LONGEST, _REFUSED, text)


def _sections(group: Group, entries: Iterator[Entry]) -> Iterator[Section]:
    group_block = block(
        group.key,
        f'"name": "{group.name}", "delete_default_rules": true',
        f'"description": {group.about(refused=_REFUSED)}',
    )
    yield KIND, (group_block,)
    egress = (_egress(group, family) for family in FAMILIES if group.is_first)
    yield _RULE, chain(egress, map(partial(_ingress, group, group.id(KIND)), entries))


def _egress(group: Group, family: int) -> str:
    return block(
        f"{group.key}_egress_ipv{family}",
        f'"security_group_id": {group.id(KIND)}',
        f'"direction": "egress", "ethertype": "IPv{family}"',
        '"description": "What hosts dial is not filtered"',
    )


def _ingress(group: Group, of_group: str, entry: Entry) -> str:
    return block(
        name_of(group, entry),
        f'"security_group_id": {of_group}',
        f'"direction": "ingress", "ethertype": "IPv{entry.family}",'
        f' "remote_ip_prefix": "{entry.network}"',
        _service(entry.service),
        f'"description": {_describe(entry.told)}',
    )


@lru_cache(maxsize=MOST)
def _service(service: Service) -> str:
    protocol, first, last = service
    ports = "" if first is None else f', "port_range_min": {first}, "port_range_max": {last}'
    return f'"protocol": "{PROTOCOLS[protocol]}"{ports}'


DIALECT = Dialect(
    provider=("huaweicloud", "huaweicloud/huaweicloud", ">= 1.50.0"),
    limits=_LIMITS,
    kind=KIND,
    sections=_sections,
)

EXPORTER = Exporter(
    name="huawei-terraform",
    label="Huawei Cloud (Terraform)",
    summary=gettext_noop("Security groups for Terraform, one for each group of hosts."),
    family="cloud",
    media_type=MEDIA_TYPE,
    suffix="huawei.tf.json",
    says=partial(why_not, PROTOCOLS),
    room=partial(room, _LIMITS),
    render=partial(render, DIALECT),
    follows="provider huaweicloud/huaweicloud 1, huaweicloud_networking_secgroup and"
    " huaweicloud_networking_secgroup_rule",
)
