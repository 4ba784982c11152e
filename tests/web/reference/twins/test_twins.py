"""Pages as Markdown, which a reader of Markdown understands as it is meant."""

import re

import pytest
from markdown_it import MarkdownIt

from portsref.catalogue.search.index import SearchIndex
from portsref.catalogue.search.ports_in_use import rows_using
from portsref.web.reference.rows import Link
from portsref.web.reference.twins.markdown import link, plain

pytestmark = pytest.mark.django_db

KUBELET = "TCP 10250 in Kubernetes: Kubelet API. Open it from the control plane to all nodes. TLS."


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"].startswith(("text/markdown", "text/plain"))
    return response.content.decode()


def rendered(markdown):
    return MarkdownIt().enable("table").render(markdown)


def rows_of(html):
    """The lines of all tables, without those of names."""
    return re.findall(r"<tr>\s*<td>.*?</tr>", html, re.DOTALL)


def test_a_port_begins_with_what_it_is(client):
    assert read(client, "/ports/10250.md").startswith(f"# Port 10250\n\n{KUBELET}\n\n")


def test_a_port_has_every_row_with_its_sources(client, catalogue):
    html = rendered(read(client, "/ports/10250.md"))
    rows = [entry.row for entry in rows_using(SearchIndex(catalogue), 10250)]
    assert len(rows_of(html)) == len(rows)
    for row, line in zip(rows, rows_of(html), strict=True):
        assert f'href="/listeners/{row.key}/"' in line
        assert [source.address for source in row.source if source.address not in line] == []


def test_a_product_has_all_of_its_rows(client, catalogue):
    html = rendered(read(client, "/products/cilium.md"))
    assert html.startswith("<h1>Cilium</h1>")
    assert len(rows_of(html)) == len(catalogue.products["cilium"].rows)


def test_a_twin_speaks_the_language_of_its_address(client):
    page = read(client, "/zh-hans/ports/10250.md")
    assert page.startswith("# 端口 10250\n\nKubernetes 的 TCP 10250：kubelet API。")
    assert "(</zh-hans/products/kubernetes/>)" in page


def test_llms_txt_leads_to_every_product(client, catalogue):
    html = rendered(read(client, "/llms.txt"))
    assert re.findall(r'href="/products/([^"]+)\.md"', html) == list(catalogue.products)
    for address in ("/ports/10250/", "/ports/10250.md", "/ports/10250.json"):
        assert f"<code>{address}</code>" in html
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("page", ["/ports/10250", "/zh-hans/products/cilium"])
def test_a_page_leads_to_its_twin(client, page):
    link = f'<link rel="alternate" type="text/markdown" href="{page}.md">'
    assert link in client.get(f"{page}/").content.decode()


@pytest.mark.parametrize(
    "address", ["/ports/65536.md", "/ports/010.md", "/ports/x.md", "/products/no-such.md"]
)
def test_what_is_not_there_has_no_twin(client, address):
    assert client.get(address).status_code == 404


def test_text_is_markup_nowhere():
    text = "a | b *c* <script> [d](e) `f`\n# g_h_"
    html = MarkdownIt().enable("table").render(f"| x |\n| --- |\n| {plain(text)} |\n")
    assert "<td>a | b *c* &lt;script&gt; [d](e) `f` # g_h_</td>" in html
    assert link(Link("a [b]", "/c/")) == "[a \\[b\\]](</c/>)"
