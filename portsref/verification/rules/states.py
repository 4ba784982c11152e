"""The states that existing rules give to the rules of a plan, and those of their own."""

from portsref.messages import gettext_noop
from portsref.verification.base import State

OPEN = State("open", gettext_noop("open already"), "good")
PARTLY = State(
    "partly",
    gettext_noop("partly open"),
    "partly",
    gettext_noop("Open what is named as closed; a request for only what is missing has it."),
)
CLOSED = State(
    "closed",
    gettext_noop("closed"),
    "bad",
    gettext_noop("Open it: a request for only what is missing has it."),
)
UNKNOWN = State(
    "unknown",
    gettext_noop("cannot be told from here"),
    "unknown",
    gettext_noop("Give what is named, or try the connection itself."),
)

NEEDED = State("needed", gettext_noop("needed by the plan"), "good")
WIDER = State(
    "wider",
    gettext_noop("wider than needed"),
    "partly",
    gettext_noop("Narrow it to what is needed, once you know that nothing else uses it."),
)
NOBODY = State(
    "nobody",
    gettext_noop("needed by nothing in the plan"),
    "partly",
    gettext_noop("Find out whose it is; what a plan does not know may be used all the same."),
)
WRONG_PROTOCOL = State(
    "wrong-protocol",
    gettext_noop("the wrong protocol"),
    "bad",
    gettext_noop("Open the same ports of the protocol that is needed instead."),
)
MACHINE = State("machine", gettext_noop("made by a program"), "idle")
PLUMBING = State("plumbing", gettext_noop("what every host needs"), "idle")
UNTOLD = State("untold", gettext_noop("cannot be told from here"), "unknown")
