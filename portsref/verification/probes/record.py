"""The record of an acceptance test, in Markdown: what to attach to the change when it is done."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from portsref.exporters.comments import one_line
from portsref.exporters.documents.markdown_file import text as escaped
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Rule
from portsref.verification.base import Acceptance, RuleState, Say
from portsref.verification.probes import states
from portsref.verification.probes.checking import sum_up

TITLE = gettext_noop("Record of an acceptance test")
PLAN = gettext_noop("Plan: %(title)s")
REVISION = gettext_noop("Revision: %(number)s")
NOT_SAVED = gettext_noop("Revision: not saved")
CATALOGUE = gettext_noop("Catalogue: %(version)s, Kubernetes %(kubernetes)s")
TICKET = gettext_noop("Ticket: %(ticket)s")
REQUESTER = gettext_noop("Requested by: %(requester)s")
ACCEPTED = gettext_noop("Accepted by: %(who)s, %(when)s")
NOBODY = gettext_noop("(name and signature)")
SHARE = gettext_noop("Result: %(share)s")
SAMPLED = gettext_noop(
    "Of a range of ports the first and the last are dialled, of a group one host or more."
)
RUNS = gettext_noop("What was run")
RULES = gettext_noop("Rules")
CLOSED = gettext_noop("What must stay closed")
NEXT = gettext_noop("What to do next")
DOUBTS = gettext_noop("What is doubtful")
CHECKSUM = gettext_noop("SHA-256 of all above this line: %(digest)s")
OF_RULES = (
    gettext_noop("State"),
    gettext_noop("Source"),
    gettext_noop("Destination"),
    gettext_noop("Protocol"),
    gettext_noop("Ports"),
    gettext_noop("What was seen"),
)
_OF_CLOSED = frozenset({states.NOT_CLOSED, states.NOT_FILTERED, states.CLOSED})


def acceptance_record(acceptance: Acceptance, say: Say = str) -> str:
    """Everything that was found of a plan, to be read by whoever accepts the change.

    `say` words a message for whoever reads it.
    """
    body = "".join(_body(acceptance, say))
    digest = sha256(body.encode()).hexdigest()
    return f"{body}\n{say(Message(CHECKSUM, {'digest': digest}))}\n"


def _body(acceptance: Acceptance, say: Say) -> Iterator[str]:
    check, rule_set = acceptance.check, acceptance.rule_set
    yield f"# {say(Message(TITLE))}\n\n"
    for line in _head(acceptance):
        yield f"- {_safe(say(line))}\n"
    yield f"\n{say(Message(SAMPLED))}\n\n## {say(Message(RUNS))}\n\n"
    for one in check.beside:
        if one.state == states.RUN:
            yield f"- {_safe('; '.join(map(say, (one.what, *one.details))))}\n"
    yield f"\n## {say(Message(RULES))}\n\n"
    together = zip(rule_set.all_rules, check.rules, strict=True)
    yield from _table(_header(OF_RULES, say), (_rule(rule, one, say) for rule, one in together))
    if closed := [one for one in check.beside if one.state in _OF_CLOSED]:
        yield f"\n## {say(Message(CLOSED))}\n\n"
        for one in closed:
            of_state = Message(one.state.label)
            yield f"- {_safe('; '.join(map(say, (one.what, of_state, *one.details))))}\n"
    if found := [one.state for one in check.rules if one.state.remedy]:
        yield f"\n## {say(Message(NEXT))}\n\n"
        for state in dict.fromkeys(found):
            label, remedy = say(Message(state.label)), say(Message(state.remedy))
            yield f"- {_safe(label)}: {_safe(remedy)}\n"
    told = [(each.origin.place, each.reason) for each in check.doubts]
    told += [(each.origin.place, each.reason) for each in check.unread]
    if told:
        yield f"\n## {say(Message(DOUBTS))}\n\n"
    for place, reason in told:
        yield f"- {_safe(str(place))}: {_safe(say(reason))}\n"


def _head(acceptance: Acceptance) -> Iterator[Message]:
    rule_set, saved = acceptance.rule_set, acceptance.revision
    document = rule_set.document
    yield Message(PLAN, {"title": document.title})
    yield Message(NOT_SAVED) if saved is None else Message(REVISION, {"number": saved})
    versions = {"version": rule_set.catalogue_version, "kubernetes": rule_set.kubernetes}
    yield Message(CATALOGUE, versions)
    if document.request.ticket:
        yield Message(TICKET, {"ticket": document.request.ticket})
    if document.request.requester:
        yield Message(REQUESTER, {"requester": document.request.requester})
    if share := sum_up(acceptance.check):
        yield Message(SHARE, {"share": share})
    yield Message(ACCEPTED, {"who": acceptance.who or Message(NOBODY), "when": acceptance.when})


def _header(names: Iterable[str], say: Say) -> Sequence[str]:
    return [say(Message(name)) for name in names]


def _rule(rule: Rule, found: RuleState, say: Say) -> Sequence[str]:
    details = "; ".join(map(say, found.details))
    state = say(Message(found.state.label))
    ends = (f"{end.name} ({end.text})" for end in (rule.source, rule.destination))
    return (state, *ends, rule.protocol, str(rule.ports), details)


def _table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(map(_safe, names))} |\n|{' --- |' * len(names)}\n"
    for row in rows:
        yield f"| {' | '.join(map(_safe, row))} |\n"


def _safe(plain: str) -> str:
    return escaped(one_line(plain))
