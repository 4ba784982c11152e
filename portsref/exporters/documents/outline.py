"""What a document about a plan holds, in the order in which every markup writes it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from portsref.exporters.base import Job
from portsref.exporters.documents import labels
from portsref.exporters.documents.about import facts_of, sources_of, title_of
from portsref.exporters.once import MOST, Once
from portsref.exporters.review_words import ReviewWords
from portsref.exporters.text import one_line
from portsref.exporters.words import CauseWords, RuleWords
from portsref.planning.rules import ANYWHERE, Action, Cause, Endpoint, Rule
from portsref.ports import PortSet


@dataclass(frozen=True, slots=True)
class End:
    """The cell of one end of a rule: what it is called, and its addresses."""

    name: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """The cell of a source, which is an address if `text` is one."""

    text: str


# A name that every markup leaves as it is, long enough for a cell that may be broken.
A_NAME = "a-name-of-some-length"

type Cell = str | End | Source


class Markup(Protocol):
    """How one language of documents writes the parts of an outline, escaping every text in them.

    What stands before the cells of a row and behind them is `around_row`.
    """

    around_row: tuple[str, str]

    def begin(self, title: str) -> str:
        """All before the first part."""

    def heading(self, text: str) -> str:
        """The heading of a part."""

    def paragraph(self, text: str) -> str:
        """A sentence."""

    def table(self, header: Sequence[str]) -> str:
        """The beginning of a table."""

    def cell(self, cell: Cell) -> str:
        """A cell of a row, with what stands between it and others."""

    def end_table(self) -> str:
        """The end of a table."""

    def end(self) -> str:
        """All behind the last part."""


def write_document(job: Job, markup: Markup) -> Iterator[str]:
    """Write what a document holds, row by row."""
    say, words = job.language.say, RuleWords(job.language)
    yield markup.begin(title_of(job))
    yield from _table(markup, map(say, (labels.FIELD, labels.VALUE)), _linked(facts_of(job)))
    yield markup.heading(say(labels.RULES))
    yield markup.paragraph(say(labels.STATEFUL))
    rows = _Rows(job, words, markup)
    yield markup.table((*rows.header(),))
    yield from map(rows.row, job.rules)
    yield markup.end_table()
    if job.left_out:
        yield markup.heading(say(labels.LEFT_OUT))
        left_out = ((one_line(item.rule.name), say(item.why)) for item in job.left_out)
        yield from _table(markup, map(say, (labels.RULE, labels.REASON)), left_out)
    yield markup.heading(say(labels.FINDINGS))
    yield from _findings(job, words, markup)
    if job.review:
        told = ReviewWords(job)
        yield markup.heading(say(labels.REVIEW))
        yield from _table(markup, told.header, (tuple(map(one_line, row)) for row in told.rows()))
    yield markup.heading(say(labels.SOURCES))
    sources = ((one_line(key), Source(one_line(source))) for key, source in sources_of(job))
    yield from _table(markup, map(say, (labels.ROW, labels.FACT_SOURCE)), sources)
    yield markup.end()


def _table(markup: Markup, header: Iterable[str], rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    before, behind = markup.around_row
    yield markup.table((*header,))
    for row in rows:
        yield before + "".join(map(markup.cell, row)) + behind
    yield markup.end_table()


def _linked(facts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Cell]]:
    for label, value in facts:
        yield label, Source(value) if value.startswith(("http://", "https://")) else value


def _findings(job: Job, words: RuleWords, markup: Markup) -> Iterator[str]:
    say, findings = job.language.say, job.rule_set.findings
    if not findings:
        yield markup.paragraph(say(labels.NO_FINDINGS))
        return
    header = map(say, (labels.SEVERITY, labels.FINDING, labels.ADVICE, labels.PLACE))
    rows = (
        (words.severity(finding), *map(one_line, (*words.finding(finding), finding.place)))
        for finding in findings
    )
    yield from _table(markup, header, rows)


class _Rows:
    """Rows of rules, of which those parts are written once that many of them share.

    In a delta request a row has its action as well, and in a plan that is reviewed its state.
    """

    def __init__(self, job: Job, words: RuleWords, markup: Markup) -> None:
        self._say, self._words, self._markup = job.language.say, words, markup
        self._marks = job.language.marks
        self._is_delta = bool(job.provenance.delta)
        self._job, self._review = job, ReviewWords(job)
        self._before, self._behind = markup.around_row
        self._before_name, self._behind_name = markup.cell(A_NAME).split(A_NAME)
        self._group = Once(self._write_group)
        self._rest = lru_cache(maxsize=MOST)(self._write_rest)

    def header(self) -> Iterator[str]:
        """What the columns are called."""
        say = self._say
        yield from map(say, (labels.FROM, labels.TO))
        if self._is_delta:
            yield say(labels.ACTION)
        yield from map(say, (labels.PROTOCOL, labels.PORTS, labels.PURPOSE, labels.CONDITION))
        yield from map(say, (labels.ENCRYPTION, labels.ROW, labels.NAME))
        if self._review.is_of_rules:
            yield say(labels.REVIEW)

    def row(self, rule: Rule) -> str:
        """The row of a rule; nearly all names are words between hyphens, and none is shared."""
        one, other, name = rule.source, rule.destination, rule.name
        source = self._group(one) if one.kind == "group" else self._place(one, rule)
        destination = self._group(other) if other.kind == "group" else self._place(other, rule)
        rest = self._rest(rule.protocol, rule.ports, rule.causes, rule.action)
        ends, behind = f"{self._before}{source}{destination}", self._reviewed(rule) + self._behind
        if len(name) >= len(A_NAME) and "--" not in name and name.replace("-", "").isalnum():
            return f"{ends}{rest}{self._before_name}{name}{self._behind_name}{behind}"
        return f"{ends}{rest}{self._markup.cell(one_line(name))}{behind}"

    def _reviewed(self, rule: Rule) -> str:
        review = self._job.review_of(rule)
        return self._markup.cell(one_line(self._review.said(review))) if review else ""

    def _place(self, end: Endpoint, rule: Rule) -> str:
        return self._write_end(end, self._words.end_name(end, rule))

    def _write_group(self, end: Endpoint) -> str:
        return self._write_end(end, end.name)

    def _write_end(self, end: Endpoint, name: str) -> str:
        return self._markup.cell(End(one_line(name), tuple(map(str, end.addresses))))

    def _write_rest(
        self, protocol: str, ports: PortSet, causes: tuple[Cause, ...], action: Action
    ) -> str:
        rule = Rule("", ANYWHERE, ANYWHERE, protocol, ports, causes, action)
        return "".join(map(self._markup.cell, self._cells(rule)))

    def _cells(self, rule: Rule) -> Iterator[str]:
        why = self._words.of_causes(rule.causes)
        if self._is_delta:
            yield self._say(labels.ACTIONS[rule.action])
        yield rule.protocol
        yield str(rule.ports)
        yield one_line(self._marks.remark.format(why.purpose, why.component))
        yield one_line(self._marks.clause.join(self._conditions(why)))
        yield one_line(why.encryption)
        yield one_line(", ".join(rule.listeners))

    def _conditions(self, why: CauseWords) -> Iterator[str]:
        yield why.condition
        if not why.required:
            yield self._say(labels.OPTIONAL)
        if why.phase == "installation":
            yield self._say(labels.INSTALLATION)
