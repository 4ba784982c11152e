"""Why a packet is dropped: what a plan and the catalogue say of a line in a log or an error text.

Rules and changes of the plan are facts. That an option or a product is behind a packet is shown by
working the plan out with it; that the packet is what the catalogue knows on its port stays a guess.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from portsref.catalogue.search.index import SearchIndex
from portsref.packet_logs.packets import Packet
from portsref.planning.rules import RuleSet
from portsref.troubleshooting.explanations import Explanation
from portsref.troubleshooting.inquiry import Case, Inquiry
from portsref.troubleshooting.verdicts import (
    failures,
    outside,
    plan,
    pods,
    rows,
    services,
    transit,
)

type Step = Callable[[Case], Explanation | None]

# The first that knows something says it: the surest before what is likely.
ACCEPTED: tuple[Step, ...] = (transit.accepted, transit.accepted_unplanned)
DROPPED: tuple[Step, ...] = (
    failures.answered,
    failures.out_of_reach,
    failures.named,
    failures.on_named_host,
    transit.in_plan,
    rows.to_fixed_destination,
    transit.unroutable,
    transit.reply,
    transit.icmp_answer,
    transit.newer_catalogue,
    services.service_address,
    pods.pods,
    outside.outside,
    outside.unknown_end,
    plan.same_host,
    plan.changed,
    plan.behind_endpoint,
    rows.not_applying,
    rows.other_ends,
    rows.products,
)


def explain(
    packets: Iterable[Packet],
    rule_set: RuleSet,
    index: SearchIndex,
    *,
    translate: Callable[[str], str] = str,
) -> tuple[Explanation, ...]:
    """Explain every packet by a plan's rules and the catalogue, the same every time.

    `rule_set` may have been worked out with another catalogue than that of `index`. The purpose of
    a listener to be added goes through `translate`.
    """
    inquiry = Inquiry(rule_set, index, translate)
    return tuple(_explain(inquiry.case(packet)) for packet in packets)


def _explain(case: Case) -> Explanation:
    steps = ACCEPTED if case.packet.accepted else DROPPED
    found = next(said for step in steps if (said := step(case)))
    return replace(found, is_complete=not case.inquiry.trials.is_exhausted)
