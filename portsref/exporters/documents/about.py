"""What every file for people says about itself: its plan, where that is, and who asks for what."""

from collections.abc import Iterator

from portsref.exporters.base import Job
from portsref.exporters.documents import labels
from portsref.exporters.review_words import ReviewWords
from portsref.exporters.text import one_line
from portsref.messages import gettext_noop

REQUEST_LABELS = (
    ("ticket", gettext_noop("Ticket")),
    ("requester", gettext_noop("Requester")),
    ("environment", gettext_noop("Environment")),
    ("justification", gettext_noop("Justification")),
    ("expires", gettext_noop("Needed until")),
)
CHOICES = (
    ("merge", gettext_noop("ports of rules are merged")),
    ("boundary", gettext_noop("only what crosses zones")),
)
PHASES = {
    "operation": gettext_noop("only what is needed in operation"),
    "installation": gettext_noop("only what is needed during the installation"),
}
DELTAS = {
    "opened": gettext_noop("only what opens"),
    "closed": gettext_noop("only what closes"),
    "both": gettext_noop("only what opens and what closes"),
}


def title_of(job: Job) -> str:
    """The plan's title on one line."""
    return one_line(job.rule_set.document.title) or job.language.say(labels.PLAN)


def facts_of(job: Job) -> Iterator[tuple[str, str]]:
    """Labels with their values, each on one line: what `facts_of_plan` has, and the request."""
    yield from facts_of_plan(job)
    request = job.rule_set.document.request
    for name, label in REQUEST_LABELS:
        if value := getattr(request, name, None):
            yield job.language.say(label), one_line(value)


def facts_of_plan(job: Job) -> Iterator[tuple[str, str]]:
    """Labels with their values, each on one line: plan, revision, link, catalogue, rules."""
    say, rule_set, provenance = job.language.say, job.rule_set, job.provenance
    yield say(labels.PLAN), title_of(job)
    if provenance.revision is not None:
        yield say(labels.REVISION), str(provenance.revision)
    if provenance.link:
        yield say(labels.LINK), one_line(provenance.link)
    yield say(labels.CATALOGUE), rule_set.catalogue_version
    yield "Kubernetes", rule_set.kubernetes
    if narrowing := job.language.marks.item.join(_narrowing(job)):
        yield say(labels.CHOSEN), narrowing
    yield say(labels.RULES), str(len(rule_set.rules) + len(rule_set.outbound))
    if job.review:
        yield from ReviewWords(job).facts()
    if job.left_out:
        yield say(labels.RULES_LEFT_OUT), str(len(job.left_out))


def sources_of(job: Job) -> Iterator[tuple[str, str]]:
    """Each row of the catalogue that causes a rule, once, with its source."""
    seen: set[str] = set()
    for rule in job.rules:
        for cause in rule.causes:
            if cause.listener not in seen:
                seen.add(cause.listener)
                yield cause.listener, cause.source or ""


def _narrowing(job: Job) -> Iterator[str]:
    say, choice = job.language.say, job.choice
    yield from (say(text) for name, text in CHOICES if getattr(choice, name))
    if choice.phase:
        yield say(PHASES[choice.phase])
    if job.provenance.delta:
        yield say(DELTAS[job.provenance.delta])
