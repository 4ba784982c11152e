"""Access lists for Squid: who may reach which names through the proxy, and on which ports.

squid.conf, `acl` and `http_access`, Squid 5.7 and 6. The file is included before the `http_access
deny all` of one's own squid.conf. A name is matched exactly by `dstdomain`; `.example.com` there is
the name and all below it, so that a wildcard alone is a `dstdom_regex`, which leaves the name
itself out. `-n` keeps Squid from asking for the name of an address, which whoever holds the address
may choose. Names of access lists have at most 63 characters.

Where the plan names an outbound proxy, Squid is that proxy: who may is then who reaches it for the
same need, and not the proxy itself. Whoever connects must have addresses in the plan.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import batched

from portsref.addresses import join_addresses
from portsref.exporters.base import Exporter, Job, Says
from portsref.exporters.comments import (
    about_left_out,
    about_plan,
    commented,
)
from portsref.exporters.host.hosts import NOBODYS_ADDRESS
from portsref.exporters.identifiers import identifiers
from portsref.exporters.proxy.names import ABOUT, ANY_BELOW, MERGED, about, leaves, says
from portsref.messages import Message, gettext_noop
from portsref.planning.choice import Choice
from portsref.planning.document import PlanDocument
from portsref.planning.rules import Endpoint, Rule
from portsref.ports import PortSet

LONGEST_NAME = 35  # with a prefix, a digest and a number
_VALUES_A_LINE = 8
_HOW = (
    "",
    "A name is what the client asks for: Squid does not look into TLS for it.",
    "Include it before `http_access deny all`, such as from /etc/squid/conf.d; what other lines",
    "allow is allowed all the same, and ports other than 443 must be among your SSL_ports.",
    "Check: squid -k parse. Apply: squid -k reconfigure; twice changes nothing.",
    "Take back: remove the file, then squid -k reconfigure.",
)


class Clients:
    """Who reaches places outside: whoever has the need, behind the proxy of the plan or not."""

    def __init__(self, document: PlanDocument) -> None:
        proxy = document.outbound_proxy
        self._proxy = proxy.group if proxy else None
        self._behind: dict[str, dict[Endpoint, None]] = {}

    def learn(self, rule: Rule) -> None:
        """Take note of a rule to the proxy: these hosts use it for the needs that cause it."""
        if rule.destination.name == self._proxy:
            for cause in rule.causes:
                if cause.reason.through == "outbound-proxy":
                    self._behind.setdefault(cause.listener, {})[rule.source] = None

    def of(self, rule: Rule) -> tuple[Endpoint, ...]:
        """Those with addresses that may use a rule to a place outside."""
        found: dict[Endpoint, None] = {}
        for cause in rule.causes:
            is_carried = cause.reason.through == "outbound-proxy"
            found |= self._behind.get(cause.listener, {}) if is_carried else {rule.source: None}
        return tuple(client for client in found if client.addresses)


def room(choice: Choice, document: PlanDocument) -> Says:
    """Ask of each rule whether anybody with addresses may use it; those to the proxy come first."""
    clients = Clients(document)

    def why_not(rule: Rule) -> Message | None:
        if not leaves(rule):
            clients.learn(rule)
            return None
        if not (found := clients.of(rule)):
            return NOBODYS_ADDRESS
        is_told_apart = len(found) == 1 or len(rule.causes) == 1 or len(rule.ports) == 1
        return None if is_told_apart or not choice.merge else MERGED

    return why_not


def render(job: Job) -> Iterator[str]:
    """Write a line for each rule and each of its clients, and the access lists that it names."""
    yield "# Squid: which names outside are let through\n"
    for lines in (about_plan(job), ABOUT, _HOW, about_left_out(job.left_out)):
        yield from commented(lines)
    clients = Clients(job.rule_set.document)
    for rule in job.rule_set.rules:
        clients.learn(rule)
    lists = _Lists(job.rule_set.outbound, clients)
    for rule in job.rule_set.outbound:
        yield from lists.allow(rule, clients.of(rule))


class _Lists:
    """Access lists, each defined before the first line that names it."""

    def __init__(self, rules: Iterable[Rule], clients: Clients) -> None:
        ends: dict[Endpoint, None] = {}
        for rule in rules:
            ends.update(dict.fromkeys((*clients.of(rule), rule.destination)))
        self._names = _names_of(ends)
        self._defined: set[str] = set()

    def allow(self, rule: Rule, clients: Iterable[Endpoint]) -> Iterator[str]:
        """The lines of a rule, one for each client."""
        yield f"\n# {about(rule)}\n"
        destination, ports = self._names[rule.destination], _name_of_ports(rule.ports)
        sources = {self._names[client]: client for client in clients}
        for name, client in sources.items():
            yield from self._define(name, _source(client))
        yield from self._define(destination, _destination(rule.destination.dns))
        yield from self._define(ports, [("port", str(rule.ports).replace(",", " "))])
        for source in sources:
            yield f"http_access allow {source} {destination} {ports}\n"

    def _define(self, name: str, lines: Iterable[tuple[str, str]]) -> Iterator[str]:
        if name not in self._defined:
            self._defined.add(name)
            yield from (f"acl {name} {kind} {values}\n" for kind, values in lines)


def _names_of(ends: Iterable[Endpoint]) -> Mapping[Endpoint, str]:
    """A name for the list of each end; ends that share a name have a number as well."""
    ends = tuple(ends)
    plain = identifiers((end.name for end in ends), LONGEST_NAME)
    counts: Counter[str] = Counter()
    found = {}
    for end in ends:
        name = f"portsref_{'to' if end.kind == 'outside' else 'from'}_{plain[end.name]}"
        counts[name] += 1
        found[end] = name if counts[name] == 1 else f"{name}_{counts[name]}"
    return found


def _name_of_ports(ports: PortSet) -> str:
    text = str(ports).replace(",", "_")
    short = text if len(text) <= LONGEST_NAME else sha256(text.encode()).hexdigest()[:8]
    return f"portsref_ports_{short}"


def _source(client: Endpoint) -> Iterator[tuple[str, str]]:
    """Addresses of both families, which Squid tells apart itself."""
    addresses = map(str, join_addresses(client.addresses))
    for part in batched(addresses, _VALUES_A_LINE):
        yield "src", " ".join(part)


def _destination(names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Names that are matched as they are, and those of which only what is below is meant.

    A list of both kinds is one of `dstdom_regex`, because a list has one kind.
    """
    below = {name.removeprefix(ANY_BELOW) for name in names if name.startswith(ANY_BELOW)}
    if below.issubset(names):
        with_all_below = [f".{name}" if name in below else name for name in _whole(names)]
        for part in batched(_without_those_below(with_all_below), _VALUES_A_LINE):
            yield "dstdomain", " ".join(("-n", *part))
    else:
        for name in names:
            yield "dstdom_regex", f"-n -i {_expression(name)}"


def _whole(names: Iterable[str]) -> Iterator[str]:
    return (name for name in names if not name.startswith(ANY_BELOW))


def _without_those_below(names: Sequence[str]) -> list[str]:
    """The names but for those that `.example.com` among them holds already, as Squid demands."""
    wide = tuple(name for name in names if name.startswith("."))
    return [name for name in names if not any(_is_below(name, other) for other in wide)]


def _is_below(name: str, wide: str) -> bool:
    return name != wide and name.endswith(wide)


def _expression(name: str) -> str:
    escaped = name.removeprefix(ANY_BELOW).replace(".", r"\.")
    return rf"\.{escaped}$" if name.startswith(ANY_BELOW) else f"^{escaped}$"


EXPORTER = Exporter(
    name="squid",
    label="Squid",
    summary=gettext_noop("Access lists of a proxy: who may reach which names, on which ports."),
    family="proxy",
    media_type="text/plain; charset=utf-8",
    suffix="conf",
    says=says,
    room=room,
    render=render,
)
