"""iptables on a router between the plan's networks: a file for IPv4 and one for IPv6.

iptables-restore(8), iptables 1.8.9 or later, on nftables or of its own. Only what is forwarded is
filtered, in chains of its own behind FORWARD: answers pass, with the errors that belong to them,
and the plan's rules. Other chains stay if the file is applied as its header says. What cannot be
said is what nftables on a router cannot say. Comments of rules are their names, and have at most
250 bytes.
"""

from collections.abc import Iterator
from functools import partial

from portsref.exporters.base import Exporter, File, Job, file_name
from portsref.exporters.comments import about_left_out, about_plan, commented
from portsref.exporters.iptables import ANSWERS, COMMANDS, RuleWriter
from portsref.exporters.network.ends import room, says
from portsref.messages import gettext_noop

CHAIN = "PORTSREF-ROUTER"
MEDIA_TYPE = "text/plain; charset=utf-8"
SUFFIX = "iptables"


def render_files(job: Job) -> Iterator[File]:
    """A file for each family."""
    for family in COMMANDS:
        name = file_name(job.rule_set, job.provenance, f"v{family}.{SUFFIX}")
        yield File(name, MEDIA_TYPE, partial(_text, job, family))


def _text(job: Job, family: int) -> Iterator[str]:
    for lines in (_about(family), about_plan(job), about_left_out(job.left_out), _how(family)):
        yield from commented(lines)
    yield f"*filter\n:{CHAIN} - [0:0]\n-A FORWARD -j {CHAIN}\n"
    yield f"-A {CHAIN} {ANSWERS} -j ACCEPT\n"
    yield from RuleWriter(family).rules(job.rules, CHAIN)
    yield f"-A {CHAIN} -j DROP\nCOMMIT\n"


def _about(family: int) -> Iterator[str]:
    yield f"What a router forwards of IPv{family}; the other file is for the other family"
    yield "Only what stands here is forwarded; what is for the router itself is not filtered."


def _how(family: int) -> Iterator[str]:
    command = COMMANDS[family]
    hook = f"{command} -D FORWARD -j {CHAIN}"
    yield ""
    yield f"Check: {command}-restore --test FILE. Apply, as root, with both lines, as often as you"
    yield "like; other chains stay, and the first time there is nothing to delete:"
    yield f"    {hook}"
    yield f"    {command}-restore --noflush FILE"
    yield f"At every start: as /etc/iptables/rules.v{family}, where nothing else is there."
    yield f"What is in force: {command}-save. Take back: {hook}."


EXPORTER = Exporter(
    name="iptables-router",
    label="iptables (router)",
    summary=gettext_noop("All flows for a Linux router, a file for IPv4 and one for IPv6."),
    family="network",
    media_type=MEDIA_TYPE,
    suffix=SUFFIX,
    says=says,
    room=room,
    render_files=render_files,
)
