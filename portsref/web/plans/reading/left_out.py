"""Rules that are left out by a change, shown where they would stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from portsref.planning.identity import identity_of
from portsref.planning.rules import Rule


@dataclass(frozen=True, slots=True)
class LeftOut:
    """These rules, the reasons by listener, and the order of all rules, by identity."""

    rules: tuple[Rule, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    order: Mapping[str, int] = field(default_factory=dict)

    def reason(self, rule: Rule) -> str:
        """Why a rule is left out."""
        return next((self.reasons[key] for key in rule.listeners if key in self.reasons), "")

    def among(self, rules: Iterable[Rule], *, outside: bool) -> tuple[Rule, ...]:
        """Rules with those that are left out of them, in the order of all."""
        here = [rule for rule in self.rules if (rule.destination.kind == "outside") == outside]
        if not here:
            return tuple(rules)
        last = len(self.order)
        place = {rule: self.order.get(identity_of(rule), last) for rule in (*rules, *here)}
        return tuple(sorted(place, key=place.__getitem__))


NONE_LEFT_OUT = LeftOut()
