"""The rules of a plan that somebody else wrote, as long as they are no more than can be carried."""

from portsref.catalogue.catalogue import Catalogue
from portsref.documents.problems import Problem, ProblemsError
from portsref.limits import MOST_ADDRESSES, MOST_FLOWS
from portsref.planning.document import PlanDocument
from portsref.planning.engine import plan_rules
from portsref.planning.rules import RuleSet


def plan_within_limits(document: PlanDocument, catalogue: Catalogue) -> RuleSet:
    """As `plan_rules`; raises `ProblemsError` where the plan makes too many flows or addresses."""
    rule_set = plan_rules(document, catalogue, most_flows=MOST_FLOWS)
    addresses = sum(
        len(end.addresses) for rule in rule_set.all_rules for end in (rule.source, rule.destination)
    )
    if addresses > MOST_ADDRESSES:
        reason = f"make rules with more than {MOST_ADDRESSES:,} addresses: use networks"
        raise ProblemsError([Problem("", "groups", reason)])
    return rule_set
