"""`plan_rules`: from a plan document and a catalogue to the rules that the plan needs."""

from collections.abc import Iterable, Iterator

from portsref.catalogue.catalogue import Catalogue
from portsref.documents.problems import Problem, ProblemsError
from portsref.planning.document import PlanDocument
from portsref.planning.findings import review
from portsref.planning.flows import Flow, expand_flows, find_connections, local_listeners
from portsref.planning.merging import rules_of
from portsref.planning.placing import Places
from portsref.planning.rules import RuleSet
from portsref.planning.selection import select_rows


def plan_rules(
    document: PlanDocument, catalogue: Catalogue, *, most_flows: int | None = None
) -> RuleSet:
    """Work out every rule that `document` needs, and what is doubtful about it.

    Pure, deterministic and total: every document that validates has an answer. Whoever answers
    strangers sets `most_flows`, beyond which `ProblemsError` is raised before memory runs out.
    """
    places = Places(select_rows(document, catalogue))
    connections = find_connections(places)
    rules = rules_of(_at_most(most_flows, expand_flows(connections, places)))
    local, pod_network = local_listeners(places)
    return RuleSet(
        document=document,
        kubernetes=document.kubernetes or catalogue.newest_kubernetes,
        catalogue_date=catalogue.date,
        catalogue_digest=catalogue.digest,
        rules=tuple(rule for rule in rules if rule.destination.kind != "outside"),
        outbound=tuple(rule for rule in rules if rule.destination.kind == "outside"),
        local=tuple(local),
        pod_network=tuple(pod_network),
        findings=review(places, connections, rules),
    )


def _at_most(most: int | None, flows: Iterable[Flow]) -> Iterator[Flow]:
    for count, flow in enumerate(flows, start=1):
        if most is not None and count > most:
            reason = f"make more than {most:,} flows: join groups, or pick fewer products"
            raise ProblemsError([Problem("plan", "groups", reason)])
        yield flow
