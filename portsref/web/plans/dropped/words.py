"""Verdicts about dropped packets, and what to add, in the reader's language."""

from collections.abc import Iterator, Mapping
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.keys import product_of
from portsref.catalogue.products import When
from portsref.ports import PortSet
from portsref.troubleshooting.explanations import Explanation, Remedy
from portsref.web.plans.finding_words import listener_words, product_words
from portsref.web.shared.row_words import condition_phrases

type Tone = Literal["good", "warn", "bad", ""]

_IN_PLAN = _("In the plan")
_NOT_IN_PLAN = _("Not in the plan")
_NO_RULE = _("Needs no rule")

# verdict, or verdict and variant -> tone, label, what is so, what to do about it
VERDICT_WORDS: Mapping[str, tuple[Tone, Promise, Promise, Promise | str]] = {
    "accepted": ("good", _("Let through"), _("It was let through, and the plan has it."), ""),
    "accepted-unplanned": (
        "warn",
        _("Let through"),
        _("It was let through, but the plan does not have it."),
        _("Add it to the plan if it is needed; if not, the firewall allows too much."),
    ),
    "in-plan": (
        "good",
        _IN_PLAN,
        _("The plan allows this packet."),
        _(
            "So the firewall lacks the rule, or was not changed yet. Hand the rule over, and look"
            " at what stands before it."
        ),
    ),
    "newer-catalogue": (
        "warn",
        _("In today's catalogue"),
        _("This revision does not have it; worked out with today's catalogue, the plan does."),
        _("Save a new revision with today's catalogue, and hand over what it opens."),
    ),
    "reply": (
        "good",
        _("Reply"),
        _("It answers a connection that the plan allows."),
        _(
            "Replies need no rule on a stateful firewall. If yours is one, it forgot the"
            " connection, or the ways there and back do not both pass it."
        ),
    ),
    "reply:guess": (
        "good",
        _("Probably a reply"),
        _("It comes from a port that the plan opens the other way, so it is probably an answer."),
        _(
            "Replies need no rule on a stateful firewall. If yours is one, it forgot the"
            " connection, or the ways there and back do not both pass it."
        ),
    ),
    "reply-unplanned": (
        "",
        _("No beginning"),
        _("It does not begin a connection, and the plan has none that it would answer."),
        _(
            "Look for the line with which the connection begins. Firewalls also drop last packets"
            " of connections that they have forgotten: these need no rule."
        ),
    ),
    "icmp-answer": (
        "",
        _NO_RULE,
        _("This ICMP message answers another packet, or reports an error about one."),
        _("A stateful firewall lets it pass with what it answers. Do not block such errors."),
    ),
    "two-families": (
        "warn",
        _("Two families"),
        _("No packet goes from an IPv4 to an IPv6 address, or back."),
        _("Something between translates addresses: look for the line on its other side."),
    ),
    "not-routed:multicast": (
        "",
        _NO_RULE,
        _("The destination is a multicast group, not a host."),
        _("Rules of a plan name hosts. If a protocol of yours needs it, allow it on its segment."),
    ),
    "not-routed:broadcast": (
        "",
        _NO_RULE,
        _("The packet goes to every host of its segment."),
        _("No router passes it on, and no listener of the catalogue needs it from other segments."),
    ),
    "not-routed:loopback": (
        "warn",
        _NO_RULE,
        _("It stays on its host: a loopback address."),
        _("A host's own firewall must let everything pass on loopback."),
    ),
    "not-routed:link-local": (
        "",
        _NO_RULE,
        _("A link-local address is only good on its own segment."),
        _("Rules between groups cannot name it. A host's own firewall should not block it."),
    ),
    "not-routed:unspecified": (
        "",
        _NO_RULE,
        _("One address is the unspecified one, as when a host asks for an address of its own."),
        _("It concerns no listener of the catalogue."),
    ),
    "not-routed:neighbour-discovery": (
        "warn",
        _NO_RULE,
        _("This is how IPv6 hosts find each other on a segment."),
        _("Without it IPv6 does not work: allow ICMPv6 types 133 to 137 on every host."),
    ),
    "same-host": (
        "warn",
        _NO_RULE,
        _("Both ends are one and the same host."),
        _("A plan opens nothing within a host: its own firewall must let this pass."),
    ),
    "excluded": (
        "bad",
        _("Left out"),
        _("The plan leaves %(listener)s out: “%(reason)s”."),
        _("If it is needed after all, take that back."),
    ),
    "narrowed": (
        "bad",
        _("Left out"),
        _("The plan names who may connect to %(listener)s, and “%(source)s” is not among them."),
        _("If the group should be, add it."),
    ),
    "moved": (
        "bad",
        _("Moved"),
        _("The plan has %(listener)s on other ports: %(ports)s."),
        _("Have whoever connects use these. If the port was never moved, take the change back."),
    ),
    "api-endpoint": (
        "bad",
        _("Another way"),
        _("The plan has the API server reached through “%(group)s”, on TCP %(ports)s."),
        _("Use that address and port where the connection is set up, such as in a kubeconfig."),
    ),
    "outbound-proxy": (
        "bad",
        _("Another way"),
        _("The plan sends such connections through the proxy “%(group)s”, on TCP %(ports)s."),
        _("Set the proxy on the host, or name the need as one that passes by it."),
    ),
    "option": (
        "bad",
        _NOT_IN_PLAN,
        _("%(listener)s would be it, but the chosen options leave that out."),
        _("If the cluster is set so, choose it in the plan too."),
    ),
    "row-not-picked": (
        "bad",
        _NOT_IN_PLAN,
        _("%(listener)s would be it, but that row was not picked."),
        _("Pick it too if it is needed."),
    ),
    "other-version": (
        "bad",
        _NOT_IN_PLAN,
        _("%(listener)s would be it, but Kubernetes %(version)s does not have that (%(span)s)."),
        _("Check which version runs there, and what it is configured to use."),
    ),
    "omitted": (
        "bad",
        _NOT_IN_PLAN,
        _("%(listener)s would be it, but %(product)s makes that unnecessary."),
        _("Something still runs that should not, or an option is set otherwise than in the plan."),
    ),
    "not-a-peer": (
        "bad",
        _NOT_IN_PLAN,
        _("The plan opens this port there, but not for “%(source)s”."),
        _("If the connection is wanted, add a line for it; if not, the firewall is right."),
    ),
    "stays-local:host": (
        "bad",
        _NOT_IN_PLAN,
        _("%(listener)s is there, but only for its own host."),
        _("It does not answer from elsewhere unless it was set to. If so, add a line for it."),
    ),
    "stays-local:pod": (
        "bad",
        _NOT_IN_PLAN,
        _("%(listener)s is there, but inside the pod network."),
        _("If the fabric routes pods, add a group with the role “pods”; else add a line for it."),
    ),
    "elsewhere": (
        "bad",
        _NOT_IN_PLAN,
        _("“%(source)s” may use this port, but on other hosts than this one."),
        _("Check the address that it was given, and the groups; or add a line for it."),
    ),
    "outside-by-name": (
        "warn",
        _("Perhaps in the plan"),
        _("“%(source)s” may reach places on this port that are known by name only."),
        _("Look the names up: if one has this address, the firewall lacks the rule."),
    ),
    "unknown-end:source": (
        "bad",
        _("Unknown address"),
        _("%(source_address)s is in no group of the plan."),
        _("Say to which group it belongs, or add one for it."),
    ),
    "unknown-end:destination": (
        "bad",
        _("Unknown address"),
        _("%(destination_address)s is in no group of the plan."),
        _("Say to which group it belongs, or add one for it."),
    ),
    "unknown-end:both": (
        "bad",
        _("Unknown addresses"),
        _("Neither address is in a group of the plan."),
        _("Perhaps the line is about something else; or add groups for both."),
    ),
    "product": (
        "bad",
        _NOT_IN_PLAN,
        _("Nothing in the plan uses this port between them, but %(products)s would."),
        _("If that runs there, pick it; if it is something else, add the line alone."),
    ),
    "known-elsewhere": (
        "bad",
        _NOT_IN_PLAN,
        _(
            "Nothing in the plan uses this port. The catalogue knows it, but not between such"
            " hosts."
        ),
        _("Find out what sends it. If it is wanted, add a line for it."),
    ),
    "unknown": (
        "bad",
        _NOT_IN_PLAN,
        _("Nothing in the plan uses this port, nor does any product that the catalogue knows."),
        _("Find out what sends it. If it is wanted, add a line for it."),
    ),
}

REMEDY_WORDS: Mapping[str, Promise] = {
    "take-back": _("Take the change of %(listener)s back"),
    "widen": _("Let “%(source)s” connect to %(listener)s too"),
    "set-option": _("Set %(options)s for %(product)s"),
    "pick-row": _("Pick %(listener)s"),
    "pick-product": _("Pick %(product)s"),
    "pick-product:options": _("Pick %(product)s with %(options)s"),
    "own-listener": _("Add this line alone"),
    "add-address": _("Put %(address)s into “%(group)s”"),
    "add-group": _("Add a group for %(address)s, with all that lets any group in"),
    "add-group:narrow": _("Add a group for %(address)s, with this line alone"),
}


def verdict_words(explanation: Explanation, catalogue: Catalogue) -> tuple[Tone, str, str, str]:
    """Tone, label, what is so, and what to do about it."""
    parameters = dict(_parameters(explanation, catalogue))
    tone, label, title, advice = VERDICT_WORDS[_key(explanation)]
    return tone, str(label), str(title) % parameters, str(advice) % parameters


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
    yield "source", ", ".join(explanation.source.groups)
    yield "source_address", str(explanation.source.address)
    yield "destination_address", str(explanation.destination.address)
    yield "listener", listener_words(listeners[0], catalogue) if listeners else ""
    products = dict.fromkeys(product_of(key) for key in listeners)
    yield "products", gettext(", ").join(product_words(slug, catalogue) for slug in products)


def remedy_words(remedy: Remedy, explanation: Explanation, catalogue: Catalogue) -> str:
    """What a remedy does, in one phrase."""
    is_known = bool(explanation.source.groups)
    address = explanation.destination.address if is_known else explanation.source.address
    variant = "options" if remedy.options else "narrow" if len(remedy.opens) == 1 else ""
    key = f"{remedy.kind}:{variant}"
    return str(REMEDY_WORDS.get(key, REMEDY_WORDS[remedy.kind])) % {
        "listener": listener_words(remedy.listener, catalogue),
        "source": ", ".join(explanation.source.groups[:1]),
        "product": product_words(remedy.product, catalogue),
        "options": gettext(", ").join(_options(remedy, catalogue)),
        "address": str(address),
        "group": remedy.group,
    }


def _options(remedy: Remedy, catalogue: Catalogue) -> list[str]:
    product = catalogue.products.get(remedy.product)
    when: When = {option: (value,) for option, value in remedy.options}
    return condition_phrases(catalogue, product, when) if product else []
