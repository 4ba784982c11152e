"""Cisco IOS 15 and IOS XE: one access list for IPv4 and one for IPv6, for a router.

Cisco IOS Security Command Reference: `ip access-list`, `ipv6 access-list`, `permit (IP)`, `permit
(IPv6)`, `remark`; IP Access List Overview (IOS XE 17): an outbound list does not see what the
router itself sends, a list that does not exist or is empty lets everything through, and one ends
in an unwritten `deny`, in IPv6 behind `permit icmp any any nd-na` and `nd-ns`. Nothing is written
for that, so that neighbours are found.

A list that is in force is never touched: its name stands for its rules (`fingerprint.py`), and the
interface gets the new name. In IPv4, ports are matched of TCP and UDP alone: SCTP is left out.
Remarks have at most 100 characters. Lines are counted: at most 100,000 a family.
"""

from collections.abc import Iterator
from itertools import repeat

from portsref.exporters.base import Exporter, Job
from portsref.exporters.comments import about_left_out, about_plan, commented
from portsref.exporters.network.access_list import EntryWriter, from_plan
from portsref.exporters.network.fingerprint import fingerprint
from portsref.exporters.network.stateless import ABOUT, Network, Room, says_but_sctp
from portsref.messages import gettext_noop

MOST_LINES = 100_000


def render(job: Job) -> Iterator[str]:
    """Write both lists, and in the header how they take the place of earlier ones."""
    stem = f"PORTSREF-{fingerprint(job.rules).upper()}"
    ipv4, ipv6 = f"{stem}-V4", f"{stem}-V6"
    yield "! Access lists for a Cisco router, IPv4 and IPv6\n"
    plan, left_out = from_plan(about_plan(job)), from_plan(about_left_out(job.left_out))
    for lines in (plan, ABOUT, left_out, _how(ipv4, ipv6)):
        yield from commented(lines, "!")
    for family, head in ((4, f"ip access-list extended {ipv4}"), (6, f"ipv6 access-list {ipv6}")):
        yield f"!\n{head}\n"
        yield from EntryWriter(family, _network, "icmp").entries(job.rules, repeat(" ").__next__)
        yield "exit\n"


def _network(network: Network) -> str:
    """A network with its wildcard bits in IPv4, and as a prefix in IPv6."""
    if network.version == 4:
        return f"{network.network_address} {network.hostmask}"
    return str(network)


def _how(ipv4: str, ipv6: str) -> Iterator[str]:
    yield ""
    yield "Apply: copy FILE running-config, which changes nothing yet. Then give the lists to each"
    yield "interface towards a network of the plan, where they take the place of earlier ones:"
    yield f"    ip access-group {ipv4} out"
    yield f"    ipv6 traffic-filter {ipv6} out"
    yield "Lists of other rules have other names, so that none changes while it is in force. Twice"
    yield "changes nothing: the lines are there already. What is for the router itself, or from it,"
    yield "meets no outbound list."
    yield f"Check: show ip access-lists {ipv4}, show ipv6 access-list {ipv6}."
    yield "Take back: give the interfaces the earlier lists, or none by no ip access-group and"
    yield f"no ipv6 traffic-filter; then no ip access-list extended {ipv4} and"
    yield f"no ipv6 access-list {ipv6}."


EXPORTER = Exporter(
    name="cisco-ios",
    label="Cisco IOS",
    summary=gettext_noop("Access lists of a Cisco router, IOS and IOS XE, for IPv4 and IPv6."),
    family="network",
    media_type="text/plain; charset=utf-8",
    suffix="ios",
    says=says_but_sctp,
    room=Room(MOST_LINES),
    render=render,
)
