"""Rules on a page: a heading for each pair of ends, a line a rule, and what it unfolds to."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import escape
from itertools import groupby

from portsref.exporters.base import Job
from portsref.exporters.documents import labels
from portsref.exporters.documents.html.markup import Html, link, own, said
from portsref.exporters.once import MOST, Once
from portsref.exporters.review_words import ReviewWords
from portsref.exporters.words import CauseWords, RuleWords
from portsref.planning.overview import PLAIN
from portsref.planning.rules import ANYWHERE, Action, Cause, Endpoint, Rule
from portsref.ports import PortSet

MOST_ADDRESSES = 4  # in a heading; the groups of the plan stand with all of theirs
# Where the name of a rule and what reviewers said of it stand; no text on one line has these.
NAME, SIGN = "\0", "\1"


class HtmlRules:
    """Writes rules; what many of them share is written once.

    `cited` has the numbers of sources in the list at the end of the page.
    """

    def __init__(self, job: Job, words: RuleWords, cited: Mapping[str, int]) -> None:
        self._job, self._words, self._cited = job, words, cited
        self._say, self._marks = job.language.say, job.language.marks
        self._review = ReviewWords(job)
        self._addresses = Once(self._write_addresses)
        self._line = lru_cache(maxsize=MOST)(self._write_line)

    def write(self) -> Iterator[Html]:
        """All rules, those between the same ends together."""
        for _ends, rules in groupby(self._job.rules, key=_ends_of):
            for number, rule in enumerate(rules):
                if not number:
                    yield self._heading(rule)
                yield self._rule(rule)
            yield "</div>\n"

    def _heading(self, rule: Rule) -> Html:
        ends = rule.source, rule.destination
        names = ' <span aria-hidden="true">→</span> '.join(
            own(self._words.end_name(end, rule)) for end in ends
        )
        addresses = " → ".join(map(self._addresses, ends))
        zones = f'<span class="zones">{self._zones(rule)}</span>' if rule.crosses_zones else ""
        return (
            f'<div class="pair"><h3><span>{names}</span> <span class="mono">{addresses}</span>'
            f" {zones}</h3>\n"
        )

    def _write_addresses(self, end: Endpoint) -> Html:
        shown = [str(address) for address in end.addresses[:MOST_ADDRESSES]]
        further = len(end.addresses) - len(shown)
        more = f" +{further}" if further else ""
        return escape(", ".join(shown) or "–") + more

    def _zones(self, rule: Rule) -> Html:
        return " → ".join(map(self._zone, (rule.source, rule.destination)))

    def _zone(self, end: Endpoint) -> Html:
        if end.kind != "group":
            return said(self._say, labels.OUTSIDE)
        return own(end.zone) if end.zone else said(self._say, labels.NO_ZONE)

    def _rule(self, rule: Rule) -> Html:
        begin = (
            f'<details class="rule" id="r{rule.number}">'
            if rule.number
            else '<details class="rule">'
        )
        line = self._line(rule.protocol, rule.ports, rule.causes, rule.action)
        before, behind = line.split(NAME)
        sign, said_of_it = self._reviewed(rule)
        return f"{begin}{before.replace(SIGN, sign)}{own(rule.name)}{said_of_it}{behind}"

    def _reviewed(self, rule: Rule) -> tuple[Html, Html]:
        """What stands on the line of a rule, and what behind its name, of its review."""
        review = self._job.review_of(rule)
        if review is None:
            return "", ""
        sign = f' <span class="tag">{own(self._review.state(review))}</span>'
        sign = sign if review.history else ""
        return sign, f"</dd></div>{self._fact(labels.REVIEW, own(self._review.said(review)), '')}"

    def _write_line(
        self, protocol: str, ports: PortSet, causes: tuple[Cause, ...], action: Action
    ) -> Html:
        why = self._words.of_causes(causes)
        kind = " plain" if any(cause.encryption == PLAIN for cause in causes) else ""
        numbers = ", ".join(str(self._cited[url]) for url in why.references if url in self._cited)
        cited = f" [{numbers}]" if numbers else ""
        return (
            f'<summary><span class="ports"><b>{escape(protocol)}</b> {escape(ports.readable)}'
            f'{self._action(action)}</span> <span class="component">{own(why.component)}</span>'
            f' <span class="purpose">{own(why.purpose)}{self._remarks(why)}{SIGN}</span>'
            f' <span class="encryption{kind}">{escape(why.encryption)}</span>'
            f' <span class="why">{own(why.condition)}<span class="quiet">{cited}</span></span>'
            f'</summary>\n<dl class="more">{"".join(self._more(causes, why))}</dl></details>\n'
        )

    def _action(self, action: Action) -> Html:
        if not self._job.provenance.delta:
            return ""
        return f' <span class="tag">{said(self._say, labels.ACTIONS[action])}</span>'

    def _remarks(self, why: CauseWords) -> Html:
        remarks = []
        if not why.required:
            remarks.append(labels.NEEDLESS)
        if why.phase == "installation":
            remarks.append(labels.INSTALLATION)
        words = self._marks.clause.join(map(self._say, remarks))
        return f' <span class="quiet">{escape(words)}</span>' if words else ""

    def _more(self, causes: tuple[Cause, ...], why: CauseWords) -> Iterator[Html]:
        rule = Rule("", ANYWHERE, ANYWHERE, "", PortSet(), causes)
        yield self._fact(labels.ROW, own(", ".join(rule.listeners)))
        if why.note:
            yield self._fact(labels.NOTE, own(why.note))
        if why.references:
            yield self._fact(labels.SOURCES, "<br>".join(map(link, why.references)))
        yield self._fact(labels.NAME, NAME)

    def _fact(self, label: str, value: Html, end: Html = "</dd></div>") -> Html:
        return f"<div><dt>{said(self._say, label)}</dt><dd>{value}{end}"


def _ends_of(rule: Rule) -> tuple[str, ...]:
    source, destination = rule.source, rule.destination
    many = destination.text if destination.is_for_many else ""
    return source.kind, source.name, destination.kind, destination.name, many
