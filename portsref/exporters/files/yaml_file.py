"""YAML, `portsref.rules/v1`: everything that is known about the rules.

Every text is in quotes, so that no reader takes a port or a version for a number. Comments at the
top name the plan and the catalogue. Any rule can be said.
"""

from collections.abc import Iterator

from portsref.documents.writing import dump_yaml
from portsref.exporters.base import Exporter, File, Job, says_everything
from portsref.messages import gettext_noop
from portsref.planning.rules_file import rules_data


def render(job: Job) -> Iterator[File]:
    """Write the rule set as one YAML document in UTF-8."""
    data = rules_data(job.rule_set, job.choice, job.provenance)
    yield job.file((_comments(job) + dump_yaml(data)).encode())


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
    lists_findings=True,
    dump=dump_yaml,
)
