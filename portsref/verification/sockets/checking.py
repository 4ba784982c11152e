"""Sockets against a plan, both ways: what of it listens, and what listens that it does not know."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from portsref.catalogue.catalogue import Catalogue
from portsref.exporters.host.hosts import fronts_of
from portsref.importers.cutting import File
from portsref.importers.facts import Doubt, Origin
from portsref.messages import Message, gettext_noop
from portsref.planning.identity import identities_of
from portsref.planning.rules import Local, Rule, RuleSet
from portsref.verification.base import MOST_WORK, Beside, Check, RuleState
from portsref.verification.known_ports import KnownPorts
from portsref.verification.rules.needs import rules_to
from portsref.verification.sockets import states
from portsref.verification.sockets.belonging import assign
from portsref.verification.sockets.beside import Besides
from portsref.verification.sockets.expecting import Expecting
from portsref.verification.sockets.hearing import Hearing
from portsref.verification.sockets.judging import Judge
from portsref.verification.sockets.reading import read_sockets
from portsref.work import TooMuchWorkError, Work

MOST_BESIDE = 500
MOST_ADDRESSES = 8
_FEW_PORTS = 4_096

WHOSE = gettext_noop("it is not clear whose sockets these are: name the group of the plan")
TOO_MUCH = gettext_noop("there are too many sockets and rules to compare all of them")
MORE_SOCKETS = gettext_noop("%(number)d more sockets are not listed")
HAS_ADDRESS = gettext_noop(
    "the host has the address %(address)s, which no group of the plan has: add it to “%(group)s”"
)


def check_sockets(
    files: Iterable[File],
    rule_set: RuleSet,
    catalogue: Catalogue,
    *,
    group: str = "",
    most_work: int = MOST_WORK,
) -> Check:
    """Compare what files say of sockets with a rule set, both ways.

    `group` is whose they are, where that is not to be guessed. Never raises: what would take
    more than `most_work` steps cannot be told.
    """
    read = read_sockets(files)
    by_group = {
        name: [Hearing(host) for host in hosts]
        for name, hosts in assign(read.hosts, rule_set, group).items()
    }
    nobodys = by_group.pop("", [])
    checking = _Checking(rule_set, Expecting(rule_set, catalogue), by_group, Work(most_work))
    rules = tuple(checking.rules())
    beside, too_many = checking.beside()
    doubts = (
        *read.doubts,
        *(Doubt(Origin(one.host.place), Message(WHOSE)) for one in nobodys),
        *too_many,
        *checking.unknown_addresses(),
    )
    return Check(rules, beside, doubts, tuple(read.unread), figures=_figures(rules, beside))


def _figures(rules: Sequence[RuleState], beside: Sequence[Beside]) -> Mapping[str, int]:
    found = [one.state.name for one in rules] + [one.state.name for one in beside]
    return dict(Counter(found))


@dataclass(frozen=True, slots=True)
class _Checking:
    """One check under way."""

    rule_set: RuleSet
    expecting: Expecting
    by_group: Mapping[str, Sequence[Hearing]]
    work: Work

    def rules(self) -> Iterator[RuleState]:
        """The state of every rule, in their order."""
        judge = self._judge()
        rules = self.rule_set.all_rules
        for rule, identity in zip(rules, identities_of(rules), strict=True):
            try:
                yield judge.state(rule, identity)
            except TooMuchWorkError:
                yield RuleState(identity, states.UNKNOWN, (Message(TOO_MUCH),))

    def _judge(self) -> Judge:
        holders: dict[str, list[str]] = {}
        for name, fronts in fronts_of(self.rule_set.document).items():
            for front in fronts:
                holders.setdefault(front, []).append(name)
        expected = {name: self._expected(name) for name in self.by_group}
        return Judge(self.expecting, self.by_group, holders, expected, self.work)

    def _expected(self, group: str) -> frozenset[tuple[str, int]]:
        """The ports that something of the plan is about on hosts of a group, but wide ranges."""
        local = (one for one in self.rule_set.local if group in one.groups)
        about: list[Rule | Local] = [*rules_to(self.rule_set, group), *local]
        return frozenset(
            (one.protocol, port)
            for one in about
            if len(one.ports) <= _FEW_PORTS
            for port in one.ports
        )

    def beside(self) -> tuple[tuple[Beside, ...], list[Doubt]]:
        """What sockets are of themselves, each kind once, and what was too many."""
        found: dict[tuple[str, str], Beside] = {}
        doubts: list[Doubt] = []
        if not self.by_group:
            return (), doubts
        known = KnownPorts(self.expecting.catalogue, self.rule_set)
        for group, hosts in self.by_group.items():
            rules = tuple(rules_to(self.rule_set, group))
            local = tuple(one for one in self.rule_set.local if group in one.groups)
            for hearing in hosts:
                try:
                    besides = Besides(rules, local, self.expecting, known, self.work)
                    for one in besides.of(hearing):
                        found.setdefault((one.state.name, str(one.what)), one)
                except TooMuchWorkError:
                    doubts.append(Doubt(Origin(hearing.host.place), Message(TOO_MUCH)))
        everything = sorted(found.values(), key=lambda one: _ORDER.index(one.state.name))
        for one in everything[MOST_BESIDE : MOST_BESIDE + 1]:
            more = Message(MORE_SOCKETS, {"number": len(everything) - MOST_BESIDE})
            doubts.append(Doubt(Origin(one.place), more))
        return tuple(everything[:MOST_BESIDE]), doubts

    def unknown_addresses(self) -> Iterator[Doubt]:
        """Addresses at which hosts listen that no group of the plan has."""
        known = [part for group in self.rule_set.document.groups for part in group.addresses]
        known += self.rule_set.networks.pods
        seen: set[object] = set()
        for group, hosts in self.by_group.items():
            for socket in (socket for one in hosts for socket in one.host.sockets):
                address = socket.bound.address
                if address is None or address in seen or socket.bound.is_own_host:
                    continue
                seen.add(address)
                if len(seen) > MOST_ADDRESSES:
                    return
                if not any(address in part for part in known):
                    what = Message(HAS_ADDRESS, {"address": str(address), "group": group})
                    yield Doubt(Origin(socket.place), what)


# The worst first, and what needs nothing last.
_ORDER = tuple(
    state.name
    for state in (
        states.FORGOTTEN,
        states.BEYOND_LOOPBACK,
        states.UNEXPECTED,
        states.EXPECTED,
        states.OWN_HOST,
        states.EPHEMERAL,
    )
)
