"""Checks of several hosts as one: what each said of its own, and the worst where several did."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from portsref.planning.rules import Rule, RuleSet
from portsref.verification.base import TONES, Beside, Check, RuleState


def add_up(checks: Sequence[Check], rule_set: RuleSet) -> Check:
    """Several checks of one kind about the rules of one rule set, as one.

    Whatever says nothing of a rule, because nothing was read about its hosts, counts for nothing
    beside what does, and a slight state for nothing beside one that is less so. Else the worst
    counts, with the reasons of all that say it.
    """
    if len(checks) == 1:
        return checks[0]
    of_rules: Sequence[Sequence[RuleState]] = [one.rules for one in checks]
    rules = tuple(map(_worst, zip(*of_rules, strict=True)))
    beside = tuple(dict.fromkeys(each for one in checks for each in one.beside))
    return Check(
        rules,
        beside,
        doubts=tuple(dict.fromkeys(each for one in checks for each in one.doubts)),
        unread=tuple(dict.fromkeys(each for one in checks for each in one.unread)),
        missing=tuple(_missing(checks, rule_set)),
        figures=_figures(rules) + _figures(beside),
    )


def says_something(found: RuleState) -> bool:
    """Tell whether a state is about the hosts of its rule, and not only that nothing was read."""
    return found.state.tone != "unknown" or bool(found.places)


def _worst(found: Sequence[RuleState]) -> RuleState:
    saying = [one for one in found if says_something(one)] or found
    least = min(one.state.slight for one in saying)
    saying = [one for one in saying if one.state.slight == least]
    tone = min((one.state.tone for one in saying), key=TONES.index)
    worst = [one for one in saying if one.state.tone == tone]
    return RuleState(
        worst[0].rule,
        worst[0].state,
        tuple(dict.fromkeys(detail for one in worst for detail in one.details)),
        tuple(dict.fromkeys(place for one in worst for place in one.places)),
    )


def _figures(found: Iterable[RuleState | Beside]) -> Counter[str]:
    return Counter(one.state.name for one in found)


def _missing(checks: Iterable[Check], rule_set: RuleSet) -> Iterator[Rule]:
    """What is missing anywhere, in the order of the rules: a rule, or else parts of it."""
    parts: dict[str, dict[tuple[str, ...], Rule]] = {}
    for one in checks:
        for part in one.missing:
            what = (part.source.text, part.destination.text, str(part.ports))
            parts.setdefault(part.name, {})[what] = part
    for rule in rule_set.all_rules:
        found = parts.get(rule.name, {}).values()
        yield from [rule] if rule in found else found
