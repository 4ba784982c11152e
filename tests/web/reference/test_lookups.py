"""Ports, products, components and rows: each has a page, and each leads on."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from tests.web.reference.pages import page, part, picks, queries, tables

pytestmark = pytest.mark.django_db


def test_a_port_shows_every_row_that_names_it_and_the_ranges_that_hold_it(client, catalogue):
    found = picks(page(client, "/ports/30500/"))
    expected = {row.key for row in catalogue.rows.values() if 30500 in row.ports}
    assert set(found) == expected
    assert len(found) == len(expected)


def test_a_port_of_one_protocol_leaves_the_others_out(client):
    html = page(client, "/ports/8472/udp/")
    rows = [row for table in tables(html).values() for row in table if len(row) == 7]
    assert {row[1] for row in rows} == {"UDP"}


def test_a_port_says_what_may_clash(client):
    html = page(client, "/ports/8472/")
    clash = re.search(r'<div class="notice notice--warn">.*?</div>', html, re.DOTALL)[0]
    assert "Cilium" in clash
    assert "Flannel" in clash


def test_a_port_shows_its_neighbours_and_what_it_is_mistaken_for(client):
    html = page(client, "/ports/8742/")
    assert 'rel="prev"' in html
    assert 'rel="next"' in html
    assert 'href="/ports/8472/"' in html


def test_a_port_that_nothing_uses_says_so(client):
    html = page(client, "/ports/64999/sctp/")
    assert "Nothing in the catalogue uses it" in html or picks(html)


@pytest.mark.parametrize(
    "address",
    [
        "/ports/65536/",
        "/ports/https/",
        "/ports/-1/",
        "/ports/80-90/",
        "/ports/١٠/",
        "/ports/80/tls/",
        "/zh-hans/ports/99999/",
    ],
)
def test_what_is_no_port_gets_a_helpful_404(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert "65535" in response.content.decode() or "/ports/80/tcp/" in response.content.decode()


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/ports/010250/", None),
        ("/ports/00080/", "/ports/80/"),
        ("/ports/8472/UDP/", "/ports/8472/udp/"),
        ("/ports/", "/?q="),
    ],
)
def test_a_port_has_one_address(client, address, target):
    response = client.get(address)
    if target is None:
        assert response.status_code == 404
    else:
        assert response.headers["Location"] == target


def test_all_products_are_listed_by_kind(client, catalogue):
    html = page(client, "/products/")
    assert set(re.findall(r'href="/products/([a-z0-9-]+)/"', html)) == set(catalogue.products)
    assert html.index("Kubernetes itself") < html.index("Distributions")


def test_products_can_be_filtered_by_name(client):
    html = page(client, "/products/?q=flannel")
    assert 'href="/products/flannel/"' in html
    assert 'href="/products/cilium/"' not in html
    assert "No product matches" in page(client, "/products/?q=zzzz")


def test_a_product_shows_options_parts_and_rows(client, catalogue):
    html = page(client, "/products/cilium/")
    product = catalogue.products["cilium"]
    assert set(picks(html)) == {row.key for row in product.rows}
    assert len(re.findall(r'<div class="option" id="option-', html)) == len(product.options)
    assert html.count('href="/components/cilium/') >= len(product.components)


def test_a_distribution_shows_its_base_and_what_it_brings_omits_and_replaces(client):
    html = page(client, "/products/rke2/")
    for words in (
        "Built on",
        "Bundles",
        "Replaces",
        "Makes unnecessary",
        "Pod network: canal",
    ):
        assert words in html


def test_an_unmaintained_product_says_so(client, catalogue):
    slug = next(slug for slug, item in catalogue.products.items() if item.status == "unmaintained")
    assert "no longer maintained" in page(client, f"/products/{slug}/")
    assert "已停止维护" in page(client, f"/zh-hans/products/{slug}/")


def test_a_component_shows_what_it_listens_on_and_what_it_connects_to(client):
    found = tables(page(client, "/components/kubernetes/kube-apiserver/"))
    assert "6443" in {row[2] for row in found["Listens on"]}
    assert "2379" in {row[2] for row in found["Connects to"]}


def test_a_component_that_dials_out_shows_where_to(client, catalogue):
    need = catalogue.outbound_needs[0]
    html = page(client, f"/components/{need.product}/{need.component}/")
    assert need.key in picks(html)


def test_a_row_has_a_page_with_everything_about_it(client):
    html = page(client, "/listeners/kubernetes/etcd-client/")
    for words in (
        "mutual TLS",
        "--listen-client-urls",
        "reachable from the network",
        "https://kubernetes.io/docs/reference/networking/ports-and-protocols/",
        "from the documentation",
        "2026-11-30",
        "MicroK8s",
    ):
        assert words in html


def test_a_row_unfolds_beneath_itself(client):
    html = page(client, "/listeners/cilium/vxlan/", **part("row--worker--cilium-vxlan"))
    assert html.lstrip().startswith('<tr class="rows__detail">')
    assert "Tunnel between nodes: vxlan" in html
    assert "<html" not in html


@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_every_row_product_and_component_has_a_page(client, catalogue, language):
    for product in list(catalogue.products.values())[::10]:
        page(client, f"{language}/products/{product.product}/")
        for component in product.components[:2]:
            page(client, f"{language}/components/{product.product}/{component.id}/")
        for row in product.rows[:3]:
            page(client, f"{language}/listeners/{row.key}/")


@pytest.mark.parametrize(
    "address",
    [
        "/products/nothing/",
        "/components/kubernetes/nothing/",
        "/components/nothing/kubelet/",
        "/listeners/kubernetes/nothing/",
        "/no/such/page/",
        "/zh-hans/no/such/page/",
    ],
)
def test_what_does_not_exist_gets_a_friendly_404(client, address):
    response = client.get(address)
    assert response.status_code == 404
    words = "没有这个页面" if "zh-hans" in address else "This page does not exist"
    assert words in response.content.decode()


def test_the_page_of_a_server_error_needs_neither_request_nor_database():
    with override("en"):
        assert "Something went wrong" in render_to_string("500.html")
    with override("zh-hans"):
        assert "出错了" in render_to_string("500.html")


def test_pages_cost_the_same_queries_whatever_they_hold(client):
    page(client, "/products/")  # the first page of a process reads the catalogue
    assert queries(client, "/products/purelb/") == queries(client, "/products/cilium/") == 1
    assert queries(client, "/ports/64999/") == queries(client, "/ports/443/") == 1
    assert queries(client, "/products/") == 1


def test_a_product_leads_to_a_plan_of_it(client):
    address = re.search(r'href="(/plans/new/\?product=[^"]+)"', page(client, "/products/cilium/"))[
        1
    ]
    assert "Cilium" in page(client, address)
