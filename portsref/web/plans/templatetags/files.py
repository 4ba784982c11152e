"""To whom a file is sent, as a heading above the formats for them."""

from django import template

from portsref.exporters.base import Family
from portsref.web.plans.files.receivers import RECEIVERS

register = template.Library()


@register.filter
def receiver(family: Family) -> str:
    """To whom formats of a family are sent, in the reader's language."""
    return str(RECEIVERS[family])
