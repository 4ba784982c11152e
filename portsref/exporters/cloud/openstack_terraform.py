"""Security groups of OpenStack for Terraform: one file for all groups of the plan.

Provider terraform-provider-openstack/openstack 3, resources `openstack_networking_secgroup_v2` and
`openstack_networking_secgroup_rule_v2`. A new security group lets hosts dial what they like, which
the file leaves as it is. Protocols without a name of their own are numbers, because `ipip` means 94
to some. Port 0 is no port there: it would open all of them. Neutron has a quota of rules for a
project, 100 by default, which is not counted: it is the operator's.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache, partial

from portsref.exporters.base import Exporter
from portsref.exporters.cloud.groups import Entry
from portsref.exporters.cloud.limits import UNLIMITED, room
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

KIND = "openstack_networking_secgroup_v2"
PROTOCOLS: Mapping[str, str] = {
    "TCP": "tcp", "UDP": "udp", "SCTP": "sctp", "ICMP": "icmp", "ICMPv6": "ipv6-icmp",
    "ESP": "50", "AH": "51", "GRE": "47", "IPIP": "4", "IP6IP6": "41", "VRRP": "112",
}  # fmt: skip
LONGEST = 255
_RULE = "openstack_networking_secgroup_rule_v2"
_describe = Descriptions(LONGEST, quoted=text)
_ABOUT = ("A project has a quota of rules, 100 where nobody raised it: openstack quota show.",)


def _sections(group: Group, entries: Iterator[Entry]) -> Iterator[Section]:
    yield KIND, (block(group.key, f'"name": "{group.name}"', f'"description": {group.about()}'),)
    yield _RULE, map(partial(_rule, group, group.id(KIND)), entries)


def _rule(group: Group, of_group: str, entry: Entry) -> str:
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
    provider=("openstack", "terraform-provider-openstack/openstack", ">= 2.0"),
    limits=UNLIMITED,
    kind=KIND,
    sections=_sections,
    about=_ABOUT,
)

EXPORTER = Exporter(
    name="openstack-terraform",
    label="OpenStack (Terraform)",
    summary=gettext_noop("Security groups for Terraform, one for each group of hosts."),
    family="cloud",
    media_type=MEDIA_TYPE,
    suffix="openstack.tf.json",
    says=partial(why_not, PROTOCOLS),
    room=partial(room, UNLIMITED),
    render=partial(render, DIALECT),
    follows="provider terraform-provider-openstack/openstack 3, openstack_networking_secgroup_v2"
    " and openstack_networking_secgroup_rule_v2",
)
