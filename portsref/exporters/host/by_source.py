"""Filters of hosts that ask for sources, protocols and ports, but for no destination.

Their rules hold for all addresses of a host. A virtual address that is a group of its own is one of
the hosts that hold it: these need the rules of both groups.
"""

from collections.abc import Container

from portsref.exporters.base import cannot_say
from portsref.exporters.host.hosts import says as says_source
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Rule

MULTICAST = Message(gettext_noop("the format cannot tell multicast from what is for the host"))


def group_label(name: str) -> str:
    """The label of a group's nodes; a node that has addresses of several groups has several."""
    return f"portsref/group-{name}"


def why_not(rule: Rule, protocols: Container[str]) -> Message | None:
    """Tell why a filter that knows these protocols cannot say a rule."""
    if rule.destination.kind == "outside":
        return None
    if rule.protocol not in protocols:
        return cannot_say(rule.protocol)
    return MULTICAST if rule.destination.is_for_many else says_source(rule)
