"""Verdicts about dropped packets, and what to add, in the reader's language."""

from collections.abc import Iterator, Mapping
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.keys import product_of
from portsref.catalogue.products import When
from portsref.ports import PortSet
from portsref.troubleshooting.explanations import Explanation, Remedy
from portsref.web.plans.finding_words import listener_words, product_words
from portsref.web.shared.joining import fill, items
from portsref.web.shared.row_words import condition_phrases

type Tone = Literal["good", "warn", "bad", ""]

_IN_PLAN = _("In the plan")
_NOT_IN_PLAN = _("Not in the plan")
_NO_RULE = _("No rule needed")

# verdict, or verdict and variant -> tone, label, what is so, what to do about it
VERDICT_WORDS: Mapping[str, tuple[Tone, Promise, Promise, Promise | str]] = {
    "accepted": (
        "good",
        _("Allowed"),
        _("The firewall allowed this packet, and the plan has it."),
        "",
    ),
    "accepted-unplanned": (
        "warn",
        _("Allowed"),
        _("The firewall allowed this packet, but the plan does not have it."),
        _("If it is needed, add it to the plan. If not, the firewall allows too much."),
    ),
    "in-plan": (
        "good",
        _IN_PLAN,
        _("The plan allows this packet."),
        _(
            "The firewall is missing the rule, or the change has not been made yet. "
            "Submit the rule, and check the rules that come before it."
        ),
    ),
    "newer-catalogue": (
        "warn",
        _("In the current catalogue"),
        _(
            "This revision does not have it, but the same plan calculated with the "
            "current catalogue does."
        ),
        _("Save a new revision with the current catalogue, and submit the rules that it adds."),
    ),
    "reply": (
        "good",
        _("Reply"),
        _("This packet answers a connection that the plan allows."),
        _(
            "Replies need no rule on a stateful firewall. If yours is stateful, its "
            "session has timed out, or only one direction of the connection passes "
            "through it."
        ),
    ),
    "reply:guess": (
        "good",
        _("Probably a reply"),
        _(
            "It comes from a port that the plan opens in the other direction, so it is "
            "probably a reply."
        ),
        _(
            "Replies need no rule on a stateful firewall. If yours is stateful, its "
            "session has timed out, or only one direction of the connection passes "
            "through it."
        ),
    ),
    "reply-unplanned": (
        "",
        _("Not a first packet"),
        _("It does not start a connection, and the plan has no connection that it could answer."),
        _(
            "Look for the line where the connection starts. Firewalls also drop the "
            "last packets of sessions that have timed out; these need no rule."
        ),
    ),
    "icmp-answer": (
        "",
        _NO_RULE,
        _("This ICMP message answers another packet or reports an error about one."),
        _(
            "A stateful firewall allows it with the connection it belongs to. Do not "
            "block such errors."
        ),
    ),
    "two-families": (
        "warn",
        _("Different address families"),
        _("A packet cannot go from an IPv4 address to an IPv6 address, or back."),
        _("A device in between translates addresses. Look for the line from its other side."),
    ),
    "not-routed:multicast": (
        "",
        _NO_RULE,
        _("The destination is a multicast group, not a host."),
        _(
            "Rules in a plan are between hosts. If you use a protocol that needs it, "
            "allow it within its segment."
        ),
    ),
    "not-routed:broadcast": (
        "",
        _NO_RULE,
        _("The packet goes to every host on its segment."),
        _(
            "Routers do not forward it, and no listener in the catalogue needs it from "
            "other segments."
        ),
    ),
    "not-routed:loopback": (
        "warn",
        _NO_RULE,
        _("It is a loopback address, so the packet stays on its host."),
        _("The host's own firewall must allow all loopback traffic."),
    ),
    "not-routed:link-local": (
        "",
        _NO_RULE,
        _("A link-local address is valid only on its own segment."),
        _("Rules between groups cannot cover it. The host's own firewall should not block it."),
    ),
    "not-routed:unspecified": (
        "",
        _NO_RULE,
        _(
            "One address is the unspecified address, for example while a host requests "
            "an address of its own."
        ),
        _("No listener in the catalogue uses it."),
    ),
    "not-routed:neighbour-discovery": (
        "warn",
        _NO_RULE,
        _("This is how IPv6 hosts find each other on a segment."),
        _("IPv6 does not work without it. Allow ICMPv6 types 133 to 137 on every host."),
    ),
    "same-host": (
        "warn",
        _NO_RULE,
        _("Source and destination are the same host."),
        _("A plan does not cover traffic within a host. The host's own firewall must allow it."),
    ),
    "excluded": (
        "bad",
        _("Excluded"),
        _("The plan excludes %(listener)s: “%(reason)s”."),
        _("If it is needed after all, undo that change."),
    ),
    "narrowed": (
        "bad",
        _("Excluded"),
        _("The plan limits who may connect to %(listener)s, and “%(source)s” is not included."),
        _("If this group should be able to connect, add it."),
    ),
    "moved": (
        "bad",
        _("Other port"),
        _("In this plan, %(listener)s uses other ports: %(ports)s."),
        _("Point the clients to these ports. If the port was never changed, undo the change."),
    ),
    "api-endpoint": (
        "bad",
        _("Other path"),
        _("In this plan, the API server is reached through “%(group)s”, on TCP %(ports)s."),
        _(
            "Use that address and port wherever the connection is configured, such as "
            "in a kubeconfig."
        ),
    ),
    "outbound-proxy": (
        "bad",
        _("Other path"),
        _("In this plan, such connections go through the proxy “%(group)s”, on TCP %(ports)s."),
        _(
            "Configure the proxy on the host, or list this outbound need as one that "
            "bypasses the proxy."
        ),
    ),
    "option": (
        "bad",
        _NOT_IN_PLAN,
        _("%(listener)s would match, but the chosen options exclude it."),
        _("If the cluster is configured that way, choose the same options in the plan."),
    ),
    "row-not-picked": (
        "bad",
        _NOT_IN_PLAN,
        _("%(listener)s would match, but this row was not picked."),
        _("If it is needed, pick it too."),
    ),
    "other-version": (
        "bad",
        _NOT_IN_PLAN,
        _("%(listener)s would match, but Kubernetes %(version)s does not have it (%(span)s)."),
        _("Check which version runs there and how it is configured."),
    ),
    "omitted": (
        "bad",
        _NOT_IN_PLAN,
        _("%(listener)s would match, but %(product)s makes it unnecessary."),
        _("A component that should not run is still running, or an option differs from the plan."),
    ),
    "not-a-peer": (
        "bad",
        _NOT_IN_PLAN,
        _("The plan opens this port on that host, but not to “%(source)s”."),
        _("If the connection is needed, add a rule for it. If not, the firewall is right."),
    ),
    "stays-local:host": (
        "bad",
        _NOT_IN_PLAN,
        _("%(listener)s listens there, but only for its own host."),
        _(
            "It does not accept connections from other hosts unless configured to. If "
            "it is, add a rule for it."
        ),
    ),
    "stays-local:pod": (
        "bad",
        _NOT_IN_PLAN,
        _("%(listener)s listens there, but inside the pod network."),
        _(
            "If the underlying network routes pod addresses, add a group with the role "
            "“pods”. If not, add a rule for it."
        ),
    ),
    "elsewhere": (
        "bad",
        _NOT_IN_PLAN,
        _("“%(source)s” may use this port, but on other hosts."),
        _("Check the address that the client uses, and the groups. Or add a rule for it."),
    ),
    "outside-by-name": (
        "warn",
        _("Possibly in the plan"),
        _(
            "“%(source)s” may use this port to reach external destinations that are "
            "known only by name."
        ),
        _("Resolve the names. If one of them has this address, the firewall is missing the rule."),
    ),
    "unknown-end:source": (
        "bad",
        _("Unknown address"),
        _("%(source_address)s is not in any group of the plan."),
        _("Add the address to its group, or add a group for it."),
    ),
    "unknown-end:destination": (
        "bad",
        _("Unknown address"),
        _("%(destination_address)s is not in any group of the plan."),
        _("Add the address to its group, or add a group for it."),
    ),
    "unknown-end:both": (
        "bad",
        _("Unknown addresses"),
        _("Neither address is in a group of the plan."),
        _("The line may be about something else. If not, add groups for both addresses."),
    ),
    "product": (
        "bad",
        _NOT_IN_PLAN,
        _("Nothing in the plan uses this port between these hosts, but %(products)s would."),
        _("If that product runs there, pick it. If it is something else, add only this rule."),
    ),
    "known-elsewhere": (
        "bad",
        _NOT_IN_PLAN,
        _("Nothing in the plan uses this port. The catalogue has it, but not between such hosts."),
        _("Find out what sends it. If the connection is needed, add a rule for it."),
    ),
    "unknown": (
        "bad",
        _NOT_IN_PLAN,
        _("Nothing in the plan uses this port, and no product in the catalogue does."),
        _("Find out what sends it. If the connection is needed, add a rule for it."),
    ),
}

REMEDY_WORDS: Mapping[str, Promise] = {
    "take-back": _("Undo the change to %(listener)s"),
    "widen": _("Allow “%(source)s” to connect to %(listener)s too"),
    "set-option": _("Set %(options)s for %(product)s"),
    "pick-row": _("Pick %(listener)s"),
    "pick-product": _("Pick %(product)s"),
    "pick-product:options": _("Pick %(product)s with %(options)s"),
    "own-listener": _("Add only this rule"),
    "add-address": _("Add %(address)s to “%(group)s”"),
    "add-group": _(
        "Add a group for %(address)s with access to everything that is open to any group"
    ),
    "add-group:narrow": _("Add a group for %(address)s with only this rule"),
}


def verdict_words(explanation: Explanation, catalogue: Catalogue) -> tuple[Tone, str, str, str]:
    """Tone, label, what is so, and what to do about it."""
    parameters = dict(_parameters(explanation, catalogue))
    tone, label, title, advice = VERDICT_WORDS[_key(explanation)]
    return tone, str(label), fill(str(title), parameters), fill(str(advice), parameters)


def _key(explanation: Explanation) -> str:
    if explanation.verdict == "reply" and not explanation.is_certain:
        return "reply:guess"
    variants = (explanation.parameters.get(name) for name in ("kind", "which"))
    keys = [f"{explanation.verdict}:{variant}" for variant in variants]
    return next((key for key in keys if key in VERDICT_WORDS), explanation.verdict)


def _parameters(explanation: Explanation, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    listeners = explanation.listeners
    span = {name: explanation.parameters.get(name, "") for name in ("since", "until")}
    yield "group", explanation.parameters.get("group", "")
    yield "reason", explanation.parameters.get("reason", "")
    yield "ports", PortSet.parse(explanation.parameters.get("ports", "")).readable
    yield "version", explanation.parameters.get("version", "")
    yield "span", "–".join(filter(None, (span["since"] or "…", span["until"] or "…")))
    yield "product", product_words(explanation.parameters.get("product", ""), catalogue)
    yield "source", items(explanation.source.groups)
    yield "source_address", str(explanation.source.address)
    yield "destination_address", str(explanation.destination.address)
    yield "listener", listener_words(listeners[0], catalogue) if listeners else ""
    products = dict.fromkeys(product_of(key) for key in listeners)
    yield "products", items(product_words(slug, catalogue) for slug in products)


def remedy_words(remedy: Remedy, explanation: Explanation, catalogue: Catalogue) -> str:
    """What a remedy does, in one phrase."""
    is_known = bool(explanation.source.groups)
    address = explanation.destination.address if is_known else explanation.source.address
    variant = "options" if remedy.options else "narrow" if len(remedy.opens) == 1 else ""
    key = f"{remedy.kind}:{variant}"
    parameters = {
        "listener": listener_words(remedy.listener, catalogue),
        "source": items(explanation.source.groups[:1]),
        "product": product_words(remedy.product, catalogue),
        "options": items(_options(remedy, catalogue)),
        "address": str(address),
        "group": remedy.group,
    }
    return fill(str(REMEDY_WORDS.get(key, REMEDY_WORDS[remedy.kind])), parameters)


def _options(remedy: Remedy, catalogue: Catalogue) -> list[str]:
    product = catalogue.products.get(remedy.product)
    when: When = {option: (value,) for option, value in remedy.options}
    return condition_phrases(catalogue, product, when) if product else []
