"""The rules of a plan as a policy of Aerleon: a second opinion about what vendors' files say.

Aerleon is asked for one family at a time and for terms that the family has, because it would
render others too: IPIP in IPv6, for example.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from ipaddress import collapse_addresses
from itertools import chain

import absl.logging
from aerleon import api
from aerleon.lib import aclcheck, cisco, naming, policy, policy_builder

from portsref.planning.rules import Endpoint, Rule
from portsref.protocols import PROTOCOL_BY_NAME
from tests.exporters.packets.frames import SENDER_PORT, Flow

absl.logging.set_verbosity(absl.logging.ERROR)
logging.getLogger("absl").setLevel(logging.ERROR)

ERRORS = {
    4: ("unreachable", "time-exceeded", "parameter-problem"),
    6: ("destination-unreachable", "packet-too-big", "time-exceeded", "parameter-problem"),
}
_NAMES = {"IP6IP6": "ipv6"}


def networks(end: Endpoint, family: int):
    """The fewest networks of an end, by the standard library."""
    parts = (part.networks for part in end.addresses if part.family == family)
    return tuple(collapse_addresses(chain.from_iterable(parts)))


def has_family(rule: Rule, family: int) -> bool:
    """Tell whether there are packets of the rule in the family."""
    return family in PROTOCOL_BY_NAME[rule.protocol].families and all(
        end.kind == "any" or networks(end, family) for end in (rule.source, rule.destination)
    )


@dataclass
class Policy:
    """Terms for rules, and the definitions that they name."""

    answers: bool = False
    icmp: bool = True
    networks: dict = field(default_factory=dict)
    services: dict = field(default_factory=dict)

    def terms(self, rules: Iterable[Rule], family: int) -> Iterator[dict]:
        """A term for each rule that the family has, and one for what answers it."""
        if self.answers and self.icmp:
            yield self._errors(family)
        for number, rule in enumerate(rules):
            if has_family(rule, family):
                yield self._term(f"rule-{family}-{number}", rule, family)
                answer = self._answer(f"answer-{family}-{number}", rule, family)
                if self.answers and answer:
                    yield answer

    def definitions(self):
        """What the terms name, once all of them were made."""
        made = naming.Naming()
        made.ParseDefinitionsObject({"networks": self.networks, "services": self.services}, "")
        return made

    def _term(self, name: str, rule: Rule, family: int) -> dict:
        term = {"name": name, "protocol": _protocol(rule), "action": "accept"}
        for where, end in (("source", rule.source), ("destination", rule.destination)):
            if end.kind != "any":
                term[f"{where}-address"] = self._network(end, family)
        if rule.ports:
            term["destination-port"] = self._service(rule)
        return term

    def _answer(self, name: str, rule: Rule, family: int) -> dict | None:
        """What answers, as the files of packet filters say it."""
        more = {
            "TCP": {"option": "tcp-established"},
            "UDP": {},
            "SCTP": {},
            "ICMP": {"icmp-type": "echo-reply"},
            "ICMPv6": {"icmp-type": "echo-reply"},
        }.get(rule.protocol)
        if more is None or ("icmp-type" in more and not self.icmp):
            return None
        there = self._term(name, rule, family)
        back = {
            {"source-address": "destination-address", "destination-address": "source-address",
             "destination-port": "source-port"}.get(key, key): value
            for key, value in there.items()
        }  # fmt: skip
        return back | more

    def _errors(self, family: int) -> dict:
        name = {4: "icmp", 6: "icmpv6"}[family]
        return {
            "name": "errors",
            "protocol": name,
            "icmp-type": list(ERRORS[family]),
            "action": "accept",
        }

    def _network(self, end: Endpoint, family: int) -> str:
        found = networks(end, family)
        token = f"N{family}_{abs(hash(found)):X}"
        self.networks[token] = {"values": [{"address": str(network)} for network in found]}
        return token

    def _service(self, rule: Rule) -> str:
        token = f"S_{_protocol(rule)}_{str(rule.ports).replace(',', '_').replace('-', 'to')}"
        self.services[token] = [
            {"protocol": _protocol(rule), "port": str(part)} for part in rule.ports.ranges
        ]
        return token


def _protocol(rule: Rule) -> str:
    return _NAMES.get(rule.protocol, rule.protocol.lower())


def rendered(
    rules: Iterable[Rule], target: str, options: dict[int, str], *, answers=False, icmp=True
) -> str:
    """What Aerleon writes of the rules for a target, with its options for each family.

    `icmp` is false for a target that knows no types of ICMP.
    """
    made, definitions = _policy(Policy(answers=answers, icmp=icmp), rules, target, options)
    if not made["filters"]:
        return ""
    (text,) = api.Generate([made], definitions).values()
    return text


def prepared(rules: Iterable[Rule], target: str, options: dict[int, str]) -> Callable[[], object]:
    """Has Aerleon write the rules for a target, once its policy is made: to be measured."""
    made, definitions = _policy(Policy(), rules, target, options)
    return lambda: api.Generate([made], definitions)


def checked(rules: Iterable[Rule]) -> Callable[[Flow], bool]:
    """Asks AclCheck of a flow whether any term accepts it."""
    options = {4: "plan extended", 6: "plan inet6"}
    made, definitions = _policy(Policy(), rules, "cisco", options)
    if not made["filters"]:
        return lambda _flow: False
    whole = policy.FromBuilder(policy_builder.PolicyBuilder(made, definitions))

    def accepts(flow: Flow) -> bool:
        protocol = _NAMES.get(flow.protocol, flow.protocol.lower())
        ends = str(flow.source), str(flow.destination)
        found = aclcheck.AclCheck(whole, *ends, SENDER_PORT, flow.port or "any", protocol)
        return bool(found.ActionMatch("accept"))

    return accepts


def _policy(terms: Policy, rules: Iterable[Rule], target: str, options: dict[int, str]):
    rules = tuple(rules)
    filters = [
        {"header": {"targets": {target: words}}, "terms": list(terms.terms(rules, family))}
        for family, words in options.items()
    ]
    made = {"filename": "plan", "filters": [one for one in filters if one["terms"]]}
    return made, terms.definitions()


@cache
def port_numbers() -> dict[str, int]:
    """Ports by the names that Aerleon writes for Arista."""
    tables = cisco.PortMap._ARISTA_PORTS_TCP, cisco.PortMap._ARISTA_PORTS_UDP
    return {name: number for table in tables for number, name in table.items()}
