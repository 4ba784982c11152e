"""Reads the files about Services, or refuses with every problem."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.services.checks import check_services
from portsref.catalogue.services.documents import (
    AppProtocols,
    Provider,
    ProxyProtocol,
    Scenario,
    ServiceProtocols,
    Services,
)
from portsref.documents.base import Document
from portsref.documents.checking import read_document
from portsref.documents.files import read_text, shown
from portsref.documents.problems import Problem, ProblemsError

type _Problems = list[Problem]


def load_services(catalogue: Catalogue, folder: Path) -> Services:
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
        raise _refusal(problems, folder)
    services = Services(
        protocols=protocols,
        app_protocols=app_protocols,
        proxy_protocol=proxy_protocol,
        providers=tuple(sorted(providers, key=lambda provider: provider.order)),
        scenarios=tuple(sorted(scenarios, key=lambda scenario: scenario.order)),
        texts=texts,
    )
    if found := check_services(services, catalogue):
        raise _refusal(found, folder)
    return services


def _refusal(problems: Iterable[Problem], folder: Path) -> ProblemsError:
    """All problems, with their files as other messages name them."""
    named = {replace(problem, file=shown(folder / problem.file)) for problem in problems}
    return ProblemsError(sorted(named))


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
            problems.append(Problem(name, key, f"{slug!r} must match the name of the file"))
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
