"""The states that probes give to the rules of a plan, and what else is seen in results."""

from portsref.messages import gettext_noop
from portsref.verification.base import State

TIMEOUT = State(
    "timeout",
    gettext_noop("no answer in time"),
    "bad",
    gettext_noop(
        "Something drops the packets: a firewall on the way, or on one of both hosts. Ask for this "
        "rule with addresses and time; their log shows it. Does the host exist, and is it up?"
    ),
)
UNREACHABLE = State(
    "unreachable",
    gettext_noop("unreachable"),
    "bad",
    gettext_noop(
        "A router or a firewall says so itself: it has no route, or it prohibits it. The rule, or "
        "the route to this network, is missing."
    ),
)
MIXED = State(
    "mixed",
    gettext_noop("only partly through"),
    "partly",
    gettext_noop("Open what is named; the rest gets through already, so compare both."),
)
REFUSED = State(
    "refused",
    gettext_noop("refused"),
    "unknown",
    gettext_noop(
        "The packet arrived and nobody listens, or a firewall refuses in its place, which looks "
        "the same. Run the listener there and dial again: if it is refused still, it is a firewall."
    ),
)
NO_ANSWER = State(
    "no-answer",
    gettext_noop("no answer over UDP"),
    "unknown",
    gettext_noop(
        "A filter that drops, a service that does not answer strangers, and a kernel's tunnel look "
        "the same. Run the listener there before the service, and dial again."
    ),
)
ERROR = State(
    "error",
    gettext_noop("could not be tried"),
    "unknown",
    gettext_noop("The reason lies on the host that dials: mend it, and dial again."),
)
STALE = State(
    "stale",
    gettext_noop("of another revision"),
    "unknown",
    gettext_noop("The rule has changed since: take the scripts of this revision, and dial again."),
)
SKIPPED = State(
    "skipped",
    gettext_noop("skipped"),
    "unknown",
    gettext_noop("Dial it as well: --to names a host where the plan has only a network."),
)
NOT_TRIED = State(
    "unknown",
    gettext_noop("not tried"),
    "unknown",
    gettext_noop("Run the script of this source on one of its hosts."),
)
NOT_TESTABLE = State(
    "not-testable",
    gettext_noop("cannot be tried"),
    "unknown",
    gettext_noop(
        "Look at the rules of the firewalls for it; once the cluster runs, at what uses it."
    ),
)
OPEN = State(
    "open",
    gettext_noop("a connection was made"),
    "good",
    gettext_noop(
        "A service answered, or a proxy on the way in its place; only the listener tells which."
    ),
)
OPEN_LISTENER = State("open-listener", gettext_noop("through to the listener"), "good")

# The worst first.
STATES = (
    TIMEOUT,
    UNREACHABLE,
    MIXED,
    REFUSED,
    NO_ANSWER,
    ERROR,
    STALE,
    SKIPPED,
    NOT_TRIED,
    NOT_TESTABLE,
    OPEN,
    OPEN_LISTENER,
)
# Those that a script writes, by name.
SAID = {state.name: state for state in STATES if state not in {MIXED, STALE, NOT_TRIED}}

ELSEWHERE = State(
    "elsewhere",
    gettext_noop("dialled from or to elsewhere"),
    "unknown",
    gettext_noop("Run the script on a host whose address the group has, or mend the group."),
)
NO_RULE = State(
    "no-rule",
    gettext_noop("of no rule of the plan"),
    "unknown",
    gettext_noop("The plan has lost this rule, or these are results of another plan."),
)
NOT_CLOSED = State(
    "not-closed",
    gettext_noop("open though no rule has it"),
    "bad",
    gettext_noop(
        "Close it: a firewall lets in more than the plan needs, or none stands between. If it is "
        "needed, the plan lacks a rule."
    ),
)
NOT_FILTERED = State(
    "not-filtered",
    gettext_noop("refused, and no rule has it"),
    "unknown",
    gettext_noop(
        "Nothing drops it: the packet arrived and nobody listens, or a firewall refuses in its "
        "place. Run the listener there and dial again: if it is refused still, it is closed."
    ),
)
CLOSED = State("closed", gettext_noop("closed, as it should be"), "good")
RUN = State("run", gettext_noop("what was run"), "idle")
BESIDE = (NOT_CLOSED, NOT_FILTERED, ELSEWHERE, NO_RULE, CLOSED, RUN)
