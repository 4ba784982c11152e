"""The state of a rule of a plan by the sockets of the hosts that it goes to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from portsref.importers.values import Place
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Rule
from portsref.verification.base import RuleState, State
from portsref.verification.sockets import states
from portsref.verification.sockets.expecting import (
    MANY_IN_ONE,
    MAPPED,
    Expecting,
    Wanted,
    is_called,
    wanted_by,
)
from portsref.verification.sockets.hearing import Hearing
from portsref.verification.sockets.model import Socket
from portsref.work import Work

MOST_DETAILS = 6

OUTGOING = gettext_noop("what hosts dial outside has no socket that listens on them")
NO_HOST = gettext_noop("no sockets of its hosts were read")
MAY_NOT_HOLD = gettext_noop("that counts only if these hosts hold the address of “%(group)s”")
NOT_THERE = gettext_noop("nothing is seen on %(ports)s")
FILTERED = gettext_noop("a command kept only some lines of what was printed")
CUT = gettext_noop("what was read has no header and few lines, and may be a part of a print")
NO_LINES = gettext_noop("no line of %(protocol)s was read: it may not have been asked for")
IS_WHOLE = gettext_noop("what was read seems whole, so that nothing listens there now")
NOT_OF_PLAN = gettext_noop("the plan does not have that address for “%(group)s”")
THROUGH_TUNNEL = gettext_noop(
    "servers of K3s reach it through their tunnel all the same (egress-selector-mode)"
)
ON_HOST = gettext_noop("%(host)s: %(what)s")
SOME_HOSTS = gettext_noop("it need not run on every host")

_WORST: tuple[State, ...] = (
    states.ELSEWHERE,
    states.LOOPBACK,
    states.NOT_SEEN,
    states.NO_SOCKET,
    states.LISTENING,
)
_EPHEMERAL = 32_768  # from here on kernels choose ports themselves
_KUBELET = "10250"


@dataclass(frozen=True, slots=True)
class Heard:
    """What becomes of some ports of a rule on one host."""

    state: State
    details: tuple[Message, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges rules by the sockets of each group's hosts.

    `holders` are the groups whose hosts may hold the addresses of a group. `expected` are the ports
    that a rule to a group, or what stays local on its hosts, is about.
    """

    expecting: Expecting
    by_group: Mapping[str, Sequence[Hearing]]
    holders: Mapping[str, Sequence[str]]
    expected: Mapping[str, frozenset[tuple[str, int]]]
    work: Work

    def state(self, rule: Rule, identity: str) -> RuleState:
        """The state of one rule; raises `TooMuchWorkError`."""
        if rule.destination.kind == "outside":
            return RuleState(identity, states.UNKNOWN, (Message(OUTGOING),))
        hosts = self.by_group.get(rule.destination.name, ())
        held = [
            host
            for name in self.holders.get(rule.destination.name, ())
            for host in self.by_group.get(name, ())
        ]
        if not hosts and not held:
            return RuleState(identity, states.UNKNOWN, (Message(NO_HOST),))
        if why := self.expecting.why_none(rule):
            return RuleState(identity, states.NO_SOCKET, (why,))
        if not hosts:
            return self._before(rule, identity, held)
        return self._of_hosts(rule, identity, hosts)

    def _before(self, rule: Rule, identity: str, held: Sequence[Hearing]) -> RuleState:
        """A rule to an address before hosts of which sockets were read: they may hold it or not."""
        for host in held:
            for wanted in wanted_by(rule):
                for socket in self._on(rule, host, wanted):
                    if socket.bound.answers_at(rule.destination.addresses):
                        why = Message(MAY_NOT_HOLD, {"group": rule.destination.name})
                        details = (host.words(socket), why)
                        return RuleState(identity, states.UNKNOWN, details, (socket.place,))
        return RuleState(identity, states.UNKNOWN, (Message(NO_HOST),))

    def _of_hosts(self, rule: Rule, identity: str, hosts: Sequence[Hearing]) -> RuleState:
        """The worst of all hosts; what runs on some alone is listening where one has it."""
        heard = [(host, self._on_host(rule, host)) for host in hosts]
        found = {one.state.name for _, one in heard}
        some_do = {"listening", "not-seen"} <= found and self.expecting.is_workload(rule)
        found -= {"not-seen"} if some_do else set()
        worst = next(state for state in _WORST if state.name in found)
        details: list[Message] = [Message(SOME_HOSTS)] if some_do else []
        places: list[Place] = []
        for host, one in heard:
            if one.state is worst:
                places += one.places
                details += one.details if len(hosts) == 1 else _on_that(host, one.details)
        return RuleState(
            identity,
            worst,
            tuple(details[:MOST_DETAILS]),
            tuple(dict.fromkeys(places))[:MOST_DETAILS],
        )

    def _on_host(self, rule: Rule, host: Hearing) -> Heard:
        """The worst of all ports of a rule on one host."""
        heard = [(wanted, self._on_ports(rule, host, wanted)) for wanted in wanted_by(rule)]
        worst = next(state for state in _WORST if any(one.state is state for _, one in heard))
        places = tuple(place for _, one in heard if one.state is worst for place in one.places)
        details = [detail for _, one in heard if one.state is worst for detail in one.details]
        if worst is states.NOT_SEEN and self.expecting.is_mapped(rule):
            return Heard(states.NO_SOCKET, (Message(MAPPED),))
        if worst is states.NOT_SEEN:
            ports = [wanted.words for wanted, one in heard if one.state is worst]
            details = [Message(NOT_THERE, {"ports": ",".join(ports[:MOST_DETAILS])})]
            details += self._why_not(rule, host)
            details += [one.details[0] for _, one in heard if one.state is states.LISTENING]
        return Heard(worst, tuple(details), places or (host.host.place,))

    def _on_ports(self, rule: Rule, host: Hearing, wanted: Wanted) -> Heard:
        """What some ports of a rule are on one host."""
        sockets = self._on(rule, host, wanted)
        goals = rule.destination.addresses
        self.work.do(len(sockets) * (1 + len(goals)))
        reached = [socket for socket in sockets if socket.bound.answers_at(goals)]
        if reached:
            return _heard(states.LISTENING, host, reached)
        others = [socket for socket in sockets if not socket.bound.is_own_host]
        if others:
            not_there = Message(NOT_OF_PLAN, {"group": rule.destination.name})
            return _heard(states.ELSEWHERE, host, others, not_there)
        if sockets:
            tunnel = Message(THROUGH_TUNNEL) if _is_kubelet_of_k3s(rule, sockets) else None
            return _heard(states.LOOPBACK, host, sockets, tunnel)
        moved = self._moved(rule, host)
        return _heard(states.ELSEWHERE, host, moved) if moved else Heard(states.NOT_SEEN)

    def _on(self, rule: Rule, host: Hearing, wanted: Wanted) -> Sequence[Socket]:
        sockets = host.on(rule.protocol, wanted)
        self.work.do(1 + len(sockets))
        return sockets

    def _moved(self, rule: Rule, host: Hearing) -> Sequence[Socket]:
        """Sockets of a rule's own process on ports that the plan does not have for these hosts."""
        names = self.expecting.names_of(rule).difference(MANY_IN_ONE)
        known = self.expected.get(rule.destination.name, frozenset())
        found = []
        for process, sockets in host.by_process.items():
            self.work.do(1 + len(names))
            if any(is_called(process, name) for name in names):
                self.work.do(len(sockets))
                found += [
                    socket
                    for socket in sockets
                    if socket.protocol == rule.protocol
                    and socket.port < _EPHEMERAL
                    and (socket.protocol, socket.port) not in known
                    and not socket.bound.is_own_host
                ]
        return found

    def _why_not(self, rule: Rule, host: Hearing) -> Iterator[Message]:
        """Why something may be there that is not seen; else that it seems not to be."""
        if host.host.is_filtered:
            yield Message(FILTERED)
        elif not host.host.has_lines_of(rule.protocol):
            yield Message(NO_LINES, {"protocol": rule.protocol})
        elif not host.host.has_whole(rule.protocol):
            yield Message(CUT)
        else:
            yield Message(IS_WHOLE)
        if why := self.expecting.why_not_seen(rule):
            yield why


def _heard(
    state: State, host: Hearing, sockets: Sequence[Socket], more: Message | None = None
) -> Heard:
    some = sockets[:MOST_DETAILS]
    details = tuple(dict.fromkeys(host.words(socket) for socket in some))
    places = tuple(dict.fromkeys(socket.place for socket in some))
    return Heard(state, (*details, more) if more else details, places)


def _on_that(host: Hearing, details: Sequence[Message]) -> Iterator[Message]:
    for detail in details:
        yield Message(ON_HOST, {"host": host.host.file, "what": detail})


def _is_kubelet_of_k3s(rule: Rule, sockets: Sequence[Socket]) -> bool:
    is_k3s = any(name.startswith("k3s") for one in sockets for name in one.processes)
    return is_k3s and str(rule.ports) == _KUBELET
