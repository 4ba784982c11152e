"""The guide as Markdown."""

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext, pgettext

from portsref.exporters.registry import find_exporter
from portsref.web.facts.catalogue import current_catalogue
from portsref.web.plans.guide.loading import FIREWALLS, TICKETS, Loading
from portsref.web.plans.guide.samples import sample_rule
from portsref.web.plans.guide.texts import guide_text

_ANCHOR = re.compile(r" \{#[a-z-]+\}$", re.MULTILINE)


def guide_markdown() -> str:
    """The text with its figures: a rule in a line, and a line for each format."""
    text = guide_text()
    pieces = (f"{_ANCHOR.sub('', piece.markdown)}{_figure(piece.figure)}" for piece in text.pieces)
    return f"# {text.title}\n\n{text.lead}\n\n{''.join(pieces)}"


def _figure(name: str) -> str:
    match name:
        case "rule":
            return _rule()
        case "formats":
            return _formats(FIREWALLS)
        case "tickets":
            return _formats(TICKETS)
    return ""


def _rule() -> str:
    rule = sample_rule(current_catalogue())
    ends = (f"{end.name} ({end.zone}) {end.text}" for end in (rule.source, rule.destination))
    return f"```\n{' -> '.join(ends)}  {rule.protocol} {rule.ports}\n```\n"


def _formats(listed: Iterable[Loading]) -> str:
    return "".join(f"{line}\n" for loading in listed for line in _format(loading))


def _format(loading: Loading) -> Iterator[str]:
    exporter = find_exporter(loading.format)
    if exporter is None:
        return
    yield f"- **{exporter.label}** (`{exporter.name}`): {gettext(exporter.summary)}"
    steps = (
        (gettext("Load"), loading.load),
        (pgettext("do", "Check"), loading.check),
        (gettext("Take back"), loading.undo),
    )
    for word, commands in steps:
        if commands:
            yield f"  - {word}: {'; '.join(f'`{command}`' for command in commands)}"
