"""Pieces of pages that depend on nothing but catalogue and language, rendered once and kept.

Pieces belong to one catalogue in one language; whoever has them sees to that.
"""

from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

# What differs from page to page stands as this in a piece; no file of the catalogue can hold it.
GAP = "\0"


class Pieces:
    """Rendered pieces, by name; only for what the catalogue has, so that memory has a bound."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], list[str]] = {}

    def fill(
        self, key: tuple[object, ...], template: str, context: dict[str, object], gap: object
    ) -> SafeString:
        """Render `template` once for `key`, and put `gap`, whatever it has, into its gaps."""
        parts = self._kept.get(key)
        if parts is None:
            parts = self._kept[key] = render_to_string(template, context).split(GAP)
        return SafeString(conditional_escape(str(gap)).join(parts))  # the parts were, when rendered
