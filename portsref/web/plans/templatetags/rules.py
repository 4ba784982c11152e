"""Rows of rules, kept while they are asked for again: most keystrokes change none of them."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from portsref.web.plans.checking.colours import Colours, StateSign
from portsref.web.plans.reading.display import Display
from portsref.web.plans.reading.rule_rows import RuleText
from portsref.web.plans.review.signs import RowSign, RowSigns

register = template.Library()


@register.simple_tag(takes_context=True)
def rule_rows(context: Context, rules: Iterable[RuleText]) -> SafeString:
    """The rows of a list of rules; in a composer each with what changes its listener.

    `signs` of the context say how the review of each stands, where rules are those of a revision;
    `marks` what the last change in a composer opened or changed, `colours` what kept checks say.
    """
    address = context["origin"].address if context.get("in_composer") else None
    display: Display | None = context.get("display")
    language = get_language()
    signs: RowSigns | None = context.get("signs")
    colours: Colours | None = context.get("colours")
    marks: Mapping[str, str] = context.get("marks") or {}
    at = getattr(context.get("panel"), "at", "")
    rows = []
    for rule in rules:
        sign = signs.of(rule.key) if signs else marks.get(rule.key)
        state = colours.of(rule.key) if colours else None
        if at and rule.key == at:
            rows.append(_row_with_change(rule, address, context))
        else:
            rows.append(_row(rule, address, _opening(display, rule), sign, language, state))
    return SafeString("".join(rows))  # escaped when they were rendered


def _opening(display: Display | None, rule: RuleText) -> str:
    """The address that shows the facts of a rule, of one that comes without them."""
    return display.opening(rule.key) if display and not rule.facts else ""


def _row_with_change(rule: RuleText, address: str | None, context: Context) -> SafeString:
    """The row at which something is changed of its listener, which is not kept."""
    shown = {name: context.get(name) for name in ("change", "focus", "request")}
    shown["mark"] = (context.get("marks") or {}).get(rule.key)
    return render_to_string("plans/reading/_rule.html", {"rule": rule, "address": address} | shown)


@lru_cache(maxsize=2048)
def _row(
    rule: RuleText,
    address: str | None,
    query: str,
    sign: RowSign | str | None,
    _language: str | None,
    state: StateSign | None = None,
) -> SafeString:
    context: dict[str, object] = {"rule": rule, "address": address, "query": query}
    context["state_sign"] = state
    context["mark" if isinstance(sign, str) else "row_sign"] = sign
    return render_to_string("plans/reading/_rule.html", context)
