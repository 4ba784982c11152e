"""The marks of the reader's language in templates, of which every one has them without a load."""

from collections.abc import Iterable

from django import template

from portsref.web.shared import joining

register = template.Library()


@register.filter
def items(words: Iterable[str]) -> str:
    """Join words of a list."""
    return joining.items(map(str, words))


@register.filter
def clauses(words: Iterable[str]) -> str:
    """Join parts that may hold commas themselves."""
    return joining.clauses(map(str, words))


@register.simple_tag
def item_mark() -> str:
    """What stands between the items of a list."""
    return joining.marks().item


@register.simple_tag
def between_sentences() -> str:
    """What stands between sentences: a blank, or nothing."""
    return joining.marks().sentence


@register.simple_tag
def label_mark() -> str:
    """What stands between a label and its words."""
    return joining.marks().label
