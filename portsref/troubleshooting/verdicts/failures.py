"""Verdicts by what an error text says: an outcome, and names of what was dialled."""

from collections.abc import Iterator

from portsref.catalogue.products import Row
from portsref.catalogue.search.entries import Entry
from portsref.catalogue.search.named import TO_A_TUNNEL, is_named_exactly, rows_named
from portsref.packet_logs.packets import Failure, Outcome
from portsref.planning.rules import Rule
from portsref.troubleshooting.explanations import Explanation, Remedy
from portsref.troubleshooting.inquiry import MOST_RULES, Case
from portsref.troubleshooting.remedies import MOST_REMEDIES, by_options
from portsref.troubleshooting.verdicts import rows
from portsref.troubleshooting.verdicts.services import rules_and_rows

# What shows that packets went there and back, or that none was sent. A firewall that refuses in
# the host's name is rare, but there are some.
_ANSWERED: frozenset[Outcome] = frozenset(
    {"refused", "reset", "handshake", "certificate", "no-name", "no-network", "no-endpoints"}
)
_PORTS_OF_THE_WEB = frozenset({80, 443})
_RARELY_A_FIREWALL: frozenset[Outcome] = frozenset({"refused", "reset", "handshake"})


def answered(case: Case) -> Explanation | None:
    """An answer, of the host itself or of nobody whom a packet would have to reach."""
    failure = case.packet.failure
    if failure is None or failure.outcome not in _ANSWERED:
        return None
    rules, listeners = rules_and_rows(case)
    return case.say(
        "answered",
        is_certain=failure.outcome not in _RARELY_A_FIREWALL,
        parameters={"outcome": failure.outcome},
        rules=rules,
        listeners=listeners,
    )


def out_of_reach(case: Case) -> Explanation | None:
    """Pods that the control plane dials from outside the network in which alone they are reached.

    No rule helps. What does is to put the listener on the host network, which opens it there.
    """
    failure, rule_set = case.packet.failure, case.inquiry.rule_set
    if failure is None:
        return None
    in_pods = tuple(entry for entry in case.named if _is_in_pods(entry, case))
    is_said = failure.outcome == "outside-pod-network"
    if not is_said and not (in_pods and rule_set.networks.is_out_of_reach):
        return None
    return case.say(
        "out-of-reach",
        is_certain=is_said or any(is_named_exactly(entry, failure) for entry in in_pods),
        listeners=tuple(entry.row.key for entry in in_pods),
        remedies=tuple(_on_hosts(case))[:MOST_REMEDIES],
    )


def _is_in_pods(entry: Entry, case: Case) -> bool:
    return entry.row.scope == "pod" and case.inquiry.suspects.is_in_plan(entry.row)


def _on_hosts(case: Case) -> Iterator[Remedy]:
    """The options that have what is named listen on hosts."""
    suspects = case.inquiry.suspects
    for entry in case.named:
        row: Row = entry.row
        is_included = row.product in suspects.selection.included
        if is_included and row.scope == "node" and not suspects.is_in_plan(row):
            yield from by_options(case, row, "set-option")


def named(case: Case) -> Explanation | None:
    """A Service, an API or a tunnel that is known by its name alone."""
    failure = case.packet.failure
    if failure is None or not case.is_named:
        return None
    if not case.entries:
        return case.say("unknown-service", parameters={"service": failure.all_names[0]})
    return _has_rules(case, failure) or rows.not_applying(case) or _of_a_product(case)


def _has_rules(case: Case, failure: Failure) -> Explanation | None:
    """What the plan has for what is named: rules, or that it stays in the pod network."""
    is_certain = any(is_named_exactly(entry, failure) for entry in case.entries)
    if case.allowing:
        rules = case.allowing[:MOST_RULES]
        keys = tuple(key for key in case.keys_in_plan if any(key in r.listeners for r in rules))
        return case.say("in-plan", is_certain=is_certain, rules=rules, listeners=keys)
    if keys := case.keys_in_plan:
        return case.say(
            "stays-local",
            is_certain=is_certain,
            listeners=keys,
            parameters={"kind": "pod"},
            rules=_carrying_pods(case),
        )
    return None


def _of_a_product(case: Case) -> Explanation:
    """A product that the plan does not have."""
    row = case.entries[0].row
    ways = tuple(by_options(case, row, "pick-product"))[:1]
    return case.say("product", is_certain=False, listeners=(row.key,), remedies=ways)


def _carrying_pods(case: Case) -> tuple[Rule, ...]:
    """The rules inside of which packets to pods run: of a tunnel to nodes, then those of pods."""
    inquiry, carrying = case.inquiry, {"overlay", "pods"}
    entries = inquiry.index.entries
    tunnel = {entry.row.key for entry in rows_named(entries, TO_A_TUNNEL)}
    if inquiry.rule_set.networks.reached != "tunnel":
        tunnel = set()
    between_pods = {entry.row.key for entry in entries if carrying & {*entry.row.traffic}}
    rules = inquiry.rule_set.all_rules
    found = (rule for keys in (tunnel, between_pods) for rule in rules if keys & {*rule.listeners})
    return tuple(dict.fromkeys(found))[:MOST_RULES]


def on_named_host(case: Case) -> Explanation | None:
    """A host that is known by its name alone: one outside, unless its port tells more."""
    failure = case.packet.failure
    if failure is None or not failure.host or case.packet.destination is not None:
        return None
    rules = case.inquiry.whereabouts.rules_for(case.packet)
    outside = [rule for rule in rules if rule.destination.kind == "outside"]
    same = [rule for rule in outside if rule.destination.name == failure.host]
    if not outside:
        is_web = case.packet.port in _PORTS_OF_THE_WEB
        unknown = {"which": "destination"}
        return case.say("unknown-end", parameters=unknown) if is_web else None
    return case.say("outside-by-name", is_certain=False, rules=tuple(same or outside)[:MOST_RULES])
