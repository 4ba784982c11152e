"""`plan_rules`: from a plan document and a catalogue to the rules that the plan needs."""

from collections.abc import Iterable, Iterator

from portsref.catalogue.catalogue import Catalogue
from portsref.documents.problems import Problem, ProblemsError
from portsref.planning.document import PlanDocument
from portsref.planning.findings.base import Planned
from portsref.planning.findings.registry import review
from portsref.planning.flows import Flow, expand_flows, find_connections
from portsref.planning.including import kubernetes_of
from portsref.planning.listing import list_local
from portsref.planning.merging import rules_of
from portsref.planning.placement import Placement
from portsref.planning.rules import RuleSet
from portsref.planning.selection import Selection, select_rows
from portsref.work import TooMuchWorkError, Work

_RANGES_OF_A_FLOW = 8
_COMPARISONS_OF_A_FLOW = 20  # two ranges are compared in as many times less than a flow is made


def plan_rules(
    document: PlanDocument, catalogue: Catalogue, *, most_flows: int | None = None
) -> RuleSet:
    """Work out every rule that `document` needs, and what is doubtful about it.

    Pure, deterministic and total: every document that validates has an answer. Whoever answers
    strangers sets `most_flows`, beyond which `ProblemsError` is raised before memory runs out.
    """
    selection = select_rows(document, catalogue)
    _refuse_many_ranges(selection, most_flows)
    placement = Placement(selection)
    connections = find_connections(placement)
    rules = rules_of(_at_most(most_flows, expand_flows(connections, placement)))
    told = {cause.listener for rule in rules for cause in rule.causes}
    local, pod_network = list_local(placement, connections, told)
    return RuleSet(
        document=document,
        kubernetes=kubernetes_of(document, catalogue),
        catalogue_date=catalogue.date,
        catalogue_digest=catalogue.digest,
        rules=tuple(rule for rule in rules if rule.destination.kind != "outside"),
        outbound=tuple(rule for rule in rules if rule.destination.kind == "outside"),
        local=local,
        pod_network=pod_network,
        networks=selection.pod_network,
        findings=review(Planned(placement, connections, rules)),
    )


def _at_most(most: int | None, flows: Iterable[Flow]) -> Iterator[Flow]:
    """Pass flows on, of which one with many ranges of ports counts for several."""
    work = Work(most)
    for flow in flows:
        try:
            work.do(1 + len(flow.ports.ranges) // _RANGES_OF_A_FLOW)
        except TooMuchWorkError as error:
            reason = f"make more than {most:,} flows: merge groups, or pick fewer products"
            raise ProblemsError([Problem("plan", "groups", reason)]) from error
        yield flow


def _refuse_many_ranges(selection: Selection, most: int | None) -> None:
    """Refuse ports whose comparison with those of all rows would be more work than the flows."""
    changed = (change.ports for change in selection.document.changes)
    own = (listener.ports for listener in selection.document.listeners)
    ranges = sum(len(ports.ranges) for ports in (*changed, *own) if ports)
    if most is not None and ranges * len(selection.rows) > most * _COMPARISONS_OF_A_FLOW:
        reason = f"have {ranges:,} ranges of ports, too many to compare here: merge ranges"
        raise ProblemsError([Problem("plan", "listeners and changes", reason)])
