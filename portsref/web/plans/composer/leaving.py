"""The outbound needs that the proxy of a plan carries, or that go past it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.keys import product_of
from portsref.planning.document import MOST_DIRECT
from portsref.planning.rules import RuleSet
from portsref.web.plans.finding_words import product_words
from portsref.web.shared.row_words import translated


@dataclass(frozen=True, slots=True)
class NeedChoice:
    """An outbound need that the proxy carries, or that goes past it."""

    key: str
    product: str
    purpose: str
    is_direct: bool


def list_leaving(
    rule_set: RuleSet | None, direct: Sequence[str], catalogue: Catalogue
) -> Iterator[NeedChoice]:
    """The needs that the proxy carries by these rules, and those that are said to go past it."""
    rules = rule_set.outbound if rule_set else ()
    causes = [cause for rule in rules for cause in rule.causes]
    carried = {cause.listener for cause in causes if cause.reason.through == "outbound-proxy"}
    for key in sorted(carried.union(direct[:MOST_DIRECT])):
        row = catalogue.rows.get(key)
        yield NeedChoice(
            key=key,
            product=product_words(product_of(key), catalogue),
            purpose=translated(catalogue, row.purpose, row.product) if row else key,
            is_direct=key in direct,
        )
