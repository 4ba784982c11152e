"""Which texts of the catalogue readers see in their language, and which translations are amiss."""

from collections.abc import Iterator

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.products import Product
from portsref.documents.problems import Problem

LANGUAGES = ("zh-Hans",)


def missing_translations(catalogue: Catalogue) -> list[Problem]:
    """Find every text of a product that a language has no words for."""
    return [
        Problem(_file(language, product.product), "", f"no translation of {text!r}")
        for language in LANGUAGES
        for product in catalogue.products.values()
        for text in dict.fromkeys(_texts(product))
        if text not in catalogue.translations.get(language, {}).get(product.product, {})
    ]


def unused_translations(catalogue: Catalogue) -> list[Problem]:
    """Find every translation of a product whose English text is no longer there."""
    return [
        Problem(_file(language, source), "", f"{text!r} stands nowhere in the product")
        for language, sources in catalogue.translations.items()
        for source, sentences in sources.items()
        if (product := catalogue.products.get(source)) is not None
        for text in sorted(set(sentences) - {*_texts(product), *_names(product)})
    ]


def _texts(product: Product) -> Iterator[str]:
    """The sentences that must be translated."""
    yield product.summary
    for option in product.options:
        yield option.label
        if option.explain:
            yield option.explain
    yield from (component.summary for component in product.components)
    for row in product.rows:
        yield row.purpose
        if row.note:
            yield row.note


def _names(product: Product) -> Iterator[str]:
    """What may be translated, but mostly stays as it is."""
    yield product.name
    yield from (component.name for component in product.components)
    yield from (need.to for need in product.outbound_needs if isinstance(need.to, str))
    for option in product.options:
        yield from option.choices
        if option.setting:
            yield option.setting
    yield from (row.setting for row in product.rows if row.setting)


def _file(language: str, source: str) -> str:
    return f"translations/{language}/{source}.yaml"
