"""Which texts of the catalogue readers see in their language, and which translations are amiss."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.folders import OUR_DATA
from portsref.catalogue.products import ControlPlaneToPods, PodTraffic, Product
from portsref.documents.base import Document
from portsref.documents.files import shown
from portsref.documents.problems import Problem

LANGUAGES = ("zh-Hans",)

# Keys of documents about Services that hold sentences.
_SENTENCES = frozenset({
    "summary", "fact", "conditions", "note", "rule", "rules", "meaning", "form", "only",
    "selected_by", "title", "from_", "to", "why",
})  # fmt: skip
# What may be translated, but mostly stays as it is: names, and fields that hold a port.
_NAMES = frozenset({"name", "label", "field"})


@dataclass(frozen=True, slots=True)
class _Texts:
    """The texts that one file translates: those that it must, and those that it may."""

    file: str
    where: str
    sentences: Sequence[str]
    names: Sequence[str]


def missing_translations(
    catalogue: Catalogue, products: Collection[str] | None = None
) -> list[Problem]:
    """Find every sentence that a language has no words for: of all files, or of some products."""
    return [
        Problem(_file(language, texts.file), "", f"no translation of {sentence!r}")
        for language in LANGUAGES
        for texts in _texts(catalogue, products)
        for sentence in dict.fromkeys(texts.sentences)
        if sentence not in _translated(catalogue, language, texts.file)
    ]


def unused_translations(
    catalogue: Catalogue, products: Collection[str] | None = None
) -> list[Problem]:
    """Find every translation whose English text is no longer there, in the same files."""
    return [
        Problem(_file(language, texts.file), "", f"{english!r} is not in {texts.where}")
        for language in catalogue.translations
        for texts in _texts(catalogue, products)
        for english in sorted(
            set(_translated(catalogue, language, texts.file)) - {*texts.sentences, *texts.names}
        )
    ]


def _texts(catalogue: Catalogue, products: Collection[str] | None) -> Iterator[_Texts]:
    for slug in catalogue.products if products is None else products:
        product = catalogue.products[slug]
        yield _Texts(slug, "the product", tuple(_sentences(product)), tuple(_names(product)))
    if products is None:
        yield from _texts_about_services(catalogue)


def _texts_about_services(catalogue: Catalogue) -> Iterator[_Texts]:
    services = catalogue.services
    documents: Mapping[str, Sequence[Document]] = {
        "protocols": (services.protocols,),
        "app-protocols": (services.app_protocols,),
        "proxy-protocol": (services.proxy_protocol,),
        "providers": services.providers,
        "scenarios": services.scenarios,
    }
    for file, parts in documents.items():
        sentences, names = (tuple(_words(parts, keys)) for keys in (_SENTENCES, _NAMES))
        yield _Texts(file, "the facts", sentences, names)


def _translated(catalogue: Catalogue, language: str, file: str) -> Mapping[str, str]:
    return catalogue.translations.get(language, {}).get(file, {})


def _sentences(product: Product) -> Iterator[str]:
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
    yield from (told.note for told in _told_of_pods(product) if told.note)


def _told_of_pods(product: Product) -> tuple[PodTraffic | ControlPlaneToPods, ...]:
    return (*product.pod_traffic, *product.control_plane_to_pods)


def _names(product: Product) -> Iterator[str]:
    yield product.name
    yield from (component.name for component in product.components)
    yield from (need.to for need in product.outbound_needs if isinstance(need.to, str))
    yield from (place.name for place in product.places)
    if product.pod_networks and product.pod_networks.setting:
        yield product.pod_networks.setting
    for option in product.options:
        yield from option.choices
        if option.setting:
            yield option.setting
    yield from (row.setting for row in product.rows if row.setting)


def _words(documents: Sequence[Document], keys: frozenset[str]) -> Iterator[str]:
    """Every text under one of `keys`, in the documents and what they are made of."""
    for document in documents:
        for key in type(document).model_fields:
            value = getattr(document, key)
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, Document):
                    yield from _words((item,), keys)
                elif key in keys and isinstance(item, str):
                    yield item


def _file(language: str, source: str) -> str:
    return shown(OUR_DATA / "translations" / language / f"{source}.yaml")
