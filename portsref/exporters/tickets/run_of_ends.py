"""What is written of both ends of a rule, made once for the rules that follow each other."""

from collections.abc import Callable

from portsref.exporters.families import Families, Flow
from portsref.planning.rules import Endpoint, Rule
from portsref.protocols import PROTOCOL_BY_NAME


class RunOfEnds[Made]:
    """What is made of both ends of a rule, in each family that these and its protocol have.

    Hardly a rule has other ends than the one before it, so that no more is kept than of these.
    """

    def __init__(self, make: Callable[[Flow], Made]) -> None:
        self._make, self._families = make, Families()
        self._source: Endpoint | None = None
        self._destination: Endpoint | None = None
        self._made: dict[frozenset[int], list[Made]] = {}

    def of(self, rule: Rule) -> list[Made]:
        """One for each family, IPv4 first."""
        if rule.source is not self._source or rule.destination is not self._destination:
            self._source, self._destination, self._made = rule.source, rule.destination, {}
        families = PROTOCOL_BY_NAME[rule.protocol].families
        made = self._made.get(families)
        if made is None:
            made = self._made[families] = [*map(self._make, self._families.flows(rule))]
        return made
