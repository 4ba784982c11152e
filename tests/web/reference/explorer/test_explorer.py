"""The explorer: what it opens with, what it finds, and that its address says everything."""

import gzip
import re

import pytest
from django.core.cache import cache

from portsref.web.facts.catalogue import forget_catalogue
from portsref.web.facts.models import CatalogueVersion
from portsref.web.reference import rows
from tests.web.reference.pages import page, part, picks, queries, tables

pytestmark = pytest.mark.django_db


def summary(html: str) -> str:
    return re.search(r'data-say="([^"]+)"', html)[1]


def test_it_opens_on_the_tables_of_the_kubernetes_documentation(client):
    found = tables(page(client, "/"))
    assert {heading: [row[1:] for row in rows] for heading, rows in found.items()} == {
        "Control plane": [
            ["TCP", "6443", "Inbound", "kube-apiserver", "Kubernetes API", "← all"],
            ["TCP", "2379", "Inbound", "etcd", "etcd client API", "← kube-apiserver, etcd"],
            ["TCP", "2380", "Inbound", "etcd", "etcd traffic between members", "← etcd"],
            ["TCP", "10250", "Inbound", "kubelet", "Kubelet API", "← self, control plane"],
            [
                "TCP",
                "10259",
                "Inbound",
                "kube-scheduler",
                "kube-scheduler metrics and health over HTTPS",
                "← self",
            ],
            [
                "TCP",
                "10257",
                "Inbound",
                "kube-controller-manager",
                "kube-controller-manager metrics and health over HTTPS",
                "← self",
            ],
        ],
        "Worker nodes": [
            ["TCP", "10250", "Inbound", "kubelet", "Kubelet API", "← self, control plane"],
            [
                "TCP",
                "10256",
                "Inbound",
                "kube-proxy",
                "kube-proxy health check, polled by load balancers",
                "← self, load balancers",
            ],
            [
                "TCP",
                "30000–32767",
                "Inbound",
                "NodePort Services",
                "NodePort Services over TCP If NodePort Services: tcp-and-udp or tcp",
                "← all",
            ],
            [
                "UDP",
                "30000–32767",
                "Inbound",
                "NodePort Services",
                "NodePort Services over UDP If NodePort Services: tcp-and-udp",
                "← all",
            ],
        ],
    }


def test_in_chinese_it_opens_on_the_same_rows(client):
    html = page(client, "/zh-hans/")
    assert picks(html) == picks(page(client, "/"))
    assert list(tables(html)) == ["控制面", "工作节点"]
    assert "Kubernetes 使用的端口" in html


def test_nothing_chosen_means_everything(client, catalogue):
    html = page(client, "/?q=")
    assert f"All {len(catalogue.rows):,} rows" in summary(html)


def test_pages_follow_each_other_and_hold_every_row_once_a_role(client, catalogue):
    address, seen = "/?q=", []
    while address:
        html = page(client, address)
        assert len(picks(html)) <= 100
        seen += picks(html)
        following = re.search(r'rel="next" href="([^"]+)"', html)
        address = "/" + following[1].replace("&amp;", "&") if following else ""
    assert set(seen) == set(catalogue.rows)


@pytest.mark.parametrize("number", ["0", "-1", "999999", "999999999999", "two", "１"])
def test_a_page_that_does_not_exist_shows_one_that_does(client, number):
    assert picks(page(client, f"/?q=&page={number}"))


@pytest.mark.parametrize(
    ("address", "first"),
    [
        ("/?q=10250", "kubernetes/kubelet-api"),
        ("/?q=8472/udp&product=cilium", "cilium/vxlan"),
        ("/?q=cilium+vxlan", "cilium/vxlan"),
        ("/?q=30500", "kubernetes/nodeport-tcp-control-plane"),
        ("/?q=&product=kubernetes&scope=loopback&role=etcd", "kubernetes/etcd-metrics"),
        ("/?q=&product=kubernetes&kubernetes=1.20&protocol=TCP&required=no", "kubernetes/"),
        ("/?q=&direction=outbound&product=argo-cd", "argo-cd/"),
    ],
)
def test_search_and_facets_narrow_the_rows(client, address, first):
    assert picks(page(client, address))[0].startswith(first)


def test_rows_of_chosen_roles_stand_under_these_roles_only(client):
    html = page(client, "/?q=&product=kubernetes&role=worker")
    assert list(tables(html)) == ["Worker nodes"]


def test_values_that_do_not_exist_find_nothing_and_can_be_taken_away(client):
    html = page(client, "/?q=&product=no-such-product&role=%3Cscript%3E")
    assert picks(html) == []
    assert "<script>" not in html.replace("<script src", "")
    assert 'href="?q=&amp;role=%3Cscript%3E"' in html


def test_chosen_values_are_checked_and_counted(client):
    html = " ".join(page(client, "/?q=&product=cilium").split())
    box = re.search(r'<input type="checkbox" id="choose-product-cilium"[^>]*>', html)[0]
    assert "checked" in box
    count = re.search(
        r'value="cilium" checked > <span>Cilium</span> <span class="facet__count">(\d+)', html
    )[1]
    assert f"{count} of" in summary(html)


def test_every_form_carries_a_query(client):
    html = page(client, "/")
    forms = re.findall(r"<form.*?</form>", html, re.DOTALL)
    assert [form for form in forms if 'action="/"' in form and 'name="q"' not in form] == []


def test_rows_can_be_sorted_by_port(client):
    html = page(client, "/?q=&product=kubernetes&role=control-plane&sort=port")
    first = [row[2] for row in tables(html)["Control plane"]]
    numbers = [int(re.match(r"\d+", ports)[0]) for ports in first]
    assert numbers == sorted(numbers)


def test_htmx_gets_the_rows_and_the_facets_alone(client):
    html = page(client, "/?q=etcd", **part("listeners"))
    assert "<html" not in html
    assert html.lstrip().startswith('<div class="page__main" id="listeners"')
    assert html.count("data-hx-swap-oob") == 1
    assert "<title>“etcd” · portsref</title>" in html


def test_the_back_button_gets_the_whole_page(client):
    headers = part("listeners") | {"HX-History-Restore-Request": "true"}
    assert "<html" in page(client, "/?q=etcd", **headers)


def test_caches_keep_part_and_page_apart(client):
    vary = client.get("/?q=etcd").headers["Vary"]
    assert "HX-Request" in vary
    assert "HX-Target" in vary


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("kubelt", 'href="?q=kubelet"'),
        ("clium vxlna", 'href="?q=cilium+vxlan"'),
        ("4242424", "You can search for"),
        ("70000", "Ports end at 65535."),
        ("10250/tpc", 'href="?q=10250%2Ftcp"'),
        ("10250&product=flannel", "without the filters"),
        ("64000/sctp&product=flannel", 'href="/ports/64000/"'),
    ],
)
def test_where_nothing_is_found_it_says_what_to_do(client, typed, hint):
    html = page(client, f"/?q={typed}")
    assert picks(html) == []
    assert hint in html


@pytest.mark.parametrize(
    ("typed", "title"),
    [("Port+port+6443", "Port 6443"), ("udp+8472", "Port 8472/udp"), ("10250", "Port 10250")],
)
def test_a_port_is_called_by_its_number_however_it_was_asked_for(typed, title, client):
    assert f"<h1>{title}</h1>" in page(client, f"/?q={typed}")


def test_what_was_typed_is_shown_and_never_run(client):
    html = page(client, "/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize("address", ["/?q=\0", "/?q=%ff%fe", "/?q=" + "9" * 5000, "/?page=%F0%9F"])
def test_odd_input_does_no_harm(client, address):
    assert client.get(address).status_code == 200


def test_the_rows_cost_the_same_queries_however_many_there_are(client):
    assert queries(client, "/?q=cilium+vxlan") == queries(client, "/?q=") == 1


def test_a_page_that_did_not_change_is_not_sent_again(client):
    first = client.get("/")
    again = client.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert client.get("/?q=").headers["ETag"] != first.headers["ETag"]


def test_a_part_and_its_page_are_kept_apart(client):
    whole, rows = page(client, "/?q=etcd"), page(client, "/?q=etcd", **part("listeners"))
    known = client.get("/?q=etcd").headers["ETag"]
    headers = part("listeners") | {"If-None-Match": known}
    assert client.get("/?q=etcd", headers=headers).status_code == 200
    assert page(client, "/?q=etcd") == whole != rows == page(client, "/?q=etcd", **headers)


def test_another_host_gets_links_to_itself(client):
    for host, other in (("localhost", "127.0.0.1"), ("127.0.0.1", "localhost")):
        html = page(client, "/ports/10250/", Host=host)
        assert f'href="http://{host}/ports/10250/"' in html
        assert other not in html


def test_another_catalogue_is_another_page(client):
    known = client.get("/").headers["ETag"]
    newest = CatalogueVersion.objects.first()
    CatalogueVersion.objects.create(
        date=newest.date, digest="f" * 64, files_digest=newest.files_digest
    )
    again = client.get("/", headers={"If-None-Match": known})
    forget_catalogue()
    assert again.status_code == 200
    assert "ffffffff" in again.content.decode()


def test_rows_and_facets_look_the_same_whatever_was_asked_before(client, monkeypatch):
    """Their pieces are kept: one page must not get what another one needs to say."""
    queries = [
        "?q=", "?q=&product=cilium", "?q=10250", "?q=&product=kubernetes&role=etcd", "?q=etcd",
        "?q=&component=cilium/cilium-agent", "?q=&product=kubernetes&product=no%00such",
        "?q=zzzz", "?q=&kubernetes=1.30&role=worker",
    ]  # fmt: skip
    paths = [f"{start}{query}" for query in queries for start in ("/", "/zh-hans/")]
    paths += ["/ports/10250/", "/products/kubernetes/", "/components/kubernetes/kubelet/"]
    alone = {}
    for path in paths:
        cache.clear()
        monkeypatch.setattr(rows, "_readers", {})
        alone[path] = page(client, path)
    cache.clear()
    monkeypatch.setattr(rows, "_readers", {})
    assert {path: page(client, path) for path in paths} == alone


def test_a_browser_that_reads_gzip_gets_it(client):
    plain = client.get("/").content
    packed = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.content) == plain


def test_the_language_switch_keeps_the_reader_where_he_is(client):
    html = " ".join(page(client, "/?q=etcd&role=worker").split())
    assert '<a href="/zh-hans/?q=etcd&amp;role=worker" lang="zh-Hans"' in html
    html = " ".join(page(client, "/zh-hans/ports/10250/").split())
    assert '<a href="/ports/10250/" lang="en"' in html
    assert 'hreflang="zh-Hans" href="http://testserver/zh-hans/ports/10250/"' in html


def test_the_first_page_is_light(client):
    """60 KB with styles, scripts and fonts; the rest of the budget is theirs, see tests/browser."""
    packed = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert len(packed.content) < 12_000
