"""A format of several files, for tests: a list of ports for each group that listens."""

from collections.abc import Iterator
from functools import partial

from portsref.exporters.base import Exporter, File, Job
from portsref.messages import Message
from portsref.planning.rules import Rule

NO_UDP = Message("the format cannot say %(protocol)s", {"protocol": "UDP"})


def says(rule: Rule) -> Message | None:
    return NO_UDP if rule.protocol == "UDP" else None


def render_files(job: Job) -> Iterator[File]:
    for name in sorted({rule.destination.name for rule in job.rule_set.rules}):
        yield File(f"{name}.txt", "text/plain", partial(_lines, job, name))


def _lines(job: Job, name: str) -> Iterator[str]:
    for rule in job.rule_set.rules:
        if rule.destination.name == name:
            yield f"{rule.protocol} {rule.ports}\n"


EXPORTER = Exporter(
    name="several",
    label="Several files",
    summary="One file a group.",
    family="pipeline",
    media_type="text/plain",
    suffix="txt",
    says=says,
    render_files=render_files,
)
