"""Reads the files about Services into a `ServiceCatalogue`, or refuses with every problem."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.load import OUR_DATA
from portsref.catalogue.services.documents import (
    TEXT_LANGUAGES,
    AppProtocols,
    Provider,
    ProxyProtocol,
    Scenario,
    ServiceCatalogue,
    ServiceProtocols,
)
from portsref.catalogue.services.proxy_preamble import PreambleError, dissect
from portsref.documents.base import Document
from portsref.documents.files import read_document, read_text
from portsref.documents.problems import Problem, ProblemsError

SECTIONS = ("wire", "declare", "set", "traps")

type _Problems = list[Problem]


def load_services(catalogue: Catalogue, folder: Path = OUR_DATA) -> ServiceCatalogue:
    """Read and check everything about Services in `folder`.

    Products and listeners that are named must exist in `catalogue`. Raises `ProblemsError`: with
    all that is wrong within the files, or, where nothing is, with all that is wrong between them.
    """
    problems: _Problems = []
    protocols = _read(ServiceProtocols, folder, "protocols.yaml", problems)
    app_protocols = _read(AppProtocols, folder, "app-protocols.yaml", problems)
    proxy_protocol = _read(ProxyProtocol, folder, "proxy-protocol.yaml", problems)
    providers = tuple(_read_all(Provider, folder, "providers", problems))
    scenarios = tuple(_read_all(Scenario, folder, "scenarios", problems))
    texts = _read_texts(folder, problems)
    # What refers to a file that cannot be read would only look wrong.
    if problems or protocols is None or app_protocols is None or proxy_protocol is None:
        raise ProblemsError(sorted(set(problems)))
    services = ServiceCatalogue(
        protocols=protocols,
        app_protocols=app_protocols,
        proxy_protocol=proxy_protocol,
        providers=tuple(sorted(providers, key=lambda provider: provider.order)),
        scenarios=tuple(sorted(scenarios, key=lambda scenario: scenario.order)),
        texts=texts,
    )
    if found := check_services(services, catalogue):
        raise ProblemsError(found)
    return services


def check_services(services: ServiceCatalogue, catalogue: Catalogue) -> list[Problem]:
    """Find what is named and does not exist, stands twice, or contradicts itself."""
    checks = (_named_twice, _providers, _scenarios, _texts, _examples)
    problems = {problem for check in checks for problem in check(services)}
    problems.update(_products(services, catalogue))
    problems.update(_listeners(services, catalogue))
    return sorted(problems)


def _read[D: Document](kind: type[D], folder: Path, name: str, problems: _Problems) -> D | None:
    try:
        return read_document(kind, read_text(folder / name, name=name), file=name)
    except ProblemsError as error:
        problems += error.problems
        return None


def _read_all[D: Document](
    kind: type[D], folder: Path, part: str, problems: _Problems
) -> Iterator[D]:
    key = kind.__name__.lower()
    for path in sorted((folder / part).glob("*.yaml")):
        name = f"{part}/{path.name}"
        document = _read(kind, folder, name, problems)
        if document is None:
            continue
        slug = getattr(document, key)
        if slug != path.stem:
            problems.append(Problem(name, key, f"{slug!r} must be the name of the file"))
        yield document


def _read_texts(folder: Path, problems: _Problems) -> dict[tuple[str, str], str]:
    texts: dict[tuple[str, str], str] = {}
    for path in sorted((folder / "scenarios").glob("*.md")):
        name = f"scenarios/{path.name}"
        slug, _, language = path.stem.partition(".")
        try:
            texts[slug, language] = read_text(path, name=name)
        except ProblemsError as error:
            problems += error.problems
    return texts


def _twice(ids: Iterable[str]) -> list[str]:
    return [item for item, count in Counter(ids).items() if count > 1]


def _named_twice(services: ServiceCatalogue) -> Iterator[Problem]:
    kinds = {
        ("protocols.yaml", "protocols"): [item.protocol for item in services.protocols.protocols],
        ("protocols.yaml", "fields"): [item.id for item in services.protocols.fields],
        ("app-protocols.yaml", "values"): [item.value for item in services.app_protocols.values],
        ("app-protocols.yaml", "implementations"): [
            item.id for item in services.app_protocols.implementations
        ],
        ("proxy-protocol.yaml", "examples"): [item.id for item in services.proxy_protocol.examples],
        ("providers", "order"): [str(item.order) for item in services.providers],
        ("scenarios", "order"): [str(item.order) for item in services.scenarios],
    }
    for (file, where), ids in kinds.items():
        for twice in _twice(ids):
            yield Problem(file, f"{where}[{twice}]", "stands twice")


def _providers(services: ServiceCatalogue) -> Iterator[Problem]:
    known = {provider.provider for provider in services.providers}
    for provider in services.providers:
        if provider.based_on is not None and provider.based_on not in known:
            file = f"providers/{provider.provider}.yaml"
            yield Problem(file, "based_on", f"no provider {provider.based_on!r}")


def _scenarios(services: ServiceCatalogue) -> Iterator[Problem]:
    known = {scenario.scenario for scenario in services.scenarios}
    for scenario in services.scenarios:
        for related in set(scenario.related) - (known - {scenario.scenario}):
            file = f"scenarios/{scenario.scenario}.yaml"
            yield Problem(file, "related", f"no other scenario {related!r}")


def _texts(services: ServiceCatalogue) -> Iterator[Problem]:
    wanted = {
        (scenario.scenario, language)
        for scenario in services.scenarios
        for language in TEXT_LANGUAGES
    }
    for slug, language in wanted - services.texts.keys():
        yield Problem(f"scenarios/{slug}.{language}.md", "", "no such text")
    for slug, language in services.texts.keys() - wanted:
        yield Problem(f"scenarios/{slug}.{language}.md", "", "belongs to no scenario")
    for (slug, language), text in services.texts.items():
        anchors = tuple(re.findall(r"^## .+ \{#([a-z-]+)\}$", text, flags=re.MULTILINE))
        if anchors != SECTIONS:
            reason = f"must have the sections {', '.join(f'{{#{name}}}' for name in SECTIONS)}"
            yield Problem(f"scenarios/{slug}.{language}.md", "", reason)
        for link in set(re.findall(r"\]\(\.\./([^)]*)/\)", text)) - {slug for slug, _ in wanted}:
            yield Problem(f"scenarios/{slug}.{language}.md", "", f"links to no scenario {link!r}")


def _examples(services: ServiceCatalogue) -> Iterator[Problem]:
    for example in services.proxy_protocol.examples:
        place = f"examples[{example.id}].valid"
        try:
            dissect(bytes.fromhex(example.hex))
        except PreambleError as error:
            if example.valid:
                yield Problem("proxy-protocol.yaml", place, f"is refused: {error}")
        else:
            if not example.valid:
                yield Problem("proxy-protocol.yaml", place, "is accepted")


def _products(services: ServiceCatalogue, catalogue: Catalogue) -> Iterator[Problem]:
    named = [
        (f"providers/{provider.provider}.yaml", "product", provider.product)
        for provider in services.providers
    ] + [
        ("protocols.yaml", f"protocols[{protocol.protocol}].facts", fact.product)
        for protocol in services.protocols.protocols
        for fact in protocol.facts
    ]
    for file, field, product in named:
        if product is not None and product not in catalogue.products:
            yield Problem(file, field, f"no product {product!r}")


def _listeners(services: ServiceCatalogue, catalogue: Catalogue) -> Iterator[Problem]:
    named = [("protocols.yaml", "facts", fact.listener) for fact in services.protocols.facts] + [
        (f"scenarios/{scenario.scenario}.yaml", "ports", port.listener)
        for scenario in services.scenarios
        for port in scenario.ports
    ]
    for file, field, listener in named:
        if listener is not None and listener not in catalogue.rows:
            yield Problem(file, field, f"no listener {listener!r}")
