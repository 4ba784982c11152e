"""Rules that a plan would have, had nobody left out their listeners: they stay visible."""

from portsref.catalogue.catalogue import Catalogue
from portsref.documents.problems import ProblemsError
from portsref.limits import MOST_FLOWS
from portsref.planning.engine import plan_rules
from portsref.planning.identity import identity_of
from portsref.planning.numbering import RuleNumbers
from portsref.planning.rules import RuleSet
from portsref.web.plans.reading.left_out import NONE_LEFT_OUT, LeftOut

MOST_RULES = 500  # of a larger plan the outline alone says what is left out


def find_left_out(rule_set: RuleSet, catalogue: Catalogue, numbers: RuleNumbers) -> LeftOut:
    """The rules that come back when the exclusions of a plan are taken back, with their reasons."""
    document = rule_set.document
    reasons = {one.listener: one.reason or "" for one in document.changes if one.excluded}
    if not reasons or len(rule_set.all_rules) > MOST_RULES:
        return NONE_LEFT_OUT
    kept = tuple(change for change in document.changes if not change.excluded)
    whole = document.model_copy(update={"changes": kept})
    try:
        planned = numbers.given_to(plan_rules(whole, catalogue, most_flows=MOST_FLOWS))
    except ProblemsError:
        return NONE_LEFT_OUT
    there = set(map(identity_of, rule_set.all_rules))
    return LeftOut(
        rules=tuple(
            rule
            for rule in planned.all_rules
            if identity_of(rule) not in there and not reasons.keys().isdisjoint(rule.listeners)
        ),
        reasons=reasons,
        order={identity_of(rule): place for place, rule in enumerate(planned.all_rules)},
    )
