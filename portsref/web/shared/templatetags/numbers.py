"""Numbers as people read them."""

from django import template

register = template.Library()


@register.filter
def thousands(number: int) -> str:
    """A whole number with a comma between thousands, as both languages have it."""
    return f"{number:,}"
