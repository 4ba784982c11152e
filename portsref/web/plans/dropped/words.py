"""Verdicts about dropped packets, and what to add, in the reader's language."""

from django.utils.translation import gettext

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.products import When
from portsref.troubleshooting.explanations import Explanation, Remedy
from portsref.troubleshooting.verdict_table import Tone
from portsref.troubleshooting.words import (
    Naming,
    remedy_parameters,
    remedy_text,
    verdict_parameters,
    verdict_texts,
)
from portsref.web.plans.finding_words import listener_words, product_words
from portsref.web.shared.joining import fill, items
from portsref.web.shared.row_words import condition_phrases


def verdict_words(explanation: Explanation, catalogue: Catalogue) -> tuple[Tone, str, str, str]:
    """Tone, label, what is so, and what to do about it."""
    parameters = verdict_parameters(explanation, _naming(catalogue))
    tone, label, title, advice = verdict_texts(explanation)
    advice = fill(gettext(advice), parameters) if advice else ""
    return tone, gettext(label), fill(gettext(title), parameters), advice


def remedy_words(remedy: Remedy, explanation: Explanation, catalogue: Catalogue) -> str:
    """What a remedy does, in one phrase."""
    parameters = remedy_parameters(remedy, explanation, _naming(catalogue))
    return fill(gettext(remedy_text(remedy)), parameters)


def _naming(catalogue: Catalogue) -> Naming:
    return Naming(
        product=lambda slug: product_words(slug, catalogue),
        listener=lambda key: listener_words(key, catalogue),
        options=lambda remedy: _options(remedy, catalogue),
        items=items,
    )


def network_words(explanation: Explanation, catalogue: Catalogue) -> str:
    """Which networks are those of pods and Services, and who says so; nothing where it is known."""
    told = explanation.parameters
    if explanation.verdict not in {"pods", "service-address"}:
        return ""
    kind = "services" if explanation.verdict == "service-address" else "pods"
    if not told.get(kind):
        return gettext("The plan does not say which network the pods have: state it there.")
    if not told.get("assumed_from"):
        return ""
    text = gettext("%(networks)s is the default of %(product)s; the plan does not say otherwise.")
    product = product_words(told["assumed_from"], catalogue)
    return fill(text, {"networks": told[kind], "product": product})


def _options(remedy: Remedy, catalogue: Catalogue) -> list[str]:
    product = catalogue.products.get(remedy.product)
    when: When = {option: (value,) for option, value in remedy.options}
    return condition_phrases(catalogue, product, when) if product else []
