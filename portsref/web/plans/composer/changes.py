"""What was changed of the catalogue's listeners in a plan, and what else can be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.keys import product_of
from portsref.planning.rules import RuleSet
from portsref.web.plans.composer.forms import ChangeForm
from portsref.web.plans.finding_words import listener_words, product_words
from portsref.web.shared.row_words import translated


@dataclass(frozen=True, slots=True)
class ChangeField:
    """One change with what the catalogue says about its listener; `rules` are now of it."""

    form: ChangeForm
    name: str
    product: str
    purpose: str
    ports: str
    says: str
    rules: int


@dataclass(frozen=True, slots=True)
class ListenerGroup:
    """Listeners of the plan that can be changed."""

    name: str
    listeners: tuple[tuple[str, str], ...]


def show_change(form: ChangeForm, catalogue: Catalogue, rule_set: RuleSet | None) -> ChangeField:
    """One change with what the catalogue says about its listener, and with how many rules it is."""
    key = form["listener"].value() or ""
    rules = [rule for rule in (rule_set.all_rules if rule_set else ()) if key in rule.listeners]
    row = catalogue.rows.get(key)
    form.connecting = frozenset(rule.source.name for rule in rules if rule.source.kind == "group")
    return ChangeField(
        form=form,
        name=listener_words(key, catalogue),
        product=product_words(product_of(key), catalogue),
        purpose=translated(catalogue, row.purpose, row.product) if row else "",
        ports=row.ports.readable if row else "",
        says=form.says,
        rules=len(rules),
    )


def list_changeable(
    rule_set: RuleSet | None, changes: Iterable[ChangeForm], catalogue: Catalogue
) -> Iterator[ListenerGroup]:
    """Every listener of the rules that has no change yet, by product."""
    if rule_set is None:
        return
    changed = {form["listener"].value() for form in changes}
    keys = {key for rule in rule_set.all_rules for key in rule.listeners}
    keys |= {local.listener for local in (*rule_set.local, *rule_set.pod_network)}
    by_product: dict[str, list[tuple[str, str]]] = {}
    for key in sorted(keys - changed):
        by_product.setdefault(product_of(key), []).append((key, listener_words(key, catalogue)))
    for product, listeners in by_product.items():
        yield ListenerGroup(product_words(product, catalogue), tuple(listeners))
