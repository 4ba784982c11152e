"""Verdicts by the rows of the catalogue that use the packet's port."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from portsref.catalogue.products import Row
from portsref.catalogue.search.entries import Entry, is_wide
from portsref.planning.including import Included
from portsref.planning.rules import Local, Rule
from portsref.troubleshooting.explanations import Explanation, Remedy, Verdict
from portsref.troubleshooting.inquiry import MOST_RULES, Case
from portsref.troubleshooting.remedies import MOST_REMEDIES, by_options, by_own_listener, remedy
from portsref.troubleshooting.suspects import Suspects
from portsref.troubleshooting.whereabouts import holds, may_be_at

MOST_ROWS_TRIED = 8
_MANY = 30_000


def not_applying(case: Case) -> Explanation | None:
    """A row between these ends that an option, a pick by hand or a version leaves out."""
    suspects = case.inquiry.suspects
    found: list[Explanation] = []
    for entry in _fitting(case):
        item = suspects.selection.included.get(entry.row.product)
        if item and not suspects.is_in_plan(entry.row):
            found += _why_not(case, entry.row, item)
    if not found:
        return None
    found.sort(key=_moves_something)
    remedies = tuple(remedy for said in found for remedy in said.remedies)
    return replace(found[0], remedies=remedies[:MOST_REMEDIES])


def _moves_something(said: Explanation) -> bool:
    """Tell whether all that helps would have a listener leave where it is."""
    return bool(said.remedies) and all(remedy.moves for remedy in said.remedies)


def to_fixed_destination(case: Case) -> Explanation | None:
    """A row whose packets go to this very address, such as to a multicast group."""
    address = str(case.packet.destination)
    if not any(address in entry.row.destination for entry in case.entries):
        return None
    return not_applying(case) or other_ends(case) or products(case)


def _fitting(case: Case) -> list[Entry]:
    """The first rows of which both ends play what they ask for."""
    fits, ends = case.inquiry.suspects.fits, (case.source, case.destination)
    rows = [entry for entry in case.entries if not _has_any_port(entry.row)]
    fitting = [entry for entry in rows if case.is_named or fits(entry.row, *ends) == 2]
    return fitting[:MOST_ROWS_TRIED]


def _why_not(case: Case, row: Row, item: Included) -> Iterator[Explanation]:
    """Why a row of a product of the plan does not apply, if it would explain the packet."""
    suspects, version = case.inquiry.suspects, case.inquiry.rule_set.kubernetes
    if picking := suspects.picking_row(row):
        if found := remedy(case, "pick-row", picking, listener=row.key):
            yield case.say("row-not-picked", listeners=(row.key,), remedies=(found,))
    elif not row.exists_in(version):
        span = {"since": row.since or "", "until": row.until or "", "version": version}
        yield case.say("other-version", listeners=(row.key,), parameters=span)
    elif remedies := tuple(by_options(case, row, "set-option")):
        # that the cluster is configured so is nothing that the plan says
        yield case.say("option", is_certain=False, listeners=(row.key,), remedies=remedies)
    elif not item.pick.only and (by := _left_out_by(row, suspects)):
        parameters, remedies = {"product": by}, by_own_listener(case)
        yield case.say("omitted", listeners=(row.key,), parameters=parameters, remedies=remedies)


def _left_out_by(row: Row, suspects: Suspects) -> str:
    """The product of the plan that makes a row unnecessary, or takes its place."""
    selection = suspects.selection
    heirs = {heir.row.product for heir in selection.standing_for(row.key)}
    if heirs:
        return min(heirs)
    omitting = (
        slug
        for slug, item in selection.included.items()
        if row.key in {omit.listener for omit in item.product.omits}
    )
    applies = any(not wanted.options for wanted in suspects.ways_to_apply(row))
    return next(omitting, "") if applies else ""


def other_ends(case: Case) -> Explanation | None:
    """What the plan has on this port, for other ends than these."""
    rules = _telling(case)
    at_goal = [rule for rule in rules if may_be_at(rule.destination, case.destination.groups)]
    if at_goal:
        return _say_other(case, "not-a-peer", at_goal)
    if local := _staying_local(case):
        return local
    from_here = [rule for rule in rules if may_be_at(rule.source, case.source.groups)]
    here = [rule for rule in from_here if rule.destination.kind == "group"]
    return _say_other(case, "elsewhere", here) if here else None


def _telling(case: Case) -> list[Rule]:
    """The rules of the packet's port, without those for whatever pods say to each other."""
    rules = case.inquiry.whereabouts.rules_for(case.packet)
    return [rule for rule in rules if not _is_pods(rule, case)]


def _is_pods(item: Rule | Local, case: Case) -> bool:
    """Tell whether something is about all traffic of pods, which has every port."""
    known = case.inquiry.index.by_key
    rows = [known[cause.listener].row for cause in item.causes if cause.listener in known]
    return bool(rows) and all("pods" in row.traffic for row in rows)


def _has_any_port(row: Row) -> bool:
    """Tell whether a row has so many ports that one of them says nothing of it."""
    return "pods" in row.traffic or len(row.ports) > _MANY


def _staying_local(case: Case) -> Explanation | None:
    """What listens there, but only on its own host or in the pod network."""
    rule_set = case.inquiry.rule_set
    for kind, items in (("host", rule_set.local), ("pod", rule_set.pod_network)):
        for item in items:
            is_there = not {*item.groups}.isdisjoint(case.destination.groups)
            is_it = holds(case.packet, item.protocol, item.ports) and not _is_pods(item, case)
            if is_there and is_it:
                return case.say(
                    "stays-local",
                    listeners=(item.listener,),
                    parameters={"kind": kind},
                    remedies=by_own_listener(case),
                )
    return None


def _say_other(case: Case, verdict: Verdict, rules: Sequence[Rule]) -> Explanation:
    listeners = dict.fromkeys(key for rule in rules for key in rule.listeners)
    return case.say(
        verdict,
        rules=tuple(rules[:MOST_RULES]),
        listeners=tuple(listeners),
        remedies=by_own_listener(case),
    )


def products(case: Case) -> Explanation:
    """Products that the plan does not have; where none helps, whether the port is known at all."""
    remedies = tuple(_by_products(case))[:MOST_REMEDIES]
    verdict: Verdict = "product" if remedies else "unknown"
    if not remedies and not all(is_wide(entry.row) for entry in case.entries):
        verdict = "known-elsewhere"
    return case.say(
        verdict,
        listeners=tuple(remedy.listener for remedy in remedies),
        remedies=(*remedies, *by_own_listener(case)),
        is_certain=False,
    )


def _by_products(case: Case) -> Iterator[Remedy]:
    """The first way that closes nothing for each product that is not in the plan."""
    suspects = case.inquiry.suspects
    tried: set[str] = {*suspects.selection.included}
    for entry in _fitting(case):
        slug = entry.row.product
        if slug in tried or suspects.is_another_cluster(entry):
            continue
        tried.add(slug)
        ways = by_options(case, entry.row, "pick-product")
        yield from [way for way in ways if not way.closes][:1]
