"""What changed in the catalogue: noted when it is loaded, on a page, and for feed readers."""

import re
import xml.etree.ElementTree as ET

import pytest
from django.core.cache import cache

from portsref.web.facts.models import CatalogueChange, CatalogueVersion
from portsref.web.facts.sync import sync_catalogue
from tests.small_catalogue import catalogue, listener, option, product
from tests.web.reference.pages import page, queries

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(autouse=True)
def _no_catalogue_yet():
    cache.clear()
    CatalogueVersion.objects.all().delete()


def _load(number, *products):
    sync_catalogue(catalogue(*products), files_digest=f"{number:064}")


def _told():
    return [
        (change.what, change.key, change.name, change.fields)
        for change in CatalogueChange.objects.all()
    ]


def test_the_first_catalogue_is_one_entry_and_no_thousand(client):
    _load(1, product("one", listeners=[listener("api")]))
    assert _told() == []
    assert "The catalogue was loaded for the first time" in page(client, "/changes/")


def test_what_is_new_different_and_gone_is_noted_field_by_field():
    _load(1, product("one", listeners=[listener("api"), listener("old")]))
    _load(2, product("one", listeners=[listener("api", ports="2000-2001"), listener("new")]))
    assert _told() == [
        ("added", "one/new", "TCP 1000", []),
        ("removed", "one/old", "TCP 1000", []),
        ("changed", "one/api", "TCP 2000-2001", [["ports", "1000", "2000-2001"]]),
    ]


def test_where_something_stands_in_its_file_is_no_news():
    _load(1, product("one", listeners=[listener("a"), listener("b")]))
    _load(2, product("one", listeners=[listener("b"), listener("a")]))
    assert _told() == []


def test_a_product_that_comes_or_goes_is_told_without_its_parts():
    _load(1, product("one", listeners=[listener("api")]))
    _load(2, product("two", listeners=[listener("api")], options=[option("mode", "a", "b")]))
    assert _told() == [("added", "two", "Two", []), ("removed", "one", "One", [])]


def test_the_same_catalogue_again_tells_nothing_new():
    one = product("one", listeners=[listener("api")])
    _load(1, one)
    _load(1, one)
    assert CatalogueVersion.objects.count() == 1


def _two_versions():
    _load(1, product("one", listeners=[listener("api")]), product("two"))
    _load(2, product("one", listeners=[listener("api", ports="2000")]), product("two", name="Zwei"))


def test_the_page_says_what_was_and_is(client):
    _two_versions()
    html = page(client, "/changes/")
    assert "2 changed" in html
    assert re.search(r"<dt>Ports</dt>\s*<dd>\s*<del>1000</del>.*?<ins>2000</ins>", html, re.DOTALL)
    assert 'href="/listeners/one/api/"' in html


def test_one_product_alone(client):
    _two_versions()
    html = page(client, "/changes/?product=two")
    assert "<ins>Zwei</ins>" in html
    assert "<ins>2000</ins>" not in html
    assert "loaded for the first time" not in html


@pytest.mark.parametrize(
    "query", ["?product=nothing", "?page=999", "?page=x", "?product=%00", "?product=<b>"]
)
def test_nonsense_is_no_trouble(client, query):
    _two_versions()
    page(client, f"/changes/{query}")


def test_a_feed_has_an_entry_a_version_with_what_changed(client):
    _two_versions()
    response = client.get("/feed.atom")
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(response.content)
    titles = [found.text for found in feed.findall("a:entry/a:title", ATOM)]
    assert titles == ["2 changed: One, Zwei", "The catalogue was loaded for the first time"]
    summary = feed.findall("a:entry/a:summary", ATOM)[0].text
    assert "agent · TCP 2000 (changed); Ports: 1000 → 2000" in summary


def test_where_only_a_source_is_another_that_is_said_apart(client):
    source = {"url": "https://example.com/elsewhere", "basis": "code"}
    _load(1, product("one", listeners=[listener("api"), listener("b")]))
    _load(2, product("one", listeners=[listener("api", source=source), listener("b", tls="tls")]))
    html = page(client, "/changes/")
    apart = html.partition('<details class="changes__sources">')[2].partition("</details>")[0]
    assert "1 with another source alone" in apart
    assert "<ins>https://example.com/elsewhere</ins>" in apart
    assert "<ins>tls</ins>" not in apart
    feed = ET.fromstring(client.get("/feed.atom").content)
    summary = feed.findall("a:entry/a:summary", ATOM)[0].text
    assert summary.endswith("Encryption: none → tls\nOne: 1 with another source alone")


def test_a_product_has_a_feed_of_its_own(client):
    _two_versions()
    feed = ET.fromstring(client.get("/products/two/feed.atom").content)
    assert [found.text for found in feed.findall("a:entry/a:title", ATOM)] == ["1 changed: Zwei"]
    assert client.get("/products/nothing/feed.atom").status_code == 404


def test_entries_have_the_same_names_in_both_languages(client):
    _two_versions()
    names = [
        [found.text for found in ET.fromstring(client.get(path).content).iter("{*}id")]
        for path in ("/feed.atom", "/zh-hans/feed.atom")
    ]
    assert names[0] == names[1]


def test_a_feed_that_is_known_is_not_sent_again(client):
    _two_versions()
    etag = client.get("/feed.atom").headers["ETag"]
    assert client.get("/feed.atom", headers={"If-None-Match": etag}).status_code == 304


def test_query_counts_do_not_grow_with_changes(client):
    _load(1, product("one", listeners=[listener("api")]))
    _load(2, product("one", listeners=[listener("api"), listener("b")]))
    few = queries(client, "/changes/")
    for number in range(3, 9):
        _load(number, product("one", listeners=[listener(f"n{number}{n}") for n in range(20)]))
    assert queries(client, "/changes/") == few


def test_in_chinese(client):
    _two_versions()
    assert "2 项变更" in page(client, "/zh-hans/changes/")
