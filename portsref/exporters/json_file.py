"""JSON, `portsref.rules/v1`: the same values as the YAML, for programs.

JSON has no comments: what the YAML says in them stands in the values too. Any rule can be said.
"""

from portsref.exporters.base import Export, Exporter, filename
from portsref.messages import gettext_noop
from portsref.planning.choice import Choice
from portsref.planning.document import dump_json
from portsref.planning.rules import RuleSet
from portsref.planning.rules_file import Provenance, rules_data

MEDIA_TYPE = "application/json"


def render(rule_set: RuleSet, choice: Choice, provenance: Provenance) -> Export:
    """Write `rule_set` as one JSON object in UTF-8."""
    text = dump_json(rules_data(rule_set, choice, provenance))
    return Export(text.encode(), MEDIA_TYPE, filename(rule_set, provenance, "json"))


EXPORTER = Exporter(
    name="json",
    label="JSON",
    summary=gettext_noop("The same as YAML, for programs."),
    media_type=MEDIA_TYPE,
    suffix="json",
    render=render,
    says_actions=True,
)
