"""Firewall rules of Google Cloud for Terraform: one file for all groups of the plan.

Provider hashicorp/google 5 or later, resource `google_compute_firewall`: for each rule of the plan
one in each family, for the hosts that have the network tag of its destination. Cloud NGFW, “VPC
firewall rules”: what is not allowed is denied, hosts dial what they like, and a rule has networks
of one family. A protocol without a name is a number, and so is `ipip`, which means 94 to some.
Names have 63 characters (RFC 1035). No multicast passes a VPC network.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain

from portsref.exporters.base import Exporter, Job
from portsref.exporters.cloud.groups import Flow, SecurityGroups
from portsref.exporters.cloud.limits import UNLIMITED, room
from portsref.exporters.cloud.sayings import Descriptions, Ends, why_not
from portsref.exporters.cloud.terraform import MEDIA_TYPE, Section, block, head, resources, text
from portsref.exporters.cloud.texts import prefix
from portsref.exporters.comments import about_left_out, about_plan, one_line
from portsref.exporters.identifiers import identifier
from portsref.messages import gettext_noop

PROTOCOLS: Mapping[str, str] = {
    "TCP": "tcp", "UDP": "udp", "SCTP": "sctp", "ICMP": "icmp", "ICMPv6": "58",
    "ESP": "esp", "AH": "ah", "GRE": "47", "IPIP": "4", "IP6IP6": "41", "VRRP": "112",
}  # fmt: skip
LONGEST = 2048
LONGEST_NAME = 63
PROVIDER = ("google", "hashicorp/google", ">= 5.0")
_describe = Descriptions(LONGEST, quoted=text)
_VARIABLES = {"network": "The name of the VPC network of the hosts"}
_ABOUT = (
    "",
    "Firewall rules for hosts by network tags: give the hosts of a group its tag. Other rules of",
    "the network still allow, such as default-allow-internal of the network “default”.",
    "What hosts dial is not filtered. A project has a quota of firewall rules.",
    "Sources are the plan's addresses: where a gateway translates them, its address is needed.",
)


def render(job: Job) -> Iterator[str]:
    """Write a firewall rule for each rule of the plan and family."""
    groups, of_plan = SecurityGroups(job), prefix(job)
    tags = {group: f"{of_plan}-{name}" for group, name in groups.names.items()}
    told = (one_line(f"Tag of “{group}”: {tag}") for group, tag in tags.items())
    about = chain(about_plan(job), _ABOUT, told, about_left_out(job.left_out))
    yield from head(about, PROVIDER, _VARIABLES)
    yield from resources(_sections(groups, tags, of_plan))
    yield "\n}\n"


def _sections(groups: SecurityGroups, tags: Mapping[str, str], of_plan: str) -> Iterator[Section]:
    for group in groups:
        yield (
            "google_compute_firewall",
            (_firewall(flow, groups.ends, tags[group], of_plan) for flow in groups.flows(group)),
        )


def _firewall(flow: Flow, ends: Ends, tag: str, of_plan: str) -> str:
    rule, family, told = flow
    longest = LONGEST_NAME - len(f"{of_plan}--v4")
    name = f"{identifier(rule.name, longest)}-v{family}"
    sources = '", "'.join(ends.networks(rule.source)[family])
    ranges = '", "'.join(map(str, rule.ports.ranges))
    ports = f', "ports": ["{ranges}"]' if ranges else ""
    return block(
        name.replace("-", "_"),
        f'"name": "{of_plan}-{name}", "network": "${{var.network}}"',
        f'"direction": "INGRESS", "target_tags": ["{tag}"]',
        f'"source_ranges": ["{sources}"]',
        f'"allow": [{{"protocol": "{PROTOCOLS[rule.protocol]}"{ports}}}]',
        f'"description": {_describe(told)}',
    )


EXPORTER = Exporter(
    name="gcp-terraform",
    label="Google Cloud (Terraform)",
    summary=gettext_noop("Firewall rules for Terraform, by network tags of the hosts."),
    family="cloud",
    media_type=MEDIA_TYPE,
    suffix="gcp.tf.json",
    says=partial(why_not, PROTOCOLS, takes_port_zero=True),
    room=partial(room, UNLIMITED, carries_multicast=False),
    render=render,
    follows="provider hashicorp/google 5, google_compute_firewall",
)
