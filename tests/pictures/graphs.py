"""Graphs for tests: from rules between named groups, and those of presets."""

from portsref.pictures.graph import Graph, graph_of
from portsref.planning.document import PlanDocument, document_from
from portsref.planning.rules import Rule
from tests.exporters.rule_sets import group, rule


def plan(*groups: dict[str, object]) -> PlanDocument:
    return document_from(
        {"schema": "portsref.plan/v1", "title": "Example plan", "groups": list(groups)}
    )


def opens(source: str, destination: str, ports: str = "443", **what: str) -> Rule:
    zones = what.pop("zones", "core core").split()
    ends = (
        group(name, "10.0.0.0/24", zone=zone)
        for name, zone in zip((source, destination), zones, strict=True)
    )
    return rule(f"{source}-{destination}-{ports}", *ends, ports=ports, **what)


def graph(*rules: Rule, document: PlanDocument | None = None) -> Graph:
    return graph_of(document or plan(), rules, lambda end, _rule: end.name)


def pairs(graph: Graph) -> set[tuple[str, str]]:
    """Who may connect to whom, by their names."""
    return {
        (graph.ends[edge.source].name, graph.ends[edge.destination].name) for edge in graph.edges
    }
