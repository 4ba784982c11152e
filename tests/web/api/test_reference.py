"""The catalogue over the API."""

import pytest

from portsref.catalogue.search.entries import row_data
from portsref.catalogue.search.index import SearchIndex
from portsref.catalogue.search.ports_in_use import rows_using
from portsref.catalogue.search.query import Filters, understand


@pytest.fixture(scope="module")
def index(catalogue):
    return SearchIndex(catalogue)


def problem(field, reason):
    return {"problems": [{"field": field, "reason": reason}]}


def test_catalogue_says_its_version(get, catalogue):
    assert get("catalogue") == (200, {
        "version": catalogue.version,
        "date": catalogue.date,
        "digest": catalogue.digest,
        "products": len(catalogue.products),
        "rows": len(catalogue.rows),
        "kubernetes": list(catalogue.kubernetes_versions),
    })  # fmt: skip


def test_products_are_all_there(get, catalogue):
    status, answer = get("products")
    assert (status, [item["product"] for item in answer["products"]]) == (
        200, list(catalogue.products)
    )  # fmt: skip
    assert answer["products"][list(catalogue.products).index("rke2")] == {
        "product": "rke2",
        "name": catalogue.products["rke2"].name,
        "kind": "distribution",
        "status": None,
        "summary": catalogue.products["rke2"].summary,
        "homepage": catalogue.products["rke2"].homepage,
        "base": "kubernetes",
        "listeners": len(catalogue.products["rke2"].listeners),
        "outbound_needs": len(catalogue.products["rke2"].outbound_needs),
    }


def test_a_product_has_the_shape_of_its_file(get, catalogue):
    assert get("products/cilium") == (200, catalogue.products["cilium"].model_dump(mode="json"))


def test_listeners_are_what_the_explorer_finds(get, index):
    filters = Filters(
        query=understand("metrics"),
        chosen={"product": frozenset({"cilium", "calico"}), "protocol": frozenset({"TCP"})},
    )
    expected = [row_data(entry) for entry in index.find(filters).entries]
    assert get("listeners?q=metrics&product=cilium&product=calico&protocol=TCP") == (
        200,
        {
            "count": len(expected),
            "page": 1,
            "pages": 1,
            "limit": 100,
            "next": None,
            "rows": expected,
        },
    )
    assert len(expected) > 3


def test_pages_put_together_are_everything(get, catalogue):
    pages = -(-len(catalogue.rows) // 500)
    first, last = get("listeners?limit=500"), get(f"listeners?limit=500&page={pages}")
    assert (first[1]["count"], first[1]["pages"]) == (len(catalogue.rows), pages)
    found = [
        row["key"]
        for page in range(1, pages + 1)
        for row in get(f"listeners?limit=500&page={page}")[1]["rows"]
    ]
    assert sorted(found) == sorted(catalogue.rows)
    assert len(last[1]["rows"]) == len(catalogue.rows) - 500 * (pages - 1)


def test_every_page_but_the_last_links_to_the_next(client, catalogue):
    address, found = "/api/v1/listeners?sort=port&limit=500", []
    while address:
        response = client.get(address)
        following = response.json()["next"]
        found += [row["key"] for row in response.json()["rows"]]
        linked = response.headers.get("Link")
        assert linked == (f'<{following}>; rel="next"' if following else None)
        address = following
    assert sorted(found) == sorted(catalogue.rows)
    assert len(found) == len(catalogue.rows)


def test_a_page_beyond_the_last_is_empty(get):
    status, answer = get("listeners?product=cilium&page=99")
    assert (status, answer["rows"], answer["pages"]) == (200, [], 1)


@pytest.mark.parametrize(("address", "protocol"), [("ports/53", None), ("ports/53/udp", "UDP")])
def test_a_port_names_what_uses_it(get, index, address, protocol):
    rows = [row_data(entry) for entry in rows_using(index, 53, protocol)]
    assert get(address) == (
        200, {"port": 53, "protocol": protocol, "rows": rows, "near": list(index.near(53))}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("address", "status", "field", "reason"),
    [
        ("products/nothing", 404, "product", "the catalogue has no such product"),
        ("products/nothing%00", 404, "product", "the catalogue has no such product"),
        ("nothing/here", 404, "", "there is nothing at 'nothing/here'"),
        ("ports/65536", 422, "port", "must be less than or equal to 65535"),
        ("ports/-1", 422, "port", "must be greater than or equal to 0"),
        ("ports/1/esp", 422, "protocol", "must be 'tcp', 'udp' or 'sctp'"),
        ("listeners?product=nothing", 422, "product", "no product 'nothing'"),
        ("listeners?component=cilium/nothing", 422, "component", "no component 'cilium/nothing'"),
        ("listeners?role=node", 422, "role", "no role 'node'"),
        ("listeners?kubernetes=9.99", 422, "kubernetes", "no Kubernetes version '9.99'"),
        ("listeners?scope=cluster", 422, "scope", "must be 'node', 'loopback' or 'pod'"),
        ("listeners?required=true", 422, "required", "must be 'yes' or 'no'"),
        ("listeners?limit=501", 422, "limit", "must be less than or equal to 500"),
        ("listeners?page=0", 422, "page", "must be greater than or equal to 1"),
        ("listeners?q=" + "x" * 501, 422, "q", "String should have at most 500 characters"),
        ("listeners?prodcut=cilium", 422, "prodcut", "is not a known parameter"),
    ],
)
def test_what_is_wrong_is_said_with_its_field(get, address, status, field, reason):
    assert get(address) == (status, problem(field, reason))


@pytest.mark.parametrize(
    "address",
    ["catalogue", "products", "products/cilium", "listeners", "ports/53", "ports/53/udp"],
)
def test_facts_may_be_kept_and_read_by_other_sites(client, address):
    response = client.get(f"/api/v1/{address}")
    kept = {name: response.headers[name] for name in ("Cache-Control", "ETag")}
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in response.headers
    again = client.get(f"/api/v1/{address}", headers={"If-None-Match": kept["ETag"]})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", kept["ETag"])


def test_head_is_answered_like_get(client):
    response = client.head("/api/v1/catalogue")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/json")


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_facts_cannot_be_written(client, method):
    response = getattr(client, method)("/api/v1/catalogue")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET")


@pytest.mark.parametrize(
    "address", ["products", "listeners?limit=1", "listeners?limit=500", "ports/10250"]
)
def test_one_query_however_many_rows(client, address, django_assert_num_queries):
    client.get(f"/api/v1/{address}")
    with django_assert_num_queries(1):
        client.get(f"/api/v1/{address}")
