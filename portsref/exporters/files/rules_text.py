"""`portsref.rules/v1` as a text, written entry by entry in the syntax of YAML or of JSON."""

from collections.abc import Iterable, Iterator
from functools import lru_cache, partial

from portsref.exporters.base import Job
from portsref.exporters.files.syntax import Syntax
from portsref.exporters.once import MOST, Once
from portsref.planning.rules import ANYWHERE, Action, Cause, Endpoint, Rule
from portsref.planning.rules_file import (
    end_data,
    finding_data,
    local_data,
    rule_data,
    rules_head,
)
from portsref.ports import PortSet
from portsref.reviewing.review_file import review_data

# The fields of a rule that are its own, in their order; all others come of what caused it.
NAME, SOURCE, DESTINATION = "name", "source", "destination"


def rules_text(job: Job, syntax: Syntax) -> Iterator[str]:
    """The document of `rules_data`, of which no more than one entry is held at a time.

    Behind it stands the `review`, if there is one, as `review_data` has it.
    """
    lists = dict(_lists(job, syntax))
    begin, end = syntax.document
    for key, value in rules_head(job.rule_set, job.choice, job.provenance).items():
        yield begin
        if key in lists:
            yield from _list(key, lists[key], syntax)
        else:
            yield syntax.field({key: value})
        begin = syntax.between
    if job.review:
        rules = () if job.choice.merge else job.rules
        yield begin + syntax.field({"review": review_data(job.review, rules)})
    yield end


def _lists(job: Job, syntax: Syntax) -> Iterator[tuple[str, Iterable[str]]]:
    """Entries of the document's lists by their keys, made when they are asked for."""
    rule_set, part = job.rule_set, syntax.part
    rules = _RuleTexts(syntax)
    yield "rules", map(rules.text, rule_set.rules)
    yield "local", (part(local_data(local)) for local in rule_set.local)
    yield "pod_network", (part(local_data(local)) for local in rule_set.pod_network)
    yield "outbound", map(rules.text, rule_set.outbound)
    yield "findings", (part(finding_data(finding)) for finding in rule_set.findings)


def _list(key: str, entries: Iterable[str], syntax: Syntax) -> Iterator[str]:
    begin = syntax.opening(key)
    for entry in entries:
        yield begin + syntax.entry(entry)
        begin = syntax.between
    yield syntax.closing if begin == syntax.between else syntax.field({key: []})


class _RuleTexts:
    """Writes rules; the parts that many of them share are written once."""

    def __init__(self, syntax: Syntax) -> None:
        self._part, self._between, self._quoted = syntax.part, syntax.between, syntax.text
        self._name = syntax.part({NAME: ""}).removesuffix(syntax.text(""))
        self._source = Once(partial(self._write_end, SOURCE))
        self._destination = Once(partial(self._write_end, DESTINATION))
        self._rest = lru_cache(maxsize=MOST)(self._write_rest)

    def text(self, rule: Rule) -> str:
        """The fields of `rule_data`."""
        return self._between.join(
            (
                self._name + self._quoted(rule.name),
                self._source(rule.source),
                self._destination(rule.destination),
                self._rest(rule.protocol, rule.ports, rule.causes, rule.action),
            )
        )

    def _write_end(self, key: str, end: Endpoint) -> str:
        return self._part({key: end_data(end)})

    def _write_rest(
        self, protocol: str, ports: PortSet, causes: tuple[Cause, ...], action: Action
    ) -> str:
        data = rule_data(Rule("", ANYWHERE, ANYWHERE, protocol, ports, causes, action))
        for own in (NAME, SOURCE, DESTINATION):
            del data[own]
        return self._part(data)
