"""Which hosts, ports or pairs of a rule differ from the rest, in as few words as will do."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from ipaddress import IPv4Address, IPv6Address

from portsref.addresses import AddressRange, join_addresses
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Endpoint, Rule
from portsref.verification.base import State
from portsref.verification.probes import states
from portsref.verification.probes.results import Result
from portsref.verification.probes.targets import hosts_of, sampled

MOST_NAMED = 4

TARGETS = gettext_noop("%(count)s of %(all)s hosts that are dialled")
SOURCES = gettext_noop("%(count)s of %(all)s hosts that dial")
PORTS = gettext_noop("%(count)s of %(all)s ports")
PAIRS = gettext_noop("%(count)s of %(all)s connections")
ONE = "%(pair)s"  # which needs no translation
EVERY = gettext_noop("all of %(all)s connections")
SAID = gettext_noop("%(what)s: %(state)s: %(which)s")
SAID_OF_ALL = gettext_noop("%(what)s: %(state)s")
AND_MORE = gettext_noop("%(named)s and %(count)s more")

OF_HOSTS = gettext_noop("%(count)s of %(all)s hosts were dialled")
NOT_IN_FAMILY = gettext_noop("nothing was dialled over IPv%(family)s")
OF_PORTS = gettext_noop("of the ports %(ports)s only %(dialled)s were dialled")

_FORMS = {
    states.TIMEOUT: gettext_noop("%(what)s time out: %(which)s"),
    states.UNREACHABLE: gettext_noop("%(what)s cannot be reached: %(which)s"),
    states.REFUSED: gettext_noop("%(what)s refuse: %(which)s"),
    states.NO_ANSWER: gettext_noop("%(what)s do not answer: %(which)s"),
}
# What can tell results from the rest: what it is called, and how it is read from a result.
_SIDES: tuple[tuple[str, Callable[[Result], object]], ...] = (
    (TARGETS, lambda each: each.destination),
    (SOURCES, lambda each: each.source),
    (PORTS, lambda each: each.port),
)


def about_bad(results: Sequence[Result]) -> Iterator[Message]:
    """A message for each state but the good ones, the worst first; of one state alone none."""
    found = {each.state for each in results}
    for state in states.STATES:
        if state in found and state.tone != "good":
            yield _about(state, results)


def _about(state: State, results: Sequence[Result]) -> Message:
    mine = [each for each in results if each.state is state]
    others = [each for each in results if each.state is not state]
    if len(results) == 1:
        return Message(ONE, {"pair": _pair(mine[0])})
    if not others:
        what: Message = Message(EVERY, {"all": len(mine)})
        return Message(SAID_OF_ALL, {"what": what, "state": Message(state.label)})
    for text, side in _SIDES:
        theirs = {side(each) for each in others}
        which = dict.fromkeys(side(each) for each in mine)
        if others and not theirs.intersection(which):
            counted = {"count": len(which), "all": len(theirs.union(which))}
            return _said(state, Message(text, counted), list(map(str, which)))
    counted = {"count": len(mine), "all": len(results)}
    return _said(state, Message(PAIRS, counted), list(map(_pair, mine)))


def _said(state: State, what: Message, which: Sequence[object]) -> Message:
    text = _FORMS.get(state)
    words = {"what": what, "which": _listed(which)}
    if text:
        return Message(text, words)
    return Message(SAID, {**words, "state": Message(state.label)})


def _listed(which: Sequence[object]) -> object:
    named = ", ".join(map(str, which[:MOST_NAMED]))
    if len(which) <= MOST_NAMED:
        return named
    return Message(AND_MORE, {"named": named, "count": len(which) - MOST_NAMED})


def _pair(result: Result) -> str:
    target = str(result.destination)
    place = f"[{target}]:{result.port}" if ":" in target else f"{target}:{result.port}"
    return f"{result.source or '?'} → {place}"


def name_pairs(results: Sequence[Result]) -> Iterator[Message]:
    """The first of some connections, in one message."""
    named = _listed(list(map(_pair, results)))
    yield named if isinstance(named, Message) else Message(ONE, {"pair": named})


def about_coverage(rule: Rule, results: Sequence[Result]) -> Iterator[Message]:
    """What of a rule was not dialled: a family, ports that a script would dial.

    Hosts that were not dialled are no matter of a family: one stands for those that are alike.
    """
    dialled = {
        each.destination.version
        for each in results
        if isinstance(each.destination, IPv4Address | IPv6Address)
    }
    for family in sorted(_families(rule) - dialled) if dialled else ():
        yield Message(NOT_IN_FAMILY, {"family": family})
    ports = {each.port for each in results}
    if not ports.issuperset(sampled(rule.ports)):
        named = ", ".join(map(str, sorted(port for port in ports if port is not None)))
        yield Message(OF_PORTS, {"ports": rule.ports, "dialled": named})


def about_hosts(rule: Rule, results: Iterable[Result]) -> Iterator[Message]:
    """How many of the hosts that a plan names were dialled, where it was not all of them."""
    known = hosts_of(rule.destination.addresses)
    dialled = {each.destination for each in results}.intersection(known)
    if dialled and len(dialled) < len(known):
        yield Message(OF_HOSTS, {"count": len(dialled), "all": len(known)})


def _families(rule: Rule) -> set[int]:
    """The families in which both ends have addresses."""
    ends = [_families_of(end) for end in (rule.source, rule.destination)]
    return ends[0] & ends[1]


def _families_of(end: Endpoint) -> set[int]:
    return {part.family for part in end.addresses} if end.addresses else {4, 6}


def narrowed_to(rule: Rule, bad: Sequence[Result], results: Sequence[Result]) -> Rule:
    """The rule with only those hosts that are closed, where hosts tell them from the rest."""
    rest = [each for each in results if each not in bad]
    for _, side in _SIDES[:2]:
        hosts = {side(each) for each in bad}
        if not hosts.intersection(side(each) for each in rest):
            ranges = _ranges(hosts)
            if ranges and len(ranges) == len(hosts):
                is_target = side is _SIDES[0][1]
                name = "destination" if is_target else "source"
                end = replace(getattr(rule, name), addresses=join_addresses(ranges))
                return replace(rule, **{name: end})
    return rule


def _ranges(hosts: Iterable[object]) -> list[AddressRange]:
    return [
        AddressRange(host, host) for host in hosts if isinstance(host, IPv4Address | IPv6Address)
    ]
