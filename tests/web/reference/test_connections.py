"""Components link both ways: what they connect to, and who reaches them."""

import re

import pytest

from tests.web.reference.pages import page

pytestmark = pytest.mark.django_db


def _links(html, heading):
    """Addresses and words of the links beneath a heading of the list of connections."""
    part = re.search(rf"<dt>{heading}</dt>\s*<dd>(.*?)</dd>", html, re.DOTALL)[1]
    return dict(re.findall(r'<a class="link" href="([^"]+)">([^<]+)</a>', part))


def test_a_component_says_what_it_connects_to_with_the_component_behind_the_port(client):
    html = page(client, "/components/kubernetes/kube-apiserver/")
    assert _links(html, "Connects to")["/listeners/kubernetes/etcd-client/"] == "TCP 2379"
    assert '<span class="quiet">etcd</span>' in html


def test_a_component_says_who_reaches_it_by_peers_and_by_needs(client, catalogue):
    html = page(client, "/components/kubernetes/etcd/")
    assert "/components/kubernetes/kube-apiserver/" in _links(html, "Reached by")
    need = next(need for need in catalogue.outbound_needs if need.reaches)
    target = catalogue.rows[need.reaches[0]]
    reached = page(client, f"/components/{target.product}/{target.component}/")
    assert f'href="/components/{need.product}/{need.component}/"' in reached


def test_a_need_leads_to_the_listener_and_back(client, catalogue):
    need = next(need for need in catalogue.outbound_needs if need.reaches)
    there = page(client, f"/listeners/{need.key}/")
    assert f"/listeners/{need.reaches[0]}/" in _links(there, "Reaches")
    back = page(client, f"/listeners/{need.reaches[0]}/")
    assert f"/listeners/{need.key}/" in _links(back, "Reached by")


def test_what_a_need_reaches_outside_stands_with_its_ports(client):
    html = page(client, "/components/infrastructure/ntp/")
    assert "UDP 123" in _links(html, "Connects to").values()


def test_of_many_the_first_are_shown_and_the_rest_unfolds(client):
    html = page(client, "/components/kubernetes/kubelet/")
    reached = page(client, "/components/kube-prometheus-stack/prometheus/")
    assert re.search(r'<details class="more">\s*<summary class="link">\s*\d+ more', html + reached)


def test_in_chinese(client):
    assert "被访问自" in page(client, "/zh-hans/components/kubernetes/etcd/")
