"""XLSX: a workbook for change requests, in the reader's language.

Office Open XML (ECMA-376), written by XlsxWriter row by row. The sheet of rules comes first, for
tools that read only one: one header row, which stays in sight, with a filter; no merged cells; the
columns of the CSV, and ticket, requester and end where the plan has them. Then a sheet for the
request, which says plan, revision, link and catalogue, and one each for findings, for sources and,
if there are any, for what reviewers decided and for rules that were left out. Once somebody decided
about a rule, its state, who said so and when is the last column.

Every cell is a text: a `=` at its beginning is not run, and is not when somebody edits the cell
either. A cell holds 32,767 characters and a sheet 1,048,576 rows, which are the limits of Excel;
a rule that is longer, or has no row any more, is left out; answers that are longer are cut.
"""

from collections.abc import Iterator
from functools import partial

from portsref.exporters.base import Exporter, Job, Says
from portsref.exporters.documents import labels
from portsref.exporters.documents.about import facts_of, sources_of, title_of
from portsref.exporters.files.columns import Columns, ReviewColumn
from portsref.exporters.files.workbook import (
    LONGEST_CELL,
    MOST_ROWS,
    Workbook,
    pieces_of_workbook,
)
from portsref.exporters.review_words import ReviewWords
from portsref.exporters.words import RuleWords
from portsref.messages import Message, gettext_noop
from portsref.planning.choice import Choice
from portsref.planning.document import PlanDocument
from portsref.planning.rules import Endpoint, Rule

LONGEST_ADDRESS = 80  # characters: two IPv6 addresses, a hyphen

TOO_LONG = Message(
    gettext_noop("a cell would have more than %(most)s characters"), {"most": f"{LONGEST_CELL:,}"}
)
NO_ROW = Message(gettext_noop("the sheet has room for %(most)s rows"), {"most": f"{MOST_ROWS:,}"})


def says(rule: Rule) -> Message | None:
    """Tell why a rule cannot be said: one of its cells would be too long."""
    ends = rule.source, rule.destination
    columns = zip(*_lengths(rule), strict=True)
    is_too_long = any(map(_is_too_long, ends)) or max(map(sum, columns)) > LONGEST_CELL
    return TOO_LONG if is_too_long else None


def _is_too_long(end: Endpoint) -> bool:
    count = len(end.addresses)
    return count * (LONGEST_ADDRESS + 1) > LONGEST_CELL and len(end.text) > LONGEST_CELL


def _lengths(rule: Rule) -> Iterator[tuple[int, ...]]:
    """How long the texts of each cause are, with what joins them; Chinese ones are no longer."""
    for cause in rule.causes:
        texts = (cause.purpose, cause.note, cause.source, cause.component, cause.reason.text)
        yield tuple(len(text or "") + 2 for text in texts)


def room(_choice: Choice, _document: PlanDocument) -> Says:
    """Ask of each rule whether there is a row for it."""
    left = MOST_ROWS

    def has_room(_rule: Rule) -> Message | None:
        nonlocal left
        left -= 1
        return NO_ROW if left < 0 else None

    return has_room


def render(job: Job) -> Iterator[bytes]:
    """Write the workbook sheet by sheet."""
    return pieces_of_workbook(partial(_write, job), title_of(job), job.rule_set.catalogue_date)


def _write(job: Job, workbook: Workbook) -> None:
    say, words = job.language.say, RuleWords(job.language)
    columns, review = Columns(job.language, job.rule_set.document.request), ReviewColumn(job)
    header = (*columns.header, *review.header)
    rows = ((*columns.cells(rule), *review.cells(rule)) for rule in job.rules)
    workbook.sheet(say(labels.RULES), header, rows)
    workbook.sheet(say(labels.REQUEST), (say(labels.FIELD), say(labels.VALUE)), facts_of(job))
    workbook.sheet(
        say(labels.FINDINGS),
        (say(labels.SEVERITY), say(labels.FINDING), say(labels.ADVICE), say(labels.PLACE)),
        (
            (words.severity(finding), *words.finding(finding), finding.place)
            for finding in job.rule_set.findings
        ),
    )
    workbook.sheet(say(labels.SOURCES), (say(labels.ROW), say(labels.FACT_SOURCE)), sources_of(job))
    if job.review:
        told = ReviewWords(job)
        rows = (tuple(text[:LONGEST_CELL] for text in row) for row in told.rows())
        workbook.sheet(say(labels.REVIEW), told.header, rows)
    if job.left_out:
        left_out = ((item.rule.name, say(item.why)) for item in job.left_out)
        workbook.sheet(say(labels.LEFT_OUT), (say(labels.RULE), say(labels.REASON)), left_out)


EXPORTER = Exporter(
    name="xlsx",
    label="XLSX",
    summary=gettext_noop("A workbook with rules, request, findings and sources."),
    family="ticket",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    suffix="xlsx",
    says=says,
    room=room,
    render=render,
    says_actions=True,
    is_text=False,
    has_words=True,
    says_reviews=True,
)
