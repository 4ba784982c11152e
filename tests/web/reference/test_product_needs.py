"""A product's page begins with what its options need, and says what other choices change."""

import re
from urllib.parse import unquote

import pytest

from portsref.catalogue.needs import find_needs
from tests.web.reference.pages import page, part, picks

pytestmark = pytest.mark.django_db


def _needed(html):
    """The keys of the rows before those that only other options need."""
    return picks(html.partition('id="others"')[0])


def test_it_begins_with_the_rows_of_its_default_options_each_once(client, catalogue):
    found = _needed(page(client, "/products/cilium/"))
    assert set(found) == find_needs(catalogue, catalogue.products["cilium"], {}).keys
    assert len(found) == len(set(found))


def test_every_row_of_the_product_stands_on_its_page(client, catalogue):
    for slug in ("cilium", "metallb", "kubernetes"):
        keys = {row.key for row in catalogue.products[slug].rows}
        assert keys <= set(picks(page(client, f"/products/{slug}/")))


def test_a_distribution_shows_what_it_is_built_on_and_brings_in(client):
    html = page(client, "/products/rke2/?option=cni:cilium")
    assert "Of Kubernetes, on which it is built" in html
    assert "Of Cilium, which it brings in" in html
    assert "cilium/vxlan" in _needed(html)
    assert "canal/vxlan" not in _needed(html)


def test_options_of_the_address_decide_and_go_with_the_plan(client):
    html = page(client, "/products/cilium/?option=tunnel:geneve&option=cilium/encryption:wireguard")
    assert {"cilium/geneve", "cilium/wireguard"} <= set(_needed(html))
    compose = unquote(re.search(r'href="/plans/new/\?([^"]+)"', html)[1].replace("&amp;", "&"))
    assert compose == "product=cilium&option=tunnel:geneve&option=encryption:wireguard"
    assert '<meta name="robots" content="noindex">' in html


def test_a_choice_says_which_rows_come_and_go(client):
    html = page(client, "/products/cilium/")
    option = re.search(r'id="option-tunnel".*?id="option-', html, re.DOTALL)[0]
    geneve = re.search(r"<a[^>]*option=tunnel:geneve.*?</li>", option, re.DOTALL)[0]
    assert re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", geneve)).endswith(
        "geneve + adds UDP 6081 − removes UDP 8472 "
    )


def test_the_default_is_chosen_by_an_address_without_it(client):
    html = page(client, "/products/cilium/?option=tunnel:geneve")
    vxlan = re.search(r'<a\s+class="option__choice"\s+id="choose-tunnel-vxlan"[^>]+>', html)[0]
    assert 'href="/products/cilium/"' in vxlan


@pytest.mark.parametrize(
    "option", ["tunnel:smoke", "colour:red", "nonsense", "kubernetes/tunnel:none"]
)
def test_what_is_no_option_is_said_and_left_aside(client, option):
    html = page(client, f"/products/cilium/?option={option}")
    assert f"No such option, so it is left aside: {option}" in html
    assert "cilium/vxlan" in _needed(html)


def test_hosts_are_marked_in_the_row(client):
    html = page(client, "/products/cilium/")
    row = re.search(r'<tr id="row--of-cilium--cilium-vxlan">.*?</tr>', html, re.DOTALL)[0]
    assert '<span class="host host--control-plane">control plane</span>' in row
    assert '<span class="host host--worker">workers</span>' in row


def test_htmx_gets_the_needs_alone(client):
    html = page(client, "/products/cilium/?option=tunnel:geneve", **part("needs"))
    assert html.lstrip().startswith('<div class="needs" id="needs"')
    assert "<h1" not in html


def test_in_chinese(client):
    html = page(client, "/zh-hans/products/cilium/")
    assert (
        "默认选项下：6 条须在主机之间放行、2 条在 Pod 网络之内、5 条仅在本机、1 条须访问别处。"
        in html
    )


def test_many_options_are_no_trouble(client):
    query = "&".join(f"option=tunnel:{'x' * 60}{n}" for n in range(300))
    assert client.get(f"/products/cilium/?{query}").status_code == 200
