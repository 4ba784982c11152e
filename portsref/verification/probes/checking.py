"""Results of dialling against a plan: a state for each rule, and how much of the plan is proven."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from portsref.importers.cutting import File
from portsref.importers.facts import Doubt, Origin, Unread
from portsref.messages import Message, gettext_noop
from portsref.planning.identity import contents_of, identities_of
from portsref.planning.rules import Endpoint, Rule, RuleSet
from portsref.verification.base import MOST_WORK, Beside, Check, RuleState, State, no_key
from portsref.verification.probes import states
from portsref.verification.probes.closed import closed_rules, is_of_closed
from portsref.verification.probes.describing import (
    about_bad,
    about_coverage,
    about_hosts,
    name_pairs,
    narrowed_to,
)
from portsref.verification.probes.results import KeyOf, Result, Run, read_results
from portsref.verification.probes.targets import Host, names_of, why_not
from portsref.verification.probes.words import told
from portsref.work import TooMuchWorkError, Work

MOST_BESIDE = 100
MOST_DETAILS = 5

OTHER_PLAN = gettext_noop("these are results of the plan “%(plan)s”")
EDITED = gettext_noop("somebody has cut or edited these results: their signature does not fit")
CUT = gettext_noop("these results are cut: the last line, which signs them, is missing")
UNCHECKED = gettext_noop("nobody here has the key of these results, so they could be edited")
PLAIN = gettext_noop("these results were made without a key: the host has no tool for it")
UNSIGNED = gettext_noop("these results are not signed: the host has no tool for it")
EARLIER = gettext_noop("dialled for revision %(number)s, in which the rule was the same")
WAS = gettext_noop("when the rule was another: %(state)s")
SOME_LEFT = gettext_noop("there are more results than are compared")
NO_HOST_OF = gettext_noop("%(host)s is no host of “%(group)s”")
OTHER_PORT = gettext_noop("the rule has other ports by now")
COUNTED = gettext_noop("results that do not count: %(count)s")
PROVEN = gettext_noop("%(proven)s of %(testable)s rules that can be tried are proven (%(share)s%%)")
OF_CLOSED = gettext_noop("%(place)s from “%(source)s” to “%(destination)s”")
FROM_TO = gettext_noop("from “%(source)s” to “%(destination)s”")

RAN = gettext_noop("%(host)s: %(count)s results, %(first)s to %(last)s")
SIGNATURE = gettext_noop("signature: %(signature)s")
DIGEST = "SHA-256 %(digest)s"  # which needs no translation
SIGNATURES = {
    "right": gettext_noop("right"),
    "wrong": gettext_noop("wrong: cut or edited"),
    "cut": gettext_noop("missing: cut"),
    "unchecked": gettext_noop("not checked: the key is not here"),
    "plain": gettext_noop("none, but the checksum fits"),
    "none": gettext_noop("none"),
}

_OF_SIGNATURE = {
    "wrong": EDITED,
    "cut": CUT,
    "unchecked": UNCHECKED,
    "plain": PLAIN,
    "none": UNSIGNED,
}
_GOOD = frozenset({states.OPEN, states.OPEN_LISTENER})
_BAD = frozenset({states.TIMEOUT, states.UNREACHABLE})
# What must stay closed is as the worst that was found of it.
_SAID_OF_CLOSED: Mapping[State, frozenset[State]] = {
    states.NOT_CLOSED: _GOOD,
    states.NOT_FILTERED: frozenset({states.REFUSED}),
    states.CLOSED: _BAD,
}
_UNDIALLED = frozenset({states.SKIPPED, states.NOT_TESTABLE})


@dataclass(slots=True)
class _Found:
    """What results say of one rule: the newest of each pair."""

    now: dict[object, Result] = field(default_factory=dict)
    stale: dict[object, Result] = field(default_factory=dict)

    def take(self, result: Result, *, is_stale: bool) -> None:
        """Keep a result, unless there is a later one of the same pair."""
        kept = self.stale if is_stale else self.now
        other = kept.get(result.pair)
        if other is None or other.time <= result.time:
            kept[result.pair] = result


def check_probes(
    files: Iterable[File],
    rule_set: RuleSet,
    *,
    key_of: KeyOf = no_key,
    revision: int | None = None,
    most_work: int = MOST_WORK,
) -> Check:
    """Compare results with a rule set, of which `revision` is the number, if it has one.

    `key_of` has the key of a kit by its id. Never raises: what would take more than `most_work`
    steps is not compared, and that is told.
    """
    runs: list[Run] = []
    unread: list[Unread] = []
    for piece in read_results(files, key_of):
        if isinstance(piece, Run):
            runs.append(piece)
        else:
            unread.append(piece)
    judge = _Judge(rule_set, revision, Work(most_work))
    doubts = [*_about_runs(runs, rule_set.document.title), *judge.take(runs)]
    rules = tuple(judge.states())
    return Check(
        rules,
        beside=(*_each_run(runs), *tuple(judge.beside())[:MOST_BESIDE]),
        doubts=tuple(doubts),
        unread=tuple(unread),
        missing=tuple(judge.missing),
        figures=judge.figures(rules),
    )


def _each_run(runs: Sequence[Run]) -> Iterator[Beside]:
    """Which host dialled when, with the signature and the digest of what it wrote."""
    for run in runs[:MOST_BESIDE]:
        times = sorted(result.time for result in run.results) or ["?"]
        words = {
            "host": run.host or "?",
            "count": len(run.results),
            "first": times[0],
            "last": times[-1],
        }
        signature = Message(SIGNATURE, {"signature": Message(SIGNATURES[run.signature])})
        details = (signature, Message(DIGEST, {"digest": run.digest}))
        yield Beside(states.RUN, Message(RAN, words), run.place, details)


def _about_runs(runs: Iterable[Run], title: str) -> Iterator[Doubt]:
    """What is doubtful of whole runs: signatures, and of which plan they are."""
    for run in runs:
        if text := _OF_SIGNATURE.get(run.signature):
            yield Doubt(Origin(run.place), Message(text))
        others = dict.fromkeys(result.plan for result in run.results if result.plan != title)
        for other in list(others)[:1]:
            yield Doubt(Origin(run.place), Message(OTHER_PLAN, {"plan": other}))


@dataclass(slots=True)
class _Judge:
    """Judges the rules of a plan by results."""

    rule_set: RuleSet
    revision: int | None
    work: Work
    missing: list[Rule] = field(default_factory=list)
    proven: int = 0
    testable: int = 0
    pairs: int = 0
    open_pairs: int = 0
    _rules: Mapping[str, Rule] = field(init=False)
    _closed: Mapping[str, Rule] | None = None
    _found: dict[str, _Found] = field(default_factory=dict)
    _elsewhere: dict[str, tuple[Message, list[Result]]] = field(default_factory=dict)
    _of_no_rule: dict[tuple[str, str], list[Result]] = field(default_factory=dict)
    _of_closed: dict[str, _Found] = field(default_factory=dict)

    def __post_init__(self) -> None:
        identities = identities_of(self.rule_set.all_rules)
        self._rules = dict(zip(identities, self.rule_set.all_rules, strict=True))

    def take(self, runs: Iterable[Run]) -> Iterator[Doubt]:
        """Sort results by the rules that they are of; say where there are too many."""
        try:
            for run in runs:
                for result in run.results:
                    self._take(result)
        except TooMuchWorkError:
            yield Doubt(Origin(run.place), Message(SOME_LEFT))

    def _take(self, result: Result) -> None:
        self.work.do(5)
        is_of_rule = result.rule in self._rules
        rule = self._rules.get(result.rule) or self._closed_rule(result.rule)
        if rule is None:
            ends = result.source_group, result.destination_group
            self._of_no_rule.setdefault(ends, []).append(result)
            return
        is_stale = result.revision.is_stale(contents_of(rule), self.revision)
        if not is_stale and (why := self._why_not_of(rule, result)):
            self._elsewhere.setdefault(str(why), (why, []))[1].append(result)
            return
        found = self._found if is_of_rule else self._of_closed
        found.setdefault(result.rule, _Found()).take(result, is_stale=is_stale)

    def _closed_rule(self, identity: str) -> Rule | None:
        """What must stay closed, worked out once somebody has dialled any of it."""
        if not is_of_closed(identity):
            return None
        if self._closed is None:
            self._closed = closed_rules(self.rule_set)
        return self._closed.get(identity)

    def _why_not_of(self, rule: Rule, result: Result) -> Message | None:
        """Why no packet of the rule was dialled; what was not dialled at all is no matter."""
        if result.state in _UNDIALLED and result.destination is None:
            return None
        self.work.do(len(rule.source.addresses) + len(rule.destination.addresses))
        if not _may_be(rule.source, result.source, ()):
            words = {"host": result.source, "group": rule.source.name}
            return Message(NO_HOST_OF, words)
        if not _may_be(rule.destination, result.destination, names_of(rule)):
            words = {"host": result.destination, "group": rule.destination.name}
            return Message(NO_HOST_OF, words)
        if result.protocol != rule.protocol or not (
            result.port is None or result.port in rule.ports
        ):
            return Message(OTHER_PORT)
        return None

    def states(self) -> Iterator[RuleState]:
        """The state of each rule, in their order."""
        for identity, rule in self._rules.items():
            found = self._found.get(identity, _Found())
            self.testable += not why_not(rule)
            if dialled := [each for each in found.now.values() if each.state not in _UNDIALLED]:
                yield self._dialled(identity, rule, dialled)
            elif undialled := list(found.now.values()):
                yield _undialled(identity, undialled)
            elif stale := list(found.stale.values()):
                yield _stale(identity, stale)
            else:
                yield _without(identity, rule)

    def _dialled(self, identity: str, rule: Rule, dialled: Sequence[Result]) -> RuleState:
        self.pairs += len(dialled)
        good = [each for each in dialled if each.state in _GOOD]
        self.open_pairs += len(good)
        bad = [each for each in dialled if each.state in _BAD]
        worst = min((each.state for each in dialled), key=states.STATES.index)
        state = states.MIXED if bad and len(bad) < len(dialled) and good else worst
        coverage = tuple(about_coverage(rule, dialled))
        is_whole = len(good) == len(dialled)
        self.proven += is_whole and not coverage
        if bad:
            self.missing.append(narrowed_to(rule, bad, dialled) if good else rule)
        beyond = (*coverage, *about_hosts(rule, dialled), *self._earlier(dialled))
        details = (*about_bad(dialled), *_words(dialled), *beyond)
        worst_first = sorted(dialled, key=lambda each: states.STATES.index(each.state))
        return RuleState(identity, state, details, (worst_first[0].place,))

    def _earlier(self, dialled: Iterable[Result]) -> Iterator[Message]:
        numbers = {each.revision.number for each in dialled} - {None, self.revision}
        if self.revision is not None:
            for number in sorted(filter(None, numbers))[:1]:
                yield Message(EARLIER, {"number": number})

    def beside(self) -> Iterator[Beside]:
        """What must stay closed, and results that count for no rule."""
        closed = self._closed_ones()
        yield from (one for one in closed if one.state != states.CLOSED)
        for why, results in self._elsewhere.values():
            count = Message(COUNTED, {"count": len(results)})
            yield Beside(states.ELSEWHERE, why, results[0].place, (count,))
        for (source, target), results in self._of_no_rule.items():
            what = Message(FROM_TO, {"source": source, "destination": target})
            count = Message(COUNTED, {"count": len(results)})
            yield Beside(states.NO_RULE, what, results[0].place, (count,))
        yield from (one for one in closed if one.state == states.CLOSED)

    def _closed_ones(self) -> Sequence[Beside]:
        """Each that was dialled, what gets through first."""
        found = [
            one
            for identity, each in self._of_closed.items()
            if (rule := (self._closed or {}).get(identity))
            and (one := _of_closed(rule, tuple(each.now.values())))
        ]
        return sorted(found, key=lambda one: states.BESIDE.index(one.state))

    def figures(self, rules: Iterable[RuleState]) -> Mapping[str, int]:
        """How many rules have each state, and what of the plan is proven."""
        return {
            **Counter(one.state.name for one in rules),
            **Counter(one.state.name for one in self._closed_ones()),
            "testable": self.testable,
            "proven": self.proven,
            "pairs": self.pairs,
            "open-pairs": self.open_pairs,
        }


def _may_be(end: Endpoint, host: Host | str | None, names: Sequence[str]) -> bool:
    """Tell whether a host is one of an end; of an end without addresses any may be."""
    if isinstance(host, str):
        return host in names
    if host is None or end.kind == "any" or not (end.addresses or names):
        return True
    return any(host in part for part in end.addresses)


def _of_closed(rule: Rule, results: Sequence[Result]) -> Beside | None:
    """What dialling says of something that must stay closed; nothing where it says nothing."""
    for state, of_results in _SAID_OF_CLOSED.items():
        if mine := [each for each in results if each.state in of_results]:
            words = {
                "place": f"{rule.protocol} {rule.ports}",
                "source": rule.source.name,
                "destination": rule.destination.name,
            }
            details = () if state == states.CLOSED else tuple(name_pairs(mine))
            return Beside(state, Message(OF_CLOSED, words), mine[0].place, details)
    return None


def _words(results: Iterable[Result]) -> Iterator[Message]:
    """What scripts said, each once."""
    said = dict.fromkeys(result.detail for result in results)
    yield from [message for word in said if (message := told(word))][:MOST_DETAILS]


def _undialled(identity: str, results: Sequence[Result]) -> RuleState:
    worst = min(results, key=lambda each: states.STATES.index(each.state))
    return RuleState(identity, worst.state, tuple(_words(results)), (worst.place,))


def _stale(identity: str, results: Sequence[Result]) -> RuleState:
    worst = min(results, key=lambda each: states.STATES.index(each.state))
    said = Message(WAS, {"state": Message(worst.state.label)})
    return RuleState(identity, states.STALE, (said,), (worst.place,))


def _without(identity: str, rule: Rule) -> RuleState:
    if reason := why_not(rule):
        message = told(reason)
        return RuleState(identity, states.NOT_TESTABLE, (message,) if message else ())
    return RuleState(identity, states.NOT_TRIED)


def sum_up(check: Check) -> Message | None:
    """Which share of the plan is proven, of what can be tried at all."""
    proven, testable = check.figures.get("proven", 0), check.figures.get("testable", 0)
    if not testable:
        return None
    share = 100 * proven // testable
    return Message(PROVEN, {"proven": proven, "testable": testable, "share": share})
