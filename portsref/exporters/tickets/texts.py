"""What a change request says in words: for which ticket, of which plan, and why.

A comment begins with the ticket in the pattern of the installation, because tools that look
after rulebases find a ticket again by it (AlgoSec ASMS A32.20, “Workflow”, Change request ID
format); then the rule by its name, what it is for, and why the plan has it.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache

from portsref.exporters.base import Job, Setting
from portsref.exporters.comments import about_plan, one_line
from portsref.exporters.once import MOST
from portsref.messages import gettext_noop
from portsref.planning.rules import ANYWHERE, Cause, Rule
from portsref.ports import PortSet

TICKET = "{ticket}"
LONGEST = 1000
REFERENCE = Setting("reference", gettext_noop("Ticket in comments"), f"[{TICKET}]")


class Comments:
    """Comments of rules in one line of at most 1,000 characters, as `write` writes a text.

    What causes say is written once for many rules. The name between is put in as it is where no
    syntax does anything to it, because it has letters, digits and hyphens alone, none in front.
    """

    def __init__(self, job: Job, write: Callable[[str], str] = str) -> None:
        ticket = job.rule_set.document.request.ticket
        pattern = job.setting(REFERENCE.name)
        self._begin = f"{pattern.replace(TICKET, ticket)} " if ticket else ""
        self._write = write
        self._around = lru_cache(maxsize=MOST)(self._write_around)

    def of(self, rule: Rule) -> str:
        """The comment of a rule, written."""
        name = rule.name
        longest, before, behind = self._around(rule.causes)
        if len(name) <= longest and name[:1] != "-" and name.replace("-", "").isalnum():
            return f"{before}{name}{behind}"
        return self._written(name, rule.causes)

    def _written(self, name: str, causes: tuple[Cause, ...]) -> str:
        return self._write(one_line(f"{self._begin}{name}: {why(causes)}", LONGEST))

    def _write_around(self, causes: tuple[Cause, ...]) -> tuple[int, str, str]:
        """How long a name may be, and what stands before and behind it."""
        one, other = self._written("a", causes), self._written("b", causes)
        same = next(
            (n for n, pair in enumerate(zip(one, other, strict=True)) if len(set(pair)) > 1), None
        )
        if same is None:  # the ticket alone is too long
            return 0, "", ""
        longest = LONGEST - len(self._begin) - len(f": {why(causes)}")
        return longest, one[:same], one[same + 1 :]


def why(causes: tuple[Cause, ...]) -> str:
    """What the traffic is, and why it is needed, on one line."""
    rule = Rule("", ANYWHERE, ANYWHERE, "", PortSet(), causes)
    phase = " Only during the installation." if rule.phase else ""
    stop = "." if rule.purpose[-1:].isalnum() else ""
    return one_line(f"{rule.purpose}{stop} Because: {rule.condition}.{phase}")


def about_request(job: Job) -> Iterator[str]:
    """Why the plan is there, who asks until when, and where it is; lines for a text of a ticket."""
    request = job.rule_set.document.request
    if request.justification:
        yield one_line(request.justification)
    for label, value in (
        ("Ticket", request.ticket),
        ("Requester", request.requester),
        ("Environment", request.environment),
        ("Needed until", request.expires),
    ):
        if value:
            yield one_line(f"{label}: {value}")
    yield from about_plan(job)
    if job.left_out:
        yield f"Left out: {len(job.left_out)} rules that this file cannot say."
