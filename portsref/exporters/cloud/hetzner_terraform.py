"""Firewalls of Hetzner Cloud for Terraform: one file for all groups of the plan.

Provider hetznercloud/hcloud 1, resource `hcloud_firewall`, whose rules stand in it. Hetzner Docs,
“Firewalls”, FAQ: a server has up to five firewalls, and a firewall 50 rules and 500 effective ones,
which are those for each source; what is not allowed is dropped, and without rules for it a server
dials what it likes. Packets of private networks pass no firewall. `icmp` is that of the family of
its sources. Other protocols than TCP, UDP, ICMP, ESP and GRE cannot be said.
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
    render,
    text,
)
from portsref.exporters.cloud.texts import separated
from portsref.exporters.once import MOST
from portsref.messages import gettext_noop

KIND = "hcloud_firewall"
PROTOCOLS: Mapping[str, str] = {
    "TCP": "tcp", "UDP": "udp", "ICMP": "icmp", "ICMPv6": "icmp", "ESP": "esp", "GRE": "gre",
}  # fmt: skip
LONGEST = 255
_LIMITS = Limits(
    most=(50, 500), groups=5, cost=lambda _family, networks: ((0, 1), (1, networks)), networks=100
)
_describe = Descriptions(LONGEST, quoted=text)
_ABOUT = ("Hetzner filters no packets of private networks: only what comes by public addresses.",)


def _sections(group: Group, entries: Iterator[Entry]) -> Iterator[Section]:
    yield KIND, ("".join(_firewall(group, entries)),)


def _firewall(group: Group, entries: Iterator[Entry]) -> Iterator[str]:
    yield f'      "{group.key}": {{\n        "//": {group.about()},\n'
    yield f'        "name": "{group.name}",\n        "rule": [\n'
    yield from separated(map(_rule, entries))
    yield "\n        ]\n      }"


def _rule(entry: Entry) -> str:
    sources = '", "'.join(entry.networks)
    return (
        f'          {{\n            "direction": "in", {_service(entry.service)},\n'
        f'            "source_ips": ["{sources}"],\n'
        f'            "description": {_describe(entry.told)}\n          }}'
    )


@lru_cache(maxsize=MOST)
def _service(service: Service) -> str:
    protocol, first, last = service
    range_of_ports = str(first) if first == last else f"{first}-{last}"
    port = "" if first is None else f', "port": "{range_of_ports}"'
    return f'"protocol": "{PROTOCOLS[protocol]}"{port}'


DIALECT = Dialect(
    provider=("hcloud", "hetznercloud/hcloud", ">= 1.40"),
    limits=_LIMITS,
    kind=KIND,
    sections=_sections,
    about=_ABOUT,
)

EXPORTER = Exporter(
    name="hetzner-terraform",
    label="Hetzner Cloud (Terraform)",
    summary=gettext_noop("Firewalls for Terraform, one for each group of hosts."),
    family="cloud",
    media_type=MEDIA_TYPE,
    suffix="hetzner.tf.json",
    says=partial(why_not, PROTOCOLS),
    room=partial(room, _LIMITS),
    render=partial(render, DIALECT),
    follows="provider hetznercloud/hcloud 1, hcloud_firewall",
)
