"""nftables on a router between the plan's networks: one file with all flows that pass it.

nft(8), nftables 1.0.6 or later, with a table of its own in the family `inet`: IPv4 and IPv6. The
file takes the place of the table as a whole, so that applying it twice changes nothing. Only what
is forwarded is filtered: answers pass, with the errors that path MTU discovery needs, and the
plan's rules; what is for the router itself is no matter. An end without addresses, such as a place
outside that has only a name, cannot be said, and multicast of one link passes no router (RFC 5771,
RFC 4291). Comments of rules are their names, and have at most 128 bytes.
"""

from collections.abc import Iterator

from portsref.exporters.base import Exporter, Job
from portsref.exporters.comments import about_left_out, about_plan, commented
from portsref.exporters.families import ends_of
from portsref.exporters.identifiers import identifiers
from portsref.exporters.network.ends import room, says
from portsref.exporters.nft import RuleWriter
from portsref.messages import gettext_noop

TABLE = "portsref_router"

_BEGIN = f"""
table inet {TABLE}
delete table inet {TABLE}

table inet {TABLE} {{
"""
_CHAIN = """\
	chain forward {
		type filter hook forward priority filter; policy drop;
		ct state established,related accept
"""
_ABOUT = (
    "",
    "Only what stands here is forwarded; what is for the router itself is not filtered.",
    "Another filter that drops still drops.",
)
_HOW = (
    "",
    "Check: nft -c -f FILE. Apply, as root: nft -f FILE; twice changes nothing.",
    'At every start: a line `include "/etc/nftables.d/FILE"` in /etc/nftables.conf.',
    f"What is in force: nft list table inet {TABLE}. Take back: nft delete table inet {TABLE}.",
)


def render(job: Job) -> Iterator[str]:
    """Write sets of addresses, and a chain that accepts what the plan needs."""
    yield "#!/usr/sbin/nft -f\n# What a router forwards\n"
    for lines in (about_plan(job), _ABOUT, about_left_out(job.left_out), _HOW):
        yield from commented(lines)
    ends = ends_of(job.rules)
    writer = RuleWriter(ends, identifiers(end.name for end in ends))
    yield _BEGIN
    yield from writer.sets(ends)
    yield _CHAIN
    yield from writer.rules(job.rules)
    yield "\t}\n}\n"


EXPORTER = Exporter(
    name="nftables-router",
    label="nftables (router)",
    summary=gettext_noop("One file with all flows, for a Linux router between the networks."),
    family="network",
    media_type="text/plain; charset=utf-8",
    suffix="nft",
    says=says,
    room=room,
    render=render,
)
