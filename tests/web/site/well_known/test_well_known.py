"""What machines ask for first: whom to tell, what there is to read, and how to search."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils.timezone import now

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
SEARCH = {"o": "http://a9.com/-/spec/opensearch/1.1/"}

pytestmark = pytest.mark.django_db


def lines(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/plain")
    return response.content.decode().splitlines()


def test_security_txt_names_the_contacts_and_a_day_to_come(client, settings):
    settings.SECURITY_CONTACT = ["mailto:security@example.com", "https://example.com/report"]
    *contacts, expires, languages, canonical = lines(client, "/.well-known/security.txt")
    assert [*contacts, languages, canonical] == [
        "Contact: mailto:security@example.com",
        "Contact: https://example.com/report",
        "Preferred-Languages: en, zh",
        "Canonical: http://testserver/.well-known/security.txt",
    ]
    until = datetime.strptime(expires, "Expires: %Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=170) < until - now() < timedelta(days=365)


def test_without_a_contact_there_is_no_security_txt(client):
    assert client.get("/.well-known/security.txt").status_code == 404


def test_a_browser_searches_in_its_language(client):
    for address, explorer in (("/opensearch.xml", "/"), ("/zh-hans/opensearch.xml", "/zh-hans/")):
        response = client.get(address)
        assert response["Content-Type"] == "application/opensearchdescription+xml"
        url = ElementTree.fromstring(response.content).find("o:Url", SEARCH)
        template = url.attrib["template"]
        assert template == f"http://testserver{explorer}?q={{searchTerms}}"
        found = client.get(template.removeprefix("http://testserver").format(searchTerms="10250"))
        assert "TCP 10250" in found.content.decode()
    page = client.get("/zh-hans/ports/10250/").content.decode()
    assert 'href="/zh-hans/opensearch.xml"' in page


def test_the_old_address_of_the_mark_leads_to_it(client):
    response = client.get("/favicon.ico")
    assert (response.status_code, response["Location"]) == (302, "/static/img/mark.svg")


def test_the_sitemap_has_every_page_in_both_languages(client, catalogue):
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    urls = ElementTree.fromstring(response.content).findall("s:url", SITEMAP)
    listed = [url.findtext("s:loc", "", SITEMAP).removeprefix("http://testserver") for url in urls]
    assert len(listed) == len(set(listed))
    english = [address for address in listed if not address.startswith("/zh-hans/")]
    assert sorted(listed) == sorted([*english, *(f"/zh-hans{address}" for address in english)])
    components = [
        f"/components/{product.product}/{component.id}/"
        for product in catalogue.products.values()
        for component in product.components
    ]
    products = [f"/products/{slug}/" for slug in catalogue.products]
    assert {"/", "/ports/10250/", "/products/", *products, *components} <= set(english)
    assert not [address for address in listed if "plans" in address]
    other = {link.attrib["hreflang"] for link in urls[0].findall("x:link", SITEMAP)}
    assert other == {"en", "zh-hans"}
    kinds = {address.split("/")[1]: address for address in english}
    assert {client.get(address).status_code for address in kinds.values()} == {200}
