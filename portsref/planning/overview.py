"""What a plan is at a glance, by its rule set alone: what runs, how large groups are, what counts.

Nothing here asks a catalogue, so that it holds for a revision whatever the catalogue says today.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from portsref.addresses import AddressRange, join_addresses
from portsref.catalogue.keys import product_of
from portsref.planning.document import OWN_PRODUCT, Change, Group, Pick
from portsref.planning.rules import Cause, Rule, RuleSet

# How a cause says that what it opens is encrypted, whatever else somebody chooses.
ENCRYPTED = frozenset({"tls", "mtls", "ipsec", "wireguard", "ssh"})
PLAIN = "none"
MOST_COUNTED = 1_000_000  # hosts; a network of more says nothing about how many there are


@dataclass(frozen=True, slots=True)
class Figures:
    """How many rules there are, and of what kind.

    `encrypted` are those all of whose causes say so, `plain` those of which any is in plain text;
    of the others nobody knows.
    """

    rules: int
    across: int
    outside: int
    encrypted: int
    plain: int


def count_rules(rule_set: RuleSet) -> Figures:
    """Count the rules within a plan, and those to places outside."""
    kinds = Counter(map(_encryption, _each_rule(rule_set)))
    across = (rule.crosses_zones for rule in _each_rule(rule_set))
    return Figures(
        rules=len(rule_set.rules) + len(rule_set.outbound),
        across=sum(across),
        outside=len(rule_set.outbound),
        encrypted=kinds["encrypted"],
        plain=kinds["plain"],
    )


def _each_rule(rule_set: RuleSet) -> Iterable[Rule]:
    """The rules of `all_rules`, without a list of them."""
    return chain(rule_set.rules, rule_set.outbound)


def _encryption(rule: Rule) -> str:
    said = {cause.encryption for cause in rule.causes}
    if PLAIN in said:
        return "plain"
    return "encrypted" if said <= ENCRYPTED else "unknown"


@dataclass(frozen=True, slots=True)
class Running:
    """A product of a plan, with what the plan says of it and what it comes to.

    `brought_by` is what brings it in, `because` of which options. `staying` rows need no rule.
    """

    product: str
    pick: Pick | None
    brought_by: str
    because: tuple[tuple[str, str], ...]
    rules: int
    staying: int


def what_runs(rule_set: RuleSet) -> tuple[Running, ...]:
    """Every product that a plan picks, in its order, then those that came in with them."""
    causes = _causes_by_product(rule_set)
    rules = Counter(product for rule in _each_rule(rule_set) for product in _products(rule))
    local = (*rule_set.local, *rule_set.pod_network)
    staying = Counter(product_of(item.listener) for item in local)
    picks = {pick.product: pick for pick in rule_set.document.picks}
    return tuple(
        _running(name, picks.get(name), causes.get(name, ()), rules[name], staying[name])
        for name in dict.fromkeys((*picks, *sorted(causes)))
        if name != OWN_PRODUCT
    )


def _products(rule: Rule) -> Iterable[str]:
    if len(rule.causes) == 1:
        return (product_of(rule.causes[0].listener),)
    return {product_of(cause.listener) for cause in rule.causes}


def _causes_by_product(rule_set: RuleSet) -> dict[str, list[Cause]]:
    """Each cause once: rules share them, and to ask who they are is enough."""
    every = {id(cause): cause for rule in _each_rule(rule_set) for cause in rule.causes}
    every |= {id(one.cause): one.cause for one in (*rule_set.local, *rule_set.pod_network)}
    found: dict[str, list[Cause]] = {}
    for cause in every.values():
        found.setdefault(product_of(cause.listener), []).append(cause)
    return found


def _running(
    name: str, pick: Pick | None, causes: Iterable[Cause], rules: int, staying: int
) -> Running:
    reasons = (cause.reason for cause in causes)
    bringing = next((reason for reason in reasons if reason.brought_by), None)
    return Running(
        product=name,
        pick=pick,
        brought_by=(bringing.brought_by or "") if bringing else "",
        because=bringing.brought_because if bringing else (),
        rules=rules,
        staying=staying,
    )


def ranges_of(group: Group) -> tuple[AddressRange, ...]:
    """All addresses of a group, sorted; hosts that follow one another are one range."""
    hosts = join_addresses(each for each in group.addresses if each.is_single)
    return tuple(sorted((*hosts, *(each for each in group.addresses if not each.is_single))))


class HostCount(NamedTuple):
    """How many hosts a group has, at most or exactly. 0: nobody can say."""

    is_exact: bool
    most: int


def count_hosts(group: Group) -> HostCount:
    """How many hosts a group has, by the family that tells more about it: a host has one of each.

    A network has room for more hosts than it has, and single addresses and ranges have none.
    """
    return max(HostCount(*told) for told in (_count(group, 4), _count(group, 6)))


def _count(group: Group, family: int) -> tuple[bool, int]:
    parts = join_addresses(each for each in group.addresses if each.family == family)
    count = sum(int(part.last) - int(part.first) + 1 for part in parts)
    of_networks = any("/" in str(each) for each in group.addresses if each.family == family)
    return (False, 0) if count > MOST_COUNTED else (bool(count) and not of_networks, count)


def touched_by(change: Change, heirs: Iterable[str], counts: Mapping[str, int]) -> int:
    """How many rules a change touches, of its own row and of those that took its place.

    `counts` is that of `count_by_listener`.
    """
    return sum(counts.get(key, 0) for key in dict.fromkeys((change.listener, *heirs)))


def count_by_listener(rule_set: RuleSet) -> Mapping[str, int]:
    """How many rules each row causes."""
    return Counter(key for rule in _each_rule(rule_set) for key in rule.listeners)


def list_sources(rules: Iterable[Rule]) -> Mapping[str, int]:
    """The address of each source of the rules, in their order, with its number from 1."""
    causes = {id(cause): cause for rule in rules for cause in rule.causes}
    sources = dict.fromkeys(cause.source for cause in causes.values() if cause.source)
    return {source: number for number, source in enumerate(sources, start=1)}
