"""What the page of the guide shows: its text, a rule laid out, and how files are loaded."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from portsref.exporters.base import Exporter
from portsref.exporters.registry import find_exporter
from portsref.planning.rules import Rule
from portsref.web.facts.catalogue import current_catalogue
from portsref.web.plans.files.languages import language_for
from portsref.web.plans.guide.loading import FIREWALLS, TICKETS, Loading
from portsref.web.plans.guide.samples import sample_file, sample_of, sample_rule
from portsref.web.plans.guide.texts import guide_text
from portsref.web.plans.reading.rule_rows import RuleRows, RuleText
from portsref.web.shared.markdown import HeadingLink, render_markdown


@dataclass(frozen=True, slots=True)
class FormatSheet:
    """A format: for whom it is, how its file is loaded, and how it begins."""

    exporter: Exporter
    summary: str
    loading: Loading
    sample: str


@dataclass(frozen=True, slots=True)
class PieceSheet:
    """A piece of the guide as HTML, and what stands behind it."""

    html: SafeString
    figure: str


@dataclass(frozen=True, slots=True)
class GuidePage:
    """The whole page."""

    title: str
    lead: str
    pieces: tuple[PieceSheet, ...]
    headings: tuple[HeadingLink, ...]
    rule: Rule
    rule_text: RuleText
    firewalls: tuple[FormatSheet, ...]
    tickets: tuple[FormatSheet, ...]


def guide_sheet() -> GuidePage:
    """The page in the reader's language."""
    text, catalogue = guide_text(), current_catalogue()
    rendered = [(render_markdown(piece.markdown), piece.figure) for piece in text.pieces]
    rule = sample_rule(catalogue)
    return GuidePage(
        title=text.title,
        lead=text.lead,
        pieces=tuple(PieceSheet(piece.html, figure) for piece, figure in rendered),
        headings=tuple(heading for piece, _ in rendered for heading in piece.headings),
        rule=rule,
        rule_text=RuleRows(catalogue, sample_of(catalogue)).row(rule),
        firewalls=tuple(format_sheets(FIREWALLS)),
        tickets=tuple(format_sheets(TICKETS)),
    )


def format_sheets(listed: Iterable[Loading]) -> Iterator[FormatSheet]:
    """Formats with an example of each, in the reader's language."""
    for loading in listed:
        if exporter := find_exporter(loading.format):
            sample = sample_file(exporter, current_catalogue(), language_for(exporter))
            yield FormatSheet(exporter, gettext(exporter.summary), loading, sample)
