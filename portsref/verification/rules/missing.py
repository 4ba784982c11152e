"""A request for only what is missing: rules of a plan, or parts of them, that are closed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from portsref.comparing.diff import Diff, delta_request
from portsref.planning.merging import with_unique_names
from portsref.planning.rules import Endpoint, Rule, RuleSet
from portsref.protocols import PROTOCOL_BY_NAME
from portsref.verification.rules.needs import packets_of
from portsref.verification.rules.space import EVERY_ADDRESS, Box, Space, Spans, ports_of, ranges_of


def missing_request(missing: Iterable[Rule], rule_set: RuleSet) -> RuleSet:
    """What a check found closed as a rule set that exporters can write, as of a diff."""
    return delta_request(Diff(opened=with_unique_names(missing)), rule_set, "opened")


def missing_of(rule: Rule, closed: Space) -> Iterator[Rule]:
    """The rule where all of it is closed, or a rule for each part that is."""
    if set(closed) == set(packets_of(rule)):
        yield rule
        return
    for box in closed:
        yield replace(
            rule,
            source=_part(rule.source, box, box.sources),
            destination=_part(rule.destination, box, box.destinations),
            ports=ports_of(box.ports) if PROTOCOL_BY_NAME[rule.protocol].has_ports else rule.ports,
        )


def _part(end: Endpoint, box: Box, found: Spans) -> Endpoint:
    """An end with the addresses that are meant; with none where it means any."""
    if found == EVERY_ADDRESS[box.family]:
        return end
    return replace(end, kind="group", addresses=ranges_of(found, box.family))
