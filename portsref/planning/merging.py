"""Flows become rules, and rules become fewer rules that allow exactly the same."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import chain, count

from portsref.planning.flows import Flow
from portsref.planning.rules import Cause, Endpoint, Rule
from portsref.ports import PortSet


def rules_of(flows: Iterable[Flow]) -> tuple[Rule, ...]:
    """Make one rule of each listener and pair of ends, sorted by ends, protocol and ports."""
    together: dict[tuple[str, Endpoint, Endpoint, str, PortSet], list[Cause]] = {}
    for flow in flows:
        line = (flow.listener, flow.source, flow.destination, flow.protocol, flow.ports)
        causes = together.setdefault(line, [])
        if flow.cause not in causes:
            causes.append(flow.cause)
    rules = (
        Rule(
            name=_slug(source.name, "to", destination.name, listener),
            source=source,
            destination=destination,
            protocol=protocol,
            ports=ports,
            causes=tuple(sorted(causes, key=lambda cause: cause.listener != listener)),
        )
        for (listener, source, destination, protocol, ports), causes in together.items()
    )
    return with_unique_names(sorted(rules, key=_order))


def merge_rules(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Join rules of the same ends and protocol into the fewest that allow the same packets.

    Ranges in which a port is chosen at run time stay alone, because the ports around a fixed
    number would hide it.
    """
    together: dict[tuple[Endpoint, Endpoint, str, bool], list[Rule]] = {}
    for rule in rules:
        random = any(cause.random for cause in rule.causes)
        together.setdefault((rule.source, rule.destination, rule.protocol, random), []).append(rule)
    merged = (
        Rule(
            name=_slug(source.name, "to", destination.name, protocol, "random" if random else ""),
            source=source,
            destination=destination,
            protocol=protocol,
            ports=PortSet.of(part for rule in parts for part in rule.ports.ranges),
            causes=tuple(dict.fromkeys(cause for rule in parts for cause in rule.causes)),
        )
        for (source, destination, protocol, random), parts in together.items()
    )
    return with_unique_names(sorted(merged, key=_order))


def crossing(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Keep the rules whose ends lie in different zones, outside or anywhere."""
    return tuple(rule for rule in rules if rule.crosses_zones)


def with_unique_names(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Number the rules whose names would be equal."""
    taken: set[str] = set()
    named = []
    for rule in rules:
        names = chain([rule.name], (f"{rule.name}-{number}" for number in count(2)))
        name = next(name for name in names if name not in taken)
        taken.add(name)
        named.append(replace(rule, name=name))
    return tuple(named)


_KINDS: Mapping[str, int] = {"group": 0, "any": 1, "outside": 2}


def _order(rule: Rule) -> tuple[object, ...]:
    return (
        _KINDS[rule.source.kind],
        rule.source.name,
        _KINDS[rule.destination.kind],
        rule.destination.name,
        rule.protocol,
        rule.ports.ranges,
        rule.causes[0].listener,
        rule.name,
    )


def _slug(*parts: str) -> str:
    """A name of letters, digits and hyphens in any script, safe at the start of a cell."""
    return "-".join(filter(None, map(_slug_of_part, parts)))


@lru_cache(maxsize=4096)
def _slug_of_part(part: str) -> str:
    kept = (character if character.isalnum() else " " for character in part.lower())
    return "-".join("".join(kept).split())
