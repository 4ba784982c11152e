"""The states that sockets give to the rules of a plan, and those of their own."""

from portsref.messages import gettext_noop
from portsref.verification.base import State

ELSEWHERE = State(
    "elsewhere",
    gettext_noop("listens elsewhere"),
    "bad",
    gettext_noop(
        "Have it listen where the plan says, or put port and addresses right in the plan."
    ),
)
LOOPBACK = State(
    "loopback",
    gettext_noop("listens on loopback only"),
    "bad",
    gettext_noop("Nobody else reaches it: have it listen on an address, or drop the rule."),
)
NOT_SEEN = State(
    "not-seen",
    gettext_noop("not seen"),
    "unknown",
    gettext_noop("Print all sockets, as root and without a filter; then look whether it runs."),
)
UNKNOWN = State("unknown", gettext_noop("cannot be told from here"), "unknown")
LISTENING = State("listening", gettext_noop("listening"), "good")
NO_SOCKET = State(
    "no-socket",
    gettext_noop("has no socket"),
    "idle",
    gettext_noop("Nothing here can show it: try the connection itself."),
)

FORGOTTEN = State(
    "forgotten",
    gettext_noop("left open by somebody"),
    "bad",
    gettext_noop("End it, unless somebody needs it right now: it is no part of a cluster."),
)
BEYOND_LOOPBACK = State(
    "beyond-loopback",
    gettext_noop("beyond loopback, where the plan has it"),
    "partly",
    gettext_noop("Bind it to loopback; where others scrape it, say so in the plan."),
)
UNEXPECTED = State(
    "unexpected",
    gettext_noop("not in the plan"),
    "unknown",
    gettext_noop("Find out whose it is: add it to the plan where others dial it."),
)
EXPECTED = State("expected", gettext_noop("expected by the plan"), "good")
OWN_HOST = State("own-host", gettext_noop("for the host itself, needs no rule"), "idle")
EPHEMERAL = State("ephemeral", gettext_noop("a random port of somebody who dials"), "idle")
