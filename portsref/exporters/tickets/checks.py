"""What those who receive change requests refuse, or ask about, before they do anything.

Any address, networks that are far too wide and requests that say neither why nor until when come
back from every network team; PCI DSS 4.0 (1.2.5) wants a reason for every service that is allowed.
What one receiver alone asks stands with its format. What is to be mended is told once: a network
that is too wide, with the first rule that has it.
"""

from collections.abc import Callable, Iterator
from ipaddress import IPv4Network, IPv6Network

from portsref.exporters.base import Doubt, Exporter, Setting, each_rule
from portsref.exporters.families import networks_of
from portsref.messages import Message, gettext_noop
from portsref.planning.document import PlanDocument, Request
from portsref.planning.rules import Endpoint, RuleSet

WIDEST = {4: 16, 6: 48}  # bits; a site is an IPv6 network of 48 (RFC 6177)
ADDRESSES = Setting("most-addresses", gettext_noop("Most addresses in a line"), "50")

NO_REQUESTER = Message(gettext_noop("The request names nobody who asks for it."))
NO_EMAIL = Message(gettext_noop("The receiver knows who asks by an e-mail address: add it."))
NO_JUSTIFICATION = Message(gettext_noop("The request has no justification."))
NO_END = Message(gettext_noop("The request says no day until which it is needed."))
ANY_SOURCE = Message(gettext_noop("Any address may connect: reviewers want a group instead."))
ANY_DESTINATION = Message(gettext_noop("It leads to any address: reviewers want a group instead."))
WIDE = gettext_noop("%(network)s is wider than /%(bits)d: reviewers want smaller networks.")
MANY = gettext_noop(
    "A line has %(count)d addresses, and the receiver takes %(most)s: use networks or ranges."
)
NOT_A_NUMBER = gettext_noop("“%(setting)s” must be a number.")
UNSET = gettext_noop(
    "“%(setting)s” differs from one installation to the next: the file says “%(default)s”."
)
EMPTY = gettext_noop("The receiver asks for “%(setting)s”.")

# What one receiver alone asks about an end, or nothing.
type OfEnd = Callable[[Endpoint], Message | None]


def check_request(request: Request, *, by_email: bool = False) -> Iterator[Doubt]:
    """What every receiver asks about a request as a whole."""
    if not request.requester:
        yield Doubt("request.requester", NO_REQUESTER)
    elif by_email and "@" not in request.requester:
        yield Doubt("request.requester", NO_EMAIL)
    if not request.justification:
        yield Doubt("request.justification", NO_JUSTIFICATION)
    if not request.expires:
        yield Doubt("request.expires", NO_END)


def check_settings(exporter: Exporter, document: PlanDocument, *names: str) -> Iterator[Doubt]:
    """Settings that every installation has otherwise, and that the plan does not say."""
    said = document.request.exports.get(exporter.name, {})
    for setting in exporter.settings:
        if setting.name in names and setting.name not in said:
            words = {"setting": Message(setting.label), "default": setting.default}
            reason = Message(UNSET if setting.default else EMPTY, words)
            yield Doubt(place_of_setting(exporter, setting), reason)


def check_number(exporter: Exporter, document: PlanDocument, setting: Setting) -> Iterator[Doubt]:
    """A setting that should be a number and is none."""
    if number_of(exporter.setting(setting.name, document)) is None:
        reason = Message(NOT_A_NUMBER, {"setting": Message(setting.label)})
        yield Doubt(place_of_setting(exporter, setting), reason)


def place_of_setting(exporter: Exporter, setting: Setting) -> str:
    """Where the plan document has a setting of a format."""
    return f"request.exports.{exporter.name}.{setting.name}"


def most_addresses(exporter: Exporter, document: PlanDocument) -> int | None:
    """How many addresses the receiver takes at one end; none where nobody said a number."""
    return number_of(exporter.setting(ADDRESSES.name, document))


def has_ipv6(end: Endpoint) -> bool:
    """Tell whether an end has IPv6 addresses."""
    return any(address.family == 6 for address in end.addresses)


def number_of(text: str) -> int | None:
    """The number that a text says in plain digits."""
    return int(text) if text.isascii() and text.isdigit() else None


def check_lines(
    rule_set: RuleSet, most: int | None = None, of_end: OfEnd = lambda _end: None
) -> Iterator[Doubt]:
    """What every receiver asks about lines: any address, wide networks, many addresses.

    `most` is how many addresses of one family the receiver takes at one end; none means any number.
    What `of_end` finds doubtful is told of each end once, as networks are.
    """
    seen: dict[int, Endpoint] = {}  # with the end, or its number is used again
    for rule in each_rule(rule_set):
        source, destination = rule.source, rule.destination
        if source.kind == "any":
            yield Doubt(f"changes[{rule.listeners[0]}]", ANY_SOURCE, rule.name)
        if destination.kind == "any":
            yield Doubt("groups", ANY_DESTINATION, rule.name)
        for end in (source, destination):
            if id(end) not in seen:
                seen[id(end)] = end
                for reason in _asks_of_end(end, most, of_end):
                    yield Doubt(f"groups[{end.name}]", reason, rule.name)


def _asks_of_end(end: Endpoint, most: int | None, of_end: OfEnd) -> Iterator[Message]:
    for network in filter(_is_wide, networks_of(end.addresses)):
        yield Message(WIDE, {"network": str(network), "bits": WIDEST[network.version]})
    count = max(sum(each.family == family for each in end.addresses) for family in WIDEST)
    if most is not None and count > most:
        yield Message(MANY, {"count": count, "most": str(most)})
    if reason := of_end(end):
        yield reason


def _is_wide(network: IPv4Network | IPv6Network) -> bool:
    return network.prefixlen < WIDEST[network.version]
