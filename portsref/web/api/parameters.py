"""Query parameters: unknown ones are refused, because a typing error would widen the answer."""

from collections.abc import Mapping, Sequence
from typing import Literal

from django.http import HttpRequest
from ninja import P, PathEx
from ninja.errors import ValidationError
from pydantic import BaseModel

from portsref.catalogue.search.facets import FACETS
from portsref.catalogue.search.index import SearchIndex
from portsref.catalogue.search.query import Filters, understand
from portsref.documents.problems import Problem, ProblemsError
from portsref.web.api.schemas import NEWEST_NUMBER, RowsQuery

# Parts of addresses.
PlanId = PathEx[
    str,
    P(
        description="The id in the plan's link: whoever has it may read the plan.",
        example="t3HXqvQJgkVYZ0zmPdKWc1aB",
    ),
]
RevisionNumber = PathEx[
    int, P(ge=1, le=NEWEST_NUMBER, description="The number of a revision.", example=3)
]
FormatName = PathEx[
    str, P(description="The name of an export format; docs/exporters.md has them.", example="csv")
]
ProductSlug = PathEx[str, P(description="The slug of a product.", example="cilium")]
PortNumber = PathEx[int, P(ge=0, le=65535, description="A port.", example=10250)]
PortProtocol = PathEx[
    Literal["tcp", "udp", "sctp"], P(description="A protocol with ports.", example="tcp")
]

# What a reader names that the catalogue must have, in the words of the problem.
_NAMED: Mapping[str, str] = {
    "product": "no product",
    "component": "no component",
    "role": "no role",
    "kubernetes": "no Kubernetes version",
}


def refuse_unknown(request: HttpRequest, query: type[BaseModel]) -> None:
    """Refuse parameters that an operation does not have; raises `ProblemsError`."""
    unknown = sorted(set(request.GET) - set(query.model_fields))
    if unknown:
        raise ProblemsError(Problem("", name, "is not a known parameter") for name in unknown)


def filters_of(query: RowsQuery, index: SearchIndex) -> Filters:
    """What is asked for; raises `ProblemsError` where the catalogue has no such thing."""
    chosen = {facet: frozenset(getattr(query, facet)) for facet in FACETS}
    known = _known(index)
    unknown = [
        Problem("", facet, f"{words} {value!r}")
        for facet, words in _NAMED.items()
        for value in sorted(chosen[facet] - known[facet])
    ]
    if unknown:
        raise ProblemsError(unknown)
    return Filters(
        query=understand(query.q),
        chosen={facet: values for facet, values in chosen.items() if values},
    )


def validation_problems(error: ValidationError) -> list[Problem]:
    """What ninja found wrong with a path or a query string."""
    return [
        Problem("", _parameter(item["loc"]), str(item["msg"]).replace("Input should be", "must be"))
        for item in error.errors
    ]


def _parameter(location: Sequence[str | int]) -> str:
    """The name of the parameter, without what ninja wraps around it and without list places."""
    return next(step for step in reversed(location) if isinstance(step, str))


def _known(index: SearchIndex) -> Mapping[str, frozenset[str]]:
    catalogue = index.catalogue
    components = (
        f"{product.product}/{component.id}"
        for product in catalogue.products.values()
        for component in product.components
    )
    return {
        "product": frozenset(catalogue.products),
        "component": frozenset(components),
        "role": frozenset(catalogue.role),
        "kubernetes": frozenset(catalogue.kubernetes_versions),
    }
