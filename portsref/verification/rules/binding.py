"""Gives firewalls the addresses that they name by others, once it is known whose they are."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from portsref.messages import Message, gettext_noop
from portsref.verification.belonging import Groups
from portsref.verification.rules.model import Filter, Firewall, Match, Step
from portsref.verification.rules.space import EVERY_ADDRESS, address_spans

WHO_IS_IN = gettext_noop("the plan does not say who is in %(name)s")


def bind(firewalls: Sequence[Firewall], group: str, groups: Groups) -> tuple[Firewall, ...]:
    """The firewalls of a group with the addresses of those that they name, the united joined."""
    own = {name for firewall in firewalls for name in firewall.names}
    bound = [_bound(one, group, groups, own) for one in firewalls]
    apart = _without_twins(one for one in bound if not one.united)
    united = sorted((one for one in bound if one.united), key=lambda one: one.reader)
    joined = [_joined(list(parts)) for _, parts in groupby(united, key=lambda one: one.reader)]
    return (*apart, *joined)


def _bound(firewall: Firewall, group: str, groups: Groups, own: set[str]) -> Firewall:
    chains: Mapping[str, tuple[Step, ...]] = {
        name: tuple(
            _step(mine, group, groups, own)
            for step in steps
            for mine in _about_hosts(step, group, groups, own)
        )
        for name, steps in firewall.chains.items()
    }
    return replace(firewall, chains=chains)


def _about_hosts(step: Step, group: str, groups: Groups, own: set[str]) -> Iterator[Step]:
    """The step where it is about hosts of the group; with a doubt where nobody knows."""
    names = step.match.hosts_of
    whose = {group if name in own else groups.by_name((name,)) for name in names}
    if not names or group in whose:
        yield step
    elif "" in whose:
        doubt = Message(WHO_IS_IN, {"name": ", ".join(names)[:60]})
        yield replace(step, match=step.match.doubted(doubt))


def _step(step: Step, group: str, groups: Groups, own: set[str]) -> Step:
    member = step.match.members_of
    if not member:
        return step
    whose = group if member in own else groups.by_name((member,))
    addresses = groups.addresses.get(whose, ())
    if not addresses:
        doubt = Message(WHO_IS_IN, {"name": member[:60]})
        return replace(step, match=step.match.doubted(doubt))
    by_family = {family: address_spans(addresses, family) for family in EVERY_ADDRESS}
    known: Match = replace(step.match.narrowed("sources", by_family), members_of="")
    return replace(step, match=known)


def _without_twins(firewalls: Iterable[Firewall]) -> list[Firewall]:
    """The same rules once, which a document says for several of its names."""
    found: list[Firewall] = []
    for firewall in firewalls:
        if not any(replace(one, names=firewall.names) == firewall for one in found):
            found.append(firewall)
    return found


def _joined(firewalls: Sequence[Firewall]) -> Firewall:
    """Several of which any may accept, as one."""
    first = firewalls[0]
    chain = "united"
    steps = tuple(
        step
        for firewall in firewalls
        for one in firewall.filters
        for step in firewall.chains[one.chain]
    )
    return replace(first, filters=(Filter("network", chain, "deny"),), chains={chain: steps})
