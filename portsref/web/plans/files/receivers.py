"""To whom files of a plan are sent, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portsref.exporters.base import Family

RECEIVERS: Mapping[Family, Promise] = {
    "ticket": _("A ticket or change request"),
    "document": _("People who read, sign or draw"),
    "hosts": _("Firewalls on the hosts"),
    "network": _("Firewalls of the network"),
    "cloud": _("Firewalls of a cloud"),
    "cluster": _("The cluster itself"),
    "proxy": _("Proxies that know names"),
    "pipeline": _("Programs and pipelines"),
}


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody to whom files are sent; `count` is that of the formats for them."""

    family: str
    name: str
    count: int
    is_chosen: bool
