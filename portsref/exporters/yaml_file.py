"""YAML, `portsref.rules/v1`: everything that is known about the rules.

Every text is in quotes, so that no reader takes a port or a version for a number. Comments at the
top name the plan and the catalogue. Any rule can be said.
"""

from portsref.exporters.base import Export, Exporter, ExportOptions, filename
from portsref.exporters.rules_document import catalogue_version, rules_data
from portsref.messages import gettext_noop
from portsref.planning.document import dump_yaml
from portsref.planning.rules import RuleSet

MEDIA_TYPE = "application/yaml"


def render(rule_set: RuleSet, options: ExportOptions) -> Export:
    """Write `rule_set` as one YAML document in UTF-8."""
    text = _comments(rule_set, options) + dump_yaml(rules_data(rule_set, options))
    return Export(text.encode(), MEDIA_TYPE, filename(rule_set, options, "yaml"))


def _comments(rule_set: RuleSet, options: ExportOptions) -> str:
    lines = [rule_set.document.title]
    if options.revision is not None:
        lines.append(f"Revision {options.revision}")
    if options.link:
        lines.append(options.link)
    lines.append(f"Catalogue {catalogue_version(rule_set)}, Kubernetes {rule_set.kubernetes}")
    return "".join(f"# {line}\n" for line in lines)


EXPORTER = Exporter(
    name="yaml",
    label="YAML",
    summary=gettext_noop("Everything about every rule; can be imported again."),
    media_type=MEDIA_TYPE,
    suffix="yaml",
    render=render,
    says_actions=True,
)
