"""nftables on a router between the plan's networks: one file with all flows that pass it.

nft(8), nftables 1.0.6 or later, with a table of its own in the family `inet`: IPv4 and IPv6. The
file takes the place of the table as a whole, so that applying it twice changes nothing. Only what
is forwarded is filtered: answers pass, with the errors that path MTU discovery needs, and the
plan's rules; what is for the router itself is no matter. An end without addresses, such as a place
outside that has only a name, cannot be said, and multicast of one link passes no router (RFC 5771,
RFC 4291). Comments of rules are their names, and have at most 128 bytes.
"""

from collections.abc import Iterator

from portsref.addresses import AddressRange
from portsref.exporters.base import Exporter, Job, Says
from portsref.exporters.comments import about_left_out, about_plan, commented
from portsref.exporters.identifiers import identifiers
from portsref.exporters.nft import RuleWriter, ends_of
from portsref.exporters.once import Once
from portsref.messages import Message, gettext_noop
from portsref.planning.choice import Choice
from portsref.planning.document import PlanDocument
from portsref.planning.rules import Endpoint, Rule

TABLE = "portsref_router"
NO_ADDRESSES = Message(gettext_noop("one of its ends has no addresses in the plan"))
ON_ONE_LINK = Message(gettext_noop("multicast of one link passes no router"))

_LINK = tuple(map(AddressRange.parse, ("224.0.0.0/24", "ff02::/16")))
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


def says(rule: Rule) -> Message | None:
    """Tell why a rule cannot be said: both ends must have addresses."""
    source, destination = rule.source, rule.destination
    if (source.addresses or source.kind == "any") and (
        destination.addresses or destination.kind == "any"
    ):
        return None
    return NO_ADDRESSES


def room(_choice: Choice, _document: PlanDocument) -> Says:
    """Ask of each rule whether its packets leave a link, once for each destination."""
    stays = Once(_is_on_one_link)
    return lambda rule: ON_ONE_LINK if stays(rule.destination) else None


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


def _is_on_one_link(end: Endpoint) -> bool:
    return bool(end.addresses) and all(
        any(address.first in link and address.last in link for link in _LINK)
        for address in end.addresses
    )


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
