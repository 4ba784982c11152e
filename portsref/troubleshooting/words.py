"""What is said about a dropped packet: which sentence of the table, and what stands in its holes.

Whoever says it brings the names of products, rows and options along, in the reader's language.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.keys import product_of
from portsref.messages import gettext_noop
from portsref.ports import PortSet
from portsref.troubleshooting.explanations import Explanation, Remedy
from portsref.troubleshooting.verdict_table import VERDICT_WORDS, Tone

REMEDY_WORDS: Mapping[str, str] = {
    "take-back": gettext_noop("Undo the change to %(listener)s"),
    "widen": gettext_noop("Allow “%(source)s” to connect to %(listener)s too"),
    "set-option": gettext_noop("Set %(options)s for %(product)s"),
    "pick-row": gettext_noop("Pick %(listener)s"),
    "pick-product": gettext_noop("Pick %(product)s"),
    "pick-product:options": gettext_noop("Pick %(product)s with %(options)s"),
    "own-listener": gettext_noop("Add only this rule"),
    "add-address": gettext_noop("Add %(address)s to “%(group)s”"),
    "add-group": gettext_noop(
        "Add a group for %(address)s with access to everything that is open to any group"
    ),
    "add-group:narrow": gettext_noop("Add a group for %(address)s with only this rule"),
    "add-pods": gettext_noop("Add a group “%(group)s” for %(network)s"),
}


@dataclass(frozen=True, slots=True)
class Naming:
    """What things are called: products by their slug, rows by their key, options of a remedy."""

    product: Callable[[str], str]
    listener: Callable[[str], str]
    options: Callable[[Remedy], Iterable[str]]
    items: Callable[[Iterable[str]], str]


def verdict_texts(said: Explanation) -> tuple[Tone, str, str, str]:
    """Tone, label, what is so, and what to do about it, the last two with holes."""
    return VERDICT_WORDS[_verdict_key(said)]


def _verdict_key(said: Explanation) -> str:
    if said.verdict == "reply" and not said.is_certain:
        return "reply:guess"
    variants = [said.parameters.get(name) for name in ("kind", "which", "outcome")]
    if said.source.address is None:
        variants = [*(f"{variant}:anyone" for variant in variants), "anyone", *variants]
    keys = [f"{said.verdict}:{variant}" for variant in variants]
    return next((key for key in keys if key in VERDICT_WORDS), said.verdict)


def verdict_parameters(said: Explanation, naming: Naming) -> dict[str, str]:
    """What stands in the holes of `verdict_texts`."""
    return dict(_verdict_parameters(said, naming))


def _verdict_parameters(said: Explanation, naming: Naming) -> Iterator[tuple[str, str]]:
    listeners = said.listeners
    span = {name: said.parameters.get(name, "") for name in ("since", "until")}
    yield "group", said.parameters.get("group", "")
    yield "service", said.parameters.get("service", "")
    yield "reason", said.parameters.get("reason", "")
    yield "ports", PortSet.parse(said.parameters.get("ports", "")).readable
    yield "version", said.parameters.get("version", "")
    yield "span", "–".join(filter(None, (span["since"] or "…", span["until"] or "…")))
    yield "product", naming.product(said.parameters.get("product", ""))
    yield "source", naming.items(said.source.groups)
    yield "source_address", str(said.source.address)
    host = said.packet.failure.host if said.packet.failure else ""
    yield "destination_address", str(said.destination.address or host)
    yield "listener", naming.listener(listeners[0]) if listeners else ""
    products = dict.fromkeys(product_of(key) for key in listeners)
    yield "products", naming.items(naming.product(slug) for slug in products)


def remedy_text(remedy: Remedy) -> str:
    """What a remedy does, with holes."""
    variant = "options" if remedy.options else "narrow" if len(remedy.opens) == 1 else ""
    return REMEDY_WORDS.get(f"{remedy.kind}:{variant}", REMEDY_WORDS[remedy.kind])


def remedy_parameters(remedy: Remedy, said: Explanation, naming: Naming) -> dict[str, str]:
    """What stands in the holes of `remedy_text`."""
    is_known = bool(said.source.groups)
    address = said.destination.address if is_known else said.source.address
    return {
        "listener": naming.listener(remedy.listener),
        "source": naming.items(said.source.groups[:1]),
        "product": naming.product(remedy.product),
        "options": naming.items(naming.options(remedy)),
        "address": str(address),
        "group": remedy.group,
        "network": naming.items(_addresses(remedy)),
    }


def _addresses(remedy: Remedy) -> list[str]:
    groups = remedy.addition.groups
    return [str(part) for group in groups if group.name == remedy.group for part in group.addresses]


def english_verdict(said: Explanation, catalogue: Catalogue) -> tuple[str, str, str]:
    """Label, what is so, and what to do about it, in English."""
    parameters = verdict_parameters(said, english_naming(catalogue))
    _, label, title, advice = verdict_texts(said)
    return label, title % parameters, advice % parameters


def english_remedy(remedy: Remedy, said: Explanation, catalogue: Catalogue) -> str:
    """What a remedy does, in English."""
    parameters = remedy_parameters(remedy, said, english_naming(catalogue))
    return remedy_text(remedy) % parameters


def english_naming(catalogue: Catalogue) -> Naming:
    """Products by their names, rows by their keys, options as plans have them."""
    return Naming(
        product=lambda slug: catalogue.products[slug].name if slug in catalogue.products else slug,
        listener=str,
        options=lambda remedy: (f"{option} = {value}" for option, value in remedy.options),
        items=", ".join,
    )
