"""What a firewall between networks can be told of: both ends have addresses, and a router between.

Multicast of one link passes no router (RFC 5771, RFC 4291). An end without addresses, such as a
place outside that has only a name, cannot be said.
"""

from portsref.addresses import AddressRange
from portsref.exporters.base import Says
from portsref.exporters.once import Once
from portsref.messages import Message, gettext_noop
from portsref.planning.choice import Choice
from portsref.planning.document import PlanDocument
from portsref.planning.rules import Endpoint, Rule

NO_ADDRESSES = Message(gettext_noop("one of its ends has no addresses in the plan"))
ON_ONE_LINK = Message(gettext_noop("multicast of one link passes no router"))

_LINK = tuple(map(AddressRange.parse, ("224.0.0.0/24", "ff02::/16")))


def says(rule: Rule) -> Message | None:
    """Tell why a rule cannot be said: both ends must have addresses."""
    source, destination = rule.source, rule.destination
    if (source.addresses or source.kind == "any") and (
        destination.addresses or destination.kind == "any"
    ):
        return None
    return NO_ADDRESSES


def room(_choice: Choice, _document: PlanDocument) -> Says:
    """Ask of each rule whether its packets leave a link, once for each destination."""
    stays = Once(_is_on_one_link)
    return lambda rule: ON_ONE_LINK if stays(rule.destination) else None


def _is_on_one_link(end: Endpoint) -> bool:
    return bool(end.addresses) and all(
        any(address.first in link and address.last in link for link in _LINK)
        for address in end.addresses
    )
