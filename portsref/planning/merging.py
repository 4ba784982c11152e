"""Flows become rules, and rules become fewer rules that allow exactly the same."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from portsref.catalogue.keys import product_of
from portsref.planning.document import OWN_PRODUCT
from portsref.planning.flows import Flow
from portsref.planning.rules import Action, Cause, Endpoint, Rule
from portsref.ports import PortSet

type Ends = tuple[Endpoint, Endpoint]
type Line = tuple[str, str, PortSet]  # listener or product, protocol and ports


def rules_of(flows: Iterable[Flow]) -> tuple[Rule, ...]:
    """Make one rule of each product and pair of ends, sorted by ends, protocol and ports.

    Causes of a rule stand in the order of their flows. Rows of one product that need the same ports
    between the same ends, such as one for the control plane and one for workers, are one rule;
    listeners of the user's own are not.
    """
    together: defaultdict[Ends, dict[Line, tuple[Cause, ...]]] = defaultdict(dict)
    for listener, source, destination, protocol, ports, cause in flows:
        lines = together[source, destination]
        line = (listener, protocol, ports)
        causes = lines.get(line, ())
        if cause not in causes:
            lines[line] = (*causes, cause)
    ordered = sorted(((_order_of_ends(ends), ends) for ends in together), key=itemgetter(0))
    rules = (
        rule
        for _order, several in groupby(ordered, key=itemgetter(0))
        for rule in sorted(
            (rule for _order, ends in several for rule in _rules_between(ends, together[ends])),
            key=_order_of_line,
        )
    )
    return with_unique_names(rules)


def _rules_between(ends: Ends, lines: Mapping[Line, tuple[Cause, ...]]) -> Iterator[Rule]:
    """Make the rules of one pair of ends, each named after the first of its rows."""
    source, destination = ends
    between = _slug(source.name, "to", destination.name)
    alike: dict[Line, list[tuple[str, tuple[Cause, ...]]]] = {}
    for (listener, protocol, ports), causes in lines.items():
        product = product_of(listener)
        line = (listener if product == OWN_PRODUCT else product, protocol, ports)
        alike.setdefault(line, []).append((listener, causes))
    for (_product, protocol, ports), several in alike.items():
        listener, causes = several[0] if len(several) == 1 else _joined(several)
        name = f"{between}-{_slug_of_part(listener)}"
        yield Rule(name, source, destination, protocol, ports, causes)


def _joined(several: Iterable[tuple[str, tuple[Cause, ...]]]) -> tuple[str, tuple[Cause, ...]]:
    """The first of several rows, with the causes of all."""
    ordered = sorted(several, key=itemgetter(0))
    causes = dict.fromkeys(cause for _listener, causes in ordered for cause in causes)
    return ordered[0][0], tuple(causes)


def merge_rules(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Join rules of the same ends and protocol into the fewest that allow the same packets.

    Ranges in which a port is chosen at run time stay alone, because the ports around a fixed
    number would hide it; so does what is needed during the installation only. A joined rule has the
    number of the first.
    """
    together: dict[tuple[Endpoint, Endpoint, str, Action, bool, str], list[Rule]] = {}
    for rule in rules:
        random = any(cause.random for cause in rule.causes)
        line = (rule.source, rule.destination, rule.protocol, rule.action, random, rule.phase)
        together.setdefault(line, []).append(rule)
    merged = (
        Rule(
            name=_slug(source.name, "to", destination.name, protocol, "random" if random else ""),
            source=source,
            destination=destination,
            protocol=protocol,
            ports=PortSet.of(part for rule in parts for part in rule.ports.ranges),
            causes=tuple(dict.fromkeys(cause for rule in parts for cause in rule.causes)),
            action=action,
            number=parts[0].number,
        )
        for (source, destination, protocol, action, random, _phase), parts in together.items()
    )
    return with_unique_names(
        sorted(
            merged,
            key=lambda rule: (
                _order_of_ends((rule.source, rule.destination)),
                _order_of_line(rule),
            ),
        )
    )


def crossing(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Keep the rules whose ends lie in different zones, outside or anywhere."""
    return tuple(rule for rule in rules if rule.crosses_zones)


def with_unique_names(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Number the rules whose names would be equal."""
    numbers: dict[str, int] = {}  # by name that is taken, which number to try next
    named = []
    for rule in rules:
        name = rule.name
        while name in numbers:
            number = numbers[rule.name]
            numbers[rule.name], name = number + 1, f"{rule.name}-{number}"
        numbers[name] = 2
        named.append(rule if name == rule.name else replace(rule, name=name))
    return tuple(named)


def with_names_of_their_own(
    rules: Sequence[Rule], outbound: Sequence[Rule]
) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """Number the rules of a rule set whose names would be equal, across both of its lists."""
    named = with_unique_names((*rules, *outbound))
    return named[: len(rules)], named[len(rules) :]


_KINDS: Mapping[str, int] = {"group": 0, "any": 1, "outside": 2}


def _order_of_ends(ends: Ends) -> tuple[object, ...]:
    source, destination = ends
    return _KINDS[source.kind], source.name, _KINDS[destination.kind], destination.name


def _order_of_line(rule: Rule) -> tuple[object, ...]:
    return rule.protocol, rule.ports.numbers, rule.causes[0].listener, rule.name


def _slug(*parts: str) -> str:
    """A name of letters, digits and hyphens in any script, safe at the start of a cell."""
    return "-".join(filter(None, map(_slug_of_part, parts)))


@lru_cache(maxsize=4096)
def _slug_of_part(part: str) -> str:
    kept = (character if character.isalnum() else " " for character in part.lower())
    return "-".join("".join(kept).split())
