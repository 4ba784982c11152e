"""What could be added to a plan so that a packet passes: nothing is offered that was not tried."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from portsref.catalogue.keys import product_of
from portsref.catalogue.products import Row
from portsref.messages import gettext_noop
from portsref.planning.document import Change, Group
from portsref.troubleshooting.additions import MOST_PARTS, Addition
from portsref.troubleshooting.explanations import End, Remedy, RemedyKind
from portsref.troubleshooting.inquiry import Case
from portsref.troubleshooting.own_listeners import (
    ROLES_OF_STRANGERS,
    new_group,
    own_listener_ways,
    with_address,
)
from portsref.troubleshooting.whereabouts import may_be_at

MOST_REMEDIES = 3
PURPOSE = gettext_noop("Packets that were dropped, from %(source)s to %(destination)s.")


def remedy(case: Case, kind: RemedyKind, addition: Addition, **about: Any) -> Remedy | None:
    """The remedy, if with it the plan allows the packet, or knows what that names."""
    tried = case.inquiry.trials.with_added(addition)
    if tried is None or not case.is_met_by(tried.rule_set):
        return None
    return Remedy(kind, addition, opens=tried.opens, closes=tried.closes, **about)


def by_options(case: Case, row: Row, kind: RemedyKind) -> Iterator[Remedy]:
    """The options that bring a row in, with its product picked if it is not yet."""
    for wanted in case.inquiry.suspects.ways_to_apply(row):
        if not wanted.picks:
            continue
        found = remedy(
            case,
            kind,
            Addition(picks=wanted.picks),
            product=row.product,
            options=wanted.options,
            listener=row.key,
        )
        if found:
            yield replace(found, moves=_moved(case, found))


def _moved(case: Case, found: Remedy) -> tuple[str, ...]:
    """The rows of a remedy's product that would not apply any more with it."""
    tried = case.inquiry.trials.with_added(found.addition)
    if tried is None:
        return ()
    gone = case.inquiry.trials.now.listed - tried.rule_set.listed
    return tuple(sorted(key for key in gone if product_of(key) == found.product))


def by_own_listener(case: Case) -> tuple[Remedy, ...]:
    """A listener of the user's own that allows this packet and, but for its row, nothing."""
    if not case.has_both_ends or (not case.source.groups and not case.destination.groups):
        return ()
    source, destination = _group_at(case.source, case), _group_at(case.destination, case)
    if source is None or destination is None:
        return ()
    names = {"source": source.name, "destination": destination.name}
    additions = own_listener_ways(
        case.packet,
        source,
        destination,
        case.inquiry.suspects.placement,
        purpose=case.inquiry.translate(PURPOSE) % names,
    )
    for addition in additions:
        for way in (addition, _without_others(case, addition)):
            if way and (found := _only_this_listener(case, way)):
                return (found,)
    return ()


def _only_this_listener(case: Case, addition: Addition) -> Remedy | None:
    """The addition as a remedy, if it opens nothing but its own listener."""
    key = addition.listeners[0].key
    document = case.inquiry.document
    new = next((group.name for group in addition.groups if not document.group(group.name)), "")
    kind: RemedyKind = "add-group" if new else "own-listener"
    found = remedy(case, kind, addition, listener=key, group=new)
    if found is None or found.closes:
        return None
    return found if all(rule.listeners == (key,) for rule in found.opens) else None


def by_address(case: Case) -> Iterator[Remedy]:
    """The address put into a group near it that may already talk so.

    Never into one whose addresses lie elsewhere: that would let a stranger in by every rule of that
    group.
    """
    near = (*case.source.near, *case.destination.near)
    names = _names_that_may(case)
    for group in case.inquiry.document.groups:
        if group.name in names and (group.name in near or not group.addresses):
            address = (case.destination if case.source.groups else case.source).address
            if address is None:
                return
            addition = Addition(groups=(with_address(group, address),))
            if found := remedy(case, "add-address", addition, group=group.name):
                yield found


def _names_that_may(case: Case) -> set[str]:
    """The groups that have a rule for such a packet with the end that is in the plan."""
    names: set[str] = set()
    for rule in case.inquiry.whereabouts.rules_for(case.packet):
        if case.source.groups and may_be_at(rule.source, case.source.groups):
            names.add(rule.destination.name)
        if case.destination.groups and may_be_at(rule.destination, case.destination.groups):
            names.add(rule.source.name)
    return names


def by_new_group(case: Case) -> tuple[Remedy, ...]:
    """A group for a source that is not in the plan, where a row of the plan lets it in.

    First with nothing else opened to it, then with all that its role lets in.
    """
    if case.source.address is None or case.source.groups or not case.destination.groups:
        return ()
    new = new_group(case.source.address, case.inquiry.document)
    for role in ROLES_OF_STRANGERS:
        addition = Addition(groups=(new.model_copy(update={"roles": (role,)}),))
        ways = (_without_others(case, addition), addition)
        tried = (remedy(case, "add-group", way, group=new.name) for way in ways if way)
        if found := tuple(one for one in tried if one and not one.closes):
            return found
    return ()


def _without_others(case: Case, addition: Addition) -> Addition | None:
    """The addition, with what else it would open narrowed to those who connect already.

    A group needs a role to be named by a listener, and with it comes what lets any group in.
    """
    tried = case.inquiry.trials.with_added(addition)
    if tried is None:
        return None
    allowing = case.allowed_by(tried.rule_set)
    wanted = {key for rule in allowing for key in rule.listeners}
    others = sorted({rule.listeners[0] for rule in tried.opens} - wanted)
    changes = (*addition.changes, *(_narrowed_to_now(key, case) for key in others))
    parts = addition.model_copy(update={"changes": changes})
    return parts if others and len(changes) <= MOST_PARTS else None


def _narrowed_to_now(key: str, case: Case) -> Change:
    """A change that keeps who connects to a listener in the plan as it is."""
    document, now = case.inquiry.document, case.inquiry.trials.now.rules
    names = {rule.source.name for rule in now if key in rule.listeners}
    known = next((one for one in document.changes if one.listener == key), None)
    peers = tuple(group.name for group in document.groups if group.name in names)
    return (known or Change(listener=key)).model_copy(update={"peers": peers})


def _group_at(end: End, case: Case) -> Group | None:
    document = case.inquiry.document
    known = document.group(end.groups[0]) if end.groups else None
    return known or (new_group(end.address, document) if end.address else None)
