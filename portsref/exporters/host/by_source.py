"""What filters of hosts cannot say that ask for sources, protocols and ports, but no destination.

Their rules hold for all addresses of a host.
"""

from collections.abc import Container

from portsref.exporters.host.hosts import says as says_source
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Rule

NOT_A_PROTOCOL = gettext_noop("the format cannot say %(protocol)s")
MULTICAST = Message(gettext_noop("the format cannot tell multicast from what is for the host"))


def why_not(rule: Rule, protocols: Container[str]) -> Message | None:
    """Tell why a filter that knows these protocols cannot say a rule."""
    if rule.destination.kind == "outside":
        return None
    if rule.protocol not in protocols:
        return Message(NOT_A_PROTOCOL, {"protocol": rule.protocol})
    return MULTICAST if rule.destination.is_for_many else says_source(rule)
