"""Arista EOS: one access list for IPv4 and one for IPv6, for a switch that routes.

Arista EOS User Manual, ACLs and Route Maps: `ip access-list`, `ipv6 access-list`, `permit`,
`remark`; Configure Sessions. A list ends in an unwritten drop, before which EOS itself lets the
neighbour discovery of IPv6 through. Only some platforms filter what goes out, so that lists are
for what comes in, and what is for the switch itself passes them too. Ports are matched of TCP and
UDP alone: SCTP is left out.

The file is entered into a session, so that old lists are replaced at once and as a whole. Numbers
begin at 1000 and leave room for lines of the network's own. Lines are counted: at most 100,000 a
family.
"""

from collections.abc import Iterator
from itertools import count

from portsref.exporters.base import Exporter, Job
from portsref.exporters.comments import about_left_out, about_plan, commented
from portsref.exporters.network import ends
from portsref.exporters.network.access_list import EntryWriter, from_plan
from portsref.exporters.network.stateless import ABOUT, NO_SCTP_PORTS, Room
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Rule

MOST_LINES = 100_000
FIRST_NUMBER, STEP = 1000, 10
_LISTS = {4: ("ip access-list portsref-v4", "icmp"), 6: ("ipv6 access-list portsref-v6", "icmpv6")}
_HOW = (
    "",
    "Apply: enter this file into a session, look at it, and commit it for five minutes first:",
    "    configure session portsref",
    "    copy FILE session-config",
    "    show session-config diffs",
    "    commit timer 00:05:00",
    "    configure session portsref commit",
    "Before the first time, give the lists to each interface of a network of the plan:",
    "    ip access-group portsref-v4 in",
    "    ipv6 access-group portsref-v6 in",
    "Twice changes nothing. What is for the switch itself meets these lists too, such as BGP, OSPF",
    "and SSH: write lines for it into this file, with numbers below 1000.",
    "Check: show ip access-lists portsref-v4, show ipv6 access-lists portsref-v6.",
    "Take back: no ip access-group portsref-v4 in and no ipv6 access-group portsref-v6 in on the",
    "interfaces; then no ip access-list portsref-v4 and no ipv6 access-list portsref-v6.",
)


def says(rule: Rule) -> Message | None:
    """Tell why a rule cannot be said: it has addresses, and ports are those of TCP and UDP."""
    return NO_SCTP_PORTS if rule.protocol == "SCTP" else ends.says(rule)


def render(job: Job) -> Iterator[str]:
    """Write both lists, each in place of the one that was there."""
    yield "! Access lists for an Arista switch, IPv4 and IPv6\n"
    plan, left_out = from_plan(about_plan(job)), from_plan(about_left_out(job.left_out))
    for lines in (plan, ABOUT, left_out, _HOW):
        yield from commented(lines, "!")
    for family, (head, icmp) in _LISTS.items():
        yield f"!\nno {head}\n{head}\n"
        begin = map("   {} ".format, count(FIRST_NUMBER, STEP)).__next__
        yield from EntryWriter(family, str, icmp).entries(job.rules, begin)
        yield "   exit\n"


EXPORTER = Exporter(
    name="arista",
    label="Arista EOS",
    summary=gettext_noop("Access lists of an Arista switch, for IPv4 and IPv6."),
    family="network",
    media_type="text/plain; charset=utf-8",
    suffix="eos",
    says=says,
    room=Room(MOST_LINES),
    render=render,
)
