"""Verdicts about dropped packets, and what to add, in the reader's language."""

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.keys import product_of
from portsref.catalogue.products import When
from portsref.ports import PortSet
from portsref.troubleshooting.explanations import Explanation, Remedy
from portsref.web.plans.dropped.verdict_table import VERDICT_WORDS, Tone
from portsref.web.plans.finding_words import listener_words, product_words
from portsref.web.shared.joining import fill, items
from portsref.web.shared.row_words import condition_phrases

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
    "add-pods": _("Add a group “%(group)s” for %(network)s"),
}


def verdict_words(explanation: Explanation, catalogue: Catalogue) -> tuple[Tone, str, str, str]:
    """Tone, label, what is so, and what to do about it."""
    parameters = dict(_parameters(explanation, catalogue))
    tone, label, title, advice = VERDICT_WORDS[_key(explanation)]
    return tone, str(label), fill(str(title), parameters), fill(str(advice), parameters)


def _key(explanation: Explanation) -> str:
    if explanation.verdict == "reply" and not explanation.is_certain:
        return "reply:guess"
    variants = [explanation.parameters.get(name) for name in ("kind", "which", "outcome")]
    if explanation.source.address is None:
        variants = [*(f"{variant}:anyone" for variant in variants), "anyone", *variants]
    keys = [f"{explanation.verdict}:{variant}" for variant in variants]
    return next((key for key in keys if key in VERDICT_WORDS), explanation.verdict)


def _parameters(explanation: Explanation, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    listeners = explanation.listeners
    span = {name: explanation.parameters.get(name, "") for name in ("since", "until")}
    yield "group", explanation.parameters.get("group", "")
    yield "service", explanation.parameters.get("service", "")
    yield "reason", explanation.parameters.get("reason", "")
    yield "ports", PortSet.parse(explanation.parameters.get("ports", "")).readable
    yield "version", explanation.parameters.get("version", "")
    yield "span", "–".join(filter(None, (span["since"] or "…", span["until"] or "…")))
    yield "product", product_words(explanation.parameters.get("product", ""), catalogue)
    yield "source", items(explanation.source.groups)
    yield "source_address", str(explanation.source.address)
    host = explanation.packet.failure.host if explanation.packet.failure else ""
    yield "destination_address", str(explanation.destination.address or host)
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
        "network": items(_addresses(remedy)),
    }
    return fill(str(REMEDY_WORDS.get(key, REMEDY_WORDS[remedy.kind])), parameters)


def network_words(explanation: Explanation, catalogue: Catalogue) -> str:
    """Which networks are those of pods and Services, and who says so; nothing where it is known."""
    told = explanation.parameters
    if explanation.verdict not in {"pods", "service-address"}:
        return ""
    kind = "services" if explanation.verdict == "service-address" else "pods"
    if not told.get(kind):
        return str(_("The plan does not say which network the pods have: state it there."))
    if not told.get("assumed_from"):
        return ""
    text = _("%(networks)s is the default of %(product)s; the plan does not say otherwise.")
    product = product_words(told["assumed_from"], catalogue)
    return fill(str(text), {"networks": told[kind], "product": product})


def _addresses(remedy: Remedy) -> list[str]:
    groups = remedy.addition.groups
    return [str(part) for group in groups if group.name == remedy.group for part in group.addresses]


def _options(remedy: Remedy, catalogue: Catalogue) -> list[str]:
    product = catalogue.products.get(remedy.product)
    when: When = {option: (value,) for option, value in remedy.options}
    return condition_phrases(catalogue, product, when) if product else []
