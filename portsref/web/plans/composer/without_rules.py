"""Why a product of a plan adds no rule, in few words: nobody should think it was forgotten."""

from collections.abc import Iterator

from django.utils.translation import gettext

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.products import Product
from portsref.planning.document import PlanDocument
from portsref.planning.rules import Local, RuleSet
from portsref.web.shared.joining import clauses, items
from portsref.web.shared.row_words import ROLE_NAMES, word

MOST_ROLES = 3


def say_why_none(product: Product, rule_set: RuleSet, catalogue: Catalogue) -> str:
    """Where all of a product's rows are, given that no rule is about any of them."""
    return clauses(_reasons(product, rule_set, catalogue)) or _say_what_is_missing(
        product, rule_set.document
    )


def _reasons(product: Product, rule_set: RuleSet, catalogue: Catalogue) -> Iterator[str]:
    in_pods = any(_of(product, rule_set.pod_network))
    if in_pods:
        yield gettext("stays in the pod network")
    if local := list(_of(product, rule_set.local)):
        scopes = {catalogue.rows[one.listener].scope for one in local}
        on_loopback = gettext("on loopback") if in_pods else gettext("on loopback only")
        yield on_loopback if scopes == {"loopback"} else gettext("stays on its hosts")
    if roles := list(_roles_without_group(product, rule_set)):
        names = items(word(ROLE_NAMES, role) for role in roles[:MOST_ROLES])
        yield gettext("no group for %(roles)s") % {"roles": names}
    if any(_unplaced(product, rule_set, "system-unplaced")):
        yield gettext("no group has its operating system")


def _of(product: Product, rows: tuple[Local, ...]) -> Iterator[Local]:
    prefix = f"{product.product}/"
    return (one for one in rows if one.listener.startswith(prefix))


def _roles_without_group(product: Product, rule_set: RuleSet) -> Iterator[str]:
    for parameters in _unplaced(product, rule_set, "role-unplaced"):
        yield str(parameters["role"])


def _unplaced(product: Product, rule_set: RuleSet, code: str) -> Iterator[dict[str, object]]:
    """What findings of a kind say that speak of a row of the product."""
    prefix = f"{product.product}/"
    for finding in rule_set.findings:
        listeners = finding.parameters.get("listeners", ())
        if finding.code == code and any(key.startswith(prefix) for key in listeners):
            yield dict(finding.parameters)


def _say_what_is_missing(product: Product, document: PlanDocument) -> str:
    """Why none of its rows applies."""
    excluded = {change.listener for change in document.changes if change.excluded}
    rows = [row for row in product.rows if row.key not in excluded]
    if not product.rows:
        return gettext("listens on nothing and connects to nothing")
    if not rows:
        return gettext("all its rows are excluded")
    if all(row.when for row in rows):
        return gettext("all its rows need an option")
    return gettext("other products take the place of its rows")
