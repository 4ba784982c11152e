"""To whom a file is sent, as a heading above the formats for them."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portsref.exporters.base import Family

register = template.Library()

FAMILY_HEADINGS: Mapping[Family, Promise] = {
    "ticket": _("For a ticket"),
    "document": _("To read, print and draw"),
    "hosts": _("For firewalls on the hosts"),
    "network": _("For firewalls of the network"),
    "cloud": _("For firewalls of a cloud"),
    "cluster": _("For the cluster itself"),
    "proxy": _("For a proxy that knows names"),
    "pipeline": _("For programs and pipelines"),
}


@register.filter
def family_heading(family: Family) -> str:
    """What stands above the formats of a family."""
    return str(FAMILY_HEADINGS.get(family, family))
