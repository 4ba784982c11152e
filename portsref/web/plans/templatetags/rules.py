"""Rows of rules, kept while they are asked for again: most keystrokes change none of them."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from portsref.web.plans.reading.sheet import RuleText

register = template.Library()


@register.simple_tag(takes_context=True)
def rule_rows(context: Context, rules: Iterable[RuleText]) -> SafeString:
    """The rows of a table of rules; in a composer each with what changes its listener."""
    address = context["request"].path if context.get("in_composer") else None
    language = get_language()
    rows = (_row(rule, address, language) for rule in rules)
    return SafeString("".join(rows))  # escaped when they were rendered


@lru_cache(maxsize=2048)
def _row(rule: RuleText, address: str | None, _language: str | None) -> SafeString:
    return render_to_string("plans/reading/_rule.html", {"rule": rule, "address": address})
