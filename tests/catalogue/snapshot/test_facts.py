"""The snapshot holds what the files hold: all of it, and a row as others print it."""

import json

import pytest

from portsref.catalogue.folders import OUR_DATA
from portsref.catalogue.reading import read_catalogue
from portsref.catalogue.search.entries import row_data
from portsref.catalogue.search.index import SearchIndex
from portsref.catalogue.search.ports_in_use import rows_using
from portsref.catalogue.snapshot.building import catalogue_of
from portsref.catalogue.snapshot.facts import TRANSLATIONS, Facts
from portsref.catalogue.snapshot.writing import facts_of


@pytest.fixture(scope="module")
def read():
    return read_catalogue([OUR_DATA])


@pytest.fixture(scope="module")
def facts(read):
    return facts_of(read, digest="0" * 64)


@pytest.fixture
def again(facts):
    return catalogue_of(facts)


def test_it_gives_the_catalogue_of_the_files(again, read):
    assert again == read
    assert list(again.products) == list(read.products)
    # `repr` also tells a list from a tuple and a text from what it stands for
    assert [*map(repr, again.products.values())] == [*map(repr, read.products.values())]
    assert repr((again.roles, again.releases)) == repr((read.roles, read.releases))


def test_it_remembers_what_is_worked_out_from_all_of_it(again, read):
    def worked_out(catalogue):
        return (
            (catalogue.date, catalogue.digest, catalogue.version, catalogue.kubernetes_versions),
            list(catalogue.rows.items()),
            [row.product for row in catalogue.rows.values()],
            (catalogue.node_port_range_keys, catalogue.node_port_ranges),
        )

    assert worked_out(again) == worked_out(read)


def test_what_it_does_not_know_is_missing(again):
    assert "no-such" not in again.products
    assert again.products.get("no-such") is None
    assert again.rows.get("no-such/row") is None
    assert again.rows.get("kubernetes/no-such") is None
    with pytest.raises(KeyError):
        again.translations["xx"]


def test_a_product_is_made_once(again):
    assert again.products["cilium"] is again.products["cilium"]
    row = again.products["cilium"].rows[0]
    assert again.rows[row.key] is row


def test_translations_are_read_when_somebody_asks(facts):
    broken = Facts(facts.parts | {f"{TRANSLATIONS}zh-Hans": b"{"}, facts.digest)
    catalogue = catalogue_of(broken)
    assert catalogue.products["cilium"].rows
    with pytest.raises(json.JSONDecodeError):
        catalogue.translate("Kubelet API.", "zh-Hans", "kubernetes")


def test_a_row_is_what_the_api_says_of_it(facts, read):
    entries = SearchIndex(read).entries
    assert [key for key, *_ in facts.rows] == [entry.row.key for entry in entries]
    assert [facts.row(entry.row.key) for entry in entries] == [*map(row_data, entries)]


def test_rows_in_short_find_what_the_search_finds(facts, read):
    index = SearchIndex(read)
    short = [
        (entry.row.key, entry.row.protocol, entry.row.ports.numbers) for entry in index.entries
    ]
    assert list(facts.rows) == short
    for port in (0, 53, 2379, 10250, 30080, 65535):
        found = [index.entries[place] for place in index.ports.best_for((port, port))]
        assert tuple(found) == rows_using(index, port)
