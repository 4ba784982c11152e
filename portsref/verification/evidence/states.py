"""The states that evidence gives to the rules of a plan, and those of packets without a rule."""

from portsref.messages import gettext_noop
from portsref.verification.base import State

DROPPED = State(
    "dropped",
    gettext_noop("dropped somewhere"),
    "bad",
    gettext_noop("A rule is missing on the way: see who logged it, and ask why it is dropped."),
)
UNANSWERED = State(
    "unanswered",
    gettext_noop("sent without an answer"),
    "unknown",
    gettext_noop("A rule may be closed on the way, or nobody listens: try the connection itself."),
    slight=1,
)
WEAK = State(
    "weak",
    gettext_noop("weak evidence"),
    "unknown",
    gettext_noop("It is a sign of use and no proof; watch for longer, or on the other host."),
    slight=1,
)
NOT_SEEN = State(
    "not-seen",
    gettext_noop("not seen in this time"),
    "unknown",
    gettext_noop("It may be used all the same: standby, restores and renewals are seldom seen."),
    slight=2,
)
UNKNOWN = State("unknown", gettext_noop("cannot be told from here"), "unknown")
USED = State("used", gettext_noop("used"), "good")

PASSES = State(
    "passes",
    gettext_noop("passes, and no rule has it"),
    "partly",
    gettext_noop("Find out whose it is: the plan lacks a rule, or a firewall lets in too much."),
)
DROPPED_TOO = State(
    "dropped-too",
    gettext_noop("dropped, and no rule has it"),
    "unknown",
    gettext_noop("Ask why it is dropped: the plan may lack something, or it is rightly stopped."),
)
OTHER = State(
    "other",
    gettext_noop("seen, and no rule has it"),
    "unknown",
)
