"""JSON, `portsref.rules/v1`: the same values as the YAML, for programs.

JSON has no comments: what the YAML says in them stands in the values too. Any rule can be said.
"""

from collections.abc import Iterator

from portsref.documents.writing import dump_json
from portsref.exporters.base import Exporter, File, Job, says_everything
from portsref.messages import gettext_noop
from portsref.planning.rules_file import rules_data


def render(job: Job) -> Iterator[File]:
    """Write the rule set as one JSON object in UTF-8."""
    yield job.file(dump_json(rules_data(job.rule_set, job.choice, job.provenance)).encode())


EXPORTER = Exporter(
    name="json",
    label="JSON",
    summary=gettext_noop("The same as YAML, for programs."),
    family="pipeline",
    media_type="application/json",
    suffix="json",
    says=says_everything,
    render=render,
    says_actions=True,
    lists_findings=True,
    dump=dump_json,
)
