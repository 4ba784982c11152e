"""Which rows of one port cannot share a host."""

import pytest

from portsref.catalogue.search.ports_in_use import may_clash, rows_using
from tests.small_catalogue import listener, need, product, search_index


def clash(index, port):
    found = may_clash(rows_using(index, port))
    return {protocol: [entry.row.key for entry in rows] for protocol, rows in found.items()}


def test_two_products_on_one_port_of_the_host_may_clash():
    index = search_index(
        product("a", listeners=[listener("x")]), product("b", listeners=[listener("y")])
    )
    assert clash(index, 1000) == {"TCP": ["a/x", "b/y"]}


@pytest.mark.parametrize(
    "other",
    [
        product("b", listeners=[listener("y", protocol="UDP")]),
        product("b", listeners=[listener("y", scope="pod")]),
        product("b", listeners=[listener("y", ports="900-2000")]),
        product("b", listeners=[listener("y", ports="999-1001", random=True)]),
        product("b", outbound_needs=[need("y")]),
    ],
    ids=["protocol", "pod", "range", "random", "need"],
)
def test_what_cannot_take_the_port_does_not_clash(other):
    assert clash(search_index(product("a", listeners=[listener("x")]), other), 1000) == {}


def test_kubernetes_and_its_distributions_do_not_clash():
    index = search_index(
        product("kubernetes", kind="core", listeners=[listener("x")]),
        product("k9s", kind="distribution", listeners=[listener("y")]),
    )
    assert clash(index, 1000) == {}
