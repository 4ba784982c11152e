"""nftables on the hosts themselves: one file a group, with all that its hosts must accept.

nft(8), nftables 1.0.6 or later, with a table of its own in the family `inet`: IPv4 and IPv6. The
file takes the place of the table as a whole, so that applying it twice changes nothing. What is for
the host is decided in prerouting (`hosts.py` says why); it lets pass loopback, answers, the ICMP
that path MTU and IPv6 need, pods of the host itself, and the plan's rules. Comments of rules are
their names, and have at most 128 bytes.
"""

from collections.abc import Iterable, Iterator
from functools import partial

from portsref.exporters.base import Exporter, File, Job, file_name
from portsref.exporters.comments import commented
from portsref.exporters.families import ends_of
from portsref.exporters.host.hosts import (
    LINUX,
    HostGroups,
    PodAddresses,
    about_hosts,
    about_prerouting,
    room,
    says,
)
from portsref.exporters.nft import RuleWriter
from portsref.messages import gettext_noop
from portsref.planning.rules import Rule, RuleSet

TABLE = "portsref"
MEDIA_TYPE = "text/plain; charset=utf-8"
SUFFIX = "nft"

BEGIN = f"""
table inet {TABLE}
delete table inet {TABLE}

table inet {TABLE} {{
"""
_CHAINS = """\
	chain prerouting {
		type filter hook prerouting priority mangle; policy accept;
		fib daddr type { local, broadcast, anycast, multicast } goto host
	}

	chain host {
		iif "lo" accept
		ct state established,related accept
		# errors, with which path MTU is found; neighbours and routers of IPv6
		icmp type { destination-unreachable, time-exceeded, parameter-problem } accept
		icmpv6 type { destination-unreachable, packet-too-big, time-exceeded } accept
		icmpv6 type { parameter-problem, mld-listener-query } accept
		icmpv6 type { nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert } accept
"""
_FORWARD = """\

	chain forward {
		type filter hook forward priority filter; policy drop;
		ct state established,related accept
"""
_HOW = (
    "",
    "Check: nft -c -f FILE. Apply, as root: nft -f FILE; twice changes nothing.",
    'At every start: a line `include "/etc/nftables.d/FILE"` in /etc/nftables.conf.',
    f"What is in force: nft list table inet {TABLE}. Take back: nft delete table inet {TABLE}.",
)


def render_files(job: Job) -> Iterator[File]:
    """A file for each group to whose hosts anything connects."""
    groups, networks = HostGroups(job), PodAddresses.of(job.rule_set)
    writer = rule_writer(job.rule_set, groups, networks)
    for group in groups:
        suffix = f"{groups.names[group]}.{SUFFIX}"
        name = file_name(job.rule_set, job.provenance, suffix, job.choice)
        yield File(name, MEDIA_TYPE, partial(_text, job, groups, group, networks, writer))


def _text(
    job: Job, groups: HostGroups, group: str, networks: PodAddresses, writer: RuleWriter
) -> Iterator[str]:
    yield "#!/usr/sbin/nft -f\n"
    yield from commented(about_hosts(job, groups, group, about_prerouting(groups, networks)))
    yield from commented(_HOW)
    yield from table(groups, group, networks, writer)


def rule_writer(rule_set: RuleSet, groups: HostGroups, networks: PodAddresses) -> RuleWriter:
    """The writer of the rules of all groups, which knows the sets that these name."""
    return RuleWriter((*ends_of(rule_set.rules), *networks.ends), groups.names)


def table(
    groups: HostGroups, group: str, networks: PodAddresses, writer: RuleWriter
) -> Iterator[str]:
    """What takes the place of the table on the hosts of a group."""
    yield BEGIN
    yield from writer.sets((*ends_of(groups.rules(group)), *networks.ends))
    yield from chains_for_the_host(writer, networks, groups.rules(group))
    if networks.is_sure:
        yield _FORWARD
        for end in networks.ends:
            for match in _each((*writer.sources(end), *writer.destinations(end))):
                yield f"\t\t{match}accept\n"
        yield "\t}\n"
    yield "}\n"


def chains_for_the_host(
    writer: RuleWriter, networks: PodAddresses, rules: Iterable[Rule], also: str = ""
) -> Iterator[str]:
    """The chains that decide what is for the host; `also` are lines of what passes besides."""
    yield _CHAINS
    for match in _each(writer.sources(networks.pods)):
        yield f"\t\t{match}fib daddr type local fib daddr . iif type != local accept\n"
    yield also
    yield from writer.rules(rules)
    yield "\t\tdrop\n\t}\n"


def _each(matches: Iterable[str | None]) -> Iterator[str]:
    return (match for match in matches if match)


EXPORTER = Exporter(
    name="nftables",
    label="nftables",
    summary=gettext_noop("A host firewall for each group: what its hosts must accept."),
    family="hosts",
    media_type=MEDIA_TYPE,
    suffix=SUFFIX,
    says=says,
    room=partial(room, LINUX),
    render_files=render_files,
)
