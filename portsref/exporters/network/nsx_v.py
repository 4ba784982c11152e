"""VMware NSX for vSphere 6.4: a section of the distributed firewall, as XML for its API.

NSX API Guide 6.4, “Working With Layer 3 Sections in Distributed Firewall” and “Distributed Firewall
Rules Configuration”. The section is replaced as a whole. It holds at each virtual network card, so
that multicast of one link is said too. Connections are remembered. Addresses stand in the rules
themselves, ranges as networks, and protocols as numbers. A rule has the families that its protocol
and both its ends have; between any two addresses, a protocol of one family cannot be said.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial
from xml.sax.saxutils import escape, quoteattr

from portsref.exporters.base import Exporter, Job, Says
from portsref.exporters.comments import about_causes, about_left_out, about_plan, one_line
from portsref.exporters.families import FAMILIES, networks_of, parts_by_family
from portsref.exporters.network import ends
from portsref.exporters.network.objects import (
    ONE_FAMILY_OF_ANY,
    is_any_of_one_family,
    mark_of,
    number_of,
    without_common_family,
)
from portsref.exporters.once import MOST, Once
from portsref.messages import Message, gettext_noop
from portsref.planning.choice import Choice
from portsref.planning.document import PlanDocument
from portsref.planning.rules import Cause, Endpoint, Rule
from portsref.ports import PortSet
from portsref.protocols import PROTOCOL_BY_NAME

LONGEST_WORD = 12

_HYPHENS = re.compile("-(?=-|$)")
_ABOUT = (
    "Rules for the distributed firewall of VMware NSX for vSphere",
    "What stands here is let through, answers too. All else is up to the sections below and to the",
    "default rule, which must block.",
)
_ANY: Mapping[int, str] = dict.fromkeys(FAMILIES, "")


def says(rule: Rule) -> Message | None:
    """Tell why a rule cannot be said: it has addresses that keep it to its families."""
    return ends.says(rule) or (ONE_FAMILY_OF_ANY if is_any_of_one_family(rule) else None)


def room(_choice: Choice, _document: PlanDocument) -> Says:
    """Ask of each rule whether there are packets of it; they need not pass a router."""
    return without_common_family()


def render(job: Job) -> Iterator[str]:
    """Write one section."""
    mark = mark_of(job.rule_set.document.title, LONGEST_WORD)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<!--\n'
    for lines in (_ABOUT, about_plan(job), about_left_out(job.left_out), _how(mark)):
        for line in lines:
            yield f"  {_in_comment(line)}\n" if line else "\n"
    yield f"-->\n<section name={quoteattr(mark)}>\n"
    yield from _Rules().of(job.rules)
    yield "</section>\n"


class _Rules:
    """Writes the rules; what they share is made once."""

    def __init__(self) -> None:
        self._sources = Once(partial(_of_end, "source"))
        self._destinations = Once(partial(_of_end, "destination"))
        self._services = lru_cache(maxsize=MOST)(_service)

    def of(self, rules: Iterable[Rule]) -> Iterator[str]:
        """A rule each, in the order of the plan."""
        for rule in rules:
            sources, destinations = self._sources(rule.source), self._destinations(rule.destination)
            families = [
                family
                for family in FAMILIES
                if family in PROTOCOL_BY_NAME[rule.protocol].families
                and family in sources
                and family in destinations
            ]
            yield (
                '  <rule disabled="false" logged="false">\n'
                f"    <name>{escape(one_line(rule.name))}</name>\n"
                "    <action>allow</action>\n"
            )
            yield from _all_of("sources", sources, families)
            yield from _all_of("destinations", destinations, families)
            yield f"{self._services(rule.protocol, rule.ports, rule.causes)}  </rule>\n"


def _all_of(name: str, parts: Mapping[int, str], families: Iterable[int]) -> Iterator[str]:
    """What a rule says of an end; nothing of any address."""
    text = "".join(parts[family] for family in families)
    if text:
        yield f'    <{name} excluded="false">\n{text}    </{name}>\n'


def _of_end(name: str, end: Endpoint) -> Mapping[int, str]:
    if end.kind == "any":
        return _ANY
    return {
        family: "".join(
            f"      <{name}><type>Ipv{family}Address</type><value>{_address(str(network))}</value>"
            f"</{name}>\n"
            for network in networks_of(parts)
        )
        for family, parts in parts_by_family(end).items()
    }


def _address(network: str) -> str:
    """A network, or an address without its length."""
    return network.removesuffix("/128" if ":" in network else "/32")


def _service(protocol: str, ports: PortSet, causes: tuple[Cause, ...]) -> str:
    """The service of a rule, and its notes."""
    ports_text = f"<destinationPort>{ports}</destinationPort>" if ports else ""
    return (
        "    <services>\n"
        f"      <service><protocol>{number_of(protocol)}</protocol>{ports_text}</service>\n"
        "    </services>\n"
        f"    <notes>{escape(about_causes(causes))}</notes>\n"
    )


def _in_comment(line: str) -> str:
    """The text without what ends a comment of XML, where no two hyphens follow each other."""
    return _HYPHENS.sub("- ", one_line(line)).rstrip()


def _how(mark: str) -> Iterator[str]:
    path = "/api/4.0/firewall/globalroot-0/config/layer3sections"
    yield ""
    yield "Apply: the first time POST this file, which makes the section at the top of the table:"
    yield f"    curl -u USER -H 'Content-Type: application/xml' -d @FILE https://MANAGER{path}"
    yield f"Later GET {path}?name={mark}, and PUT this file to"
    yield f"{path}/ID with the ETag as If-Match."
    yield "The section is replaced as a whole: twice changes nothing but the numbers of its rules."
    yield "Check: GET the section; on a host, vsipioctl getrules says what a card filters."
    yield f"Take back: DELETE {path}/ID."


EXPORTER = Exporter(
    name="nsx-v",
    label="VMware NSX-V",
    summary=gettext_noop("A section of the distributed firewall of NSX for vSphere, as XML."),
    family="network",
    media_type="application/xml",
    suffix="nsxv",
    says=says,
    room=room,
    render=render,
)
