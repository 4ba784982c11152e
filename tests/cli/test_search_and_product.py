"""`portsref search` and `portsref product`."""

import json

import pytest

from portsref.catalogue.search.entries import row_data
from portsref.catalogue.search.index import SearchIndex
from portsref.catalogue.search.query import Filters, understand
from portsref.cli import main


@pytest.fixture(scope="module")
def index(catalogue):
    return SearchIndex(catalogue)


def keys(capsys):
    return [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize("words", [["calico", "bgp"], ["8472/udp"], ["etcd peer"]])
def test_search_finds_what_the_explorer_finds_in_its_order(words, capsys, index):
    assert main(["search", *words]) == 0
    found = index.find(Filters(understand(" ".join(words)))).entries
    assert keys(capsys) == [entry.row.key for entry in found]
    assert found


def test_search_reads_a_line_of_a_log_and_an_error(capsys):
    assert main(["search", "IN=eth0 SRC=10.0.1.5 DST=10.0.0.3 PROTO=UDP SPT=1 DPT=8472"]) == 0
    line = keys(capsys)
    assert main(["search", "8472/udp"]) == 0
    assert sorted(keys(capsys)) == sorted(line)


def test_search_is_narrowed_by_filters(capsys, index):
    call = ["search", "6443", "--product", "k3s", "--direction", "inbound", "--role", "worker"]
    assert main([*call, "--role", "control-plane", "--protocol", "TCP", "--json"]) == 0
    chosen = {
        "product": frozenset({"k3s"}),
        "direction": frozenset({"inbound"}),
        "role": frozenset({"worker", "control-plane"}),
        "protocol": frozenset({"TCP"}),
    }
    found = index.find(Filters(understand("6443"), chosen)).entries
    rows = [row_data(entry) for entry in found]
    assert json.loads(capsys.readouterr().out) == {"query": "6443", "rows": rows}
    assert rows


def test_search_says_what_may_have_been_meant(capsys):
    assert main(["search", "calicoo"]) == 0
    expected = "nothing in the catalogue answers calicoo; did you mean: calico\n"
    assert capsys.readouterr().out == expected


def test_product_lists_all_products(capsys, catalogue):
    assert main(["product"]) == 0
    assert [line.split("\t") for line in capsys.readouterr().out.splitlines()] == [
        [product.product, product.name, product.kind, product.summary]
        for product in catalogue.products.values()
    ]


def test_product_shows_the_rows_of_one(capsys, catalogue):
    assert main(["product", "cilium"]) == 0
    assert keys(capsys) == [row.key for row in catalogue.products["cilium"].rows]


def test_product_shows_its_options(capsys, catalogue):
    assert main(["product", "cilium", "--options"]) == 0
    assert [line.split("\t") for line in capsys.readouterr().out.splitlines()] == [
        [option.id, ", ".join(option.choices), option.default, option.label]
        for option in catalogue.products["cilium"].options
    ]


def test_product_gives_all_that_its_file_says(capsys, catalogue):
    assert main(["product", "cilium", "--json"]) == 0
    whole = catalogue.products["cilium"].model_dump(mode="json")
    assert json.loads(capsys.readouterr().out) == whole


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["search", "6443", "--product", "ciliun"], "portsref search: error: no product ciliun"),
        (["search", "6443", "--role", "boss"], "portsref search: error: no role boss"),
        (["product", "ciliun"],
         "portsref product: error: no product 'ciliun': `portsref product` lists them"),
        (["product", "--json"], "portsref product: error: name a product"),
    ],
)  # fmt: skip
def test_a_wrong_call_ends_with_2(arguments, reason, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == reason
