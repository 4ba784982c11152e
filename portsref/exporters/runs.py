"""The rules to each group, for formats that write what is for one group together.

Of a rule set only where a run of rules between two ends begins and stops is kept: a list of rules
for each group would take memory for each rule.
"""

from array import array
from collections.abc import Callable, Iterator, Sequence

from portsref.planning.rules import Endpoint, Rule


class RulesOfGroups:
    """The groups to which any of the rules goes, by name, and the rules to each.

    `has_part` says of a destination whether it is one of these groups.
    """

    def __init__(self, rules: Sequence[Rule], has_part: Callable[[Endpoint], bool]) -> None:
        self._rules = rules
        self._runs: dict[str, array[int]] = {}
        source = destination = None
        run: array[int] = array("I")
        for number, rule in enumerate(rules):
            if rule.source is not source or rule.destination is not destination:
                source, destination = rule.source, rule.destination
                if has_part(destination):
                    run = self._runs.setdefault(destination.name, array("I"))
                else:
                    run = array("I")
                run.extend((number, number))
            run[-1] = number + 1

    def __contains__(self, group: object) -> bool:
        """Tell whether any of the rules goes to the group."""
        return group in self._runs

    def __iter__(self) -> Iterator[str]:
        """Names of the groups, in their order of names."""
        return iter(sorted(self._runs))

    def rules(self, group: str) -> Iterator[Rule]:
        """The rules to a group."""
        for run in self.runs(group):
            yield from run

    def runs(self, group: str) -> Iterator[Iterator[Rule]]:
        """The rules to a group, those together that follow each other between the same ends."""
        bounds = self._runs[group]
        for begin, stop in zip(bounds[::2], bounds[1::2], strict=True):
            yield map(self._rules.__getitem__, range(begin, stop))

    def first_rules(self, group: str) -> Iterator[Rule]:
        """One rule of each run to a group, which has its ends."""
        return map(self._rules.__getitem__, self._runs[group][::2])
