"""YAML, `portsref.rules/v1`: everything that is known about the rules.

Every text is in quotes, so that no reader takes a port or a version for a number. Comments at the
top name the plan and the catalogue. Any rule can be said.
"""

from portsref.exporters.base import Export, Exporter, filename
from portsref.messages import gettext_noop
from portsref.planning.choice import Choice
from portsref.planning.document import dump_yaml
from portsref.planning.rules import RuleSet
from portsref.planning.rules_file import Provenance, rules_data

MEDIA_TYPE = "application/yaml"


def render(rule_set: RuleSet, choice: Choice, provenance: Provenance) -> Export:
    """Write `rule_set` as one YAML document in UTF-8."""
    text = _comments(rule_set, provenance) + dump_yaml(rules_data(rule_set, choice, provenance))
    return Export(text.encode(), MEDIA_TYPE, filename(rule_set, provenance, "yaml"))


def _comments(rule_set: RuleSet, provenance: Provenance) -> str:
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
    media_type=MEDIA_TYPE,
    suffix="yaml",
    render=render,
    says_actions=True,
)
