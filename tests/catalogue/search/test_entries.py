"""Orders in which rows stand."""

from portsref.catalogue.search.entries import sort_entries
from tests.small_catalogue import component, listener, product, search_index


def test_rows_can_be_sorted():
    index = search_index(
        product(
            "b",
            components=[component("zed", "worker"), component("alpha", "worker")],
            listeners=[
                listener("one", component="zed", ports="90"),
                listener("two", component="alpha", ports="100"),
                listener("three", component="alpha", protocol="ESP", ports=""),
            ],
        ),
        product("a", listeners=[listener("four", ports="95")]),
    )

    def names(sort):
        return [entry.row.id for entry in sort_entries(index.entries, sort)]

    assert names("documented") == ["four", "one", "two", "three"]
    assert names("port") == ["one", "four", "two", "three"]
    assert names("component") == ["four", "two", "three", "one"]
    assert names("product") == ["four", "one", "two", "three"]
