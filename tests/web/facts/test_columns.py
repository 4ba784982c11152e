"""Keys of documents as columns of rows, and back: held without a database."""

import pytest
from django.core.exceptions import FieldDoesNotExist

from portsref.catalogue.products import Component
from portsref.web.facts import models
from portsref.web.facts.tables import OF_CATALOGUE, Table
from tests import small_catalogue
from tests.small_catalogue import SOURCE, listener, need, option, product

(PRODUCTS,) = (table for table in OF_CATALOGUE if table.key == "products")
TABLES = {part.key: part for part in PRODUCTS.parts}


def rows_of(small):
    return list(PRODUCTS.rows_of(small_catalogue.catalogue(small)))


def row_of(row, **what):
    """The row of the one listener or outbound need of a product."""
    kind = "outbound_needs" if "to" in row else "listeners"
    *_, last = rows_of(product("tiny", **{"listeners": []} | {kind: [row]} | what))
    return last


def keys_of(row, table):
    return _keys(row, TABLES[table])


def plain_of(row):
    return _keys(row, PRODUCTS)


def _keys(row, table):
    plain = {}
    for column in table.columns:
        column.put_into(plain, row)
    return plain


def test_a_product_is_followed_by_its_parts_in_the_order_of_the_file():
    rows = rows_of(product("tiny", options=[option("a", "x"), option("b", "x")]))
    assert [(type(row).__name__, row.key) for row in rows] == [
        ("Product", "tiny"),
        ("Option", "tiny/a"),
        ("Option", "tiny/b"),
        ("Component", "tiny/agent"),
    ]
    assert [row.position for row in rows[1:3]] == [0, 1]


def test_a_part_without_an_id_is_counted():
    rows = rows_of(product("tiny", omits=[{"listener": "a/b"}, {"listener": "a/c"}]))
    omits = [row for row in rows if isinstance(row, models.Omit)]
    assert [(row.key, row.listener) for row in omits] == [("tiny/0", "a/b"), ("tiny/1", "a/c")]


def test_a_part_that_is_named_has_the_slug_of_the_product_before_it():
    row = row_of(listener("api"))
    assert row.component_id == "tiny/agent"
    assert keys_of(row, "listeners")["component"] == "agent"
    assert keys_of(row, "listeners")["id"] == "api"


def test_a_document_inside_is_spread_over_columns():
    row = rows_of(product("tiny", pod_networks={"pods": ["10.0.0.0/8"], "source": SOURCE}))[0]
    assert (row.pod_networks_pods, row.pod_networks_setting) == (["10.0.0.0/8"], "")
    assert plain_of(row)["pod_networks"]["pods"] == ["10.0.0.0/8"]


def test_a_document_inside_that_is_absent_stays_absent():
    row = rows_of(product("tiny"))[0]
    assert row.pod_networks_pods is None
    assert "pod_networks" not in plain_of(row)


def test_several_documents_inside_stand_in_one_column():
    row = row_of(listener("api", source=[SOURCE, SOURCE | {"says": {"ports": "--port=1000"}}]))
    assert [place.get("says") for place in row.source] == [{}, {"ports": ["--port=1000"]}]
    again = keys_of(row, "listeners")["source"]
    assert again == row.source


def test_what_is_absent_is_an_empty_text_and_absent_again():
    row = row_of(listener("api"))
    assert (row.note, row.binds, row.since) == ("", "", "")
    assert keys_of(row, "listeners").keys().isdisjoint({"note", "binds", "since"})


def test_an_empty_text_that_a_document_must_have_stays():
    row = row_of(listener("ping", protocol="ICMP", ports=""))
    assert row.ports == ""
    assert keys_of(row, "listeners")["ports"] == ""


def test_conditions_keep_the_order_of_the_file():
    when = {"tunnel": ["vxlan", "geneve"], "bgp": ["yes"]}
    row = row_of(listener("api", when=when))
    assert row.when == [["tunnel", ["vxlan", "geneve"]], ["bgp", ["yes"]]]
    assert list(keys_of(row, "listeners")["when"].items()) == list(when.items())


def test_conditions_that_may_be_absent_are_told_from_those_that_always_hold():
    (absent, *_), (always, *_) = (
        rows_of(product("tiny", **what)) for what in ({}, {"etcd_hosts_are_nodes": {}})
    )
    assert absent.etcd_hosts_are_nodes is None
    assert always.etcd_hosts_are_nodes == []


@pytest.mark.parametrize("to", [["control-plane", "worker"], "Registry of images"])
def test_roles_and_a_place_outside_stand_in_one_column(to):
    row = row_of(need("pull", to=to))
    assert row.to == to
    assert keys_of(row, "outbound_needs")["to"] == to


def test_a_key_without_a_column_is_refused():
    class Bigger(Component):
        size: str

    with pytest.raises(FieldDoesNotExist, match="size"):
        Table("components", Bigger, models.Component, names={"id": "key"}).columns  # noqa: B018
