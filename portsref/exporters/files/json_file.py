"""JSON, `portsref.rules/v1`: the same values as the YAML, for programs.

JSON has no comments: what the YAML says in them stands in the values too. Any rule can be said, and
what reviewers said of a saved plan is its `review`.
"""

from collections.abc import Iterator
from functools import partial

from portsref.documents.writing import dump_json, json_fields, json_text
from portsref.exporters.base import Exporter, Job, says_everything
from portsref.exporters.files.syntax import Syntax
from portsref.messages import gettext_noop

SYNTAX = Syntax(
    document=("{\n", "\n}\n"),
    between=",\n",
    field=partial(json_fields, indent=2),
    opening='  "{}": [\n'.format,
    closing="\n  ]",
    text=json_text,
    part=partial(json_fields, indent=6),
    entry="    {{\n{}\n    }}".format,
)


def render(job: Job) -> Iterator[str]:
    """Write the rule set as one JSON object, as `dump_json` would write all of it."""
    from portsref.exporters.files.rules_text import rules_text  # noqa: PLC0415 - CSV needs it not

    return rules_text(job, SYNTAX)


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
    says_reviews=True,
    dump=dump_json,
)
