"""An address that leads nowhere: what was meant by it."""

import pytest

from portsref.web.reference.not_found import MOST_LINKS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("/prots/10250/", "/ports/10250/"),
        ("/port/8472/tcp/", "/ports/8472/"),
        ("/products/clium/", "/products/cilium/"),
        ("/zh-hans/product/rke-2/", "/zh-hans/products/rke2/"),
    ],
)
def test_pages_that_were_nearly_named_are_offered(address, meant, client):
    page = client.get(address)
    assert page.status_code == 404
    assert f'href="{meant}"' in page.content.decode()


@pytest.mark.parametrize(
    "address", ["/qqqqqqqq/", "/ports/99999999/", "/%F0%9F%92%A9/", "/" + "a-" * 4000]
)
def test_what_names_nothing_gets_no_offer(address, client):
    page = client.get(address)
    assert page.status_code == 404
    assert "Did you mean" not in page.content.decode()


def test_an_address_of_many_names_gets_a_few_offers(client):
    page = client.get("/" + "/".join(map(str, range(1, 40))) + "/")
    assert len(page.context["meant"]) == MOST_LINKS
