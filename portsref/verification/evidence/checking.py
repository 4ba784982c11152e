"""Evidence of use against a plan: which rules were seen at work, and what no rule has."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from portsref.catalogue.catalogue import Catalogue
from portsref.importers.cutting import File
from portsref.importers.facts import Doubt, Origin
from portsref.messages import Message, gettext_noop
from portsref.planning.identity import identities_of
from portsref.planning.rules import RuleSet
from portsref.verification.base import MOST_WORK, Beside, Check, RuleState
from portsref.verification.belonging import Groups
from portsref.verification.evidence.beside import besides
from portsref.verification.evidence.counting import counted
from portsref.verification.evidence.judging import Judge
from portsref.verification.evidence.model import Log
from portsref.verification.evidence.reading import read_evidence
from portsref.verification.evidence.whereabouts import Whereabouts
from portsref.verification.known_ports import KnownPorts
from portsref.verification.rules.belonging import assign
from portsref.verification.rules.needs import rules_to
from portsref.work import TooMuchWorkError, Work

TOO_MUCH = gettext_noop("there are too many packets and rules to compare all of them")
WHICH_HOST = gettext_noop(
    "it is not clear of which host it is: name its group, or what has no answer says nothing"
)
WHOSE_COUNTERS = gettext_noop(
    "it is not clear whose counters these are: name the group of the plan"
)
SUMMED_UP = gettext_noop(
    "%(seen)d of %(count)d rules were seen at work; that others were not proves nothing"
)
NO_COUNTERS = gettext_noop("nothing in it counted a packet: that needs “counter”, or -c")


def check_evidence(
    files: Iterable[File],
    rule_set: RuleSet,
    catalogue: Catalogue,
    *,
    group: str = "",
    most_work: int = MOST_WORK,
) -> Check:
    """Compare what files say of packets and connections with a rule set.

    `group` is that of the host whose connections or counters they are, where that is not to be
    guessed. Never raises: what would take more than `most_work` steps is left, and told.
    """
    read = read_evidence(files)
    checking = _Checking(rule_set, group, Work(most_work), [*read.doubts])
    judge = checking.judge(read.logs)
    rules = tuple(judge.states(identities_of(rule_set.all_rules), checking.used))
    beside: tuple[Beside, ...] = ()
    if judge.unplanned:
        known = KnownPorts(catalogue, rule_set)
        beside = tuple(besides(judge.unplanned, judge.whereabouts, known))
    doubts, unread = tuple(checking.doubts), tuple(read.unread)
    return Check(rules, beside, doubts, unread, figures=_figures(rules, beside))


def sum_up(check: Check) -> Message | None:
    """How many rules were seen at work; nothing where no rule was."""
    seen = check.figures.get("used", 0)
    return Message(SUMMED_UP, {"seen": seen, "count": len(check.rules)}) if seen else None


def _figures(rules: Sequence[RuleState], beside: Sequence[Beside]) -> Mapping[str, int]:
    found = [one.state.name for one in rules] + [one.state.name for one in beside]
    return dict(Counter(found))


@dataclass(slots=True)
class _Checking:
    """One check under way; `used` are the logs that could show something."""

    rule_set: RuleSet
    group: str
    work: Work
    doubts: list[Doubt]
    used: list[Log] = field(default_factory=list)

    def judge(self, logs: Iterable[Log]) -> Judge:
        """Have all logs judged, as far as there is work for them."""
        judge = Judge(self.rule_set, Whereabouts(self.rule_set, self.work))
        for log in logs:
            try:
                judge.whereabouts.prepare()
                if log.firewall is None:
                    self._take(log, judge)
                else:
                    self._take_counters(log, judge)
            except TooMuchWorkError:
                self._tell(log, TOO_MUCH)
        return judge

    def _tell(self, log: Log, why: str) -> None:
        self.doubts.append(Doubt(Origin(log.place), Message(why)))

    def _take(self, log: Log, judge: Judge) -> None:
        self.used.append(log)
        side = self.group or Groups(self.rule_set).by_file(log.place.file)
        if not side and any(one.needs_side for one in log.sightings):
            self._tell(log, WHICH_HOST)
        judge.take(log, side)

    def _take_counters(self, log: Log, judge: Judge) -> None:
        """Take the counters of a firewall of the hosts of one group."""
        if not any(log.counts.values()):
            self._tell(log, NO_COUNTERS)
            return
        [owner] = assign([log.firewall] if log.firewall else [], self.rule_set, self.group) or [""]
        if not owner:
            self._tell(log, WHOSE_COUNTERS)
            return
        self.used.append(log)
        numbers = {id(rule): number for number, rule in enumerate(self.rule_set.all_rules)}
        rules = tuple(rules_to(self.rule_set, owner))
        for rule, result, what, place in counted(log, rules, self.work):
            judge.add(numbers[id(rule)], result, what, place)
