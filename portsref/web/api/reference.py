"""Operations on the catalogue: products, rows, ports."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Query, Router

from portsref.catalogue.products import Product
from portsref.catalogue.search.entries import row_data, sort_entries
from portsref.catalogue.search.ports_in_use import rows_using
from portsref.web.api.answers import problem_answer, reference_answer
from portsref.web.api.parameters import (
    PortNumber,
    PortProtocol,
    ProductSlug,
    filters_of,
    refuse_unknown,
)
from portsref.web.api.schemas import (
    CatalogueVersion,
    NoQuery,
    PortUse,
    Problems,
    ProductList,
    Rows,
    RowsQuery,
)
from portsref.web.facts.catalogue import current_catalogue, current_index

router = Router(tags=["catalogue"])
WRONG = {304: None, 422: Problems, 503: Problems}


@router.get(
    "catalogue",
    operation_id="get_catalogue",
    response={200: CatalogueVersion, **WRONG},
    summary="Which catalogue answers",
)
def show_catalogue(request: HttpRequest) -> HttpResponseBase:
    """Date and digest of the catalogue; every answer changes only when they do."""
    refuse_unknown(request, NoQuery)
    catalogue = current_catalogue()
    return reference_answer(
        request,
        {
            "version": catalogue.version,
            "date": catalogue.date,
            "digest": catalogue.digest,
            "products": len(catalogue.products),
            "rows": len(catalogue.rows),
            "kubernetes": list(catalogue.kubernetes_versions),
        },
    )


@router.get(
    "products",
    operation_id="list_products",
    response={200: ProductList, **WRONG},
    summary="All products",
)
def list_products(request: HttpRequest) -> HttpResponseBase:
    """Every product of the catalogue, without its rows, sorted by slug."""
    refuse_unknown(request, NoQuery)
    products = current_catalogue().products.values()
    return reference_answer(request, {"products": list(map(_summary, products))})


@router.get(
    "products/{product}",
    operation_id="get_product",
    response={200: Product, **WRONG, 404: Problems},
    summary="One product with its rows",
)
def show_product(request: HttpRequest, product: ProductSlug) -> HttpResponseBase:
    """Everything known about a product, in the shape of its file."""
    refuse_unknown(request, NoQuery)
    found = current_catalogue().products.get(product)
    if found is None:
        return problem_answer("the catalogue has no such product", status=404, field="product")
    return reference_answer(request, found.model_dump(mode="json"))


@router.get(
    "listeners",
    operation_id="list_listeners",
    response={200: Rows, **WRONG},
    summary="Listeners and outbound needs",
)
def list_listeners(request: HttpRequest, query: Query[RowsQuery]) -> HttpResponseBase:
    """Rows of the catalogue, filtered as the explorer filters them, a page at a time."""
    refuse_unknown(request, RowsQuery)
    index = current_index()
    entries = sort_entries(index.find(filters_of(query, index)).entries, query.sort)
    first = (query.page - 1) * query.limit
    pages = max(1, -(-len(entries) // query.limit))
    following = _page(request, query.page + 1) if query.page < pages else None
    answer = reference_answer(
        request,
        {
            "count": len(entries),
            "page": query.page,
            "pages": pages,
            "limit": query.limit,
            "next": following,
            "rows": list(map(row_data, entries[first : first + query.limit])),
        },
    )
    if following:
        answer.headers["Link"] = f'<{following}>; rel="next"'
    return answer


def _page(request: HttpRequest, number: int) -> str:
    """The address of another page of the same answer."""
    query = request.GET.copy()
    query["page"] = str(number)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


@router.get(
    "ports/{port}",
    operation_id="get_port",
    response={200: PortUse, **WRONG},
    summary="What uses a port",
)
def show_port(request: HttpRequest, port: PortNumber) -> HttpResponseBase:
    """Every row that has the port, those that name it before ranges that hold it."""
    refuse_unknown(request, NoQuery)
    return _port_use(request, port, None)


@router.get(
    "ports/{port}/{protocol}",
    operation_id="get_port_of_protocol",
    response={200: PortUse, **WRONG},
    summary="What uses a port with a protocol",
)
def show_port_of_protocol(
    request: HttpRequest, port: PortNumber, protocol: PortProtocol
) -> HttpResponseBase:
    """Every row that has the port with this protocol."""
    refuse_unknown(request, NoQuery)
    return _port_use(request, port, protocol.upper())


def _port_use(request: HttpRequest, port: int, protocol: str | None) -> HttpResponseBase:
    return reference_answer(request, port_use(port, protocol))


def port_use(port: int, protocol: str | None = None) -> dict[str, Any]:
    """Every row that has a port, those that name it first, and ports that may have been meant."""
    index = current_index()
    return {
        "port": port,
        "protocol": protocol,
        "rows": list(map(row_data, rows_using(index, port, protocol))),
        "near": list(index.near(port)),
    }


def _summary(product: Product) -> dict[str, Any]:
    return {
        "product": product.product,
        "name": product.name,
        "kind": product.kind,
        "status": product.status,
        "summary": product.summary,
        "homepage": product.homepage,
        "base": product.base,
        "listeners": len(product.listeners),
        "outbound_needs": len(product.outbound_needs),
    }
