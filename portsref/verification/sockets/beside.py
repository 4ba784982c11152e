"""What sockets are of themselves: expected, for the host alone, left open, or not in the plan."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from portsref.catalogue.products import Row
from portsref.catalogue.search.port_table import names_few
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Local, Rule
from portsref.ports import PortSet
from portsref.verification.base import Beside, State
from portsref.verification.known_ports import KnownPorts
from portsref.verification.rules.describing import shortened
from portsref.verification.sockets import states
from portsref.verification.sockets.expecting import MANY_IN_ONE, Expecting, is_called
from portsref.verification.sockets.hearing import Hearing, address_words
from portsref.verification.sockets.model import Socket
from portsref.work import Work

MOST_KNOWN = 3

OF = gettext_noop("%(protocol)s %(port)d of %(process)s at %(address)s")
OF_KERNEL = gettext_noop("%(protocol)s %(port)d of the kernel at %(address)s")
OF_NOBODY = gettext_noop("%(protocol)s %(port)d at %(address)s, of a process that is not shown")
FOR_RULES = gettext_noop("rules: %(rules)s")
ONLY_HOST = gettext_noop("the plan has it for the host itself")
MAY_BE = gettext_noop("the catalogue knows that port of %(products)s")
NOTHING_KNOWN = gettext_noop("the catalogue knows nothing on that port")
RANDOM = gettext_noop("a random port, another one after each start")
NODE_PORT = gettext_noop("a NodePort that kube-proxy keeps a socket for")
OPENED = gettext_noop("a rule of the plan lets it be reached all the same: %(rules)s")
BY_KUBECTL = gettext_noop(
    "kubectl proxy or port-forward: whoever reaches it acts with the rights of who started it"
)
A_DEBUGGER = gettext_noop("a debugger: whoever reaches it runs what they want in that process")
BY_HAND = gettext_noop("started by hand, as to try a connection")

_EPHEMERAL = 32_768  # from here on kernels choose ports themselves
_LEFT_OPEN: Mapping[str, str] = {
    "kubectl": BY_KUBECTL,
    "dlv": A_DEBUGGER,
    "gdbserver": A_DEBUGGER,
    "lldb-server": A_DEBUGGER,
    "nc": BY_HAND,
    "ncat": BY_HAND,
    "netcat": BY_HAND,
    "socat": BY_HAND,
}
_DEBUGGERS: Mapping[tuple[str, int], str] = {("node", 9229): A_DEBUGGER, ("java", 5005): A_DEBUGGER}


@dataclass(frozen=True, slots=True)
class _Judged:
    state: State
    details: tuple[Message, ...] = ()
    known: tuple[Row, ...] = ()


@dataclass(slots=True)
class Besides:
    """Says what the sockets of the hosts of one group are to a plan.

    `rules` are those to the group, and to addresses that its hosts may hold.
    """

    rules: Sequence[Rule]
    local: Sequence[Local]
    expecting: Expecting
    known: KnownPorts
    work: Work
    _by_port: dict[tuple[str, int], list[Rule]] = field(default_factory=dict)
    _wide: dict[tuple[str, PortSet], list[Rule]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the rules of each port."""
        for rule in self.rules:
            if not names_few(rule.ports.numbers):
                self._wide.setdefault((rule.protocol, rule.ports), []).append(rule)
                continue
            self.work.do(len(rule.ports))
            for port in rule.ports:
                self._by_port.setdefault((rule.protocol, port), []).append(rule)

    def of(self, hearing: Hearing) -> Iterator[Beside]:
        """What each socket of a host is; raises `TooMuchWorkError`."""
        for socket in hearing.host.sockets:
            self.work.do(1 + len(self._wide) + len(self.local))
            found = self._judged(socket)
            yield Beside(
                found.state,
                _words(socket, hearing),
                socket.place,
                found.details,
                port=_asked(socket),
                listeners=tuple(row.key for row in found.known[:MOST_KNOWN]),
            )

    def _judged(self, socket: Socket) -> _Judged:
        if socket.bound.is_own_host:
            is_random = socket.port >= _EPHEMERAL
            return _Judged(states.OWN_HOST, (Message(RANDOM),) if is_random else ())
        rules = self._by_port.get((socket.protocol, socket.port), [])
        if rules:
            return _Judged(states.EXPECTED, (_for_rules(FOR_RULES, rules),))
        if why := _left_open(socket):
            return _Judged(states.FORGOTTEN, (Message(why),))
        local = [one for one in self.local if self._is_of(one, socket)]
        if local:
            return self._as_local(local)
        return self._unexpected(socket)

    def _is_of(self, local: Local, socket: Socket) -> bool:
        """Tell whether a socket may be one that the plan has for its own host."""
        row = self.expecting.rows.get(local.listener)
        names = (*self.expecting.names_of_row(row), *MANY_IN_ONE) if row else socket.processes
        is_its_own = not socket.processes or any(
            is_called(process, name) for process in socket.processes for name in names
        )
        return is_its_own and _is_about(local, socket)

    def _as_local(self, local: Sequence[Local]) -> _Judged:
        """A socket of what the plan has for the host itself."""
        rows = [self.expecting.rows.get(one.listener) for one in local]
        known = tuple(row for row in rows if row)
        if known and all(row.scope == "loopback" for row in known):
            return _Judged(states.BEYOND_LOOPBACK, (_may_be(known),), known)
        return _Judged(states.OWN_HOST, (Message(ONLY_HOST),), known)

    def _unexpected(self, socket: Socket) -> _Judged:
        """A socket that no rule names; one of a wide range may be meant by it."""
        known = self._known(socket)
        wide = [
            rule
            for (protocol, ports), rules in self._wide.items()
            if protocol == socket.protocol and socket.port in ports
            for rule in rules
        ]
        self.work.do(len(wide))
        for rule in wide:
            if self._may_be_of(rule, socket):
                is_kept = self.expecting.is_of_node_ports(rule)
                more = (Message(NODE_PORT),) if is_kept else ()
                return _Judged(states.EXPECTED, (_for_rules(FOR_RULES, [rule]), *more))
        if socket.protocol == "UDP" and socket.port >= _EPHEMERAL and not known:
            return _Judged(states.EPHEMERAL)
        details = [_may_be(known) if known else Message(NOTHING_KNOWN)]
        if wide:
            details.append(_for_rules(OPENED, wide))
        return _Judged(states.UNEXPECTED, tuple(details), known)

    def _known(self, socket: Socket) -> tuple[Row, ...]:
        """The rows of a socket's port: those first that are called as its process is."""

        def is_another(row: Row) -> bool:
            names = tuple(self.expecting.names_of_row(row))
            return not any(is_called(one, name) for one in socket.processes for name in names)

        return tuple(sorted(self.known.on(socket.protocol, socket.port), key=is_another))

    def _may_be_of(self, rule: Rule, socket: Socket) -> bool:
        """Tell whether a process may be one of those for which a rule has many ports."""
        self.work.do(8)
        if self.expecting.is_of_node_ports(rule):
            return "kube-proxy" in socket.processes
        names = self.expecting.names_of(rule)
        return not socket.processes or any(
            is_called(process, name) for process in socket.processes for name in names
        )


def _is_about(one: Local, socket: Socket) -> bool:
    return one.protocol == socket.protocol and socket.port in one.ports


def _left_open(socket: Socket) -> str:
    """Why a socket is one that somebody left open; empty where it is none."""
    found = (
        _LEFT_OPEN.get(process) or _DEBUGGERS.get((process, socket.port))
        for process in socket.processes
    )
    return next((why for why in found if why), "")


def _words(socket: Socket, hearing: Hearing) -> Message:
    said: dict[str, object] = {
        "protocol": socket.protocol,
        "port": socket.port,
        "address": address_words(socket.bound),
    }
    if socket.processes:
        return Message(OF, said | {"process": ", ".join(socket.processes[:3])})
    return Message(OF_KERNEL if hearing.has_processes else OF_NOBODY, said)


def _for_rules(text: str, rules: Sequence[Rule]) -> Message:
    return Message(text, {"rules": shortened([rule.name for rule in rules])})


def _may_be(rows: Sequence[Row]) -> Message:
    products = dict.fromkeys(row.product for row in rows)
    return Message(MAY_BE, {"products": shortened(list(products))})


def _asked(socket: Socket) -> str:
    """The port as the reference is asked for it; a random one of the host itself is nobody's."""
    is_random = socket.bound.is_own_host and socket.port >= _EPHEMERAL
    return "" if is_random else f"{socket.port}/{socket.protocol.lower()}"
