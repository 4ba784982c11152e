"""Static data at addresses that can be guessed: facts as JSON files, and the schemas of all files.

They change with the catalogue alone, so they are kept as pages are: compressed, with an ETag.
"""

import re
from collections.abc import Callable, Mapping
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from portsref.catalogue.schema import schema_text
from portsref.planning.schema import all_schemas
from portsref.ports import PORTS_OF_A_PROTOCOL
from portsref.web.api.answers import no_catalogue_answer, problem_answer, public_answer
from portsref.web.api.other_sites import EVERYBODY
from portsref.web.api.reference import port_use
from portsref.web.api.schemas import CatalogueData, DataStamp, PortData, ProductData
from portsref.web.facts.catalogue import current_catalogue, current_stamp
from portsref.web.facts.kept_pages import answer_kept
from portsref.web.facts.models import CatalogueVersion

SCHEMA = "application/schema+json"
# name of the file -> what such data is
_DATA: Mapping[str, type[DataStamp]] = {
    "catalogue-data.schema.json": CatalogueData,
    "port-data.schema.json": PortData,
    "product-data.schema.json": ProductData,
}

type View = Callable[..., HttpResponseBase]


def _kept_file(view: Callable[..., HttpResponse]) -> View:
    """Keep an answer under its bare address: a query asks for nothing else, and would fill memory.

    Scripts of every site may read it.
    """

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, **asked: str) -> HttpResponseBase:
        if request.META.get("QUERY_STRING"):
            return redirect(request.path)
        if current_stamp() is None:
            return no_catalogue_answer()
        response = answer_kept(request, lambda: view(request, **asked))
        response.headers["Access-Control-Allow-Origin"] = EVERYBODY
        return response

    return answer


@_kept_file
def catalogue_file(request: HttpRequest) -> HttpResponse:
    """All products with their rows, the roles of hosts, and the releases of Kubernetes."""
    catalogue = current_catalogue()
    facts = {
        "kubernetes": [release.model_dump(mode="json") for release in catalogue.releases],
        "roles": [role.model_dump(mode="json") for role in catalogue.roles],
        "products": [product.model_dump(mode="json") for product in catalogue.products.values()],
    }
    return public_answer(_stamp() | facts)


@_kept_file
def product_file(request: HttpRequest, product: str) -> HttpResponse:
    """One product in the shape of its file."""
    found = current_catalogue().products.get(product)
    if found is None:
        return problem_answer("the catalogue has no such product", status=404, field="product")
    return public_answer(_stamp() | {"product": found.model_dump(mode="json")})


@_kept_file
def port_file(request: HttpRequest, port: str) -> HttpResponse:
    """What uses a port, of any protocol."""
    number = int(port) if re.fullmatch("0|[1-9][0-9]{0,4}", port) else PORTS_OF_A_PROTOCOL
    if number >= PORTS_OF_A_PROTOCOL:
        return problem_answer("a port is a number, 0 to 65535", status=404, field="port")
    return public_answer(_stamp() | port_use(number))


@_kept_file
def schema_file(request: HttpRequest, name: str) -> HttpResponse:
    """A JSON Schema: of files that people write, or of data that is read here."""
    if name in _DATA:
        text = schema_text(_DATA[name], _DATA[name].__doc__ or name)
    elif name in all_schemas():
        text = all_schemas()[name]
    else:
        known = ", ".join(sorted({*_DATA, *all_schemas()}))
        return problem_answer(f"there are only {known}", status=404, field="name")
    return HttpResponse(text, content_type=SCHEMA)


def _stamp() -> dict[str, object]:
    """What every file begins with; dated as its facts are, so that they alone change it."""
    loaded = CatalogueVersion.objects.values_list("loaded_at", flat=True)[:1].get()
    generated_at = loaded.isoformat(timespec="seconds")
    return {"generated_at": generated_at, "catalogue": current_catalogue().version}


urlpatterns: list[URLPattern] = [
    path("catalogue.json", catalogue_file, name="catalogue"),
    path("products/<slug:product>.json", product_file, name="product"),
    path("ports/<str:port>.json", port_file, name="port"),
    path("schemas/<str:name>", schema_file, name="schema"),
]
app_name = "data"
