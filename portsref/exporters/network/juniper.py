"""Juniper routers and switches with Junos: firewall filters for IPv4 and IPv6, and prefix lists.

Junos OS Routing Policies, Firewall Filters, and Traffic Policers User Guide, “Firewall Filter
Match Conditions for IPv4 Traffic” and “… IPv6 Traffic”: a filter keeps no state and ends in an
unwritten discard; names of filters and terms have at most 64 letters, digits and hyphens. Prefix
lists hold the addresses of a group, ranges as networks. Each rule is a term, and a second one is
for its answers. In IPv6 the protocol is that of the first header, as every platform can match it.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from portsref.exporters.base import Exporter, Job
from portsref.exporters.comments import about_left_out, about_plan
from portsref.exporters.families import FAMILIES, networks_of
from portsref.exporters.identifiers import identifier
from portsref.exporters.network.ends import says
from portsref.exporters.network.junos import PROTOCOLS, from_plan, header, purpose_of, values
from portsref.exporters.network.objects import Group, Names, Objects, room
from portsref.exporters.network.stateless import ABOUT, ANSWERS, ERRORS, ICMP
from portsref.exporters.once import MOST, Once
from portsref.messages import gettext_noop
from portsref.planning.rules import Cause, Endpoint, Rule
from portsref.ports import PortSet
from portsref.protocols import PROTOCOL_BY_NAME

LENGTHS = Names(word=8, group=24, object=63, rule=64)
ANSWERS_END = "--answers"  # no identifier has two hyphens in a row
LONGEST_TERM = 64 - len(ANSWERS_END)

_FAMILY = {4: "inet", 6: "inet6"}
_PROTOCOL = {4: "protocol", 6: "next-header"}
_LINE = " " * 20


def render(job: Job) -> Iterator[str]:
    """Write prefix lists of what has addresses, then a filter for each family."""
    objects = Objects(job, LENGTHS)
    yield from header(_header(job, objects.mark))
    yield "policy-options {\n"
    for group in objects.groups:
        yield from _prefix_list(group)
    yield "}\nfirewall {\n"
    for family in FAMILIES:
        yield f"    family {_FAMILY[family]} {{\n"
        yield f"        replace: filter {_filter(objects.mark, family)} {{\n"
        yield from _Terms(family, objects).of(job.rules)
        yield "        }\n    }\n"
    yield "}\n"


def _prefix_list(group: Group) -> Iterator[str]:
    yield f"    replace: prefix-list {group.name} {{\n"
    for network in networks_of(group.parts):
        yield f"        {network};\n"
    yield "    }\n"


def _filter(mark: str, family: int) -> str:
    return f"{mark}-v{family}"


class _Terms:
    """Writes the terms of one family; what rules share is made once."""

    def __init__(self, family: int, objects: Objects) -> None:
        self._family = family
        self._bit = 1 << FAMILIES.index(family)
        self._objects = objects
        self._list = Once(self._list_of)
        self._services = lru_cache(maxsize=MOST)(self._services_of)

    def of(self, rules: Iterable[Rule]) -> Iterator[str]:
        """A term for errors of ICMP, and for each rule one or two."""
        types = values(str(each.number) for each in ERRORS[self._family])
        service = f"{self._protocol(ICMP[self._family])}{_LINE}icmp-type {types};\n"
        yield _term("icmp-errors", "Errors, for path MTU discovery", service)
        for rule in rules:
            if self._objects.families(rule) & self._bit:
                yield self._terms(rule)

    def _terms(self, rule: Rule) -> str:
        name = identifier(rule.name, LONGEST_TERM)
        purpose, there, back = self._services(rule.protocol, rule.ports, rule.causes)
        source, destination = self._list(rule.source), self._list(rule.destination)
        text = _term(name, purpose, _ends(source, destination) + there)
        if back:
            text += _term(name + ANSWERS_END, "", _ends(destination, source) + back)
        return text

    def _list_of(self, end: Endpoint) -> str:
        """The name of the prefix list of an end; empty for any address."""
        return "".join(group.name for group in self._objects.groups_of(end, self._bit))

    def _services_of(
        self, protocol: str, ports: PortSet, causes: tuple[Cause, ...]
    ) -> tuple[str, str, str]:
        """The purpose, what matches packets of a service, and what matches its answers."""
        text, answer = self._protocol(protocol), ANSWERS.get(protocol)
        there, back = (f"{text}{line}" for line in _ports(ports))
        more = {"established": "tcp-established;", "echo-reply": "icmp-type echo-reply;"}
        if answer is None:
            back = ""
        elif answer:
            back += f"{_LINE}{more[answer]}\n"
        return purpose_of(causes), there, back

    def _protocol(self, protocol: str) -> str:
        known = PROTOCOL_BY_NAME[protocol]
        name = protocol.lower() if known.has_ports else PROTOCOLS.get(protocol, known.number)
        return f"{_LINE}{_PROTOCOL[self._family]} {name};\n"


def _ports(ports: PortSet) -> tuple[str, str]:
    if not ports:
        return "", ""
    text = values(map(str, ports.ranges))
    return f"{_LINE}destination-port {text};\n", f"{_LINE}source-port {text};\n"


def _ends(source: str, destination: str) -> str:
    text = f"{_LINE}source-prefix-list {{ {source}; }}\n" if source else ""
    return text + (f"{_LINE}destination-prefix-list {{ {destination}; }}\n" if destination else "")


def _term(name: str, purpose: str, matches: str) -> str:
    comment = f"            /* {purpose} */\n" if purpose else ""
    return (
        f"{comment}            term {name} {{\n                from {{\n{matches}"
        "                }\n                then accept;\n            }\n"
    )


def _header(job: Job, mark: str) -> Iterator[str]:
    yield "Firewall filters for Junos, IPv4 and IPv6"
    yield from from_plan(about_plan(job))
    yield from ABOUT
    yield from from_plan(about_left_out(job.left_out))
    yield ""
    yield "Apply, in configuration mode; what is named is replaced, and twice changes nothing:"
    yield "    load replace FILE"
    yield "    show | compare"
    yield "    commit confirmed 5"
    yield "    commit"
    yield "Before the first time, give the filters to each interface towards a network of the plan:"
    for family in FAMILIES:
        filter_name = _filter(mark, family)
        yield f"    set interfaces NAME unit 0 family {_FAMILY[family]} filter output {filter_name}"
    yield "What the router itself sends meets them too, such as BGP, OSPF and neighbour discovery:"
    yield "accept it in a filter of your own in front, by filter output-list [ OWN THIS ]."
    yield f"Check: show configuration firewall; show firewall filter {_filter(mark, 4)}."
    yield "Take back: rollback 1 and commit; or delete these filters on the interfaces, then"
    for family in FAMILIES:
        yield f"    delete firewall family {_FAMILY[family]} filter {_filter(mark, family)}"
    yield f"and the prefix lists whose names begin with {mark}."


EXPORTER = Exporter(
    name="juniper",
    label="Juniper Junos",
    summary=gettext_noop("Firewall filters of a Juniper router or switch, for IPv4 and IPv6."),
    family="network",
    media_type="text/plain; charset=utf-8",
    suffix="junos",
    says=says,
    room=room,
    render=render,
)
