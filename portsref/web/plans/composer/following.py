"""Words beside the fields of the composer that follow what is typed, while the fields stay.

A browser says in `typed` which fields were changed since the last answer, by their ids. It gets the
words that depend on these, by the ids of where they stand.
"""

from collections.abc import Iterator
from typing import NamedTuple

from portsref.web.plans.composer.address_words import say_addresses
from portsref.web.plans.composer.form_data import line_in
from portsref.web.plans.composer.forms import FormOfAddresses
from portsref.web.plans.composer.plan_form import PlanForm

MOST_TYPED = 100


class Words(NamedTuple):
    """Words, and the id of what shows them."""

    id: str
    text: str


def words_that_follow(form: PlanForm) -> Iterator[Words]:
    """What is to be read anew outside the rules; nothing for a form that no browser typed into."""
    typed = form.data.getlist("typed")[:MOST_TYPED]
    if not typed or form.is_too_large:
        return
    for one in (*form.groups, form.networks):
        yield from _read_addresses(one, frozenset(typed))
    if not line_in(form.data, "title") and any(name.startswith("id_option-") for name in typed):
        yield Words("id_title", form.shown_title)
    for own in form.own:
        if any(name.startswith(f"id_{own.prefix}-") for name in typed):
            yield Words(f"{own.prefix}_called", own.called)
            yield Words(f"{own.prefix}_says", own.says)


def _read_addresses(form: FormOfAddresses, typed: frozenset[str]) -> Iterator[Words]:
    for name in form.of_addresses:
        field_id = f"id_{form.add_prefix(name)}"
        if field_id in typed:
            yield Words(f"{field_id}_read", say_addresses(form[name].value() or ""))
