"""What a document about a plan holds, in the order in which every markup writes it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from portsref.exporters.base import Job
from portsref.exporters.documents import labels
from portsref.exporters.documents.about import facts_of, sources_of, title_of
from portsref.exporters.once import Once
from portsref.exporters.text import one_line
from portsref.exporters.words import RuleWords
from portsref.planning.rules import Endpoint, Rule


@dataclass(frozen=True, slots=True)
class End:
    """The cell of one end of a rule: what it is called, and its addresses."""

    name: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """The cell of a source, which is an address if `text` is one."""

    text: str


type Cell = str | End | Source


class Markup(Protocol):
    """How one language of documents writes the parts of an outline, escaping every text in them."""

    def begin(self, title: str) -> str:
        """All before the first part."""

    def heading(self, text: str) -> str:
        """The heading of a part."""

    def paragraph(self, text: str) -> str:
        """A sentence."""

    def table(self, header: Iterable[str]) -> str:
        """The beginning of a table."""

    def row(self, cells: Iterable[Cell]) -> str:
        """A row of it."""

    def end_table(self) -> str:
        """Its end."""

    def end(self) -> str:
        """All behind the last part."""


def write_document(job: Job, markup: Markup) -> Iterator[str]:
    """Write what a document holds, row by row."""
    say, words = job.language.say, RuleWords(job.language)
    yield markup.begin(title_of(job))
    yield from _table(markup, map(say, (labels.FIELD, labels.VALUE)), _linked(facts_of(job)))
    yield markup.heading(say(labels.RULES))
    yield markup.paragraph(say(labels.STATEFUL))
    columns = _Columns(job, words)
    yield from _table(markup, columns.header(), map(columns.cells, job.rules))
    if job.left_out:
        yield markup.heading(say(labels.LEFT_OUT))
        left_out = ((one_line(item.rule.name), say(item.why)) for item in job.left_out)
        yield from _table(markup, map(say, (labels.RULE, labels.REASON)), left_out)
    yield markup.heading(say(labels.FINDINGS))
    yield from _findings(job, words, markup)
    yield markup.heading(say(labels.SOURCES))
    sources = ((one_line(key), Source(one_line(source))) for key, source in sources_of(job))
    yield from _table(markup, map(say, (labels.ROW, labels.FACT_SOURCE)), sources)
    yield markup.end()


def _table(markup: Markup, header: Iterable[str], rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    yield markup.table(header)
    yield from map(markup.row, rows)
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


class _Columns:
    """The columns of a rule in a document; a delta request has its action as well."""

    def __init__(self, job: Job, words: RuleWords) -> None:
        self._say, self._words = job.language.say, words
        self._marks = job.language.marks
        self._is_delta = bool(job.provenance.delta)
        self._addresses = Once(_addresses)

    def header(self) -> Iterator[str]:
        """What the columns are called."""
        say = self._say
        if self._is_delta:
            yield say(labels.ACTION)
        yield from map(say, (labels.FROM, labels.TO, labels.PROTOCOL, labels.PORTS))
        yield from map(say, (labels.PURPOSE, labels.CONDITION, labels.ENCRYPTION))
        yield from map(say, (labels.ROW, labels.NAME))

    def cells(self, rule: Rule) -> Iterator[Cell]:
        """The cells of a rule."""
        why = self._words.of_causes(rule.causes)
        if self._is_delta:
            yield self._say(labels.ACTIONS[rule.action])
        yield self._end(rule.source, rule)
        yield self._end(rule.destination, rule)
        yield rule.protocol
        yield str(rule.ports)
        yield one_line(self._marks.remark.format(why.purpose, why.component))
        yield one_line(self._marks.clause.join(self._conditions(rule)))
        yield one_line(why.encryption)
        yield one_line(", ".join(rule.listeners))
        yield one_line(rule.name)

    def _end(self, end: Endpoint, rule: Rule) -> End:
        return End(one_line(self._words.end_name(end, rule)), self._addresses(end))

    def _conditions(self, rule: Rule) -> Iterator[str]:
        why = self._words.of_causes(rule.causes)
        yield why.condition
        if not why.required:
            yield self._say(labels.OPTIONAL)
        if why.phase == "installation":
            yield self._say(labels.INSTALLATION)


def _addresses(end: Endpoint) -> tuple[str, ...]:
    return tuple(map(str, end.addresses))
