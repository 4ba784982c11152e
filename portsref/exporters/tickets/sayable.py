"""What a change request can ask for: what a firewall between networks can be told of, and less.

Which protocols a receiver has words for, whether it takes any address as an end, and whether it
takes anything away, is its format's to say.
"""

from collections.abc import Collection

from portsref.exporters.base import Says, cannot_say
from portsref.exporters.network import ends
from portsref.messages import Message, gettext_noop
from portsref.protocols import PROTOCOL_NAMES

NO_ANY = Message(gettext_noop("the receiver takes no line for any address: name a group"))
NO_REMOVAL = Message(gettext_noop("the receiver removes rules by a request of another kind"))


def says_protocols(names: Collection[str]) -> Says:
    """The `says` of a receiver that has words for these protocols."""
    unknown = {name: cannot_say(name) for name in PROTOCOL_NAMES if name not in names}
    return lambda rule: ends.says(rule) or unknown.get(rule.protocol)


def says_no_any(says: Says) -> Says:
    """What `says` says, of a receiver that refuses any address as an end."""
    return lambda rule: NO_ANY if "any" in (rule.source.kind, rule.destination.kind) else says(rule)


def says_additions(names: Collection[str]) -> Says:
    """The same for one that takes nothing away: what is to be removed would be allowed instead."""
    says = says_protocols(names)
    return lambda rule: NO_REMOVAL if rule.action == "remove" else says(rule)
