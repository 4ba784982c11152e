"""What sightings say of the rules of a plan: each rule's evidence, and what no rule has."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from portsref.importers.values import Place
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import RuleSet
from portsref.verification.base import RuleState, State
from portsref.verification.evidence import states
from portsref.verification.evidence.model import Log, Passage, Result, Sighting
from portsref.verification.evidence.whereabouts import Whereabouts

MOST_DETAILS = 3
MOST_LOGS = 4

SEEN = gettext_noop("%(tool)s: %(source)s to %(destination)s")
SEEN_AT = gettext_noop("%(tool)s, %(when)s: %(source)s to %(destination)s")
SEEN_BECAUSE = gettext_noop("%(seen)s (%(why)s)")
NOT_BETWEEN = gettext_noop("not seen between %(first)s and %(last)s in %(tool)s of %(file)s")
NOT_IN = gettext_noop("not seen in %(tool)s of %(file)s, which says no time")
EITHER_WAY = gettext_noop("which end dialled is not said, and rules would have it either way")
A_GUESS = gettext_noop("which end dialled is not said, and is guessed by the ports")
ANSWERS = gettext_noop("its answers were dropped")
TO_OUTSIDE = gettext_noop("it is to an address that no group has, which may be another place")
ARRIVED = gettext_noop("it passed the filter of the host that it is for")
ONLY_SENT = gettext_noop("that host sent it, which says nothing of what became of it")
NOTHING_READ = gettext_noop("nothing was read that would show it")

_STATES: tuple[tuple[Result, State], ...] = (
    ("dropped", states.DROPPED),
    ("used", states.USED),
    ("unanswered", states.UNANSWERED),
    ("weak", states.WEAK),
)


@dataclass(slots=True)
class Evidence:
    """What was seen of one rule, by what it says."""

    details: dict[Result, list[Message]] = field(default_factory=dict)
    places: dict[Result, list[Place]] = field(default_factory=dict)

    def add(self, result: Result, what: Message, place: Place) -> None:
        """Take what was seen; of much only the first."""
        details = self.details.setdefault(result, [])
        if len(details) < MOST_DETAILS and what not in details:
            details.append(what)
            self.places.setdefault(result, []).append(place)


@dataclass(frozen=True, slots=True)
class Unplanned:
    """Packets that no rule has, as they were dialled as far as it is known."""

    passage: Passage
    result: Result
    sighting: Sighting
    label: str


@dataclass(slots=True)
class Judge:
    """Finds the rules of sightings, and says what they are evidence of."""

    rule_set: RuleSet
    whereabouts: Whereabouts
    evidence: dict[int, Evidence] = field(default_factory=dict)
    unplanned: list[Unplanned] = field(default_factory=list)

    def take(self, log: Log, side: str) -> None:
        """Take all sightings of a log of a host of the group `side`; raises `TooMuchWorkError`."""
        for sighting in log.sightings:
            resolved = self._by_side(sighting, side) if sighting.needs_side else sighting
            if resolved:
                self._take(resolved, log)

    def _by_side(self, sighting: Sighting, side: str) -> Sighting | None:
        """What a packet without an answer says on a host of a group; None without one."""
        if not side:
            return None
        receives = any(
            side in self.whereabouts.names_of(one.destination) for one in sighting.passages
        )
        if receives:
            return replace(sighting, result="weak", why=Message(ARRIVED))
        if sighting.result == "unanswered":
            return sighting
        return replace(sighting, why=Message(ONLY_SENT))

    def _take(self, sighting: Sighting, log: Log) -> None:
        there = self._rules(sighting.passages)
        back: set[int] = set()
        if sighting.opens is not True:
            back = self._rules(one.turned for one in sighting.passages)
        if sighting.opens is False:
            there = set()
        if sighting.result == "dropped":
            self._dropped(sighting, there, back, log)
        elif there and back:
            self._add(there | back, replace(sighting, result="weak", why=Message(EITHER_WAY)), log)
        elif there or back:
            why = sighting.why or (Message(A_GUESS) if sighting.opens is None else None)
            turned = tuple(one.turned for one in sighting.passages) if back else sighting.passages
            self._add(there | back, replace(sighting, passages=turned, why=why), log)
        elif outside := self._outside(sighting):
            self._add(outside, replace(sighting, result="weak", why=Message(TO_OUTSIDE)), log)
        else:
            self._no_rule(sighting, log)

    def _dropped(self, sighting: Sighting, there: set[int], back: set[int], log: Log) -> None:
        if there:
            self._add(there, sighting, log)
        elif back:
            self._add(back, replace(sighting, why=Message(ANSWERS)), log)
        else:
            self._no_rule(sighting, log)

    def _rules(self, passages: Iterable[Passage]) -> set[int]:
        return {number for one in passages for number in self.whereabouts.rules(one)}

    def _outside(self, sighting: Sighting) -> set[int]:
        passages = sighting.passages if sighting.opens is not False else ()
        return {number for one in passages for number in self.whereabouts.rules_outside(one)}

    def _add(self, rules: set[int], sighting: Sighting, log: Log) -> None:
        what = _words(sighting, log.label)
        for number in rules:
            self.add(number, sighting.result, what, sighting.place)

    def add(self, rule: int, result: Result, what: Message, place: Place) -> None:
        """Take what was seen of a rule, by its place in the rule set."""
        self.evidence.setdefault(rule, Evidence()).add(result, what, place)

    def _no_rule(self, sighting: Sighting, log: Log) -> None:
        passage = sighting.passages[-1]
        if _is_turned(sighting, passage):
            passage = passage.turned
        self.unplanned.append(Unplanned(passage, sighting.result, sighting, log.label))

    def states(self, identities: Iterable[str], logs: list[Log]) -> Iterator[RuleState]:
        """The state of every rule, in their order."""
        nowhere = tuple(_not_seen(logs)) or (Message(NOTHING_READ),)
        for number, identity in enumerate(identities):
            found = self.evidence.get(number)
            if not found:
                unseen = states.NOT_SEEN if logs else states.UNKNOWN
                places = tuple(log.place for log in logs[:1])
                yield RuleState(identity, unseen, nowhere, places)
                continue
            [(result, state), *_] = [one for one in _STATES if one[0] in found.details]
            also = found.details.get("used", []) if result == "dropped" else []
            details = (*found.details[result], *also)
            yield RuleState(identity, state, details, tuple(found.places[result]))


def _is_turned(sighting: Sighting, passage: Passage) -> bool:
    """Tell whether packets seem to answer others: sent to a port that clients choose."""
    if sighting.opens is not None:
        return not sighting.opens
    port, source_port = passage.port or 0, passage.source_port
    return source_port is not None and source_port < 32_768 <= port


def _words(sighting: Sighting, label: str) -> Message:
    passage = sighting.passages[0]
    said = {
        "tool": Message(label),
        "source": str(passage.source),
        "destination": str(passage.destination),
        "when": sighting.when,
    }
    seen = Message(SEEN_AT if sighting.when else SEEN, said)
    return Message(SEEN_BECAUSE, {"seen": seen, "why": sighting.why}) if sighting.why else seen


def _not_seen(logs: Iterable[Log]) -> Iterator[Message]:
    """In what it was not seen, and when."""
    for log in list(logs)[:MOST_LOGS]:
        said = {"tool": Message(log.label), "file": log.place.file}
        if log.first:
            yield Message(NOT_BETWEEN, said | {"first": log.first, "last": log.last})
        else:
            yield Message(NOT_IN, said)
