"""YAML, `portsref.rules/v1`: everything that is known about the rules.

Every text is in quotes, so that no reader takes a port or a version for a number. Comments at the
top name the plan and the catalogue. Any rule can be said, and what reviewers said of a saved plan
is its `review`.
"""

from collections.abc import Iterator
from functools import partial

from portsref.documents.writing import dump_yaml, yaml_fields, yaml_text
from portsref.exporters.base import Exporter, Job, says_everything
from portsref.exporters.files.syntax import Syntax
from portsref.messages import gettext_noop

SYNTAX = Syntax(
    document=("", "\n"),
    between="\n",
    field=partial(yaml_fields, indent=0),
    opening="{}:\n".format,
    closing="",
    text=yaml_text,
    part=partial(yaml_fields, indent=2),
    entry=lambda part: f"- {part[2:]}",
)


def render(job: Job) -> Iterator[str]:
    """Write the rule set as one YAML document, as `dump_yaml` would write all of it."""
    from portsref.exporters.files.rules_text import rules_text  # noqa: PLC0415 - CSV needs it not

    yield _comments(job)
    yield from rules_text(job, SYNTAX)


def _comments(job: Job) -> str:
    rule_set, provenance = job.rule_set, job.provenance
    lines = [rule_set.document.title]
    if provenance.revision is not None:
        lines.append(f"Revision {provenance.revision}")
    if provenance.link:
        lines.append(provenance.link)
    lines.append(f"Catalogue {rule_set.catalogue_version}, Kubernetes {rule_set.kubernetes}")
    return "".join(f"# {line}\n" for line in lines)


EXPORTER = Exporter(
    name="yaml",
    label="YAML",
    summary=gettext_noop("Everything about every rule; can be imported again."),
    family="pipeline",
    media_type="application/yaml",
    suffix="yaml",
    says=says_everything,
    render=render,
    says_actions=True,
    says_reviews=True,
    dump=dump_yaml,
)
