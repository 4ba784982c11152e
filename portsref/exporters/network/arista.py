"""Arista EOS: one access list for IPv4 and one for IPv6, for a switch that routes.

Arista EOS User Manual, ACLs and Route Maps: `ip access-list`, `ipv6 access-list`, `permit`,
`remark`; Configure Sessions. A list ends in an unwritten drop, before which EOS itself lets the
neighbour discovery of IPv6 through. Only some platforms filter what goes out, so that lists are
for what comes in, and what is for the switch itself passes them too. Ports are matched of TCP and
UDP alone: SCTP is left out.

The file is entered into a session, so that old lists are replaced at once and as a whole. Numbers
begin at 1000 and leave room for lines of the network's own. Lists are called after the plan. Lines
are counted: at most 100,000 a family.
"""

from collections.abc import Iterator
from itertools import count

from portsref.exporters.base import Exporter, Job
from portsref.exporters.comments import about_left_out, about_plan, commented
from portsref.exporters.families import FAMILIES
from portsref.exporters.network.access_list import EntryWriter, from_plan
from portsref.exporters.network.objects import mark_of
from portsref.exporters.network.stateless import ABOUT, Room, says_but_sctp
from portsref.messages import gettext_noop

MOST_LINES = 100_000
FIRST_NUMBER, STEP = 1000, 10
LONGEST_WORD = 12
_ICMP = {4: "icmp", 6: "icmpv6"}
_IP = {4: "ip", 6: "ipv6"}


def render(job: Job) -> Iterator[str]:
    """Write both lists, each in place of the one that was there."""
    mark = mark_of(job.rule_set.document.title, LONGEST_WORD)
    yield "! Access lists for an Arista switch, IPv4 and IPv6\n"
    plan, left_out = from_plan(about_plan(job)), from_plan(about_left_out(job.left_out))
    for lines in (plan, ABOUT, left_out, _how(mark)):
        yield from commented(lines, "!")
    for family in FAMILIES:
        head = f"{_IP[family]} access-list {mark}-v{family}\n"
        yield f"!\nno {head}{head}"
        begin = map("   {} ".format, count(FIRST_NUMBER, STEP)).__next__
        yield from EntryWriter(family, str, _ICMP[family]).entries(job.rules, begin)
        yield "   exit\n"


def _how(mark: str) -> Iterator[str]:
    ipv4, ipv6 = f"{mark}-v4", f"{mark}-v6"
    yield ""
    yield "Apply: enter this file into a session, look at it, and commit it for five minutes first:"
    yield f"    configure session {mark}"
    yield "    copy FILE session-config"
    yield "    show session-config diffs"
    yield "    commit timer 00:05:00"
    yield f"    configure session {mark} commit"
    yield "Before the first time, give the lists to each interface of a network of the plan:"
    yield f"    ip access-group {ipv4} in"
    yield f"    ipv6 access-group {ipv6} in"
    yield "Twice changes nothing. What is for the switch itself meets these lists too, such as BGP,"
    yield "OSPF and SSH: write lines for it into this file, with numbers below 1000."
    yield f"Check: show ip access-lists {ipv4}, show ipv6 access-lists {ipv6}."
    yield f"Take back: no ip access-group {ipv4} in and no ipv6 access-group {ipv6} in on the"
    yield f"interfaces; then no ip access-list {ipv4} and no ipv6 access-list {ipv6}."


EXPORTER = Exporter(
    name="arista",
    label="Arista EOS",
    summary=gettext_noop("Access lists of an Arista switch, for IPv4 and IPv6."),
    family="network",
    media_type="text/plain; charset=utf-8",
    suffix="eos",
    says=says_but_sctp,
    room=Room(MOST_LINES),
    render=render,
)
