"""HTML: a whole plan as one page that needs nothing beside itself, to open where no network is.

HTML as the WHATWG has it, in the reader's language and in both themes, to be read, searched,
printed and signed. Its own policy lets nothing be loaded, and nothing run but the one script that
stands in it, which narrows and unfolds the rules; without it the page is whole. Every text of the
reader's own is escaped and keeps the direction of its script to itself. Any rule can be said. A
link is one only where it is an address of the web.
"""

from collections.abc import Iterable, Iterator
from html import escape

from portsref.exporters.base import Exporter, Job, says_everything
from portsref.exporters.documents import labels
from portsref.exporters.documents.about import facts_of_plan, title_of
from portsref.exporters.documents.html.frame import begin, end, finder
from portsref.exporters.documents.html.markup import Html, facts, link, own, said, section, table
from portsref.exporters.documents.html.matrix import Matrix
from portsref.exporters.documents.html.plan import HtmlPlan
from portsref.exporters.documents.html.rules import HtmlRules
from portsref.exporters.documents.picture import draw, picture_words
from portsref.exporters.documents.svg_file import MOST_ARROWS, MOST_BOXES
from portsref.exporters.review_words import ReviewWords
from portsref.exporters.words import RuleWords
from portsref.messages import gettext_noop
from portsref.pictures.graph import Graph
from portsref.pictures.layout import lay_out
from portsref.pictures.svg import svg_of
from portsref.planning.overview import count_rules, list_sources
from portsref.planning.rules import Local


def render(job: Job) -> Iterator[Html]:
    """Write the page, a rule at a time."""
    say, words = job.language.say, RuleWords(job.language)
    cited, graph, matrix = list_sources(job.rules), draw(job), Matrix.of(job, words)
    has_picture = 0 < len(graph.ends) <= MOST_BOXES and len(graph.edges) <= MOST_ARROWS
    yield begin(title_of(job), job.language)
    yield from _about(job)
    yield from _figures(job)
    yield from _contents(job, has_picture=has_picture, has_matrix=matrix.is_small_enough)
    yield "</header>\n<main>\n"
    yield from section("rules", said(say, labels.RULES), _rules(job, HtmlRules(job, words, cited)))
    yield from section("plan", said(say, labels.THE_PLAN), HtmlPlan(job).write())
    if has_picture:
        yield from section("picture", said(say, labels.PICTURE), _picture(job, graph))
    if matrix.is_small_enough:
        yield from section("matrix", said(say, labels.MATRIX), matrix.write(say(labels.FROM_TO)))
    yield from _staying(job, words)
    if job.left_out:
        yield from section("left-out", said(say, labels.LEFT_OUT), _left_out(job))
    yield from section("findings", said(say, labels.FINDINGS), _findings(job, words))
    if job.review:
        yield from section("review", said(say, labels.REVIEW), _reviews(job))
    yield from section("sources", said(say, labels.SOURCES), _sources(cited))
    yield from end(job.language)


def _about(job: Job) -> Iterator[Html]:
    """What the page is about, and where it comes from."""
    ticket = job.rule_set.document.request.ticket
    shown_anyway = {job.language.say(label) for label in (labels.PLAN, labels.LINK, labels.RULES)}
    parts = [f"<b>{own(ticket)}</b>"] if ticket else []
    parts += [
        f"{escape(label)} {own(value)}"
        for label, value in facts_of_plan(job)
        if label not in shown_anyway
    ]
    yield f'<p class="about">{" · ".join(parts)}</p>\n'
    if job.provenance.link:
        yield f'<p class="about mono">{link(job.provenance.link)}</p>\n'


def _figures(job: Job) -> Iterator[Html]:
    counted = count_rules(job.rule_set)
    shown = (
        (labels.RULES, counted.rules),
        (labels.GROUPS, len(job.rule_set.document.groups)),
        (labels.ACROSS, counted.across),
        (labels.GOING_OUTSIDE, counted.outside),
        (labels.IN_PLAIN_TEXT, counted.plain),
        (labels.FINDINGS, len(job.rule_set.findings)),
    )
    say = job.language.say
    yield from facts("figures", ((said(say, label), f"{count:,}") for label, count in shown))


def _contents(job: Job, *, has_picture: bool, has_matrix: bool) -> Iterator[Html]:
    places = [("rules", labels.RULES), ("plan", labels.THE_PLAN)]
    places += [("picture", labels.PICTURE)] if has_picture else []
    places += [("matrix", labels.MATRIX)] if has_matrix else []
    places += [("findings", labels.FINDINGS)]
    places += [("review", labels.REVIEW)] if job.review else []
    places += [("sources", labels.SOURCES)]
    yield "<nav>"
    yield from (f'<a href="#{name}">{said(job.language.say, label)}</a> ' for name, label in places)
    yield "</nav>\n"


def _rules(job: Job, rules: HtmlRules) -> Iterator[Html]:
    yield f"<p>{said(job.language.say, labels.STATEFUL)}</p>\n"
    yield finder(job.language)
    yield from rules.write()


def _picture(job: Job, graph: Graph) -> Iterator[Html]:
    """Who connects to whom, drawn; its style is that of the page."""
    return svg_of(lay_out(graph), picture_words(job.language, title_of(job), graph))


def _staying(job: Job, words: RuleWords) -> Iterator[Html]:
    """What opens nothing between hosts."""
    say, found = job.language.say, job.rule_set
    header = (labels.PORTS, labels.ROW, labels.PURPOSE, labels.GROUPS, labels.CONDITION)
    for name, label, rows in (
        ("local", labels.STAYS_LOCAL, found.local),
        ("pod-network", labels.IN_POD_NETWORK, found.pod_network),
    ):
        if rows:
            cells = (_local(job, words, row) for row in rows)
            columns = map(escape, map(say, header))
            yield from section(name, said(say, label), table("local", columns, cells))


def _local(job: Job, words: RuleWords, local: Local) -> Iterator[Html]:
    why = words.of_causes(local.causes)
    yield own(f"{local.protocol} {local.ports.readable}")
    yield own(local.listener)
    yield own(why.purpose)
    yield own(job.language.marks.item.join(local.groups))
    yield own(why.condition)


def _left_out(job: Job) -> Iterator[Html]:
    say = job.language.say
    header = map(escape, map(say, (labels.RULE, labels.REASON)))
    yield from table(
        "left-out", header, ((own(item.rule.name), said(say, item.why)) for item in job.left_out)
    )


def _findings(job: Job, words: RuleWords) -> Iterator[Html]:
    if not job.rule_set.findings:
        yield f"<p>{said(job.language.say, labels.NO_FINDINGS)}</p>\n"
        return
    yield '<ul class="findings">\n'
    for finding in job.rule_set.findings:
        title, advice = words.finding(finding)
        tag = f'<span class="tag">{escape(words.severity(finding))}</span>'
        place = f' <span class="quiet">{own(finding.place)}</span>' if finding.place else ""
        yield f"<li><p>{tag} <b>{own(title)}</b>{place}</p><p>{own(advice)}</p></li>\n"
    yield "</ul>\n"


def _reviews(job: Job) -> Iterator[Html]:
    """All decisions of reviewers, newest first."""
    told = ReviewWords(job)
    yield from table("reviews", map(escape, told.header), (map(own, row) for row in told.rows()))


def _sources(cited: Iterable[str]) -> Iterator[Html]:
    yield '<ol class="sources">\n'
    yield from (f"<li>{link(source)}</li>\n" for source in cited)
    yield "</ol>\n"


EXPORTER = Exporter(
    name="html",
    label="HTML",
    summary=gettext_noop("One page with the whole plan, to read offline, to print and to sign."),
    family="document",
    media_type="text/html; charset=utf-8",
    suffix="html",
    says=says_everything,
    render=render,
    says_actions=True,
    has_words=True,
    says_reviews=True,
)
