"""A format of several files, for tests: a list of ports for each group that listens."""

from collections.abc import Iterator

from portsref.exporters.base import Exporter, File, Job
from portsref.messages import Message
from portsref.planning.rules import Rule

NO_UDP = Message("the format cannot say %(protocol)s", {"protocol": "UDP"})


def says(rule: Rule) -> Message | None:
    return NO_UDP if rule.protocol == "UDP" else None


def render(job: Job) -> Iterator[File]:
    ends = dict.fromkeys(rule.destination.name for rule in job.rule_set.rules)
    for name in sorted(ends):
        rules = [rule for rule in job.rule_set.rules if rule.destination.name == name]
        lines = [f"{rule.protocol} {rule.ports}\n" for rule in rules]
        yield File(f"{name}.txt", "text/plain", "".join(lines).encode())


EXPORTER = Exporter(
    name="several",
    label="Several files",
    summary="One file a group.",
    family="pipeline",
    media_type="text/plain",
    suffix="txt",
    says=says,
    render=render,
    has_several_files=True,
)
