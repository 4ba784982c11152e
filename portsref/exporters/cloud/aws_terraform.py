"""Security groups of AWS for Terraform: one file for all groups of the plan.

Provider hashicorp/aws 5.0 or later, resources `aws_security_group` and, for each entry,
`aws_vpc_security_group_ingress_rule`. `aws.py` has the limits of AWS. The provider takes away the
rule that lets hosts dial what they like, so that the file has it.
"""

from collections.abc import Iterator
from functools import lru_cache, partial

from portsref.exporters.base import Exporter
from portsref.exporters.cloud.aws import EGRESS, LIMITS, PROTOCOLS, about, describe, name, says
from portsref.exporters.cloud.groups import Entry
from portsref.exporters.cloud.limits import room
from portsref.exporters.cloud.sayings import EVERY_NETWORK, Service
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

KIND = "aws_security_group"
_INGRESS, _EGRESS = "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"


def _sections(group: Group, entries: Iterator[Entry]) -> Iterator[Section]:
    called = name(group.name)
    group_block = block(
        group.key,
        f'"//": {group.about()}',
        f'"name": "{called}", "vpc_id": "${{var.vpc_id}}"',
        f'"description": {text(about(group.identifier))}',
        f'"tags": {{"Name": "{called}"}}',
    )
    yield KIND, (group_block,)
    if group.is_first:
        yield _EGRESS, _egress(group)
    yield _INGRESS, map(partial(_ingress, group, group.id(KIND)), entries)


def _egress(group: Group) -> Iterator[str]:
    for family, (network,) in EVERY_NETWORK.items():
        yield block(
            f"{group.key}_ipv{family}",
            f'"security_group_id": {group.id(KIND)}',
            f'"cidr_ipv{family}": "{network}", "ip_protocol": "-1", "description": "{EGRESS}"',
        )


def _ingress(group: Group, of_group: str, entry: Entry) -> str:
    return block(
        name_of(group, entry),
        f'"security_group_id": {of_group}',
        f'"cidr_ipv{entry.family}": "{entry.network}", {_service(entry.service)}',
        f'"description": {describe(entry.told)}',
    )


@lru_cache(maxsize=MOST)
def _service(service: Service) -> str:
    protocol, first, last = service
    known = f'"ip_protocol": "{PROTOCOLS[protocol]}"'
    if first is not None:
        return f'{known}, "from_port": {first}, "to_port": {last}'
    return f'{known}, "from_port": -1, "to_port": -1' if protocol.startswith("ICMP") else known


DIALECT = Dialect(
    provider=("aws", "hashicorp/aws", ">= 5.0"),
    limits=LIMITS,
    kind=KIND,
    sections=_sections,
    variables={"vpc_id": "The VPC of the hosts"},
)

EXPORTER = Exporter(
    name="aws-terraform",
    label="AWS (Terraform)",
    summary=gettext_noop("Security groups for Terraform, one for each group of hosts."),
    family="cloud",
    media_type=MEDIA_TYPE,
    suffix="aws.tf.json",
    says=says,
    room=partial(room, LIMITS),
    render=partial(render, DIALECT),
    follows="provider hashicorp/aws 5, aws_security_group and aws_vpc_security_group_ingress_rule",
)
