"""Reads configurations of Junos in braces, ours and those of others."""

import re
from dataclasses import dataclass, field
from ipaddress import ip_network
from itertools import product

from portsref.protocols import find_protocol
from tests.exporters.network.entries import ALL_PORTS, EVERYTHING, Entry

_TOKEN = re.compile(r'/\*.*?\*/|"[^"\\\n]*"|[{};]|[^\s{};"]+', re.DOTALL)
_NUMBERS = {"icmp6": 58, "ipv6": 41, "ipip": 4}
_ICMP_TYPES = {"echo-reply": {4: 0, 6: 129}}
_FAMILIES = {"inet": 4, "inet6": 6}


@dataclass
class Statement:
    """Words, and what stands in braces behind them."""

    words: tuple[str, ...]
    inner: list["Statement"] = field(default_factory=list)

    def all(self, *words: str) -> list["Statement"]:
        """The statements in it that begin with these words, whatever would replace them."""
        return [one for one in self.inner if one.words[: len(words)] == words]

    def at(self, *path: str) -> "Statement":
        """The one statement at a path of first words."""
        here = self
        for word in path:
            [here] = here.all(word)
        return here

    def values(self, *words: str) -> list[str]:
        """What stands behind the words: values, in brackets or in braces, none where nothing is."""
        found: list[str] = []
        for one in self.all(*words):
            found += [word for word in one.words[len(words) :] if word not in ("[", "]")]
            found += [word for inner in one.inner for word in inner.words]
        return found


def parse(text: str) -> Statement:
    """The statements of a file; a comment that does not end, or a brace too much, is an error."""
    tokens = [token for token in _TOKEN.findall(text) if not token.startswith("/*")]
    assert "".join(_TOKEN.sub("", text).split()) == ""
    stack = [Statement(())]
    words: list[str] = []
    for token in tokens:
        if token == "{":
            stack[-1].inner.append(Statement(tuple(word for word in words if word != "replace:")))
            stack.append(stack[-1].inner[-1])
            words = []
        elif token == "}":
            assert not words
            stack.pop()
        elif token == ";":
            stack[-1].inner.append(Statement(tuple(words)))
            words = []
        else:
            words.append(token)
    [whole] = stack
    assert not words
    return whole


def filters(text: str) -> list[Entry]:
    """What the terms of all firewall filters accept."""
    whole = parse(text)
    lists = {
        one.words[1]: [ip_network(inner.words[0]) for inner in one.inner]
        for options in whole.all("policy-options")
        for one in options.all("prefix-list")
    }
    return [
        entry
        for firewall in whole.all("firewall")
        for family in firewall.all("family")
        for filter_ in family.all("filter")
        for term in filter_.all("term")
        for entry in _of_term(term, _FAMILIES[family.words[1]], lists)
    ]


def _of_term(term: Statement, family: int, lists):
    assert term.values("then") == ["accept"]
    match = term.at("from")
    ends = [
        [network for name in match.values(f"{end}-prefix-list") for network in lists[name]]
        + [ip_network(word) for word in match.values(f"{end}-address")]
        or EVERYTHING[family]
        for end in ("source", "destination")
    ]
    [protocol] = match.values({4: "protocol", 6: "next-header"}[family])
    ports = [
        [_port(word) for word in match.values(f"{end}-port")] or [ALL_PORTS]
        for end in ("source", "destination")
    ]
    mores = ["established"] if match.all("tcp-established") else [""]
    mores = [_icmp_type(word, family) for word in match.values("icmp-type")] or mores
    for source, from_, destination, to, more in product(
        ends[0], ports[0], ends[1], ports[1], mores
    ):
        yield Entry(family, _number(protocol), source, from_, destination, to, more)


def policies(text: str) -> list[Entry]:
    """What all security policies permit, in the families that both their ends have."""
    whole = parse(text)
    places = [whole, *(group for groups in whole.all("groups") for group in groups.inner)]
    found: list[Entry] = []
    for place in places:
        if place.all("security"):
            found += _of_place(place)
    return found


def _of_place(place: Statement):
    book = place.at("security", "address-book", "global")
    addresses = {one.words[1]: [ip_network(one.words[2])] for one in book.all("address")}
    for one in book.all("address-set"):
        addresses[one.words[1]] = [
            part for name in one.values("address") for part in addresses[name]
        ]
    addresses |= {
        "any": [*EVERYTHING[4], *EVERYTHING[6]],
        "any-ipv4": EVERYTHING[4],
        "any-ipv6": EVERYTHING[6],
    }
    applications = _applications(place.at("applications"))
    for context in place.at("security", "policies").inner:
        for policy in context.all("policy"):
            yield from _of_policy(policy, addresses, applications)


def _applications(block: Statement):
    found = {}
    for one in block.all("application"):
        terms = [_of_words(inner.words) for inner in one.all("term")]
        if not terms:
            [protocol] = one.values("protocol")
            ports = one.values("destination-port")
            terms = [(_number(protocol), _port(ports[0]) if ports else ALL_PORTS)]
        found[one.words[1]] = terms
    for one in block.all("application-set"):
        found[one.words[1]] = [part for name in one.values("application") for part in found[name]]
    return found


def _of_words(words: tuple[str, ...]):
    said = dict(zip(words[::2], words[1::2], strict=True))
    port = said.get("destination-port")
    return _number(said["protocol"]), _port(port) if port else ALL_PORTS


def _of_policy(policy: Statement, addresses, applications):
    assert policy.at("then").values("permit") == []
    assert policy.at("then").all("permit")
    match = policy.at("match")
    sources, destinations = (
        [part for name in match.values(f"{end}-address") for part in addresses[name]]
        for end in ("source", "destination")
    )
    services = [part for name in match.values("application") for part in applications[name]]
    for source, destination, (protocol, ports) in product(sources, destinations, services):
        if source.version == destination.version:
            yield Entry(source.version, protocol, source, ALL_PORTS, destination, ports)


def _number(word: str) -> int:
    known = find_protocol(word)
    return _NUMBERS.get(word) or (known.number if known else int(word))


def _port(word: str) -> tuple[int, int]:
    first, _, last = word.partition("-")
    return int(first), int(last or first)


def _icmp_type(word: str, family: int) -> int:
    names = {
        4: {"unreachable": 3, "time-exceeded": 11, "parameter-problem": 12, "echo-reply": 0},
        6: {
            "destination-unreachable": 1, "packet-too-big": 2, "time-exceeded": 3,
            "parameter-problem": 4, "echo-reply": 129,
        },
    }  # fmt: skip
    return int(word) if word.isdecimal() else names[family][word]
