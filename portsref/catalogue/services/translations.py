"""Which words about Services readers see in their language, and which translations are amiss."""

from collections.abc import Iterator, Sequence

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.services.documents import ServiceCatalogue
from portsref.catalogue.translations import LANGUAGES
from portsref.documents.base import Document
from portsref.documents.problems import Problem

_SENTENCES = frozenset({
    "summary", "fact", "conditions", "note", "rule", "rules", "meaning", "form", "only",
    "selected_by", "title", "from_", "to", "why",
})  # fmt: skip
# What may be translated, but mostly stays as it is: names, and fields that hold a port.
_NAMES = frozenset({"name", "label", "field"})


def missing_service_translations(services: ServiceCatalogue, catalogue: Catalogue) -> list[Problem]:
    """Find every sentence about Services that a language has no words for."""
    return [
        Problem(_file(language, name), "", f"no translation of {text!r}")
        for language in LANGUAGES
        for name, documents in _documents(services).items()
        for text in dict.fromkeys(_words(documents, _SENTENCES))
        if text not in catalogue.translations.get(language, {}).get(name, {})
    ]


def unused_service_translations(services: ServiceCatalogue, catalogue: Catalogue) -> list[Problem]:
    """Find every translation about Services whose English text is no longer there."""
    return [
        Problem(_file(language, name), "", f"{text!r} stands nowhere in the facts")
        for language in LANGUAGES
        for name, documents in _documents(services).items()
        for text in sorted(
            set(catalogue.translations.get(language, {}).get(name, {}))
            - set(_words(documents, _SENTENCES | _NAMES))
        )
    ]


def _documents(services: ServiceCatalogue) -> dict[str, Sequence[Document]]:
    """Every document under the name of the file that translates it."""
    return {
        "protocols": (services.protocols,),
        "app-protocols": (services.app_protocols,),
        "proxy-protocol": (services.proxy_protocol,),
        "providers": services.providers,
        "scenarios": services.scenarios,
    }


def _words(documents: Sequence[Document], names: frozenset[str]) -> Iterator[str]:
    for document in documents:
        for name in type(document).model_fields:
            value = getattr(document, name)
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, Document):
                    yield from _words((item,), names)
                elif name in names and isinstance(item, str):
                    yield item


def _file(language: str, name: str) -> str:
    return f"translations/{language}/{name}.yaml"
