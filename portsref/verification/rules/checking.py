"""Existing rules against a plan, both ways: what is open of it, and what of them it needs."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from portsref.catalogue.catalogue import Catalogue
from portsref.exporters.host.hosts import fronts_of
from portsref.importers.base import Document
from portsref.importers.cutting import File, cut
from portsref.importers.facts import Doubt, Origin, Unread
from portsref.importers.reading import NOT_RECOGNISED
from portsref.messages import Message, gettext_noop
from portsref.planning.identity import identities_of
from portsref.planning.rules import Rule, RuleSet
from portsref.protocols import PROTOCOL_BY_NAME
from portsref.verification.base import MOST_WORK, Beside, Check, RuleState, State
from portsref.verification.belonging import Groups
from portsref.verification.rules import states
from portsref.verification.rules.base import Said
from portsref.verification.rules.belonging import assign
from portsref.verification.rules.beside import besides
from portsref.verification.rules.binding import bind
from portsref.verification.rules.describing import describe
from portsref.verification.rules.missing import missing_of
from portsref.verification.rules.model import EVERYTHING, Firewall
from portsref.verification.rules.needs import addresses_of_pods, needs_of, packets_of
from portsref.verification.rules.registry import READERS
from portsref.verification.rules.space import Space, Spans, meet_spaces, minus_spaces
from portsref.verification.rules.walking import Answer, Reason, ask
from portsref.verification.rules.ways import Way, Ways
from portsref.work import TooMuchWorkError, Work

MOST_DETAILS = 4
MOST_REASONS = 2

WHOSE = gettext_noop("it is not clear whose rules these are: name the group of the plan")
NOT_READ = gettext_noop("nothing was read of the filters of its hosts")
NO_FAMILY = gettext_noop("nothing was read about IPv%(family)d")
OUTGOING = gettext_noop("what hosts dial outside is not compared")
NO_ADDRESSES = gettext_noop("the plan has no addresses of “%(group)s”")
MAY_NOT_HOLD = gettext_noop("it is open there only if these hosts hold the address of “%(group)s”")
IS_CLOSED = gettext_noop("closed: %(packets)s")
NOT_TOLD = gettext_noop("cannot be told: %(packets)s, because %(why)s")
IN_EBPF = gettext_noop("NodePorts pass no filter of the host: eBPF or Open vSwitch has them first")
AS_OTHER = gettext_noop("%(protocol)s is open there instead, which is the wrong protocol")
TOO_MUCH = gettext_noop("its chains are too many to follow")
CLOSES_NOTHING = gettext_noop("it closes nothing")
_OTHERS = {"TCP": "UDP", "UDP": "TCP"}


@dataclass(frozen=True, slots=True)
class Read:
    """What files say: firewalls of each group, and what else is to be told of them."""

    by_group: Mapping[str, Sequence[Firewall]]
    doubts: tuple[Doubt, ...] = ()
    unread: tuple[Unread, ...] = ()


def check_rules(
    files: Iterable[File],
    rule_set: RuleSet,
    catalogue: Catalogue,
    *,
    group: str = "",
    most_work: int = MOST_WORK,
) -> Check:
    """Compare what files say of firewalls with a rule set, both ways.

    `group` is whose they are, where that is not to be guessed. Never raises: what would take
    more than `most_work` steps cannot be told.
    """
    read = read_firewalls(files, rule_set, group)
    judge = _Judge(rule_set, catalogue, read.by_group, Work(most_work))
    identities = identities_of(rule_set.all_rules)
    rules = tuple(
        judge.state(rule, identity)
        for rule, identity in zip(rule_set.all_rules, identities, strict=True)
    )
    beside = tuple(judge.beside(rules))
    asked = [
        Doubt(Origin(one.place), Message(WHOSE)) for one in read.by_group.get("", ()) if one.filters
    ]
    return Check(
        rules,
        beside,
        doubts=(*read.doubts, *asked, *judge.doubts),
        unread=read.unread,
        missing=tuple(judge.missing),
        figures=_figures(rules, beside),
    )


def read_firewalls(files: Iterable[File], rule_set: RuleSet, group: str = "") -> Read:
    """Read files, and find out whose filters they are; never raises."""
    found: list[Firewall] = []
    doubts: list[Doubt] = []
    unread: list[Unread] = []
    for piece in _pieces(files):
        match piece:
            case Firewall():
                found.append(piece)
            case Doubt():
                doubts.append(piece)
            case Unread():
                unread.append(piece)
    return Read(assign(found, rule_set, group), tuple(doubts), tuple(unread))


def _pieces(files: Iterable[File]) -> Iterator[Said]:
    together: dict[tuple[str, str], list[Document]] = {}
    for piece in cut(files, READERS):
        if not isinstance(piece, Document):
            yield piece
            continue
        reader = next((one for one in READERS if one.recognises(piece)), None)
        if reader is None:
            yield Unread(Origin(piece.value.place), Message(NOT_RECOGNISED))
        elif reader.read:
            yield from reader.read(piece)
        else:
            together.setdefault((reader.name, piece.file), []).append(piece)
    for reader in READERS:
        for (name, _), documents in together.items():
            if reader.read_together and reader.name == name:
                yield from reader.read_together(documents)


def _figures(rules: Sequence[RuleState], beside: Sequence[Beside]) -> Mapping[str, int]:
    found = [one.state.name for one in rules] + [one.state.name for one in beside]
    return dict(Counter(found))


@dataclass(slots=True)
class _Judge:
    """Judges the rules of a plan by what was read of each group."""

    rule_set: RuleSet
    catalogue: Catalogue
    by_group: Mapping[str, Sequence[Firewall]]
    work: Work
    doubts: list[Doubt] = field(default_factory=list)
    missing: list[Rule] = field(default_factory=list)
    ways: Ways = field(init=False)
    pods: Mapping[int, Spans] = field(init=False)
    holders: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ways = Ways(self.rule_set, self.catalogue)
        self.pods = addresses_of_pods(self.rule_set)
        groups = Groups(self.rule_set)
        self.by_group = {
            group: bind(firewalls, group, groups)
            for group, firewalls in self.by_group.items()
            if group
        }
        for group, fronts in fronts_of(self.rule_set.document).items():
            for front in fronts:
                self.holders.setdefault(front, []).append(group)

    def state(self, rule: Rule, identity: str) -> RuleState:
        """The state of one rule."""
        if rule.destination.kind == "outside":
            return _untold(identity, Message(OUTGOING))
        firewalls = self.by_group.get(rule.destination.name, ())
        holders = self.holders.get(rule.destination.name, ())
        held = [one for name in holders for one in self.by_group.get(name, ())]
        if not firewalls and not held:
            return _untold(identity, Message(NOT_READ))
        try:
            if firewalls:
                return self._judged(rule, identity, firewalls)
            return self._judged_before(rule, identity, held)
        except TooMuchWorkError:
            return _untold(identity, Message(TOO_MUCH))

    def _judged_before(self, rule: Rule, identity: str, held: Sequence[Firewall]) -> RuleState:
        """A rule to an address before hosts of which the firewalls are: they may hold it or not."""
        way = self.ways.of(rule)
        answer = ask_all(held, way, packets_of(rule), self.pods, self.work)
        if not answer.denied:
            return RuleState(identity, states.OPEN)
        why = Message(MAY_NOT_HOLD, {"group": rule.destination.name})
        return _untold(identity, why)

    def _judged(self, rule: Rule, identity: str, firewalls: Sequence[Firewall]) -> RuleState:
        way = self.ways.of(rule)
        packets = packets_of(rule)
        answer = ask_all(firewalls, way, packets, self.pods, self.work)
        closed = minus_spaces(packets, answer.accepted, self.work)
        state, details = self._told(rule, packets, answer, closed)
        if state in {states.CLOSED, states.PARTLY}:
            details += tuple(self._other_protocol(rule, firewalls, closed))
            self.missing += missing_of(rule, closed)
        if way is Way.BEFORE_HOOKS and any(_is_on_hosts(one) for one in firewalls):
            details += (Message(IN_EBPF),)
        places = tuple(dict.fromkeys(reason.place for reason in answer.reasons))
        return RuleState(identity, state, details, places if state is not states.OPEN else ())

    def _told(
        self, rule: Rule, packets: Space, answer: Answer, closed: Space
    ) -> tuple[State, tuple[Message, ...]]:
        """The state of what was asked, and which packets are otherwise than the rest."""
        work = self.work
        opened = minus_spaces(answer.accepted, answer.denied, work)
        untold = meet_spaces(answer.accepted, answer.denied, work)
        is_partly_known = rule.source.kind == "group" and not rule.source.addresses
        if is_partly_known and (opened or untold) and (closed or untold):
            return states.UNKNOWN, (Message(NO_ADDRESSES, {"group": rule.source.name}),)
        details = (*_about_closed(closed, packets), *_about_untold(untold, answer.reasons))
        if not closed and not untold:
            return states.OPEN, ()
        if not closed:
            return states.UNKNOWN, details
        return (states.PARTLY if opened else states.CLOSED), details

    def _other_protocol(
        self, rule: Rule, firewalls: Sequence[Firewall], closed: Space
    ) -> Iterator[Message]:
        """Say where what is closed is open for the other protocol with ports."""
        if other := _OTHERS.get(rule.protocol):
            number = PROTOCOL_BY_NAME[other].number
            asked = tuple(box.having("protocols", ((number, number),)) for box in closed)
            way = self.ways.of(rule)
            found = ask_all(firewalls, way, asked, self.pods, self.work)
            if minus_spaces(found.accepted, found.denied, self.work):
                yield Message(AS_OTHER, {"protocol": other})

    def beside(self, rules: Sequence[RuleState]) -> Iterator[Beside]:
        """What is to be said of the existing rules themselves."""
        together = zip(self.rule_set.all_rules, rules, strict=True)
        closed = [rule for rule, one in together if one.state in {states.CLOSED, states.PARTLY}]
        for group, firewalls in self.by_group.items():
            for firewall in firewalls:
                needs = needs_of(self.rule_set, group, on_hosts=_is_on_hosts(firewall))
                try:
                    yield from besides(firewall, needs, closed, self.work)
                    if self._closes_nothing(firewall):
                        self.doubts.append(Doubt(Origin(firewall.place), Message(CLOSES_NOTHING)))
                except TooMuchWorkError:
                    self.doubts.append(Doubt(Origin(firewall.place), Message(TOO_MUCH)))

    def _closes_nothing(self, firewall: Firewall) -> bool:
        mine = tuple(box for box in EVERYTHING if box.family in firewall.families)
        return not ask(firewall, Way.TO_HOST.hooks, mine, self.work).denied


def ask_all(
    firewalls: Sequence[Firewall],
    way: Way,
    packets: Space,
    pods: Mapping[int, Spans],
    work: Work,
) -> Answer:
    """What becomes of packets that all of some firewalls must accept, each of its families.

    Of a family of which nothing was read nothing can be told.
    """
    whole = Answer(packets)
    for firewall in firewalls:
        mine = tuple(box for box in whole.accepted if box.family in firewall.families)
        others = tuple(box for box in whole.accepted if box.family not in firewall.families)
        translated = pods if way is Way.TRANSLATED else None
        found = ask(firewall, way.hooks, mine, work, translated)
        whole.accepted = others + found.accepted
        whole.denied += found.denied
        whole.reasons += [one for one in found.reasons if one not in whole.reasons]
    known = frozenset(family for firewall in firewalls for family in firewall.families)
    for family in sorted({box.family for box in packets} - known):
        whole.denied += tuple(box for box in packets if box.family == family)
        why = Message(NO_FAMILY, {"family": family})
        whole.reasons.append(Reason(why, firewalls[0].place))
    return whole


def _is_on_hosts(firewall: Firewall) -> bool:
    return any(one.hook != "network" for one in firewall.filters)


def _untold(identity: str, why: Message) -> RuleState:
    return RuleState(identity, states.UNKNOWN, (why,))


def _about_closed(closed: Space, packets: Space) -> Iterator[Message]:
    """Which packets are closed, where they are not simply all."""
    whole = {box.destinations for box in packets}
    is_to_some = any(box.destinations not in whole for box in closed)
    for box in sorted(closed, key=len, reverse=True)[:MOST_DETAILS]:
        yield Message(IS_CLOSED, {"packets": describe([box], with_destinations=is_to_some)})


def _about_untold(untold: Space, reasons: Sequence[Reason]) -> Iterator[Message]:
    first = {str(one.why): one.why for one in reversed(reasons)}
    for why in list(first.values())[::-1][:MOST_REASONS] if untold else ():
        yield Message(NOT_TOLD, {"packets": describe(untold), "why": why})
