"""nftables: the JSON of `nft -j list ruleset`.

Read are the filters of the families ip, ip6 and inet at prerouting, input and forward: addresses,
ports, protocols, types of ICMP, states, interfaces, `fib daddr type`, named sets, maps of verdicts,
jumps. Not read: output; nat, which decides nothing; bridge, arp and netdev, which are told; tables
of kube-proxy, Calico and others, which are counted. The text of `nft list ruleset` is not read.

Traps: each base chain at a hook must accept; old releases print base chains without their hooks.
What comes from iptables (`xt`) does not say what it asks for.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from portsref.importers.base import Document
from portsref.importers.facts import Doubt, Origin, Unread
from portsref.importers.json_values import parse_json_value
from portsref.importers.values import Place, Value
from portsref.importers.yaml_values import ForeignTextError
from portsref.messages import Message, gettext_noop
from portsref.protocols import BOTH, IPV4, IPV6
from portsref.verification.rules.base import Reader
from portsref.verification.rules.machines import (
    HOST_ENDPOINTS,
    MADE_BY,
    decides,
    maker_of,
    maker_of_table,
)
from portsref.verification.rules.matching import (
    OF_A_SET,
    addresses_of,
    addresses_of_types,
    all_but,
    by_interface,
    judged_by_types,
    more,
    ports_of,
    protocol_of,
    types_of,
)
from portsref.verification.rules.model import (
    Action,
    ByFamily,
    Filter,
    Firewall,
    Hook,
    Machine,
    Match,
    Step,
    Verdict,
)
from portsref.verification.rules.space import (
    EVERY_PORT,
    EVERY_PROTOCOL,
    Side,
    Spans,
    minus,
    spans,
)

AS_TEXT = gettext_noop("the text of nft is not read: give what nft -j list ruleset prints")
WITHOUT_HOOKS = gettext_noop("its chains have no hooks: this release of nft leaves them out")
OTHER_FAMILY = gettext_noop("tables of the family %(family)s are not read")

_FAMILIES = {"ip": IPV4, "ip6": IPV6, "inet": BOTH}
_NFPROTO = {"ipv4": IPV4, "ipv6": IPV6, "ip": IPV4, "ip6": IPV6}
_TRANSLATES_AT = -100
_VERDICTS: Mapping[str, Action] = {
    "accept": "accept", "drop": "deny", "reject": "deny", "jump": "jump", "goto": "goto",
    "return": "return", "continue": "return", "queue": "any",
}  # fmt: skip
_POLICIES: Mapping[str, Verdict] = {"accept": "accept", "drop": "deny"}
_DECIDES_NOTHING = frozenset(
    ["counter", "log", "mangle", "notrack", "comment", "set", "map", "dup", "flow", "last",
     "masquerade", "snat", "ct helper", "ct timeout", "ct expectation", "secmark"]
)  # fmt: skip
_OF_XT = frozenset(["comment", "LOG", "NFLOG", "MARK", "CONNMARK", "TRACE", "tcp", "udp"])
_TEXT = re.compile(r"table (?:inet|ip6?|bridge|arp|netdev) \S+ \{")
_HARMLESS = frozenset({"key"})


def _recognises(document: Document) -> bool:
    return bool(document.value.at("nftables")) or any(map(_TEXT.match, document.lines))


def _read(document: Document) -> Iterator[Firewall | Doubt | Unread]:
    place = Place(document.file, document.line)
    try:
        text = "\n".join(document.lines)
        value = parse_json_value(
            text, file=document.file, first_line=document.line, harmless=_HARMLESS
        )
    except ForeignTextError as error:
        yield Unread(Origin(place), error.message)
        return
    if value is None:
        yield Unread(Origin(place), Message(AS_TEXT))
        return
    reading = _Reading(frozenset(_with_host_endpoints(value.at("nftables"))))
    for entry in value.at("nftables").each():
        for kind, body in entry.items():
            yield from reading.take(kind, body)
    if reading.chains and not reading.filters and not reading.has_hooks:
        yield Unread(Origin(place), Message(WITHOUT_HOOKS))
        return
    yield reading.firewall(place)


def _with_host_endpoints(entries: Value) -> Iterator[str]:
    """The tables in which Calico has rules for the host itself."""
    for entry in entries.each():
        # in the table that is Calico's own, names begin with `filter-` and the like
        if entry.at("rule", "chain").text.endswith(HOST_ENDPOINTS):
            yield _scope(entry.at("rule"))


def _scope(body: Value) -> str:
    """The family and the table in which names of chains and sets mean something."""
    return f"{body.at('family').text} {body.at('table').text}"


@dataclass(slots=True)
class _Reading:
    """What was read of a rule set so far; sets stand before the rules that name them."""

    with_host_endpoints: frozenset[str]
    filters: list[tuple[int, Filter]] = field(default_factory=list)
    chains: dict[str, list[Step]] = field(default_factory=dict)
    sets: dict[str, Value] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    has_hooks: bool = False

    def take(self, kind: str, body: Value) -> Iterator[Doubt]:
        family, table = body.at("family").text, body.at("table").text
        if kind == "table" and family not in _FAMILIES:
            yield Doubt(Origin(body.place), Message(OTHER_FAMILY, {"family": family[:20]}))
        if family not in _FAMILIES:
            return
        scope = _scope(body)
        if kind in {"set", "map"}:
            self.sets[f"{scope} {body.at('name').text}"] = body.at("elem")
        elif kind == "chain":
            self._chain(body, scope)
        elif kind == "rule":
            self._rule(body, scope, maker_of_table(table))

    def _chain(self, body: Value, scope: str) -> None:
        name = f"{scope} {body.at('name').text}"
        steps = self.chains.setdefault(name, [])
        self.has_hooks = self.has_hooks or bool(body.at("hook"))
        maker = maker_of_table(body.at("table").text)
        if maker and scope not in self.with_host_endpoints:
            return
        if maker:
            doubt = Message(MADE_BY, {"name": maker})
            steps.append(Step(body.place, Match(doubt=doubt), "any", machine=maker))
        hook = _hook(body)
        if hook and body.at("type").text == "filter":
            policy = _POLICIES.get(body.at("policy").text, "accept")
            families = _FAMILIES[body.at("family").text]
            order = _number(body.at("prio"))
            self.filters.append((order, Filter(hook, name, policy, families)))

    def _rule(self, body: Value, scope: str, maker: str) -> None:
        chain = body.at("chain").text
        if maker := maker or maker_of(chain):
            self.counts[maker] = self.counts.get(maker, 0) + 1
            return
        families = _FAMILIES[body.at("family").text]
        hooks = {one.chain: one.hook for _, one in self.filters}
        forwards = hooks.get(f"{scope} {chain}") == "forward"
        steps = _Rule(self, scope, body.place, forwards=forwards).steps(
            body.at("expr"), Match().of_families(families)
        )
        self.chains.setdefault(f"{scope} {chain}", []).extend(steps)

    def firewall(self, place: Place) -> Firewall:
        """All that was read."""
        ordered = sorted(self.filters, key=lambda pair: pair[0])
        return Firewall(
            "nftables",
            place,
            tuple(one for _, one in ordered),
            {name: tuple(steps) for name, steps in self.chains.items()},
            machines=tuple(Machine(name, count, place) for name, count in self.counts.items()),
        )


def _hook(body: Value) -> Hook | None:
    hook = body.at("hook").text
    if hook == "prerouting":
        return "prerouting" if _number(body.at("prio")) < _TRANSLATES_AT else "input"
    return "input" if hook == "input" else "forward" if hook == "forward" else None


def _number(value: Value) -> int:
    text = value.text.removeprefix("-")
    number = int(text) if text.isdigit() and len(text) < 12 else 0
    return -number if value.text.startswith("-") else number


@dataclass(slots=True)
class _Rule:
    """Makes the steps of one rule: more than one where a map of verdicts is in it."""

    reading: _Reading
    scope: str
    place: Place
    forwards: bool

    def steps(self, expressions: Value, match: Match) -> Iterator[Step]:
        for expression in expressions.each():
            for kind, body in expression.items():
                if kind == "match":
                    match = self._narrowed(match, body)
                elif kind == "vmap":
                    yield from self._by_map(body, match)
                elif kind in _VERDICTS:
                    yield from self._verdict(kind, body, match)
                    return
                elif kind == "xt":
                    name = body.at("name").text
                    match = match if name in _OF_XT else match.doubted(more(f"xt {name}"))
                elif kind not in _DECIDES_NOTHING:
                    match = match.doubted(more(kind))

    def _verdict(self, kind: str, body: Value, match: Match) -> Iterator[Step]:
        target = body.at("target").text
        if maker := maker_of(target):
            has_host_endpoints = self.scope in self.reading.with_host_endpoints
            if decides(maker, forwards=self.forwards, has_host_endpoints=has_host_endpoints):
                doubted = match.doubted(Message(MADE_BY, {"name": maker}))
                yield Step(self.place, doubted, "any", machine=maker)
            return
        action = _VERDICTS[kind]
        doubt = more(kind) if action == "any" else None
        yield Step(self.place, match.doubted(doubt), action, f"{self.scope} {target}")

    def _by_map(self, body: Value, match: Match) -> Iterator[Step]:
        data = body.at("data")
        elements = self._named(data) if data.text.startswith("@") else data.at("set")
        if not elements:
            doubt = Message(OF_A_SET, {"name": data.text[:40]})
            yield Step(self.place, match.doubted(doubt), "any")
        for element in elements.each():
            key, verdict = element.at(0), element.at(1)
            narrowed = self._by(match, body.at("key"), "==", key)
            for kind, target in verdict.items():
                if kind in _VERDICTS and kind != "continue":
                    yield from self._verdict(kind, target, narrowed)

    def _named(self, name: Value) -> Value:
        elements = self.reading.sets.get(f"{self.scope} {name.text.removeprefix('@')}")
        return elements or Value(name.place)

    def _narrowed(self, match: Match, body: Value) -> Match:
        return self._by(match, body.at("left"), body.at("op").text, body.at("right"))

    def _by(self, match: Match, left: Value, op: str, right: Value) -> Match:
        if op not in {"==", "in", "!=", "<", ">", "<=", ">="}:
            return match.doubted(more(op))
        name = _name_of(left)
        read = _READ.get(name)
        words = self._words(right)
        if read is None or words is None:
            return match.doubted(more(name or "an expression"))
        return read(match, _Asked(name, tuple(words), op))

    def _words(self, right: Value) -> list[str] | None:
        """What a right side names, as files of other tools would write it; None if unknown."""
        if right.text.startswith("@"):
            named = self.reading.sets.get(f"{self.scope} {right.text[1:]}")
            return None if named is None else self._words(named) if named else []
        if isinstance(right.data, tuple):
            parts = [self._words(one) for one in right.each()]
            known = [part for part in parts if part is not None]
            return [word for part in known for word in part] if len(known) == len(parts) else None
        for kind, body in right.items():
            if kind in {"set", "elem"}:
                return self._words(body.at("val") if kind == "elem" else body)
            if kind == "range":
                return ["-".join(end.text for end in body.each())]
            ends = (body.at("addr").text, body.at("len").text)
            return ["/".join(ends)] if kind == "prefix" else None
        return [right.text] if right.text else None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a rule asks of one field."""

    name: str
    words: tuple[str, ...]
    op: str

    @property
    def is_negated(self) -> bool:
        """Tell whether it is about all that is not named."""
        return self.op == "!="


def _name_of(left: Value) -> str:
    """A field by the words of nft: `ip saddr`, `tcp dport`, `meta iifname`, `ct state`."""
    for kind, body in left.items():
        if kind == "payload":
            return f"{body.at('protocol').text} {body.at('field').text}"
        if kind in {"meta", "ct"}:
            key = body.at("key").text
            direction = body.at("dir").text
            return f"{kind} {direction} {key}" if direction else f"{kind} {key}"
        if kind == "fib":
            flags = ",".join(one.text for one in body.at("flags").listed())
            return f"fib {body.at('result').text} {flags}"
        if kind == "&":
            return f"{_name_of(body.at(0))} &"
    return ""


def _numbers(match: Match, side: Side, found: Spans | None, asked: _Asked) -> Match:
    every = EVERY_PROTOCOL if side == "protocols" else EVERY_PORT
    if found is None or not found:
        return match.doubted(more(asked.name)) if found is None else match.never
    first, last = found[0][0], found[-1][1]
    numbers: Spans = {
        "!=": minus(every, found),
        "<": ((0, first - 1),) if first else (),
        "<=": ((0, first),),
        ">": ((last + 1, every[0][1]),),
        ">=": ((last, every[0][1]),),
    }.get(asked.op, found)
    return match.narrowed(side, numbers)


def _addresses(side: Side) -> Callable[[Match, _Asked], Match]:
    def narrow(match: Match, asked: _Asked) -> Match:
        families = IPV6 if asked.name.startswith("ip6") else IPV4
        return _among(match.of_families(families), side, addresses_of(asked.words), asked)

    return narrow


def _among(match: Match, side: Side, found: ByFamily | None, asked: _Asked) -> Match:
    if found is None or asked.op not in {"==", "in", "!="}:
        return match.doubted(more(asked.name))
    return match.narrowed(side, all_but(found) if asked.is_negated else found)


def _ports(match: Match, asked: _Asked) -> Match:
    protocol = asked.name.partition(" ")[0]
    if protocol not in {"th", "ct"}:
        match = match.narrowed("protocols", protocol_of(protocol) or ())
    return _numbers(match, "ports", ports_of(asked.words), asked)


def _original_ports(match: Match, asked: _Asked) -> Match:
    return replace(_ports(match, asked), port_before_translation=True)


def _protocols(match: Match, asked: _Asked) -> Match:
    kind = asked.name.partition(" ")[0]
    if kind in _FAMILIES:
        match = match.of_families(_FAMILIES[kind])
    parts = [protocol_of(word) for word in asked.words]
    known = [part for part in parts if part is not None]
    found = spans(part for one in known for part in one) if len(known) == len(parts) else None
    return _numbers(match, "protocols", found, asked)


def _icmp(match: Match, asked: _Asked) -> Match:
    protocol = asked.name.partition(" ")[0]
    match = match.of_families(IPV4 if protocol == "icmp" else IPV6)
    match = match.narrowed("protocols", protocol_of(protocol) or ())
    narrowed = _numbers(match, "ports", types_of(asked.words, protocol), asked)
    return judged_by_types(narrowed, protocol)


def _families(match: Match, asked: _Asked) -> Match:
    named = frozenset(
        family for word in asked.words for family in _NFPROTO.get(word, frozenset[int]())
    )
    return match.of_families(BOTH - named if asked.is_negated else named)


def _interface(match: Match, asked: _Asked) -> Match:
    return by_interface(match, asked.words, is_negated=asked.is_negated)


def _state(match: Match, asked: _Asked) -> Match:
    """By the state of a connection; the first packet of one is new."""
    return match if ("new" in asked.words) != asked.is_negated else match.never


def _status(match: Match, asked: _Asked) -> Match:
    if "dnat" in asked.words:
        return replace(match, of_translated=not asked.is_negated)
    return match.doubted(more(asked.name))


def _types_of_destinations(match: Match, asked: _Asked) -> Match:
    return _among(match, "destinations", addresses_of_types(asked.words), asked)


def _flags(match: Match, asked: _Asked) -> Match:
    """By flags of TCP, of which the first packet of a connection has SYN alone."""
    match = match.narrowed("protocols", protocol_of("tcp") or ())
    if set(asked.words) != {"syn"}:
        return match.doubted(more(asked.name))
    return match.never if asked.is_negated else match


_READ: Mapping[str, Callable[[Match, _Asked], Match]] = {
    "ip saddr": _addresses("sources"),
    "ip6 saddr": _addresses("sources"),
    "ip daddr": _addresses("destinations"),
    "ip6 daddr": _addresses("destinations"),
    **{f"{name} dport": _ports for name in ("tcp", "udp", "sctp", "dccp", "udplite", "th")},
    "ct original proto-dst": _original_ports,
    "ip protocol": _protocols,
    "ip6 nexthdr": _protocols,
    "meta l4proto": _protocols,
    "meta nfproto": _families,
    "meta protocol": _families,
    "icmp type": _icmp,
    "icmpv6 type": _icmp,
    "meta iif": _interface,
    "meta iifname": _interface,
    "ct state": _state,
    "ct status": _status,
    "fib type daddr": _types_of_destinations,
    "tcp flags": _flags,
    "tcp flags &": _flags,
}


READER = Reader(
    name="nftables",
    label="nftables",
    command="sudo nft -j list ruleset",
    sample='{"nftables": [{"metainfo": {"json_schema_version": 1}}]}',
    recognises=_recognises,
    read=_read,
)
