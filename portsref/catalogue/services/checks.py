"""Relations between the parts of what is known about Services, and to products and rows."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.services.documents import TEXT_LANGUAGES, Services
from portsref.catalogue.services.proxy_preamble import PreambleError, dissect
from portsref.documents.problems import Problem

SECTIONS = ("wire", "declare", "set", "traps")


def check_services(services: Services, catalogue: Catalogue) -> list[Problem]:
    """Find what is named and does not exist, stands twice, or contradicts itself."""
    checks = (_named_twice, _providers, _scenarios, _texts, _examples)
    problems = {problem for check in checks for problem in check(services)}
    problems.update(_products(services, catalogue))
    problems.update(_listeners(services, catalogue))
    return sorted(problems)


def _twice(ids: Iterable[str]) -> list[str]:
    return [item for item, count in Counter(ids).items() if count > 1]


def _named_twice(services: Services) -> Iterator[Problem]:
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
            yield Problem(file, f"{where}[{twice}]", "appears twice")


def _providers(services: Services) -> Iterator[Problem]:
    known = {provider.provider for provider in services.providers}
    for provider in services.providers:
        if provider.based_on is not None and provider.based_on not in known:
            file = f"providers/{provider.provider}.yaml"
            yield Problem(file, "based_on", f"no provider {provider.based_on!r}")


def _scenarios(services: Services) -> Iterator[Problem]:
    known = {scenario.scenario for scenario in services.scenarios}
    for scenario in services.scenarios:
        for related in set(scenario.related) - (known - {scenario.scenario}):
            file = f"scenarios/{scenario.scenario}.yaml"
            yield Problem(file, "related", f"no other scenario {related!r}")


def _texts(services: Services) -> Iterator[Problem]:
    wanted = {
        (scenario.scenario, language)
        for scenario in services.scenarios
        for language in TEXT_LANGUAGES
    }
    for slug, language in wanted - services.texts.keys():
        yield Problem(f"scenarios/{slug}.{language}.md", "", "is missing")
    for slug, language in services.texts.keys() - wanted:
        yield Problem(f"scenarios/{slug}.{language}.md", "", "belongs to no scenario")
    for (slug, language), text in services.texts.items():
        anchors = tuple(re.findall(r"^## .+ \{#([a-z-]+)\}$", text, flags=re.MULTILINE))
        if anchors != SECTIONS:
            reason = f"must have the sections {', '.join(f'{{#{name}}}' for name in SECTIONS)}"
            yield Problem(f"scenarios/{slug}.{language}.md", "", reason)
        for link in set(re.findall(r"\]\(\.\./([^)]*)/\)", text)) - {slug for slug, _ in wanted}:
            yield Problem(
                f"scenarios/{slug}.{language}.md", "", f"links to the unknown scenario {link!r}"
            )


def _examples(services: Services) -> Iterator[Problem]:
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


def _products(services: Services, catalogue: Catalogue) -> Iterator[Problem]:
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


def _listeners(services: Services, catalogue: Catalogue) -> Iterator[Problem]:
    named = [("protocols.yaml", "facts", fact.listener) for fact in services.protocols.facts] + [
        (f"scenarios/{scenario.scenario}.yaml", "ports", port.listener)
        for scenario in services.scenarios
        for port in scenario.ports
    ]
    for file, field, listener in named:
        if listener is not None and listener not in catalogue.rows:
            yield Problem(file, field, f"no listener {listener!r}")
