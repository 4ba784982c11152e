"""What the search finds, counts and suggests."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portsref.catalogue.search.facets import FACETS
from portsref.catalogue.search.index import SearchIndex
from portsref.catalogue.search.query import Filters, understand
from tests.small_catalogue import listener, product, search_index


@pytest.fixture(scope="module")
def index(catalogue):
    return SearchIndex(catalogue)


def keys(index, text, **chosen):
    filters = Filters(understand(text), {name: frozenset(each) for name, each in chosen.items()})
    return [entry.row.key for entry in index.find(filters).entries]


def test_a_port_finds_those_that_name_it_before_ranges_that_hold_it(index):
    assert keys(index, "10250")[0] == "kubernetes/kubelet-api"
    found = keys(index, "30500")
    assert found[:2] == ["kubernetes/nodeport-tcp", "kubernetes/nodeport-udp"]


def test_a_protocol_narrows_a_port(index):
    assert "cilium/vxlan" in keys(index, "8472/udp")
    assert all(index.by_key[key].row.protocol == "UDP" for key in keys(index, "udp 8472"))


def test_words_must_all_be_there_wherever_they_stand(index):
    assert keys(index, "cilium vxlan")[0] == "cilium/vxlan"
    assert "kubernetes/admission-webhook" in keys(index, "webhook")
    assert "kubernetes/etcd-client" in keys(index, "etcd")


def test_chinese_words_find_the_translated_texts(index):
    assert "kubernetes/nodeport-tcp" in keys(index, "基于 tcp 的 nodeport")


def test_the_documented_tables_of_kubernetes_can_be_asked_for(index):
    found = keys(index, "", product=["kubernetes"], listed=["yes"], kubernetes=["1.37"])
    assert set(found) == {
        "kubernetes/kube-apiserver",
        "kubernetes/etcd-client",
        "kubernetes/etcd-peer",
        "kubernetes/kubelet-api",
        "kubernetes/kube-scheduler",
        "kubernetes/kube-controller-manager",
        "kubernetes/kube-proxy-healthz",
        "kubernetes/nodeport-tcp",
        "kubernetes/nodeport-udp",
    }


def test_a_version_has_the_ports_of_its_time(index):
    assert "kubernetes/kube-scheduler-insecure" in keys(index, "10251", kubernetes=["1.20"])
    assert "kubernetes/kube-scheduler-insecure" not in keys(index, "10251", kubernetes=["1.30"])


def test_every_count_is_what_choosing_the_value_gives(index):
    chosen = {"product": frozenset({"cilium", "kubernetes"}), "protocol": frozenset({"TCP"})}
    counts = index.find(Filters(chosen=chosen)).counts
    for facet, values in counts.items():
        for value, count in values.items():
            once = {**chosen, facet: frozenset({value})}
            assert len(index.find(Filters(chosen=once)).entries) == count, (facet, value)


def one_by_one(index, filters):
    """What `find` must give, told row by row."""
    query = filters.query
    answering = [
        entry
        for entry in index.entries
        if query.protocol in {None, entry.row.protocol}
        and (not query.ports or entry.row.ports & query.ports)
        and all(word in entry.text for word in query.words)
    ]

    def passing(facets):
        return {
            entry.row.key
            for entry in answering
            if all(not filters.of(f) or filters.of(f) & entry.values[f] for f in facets)
        }

    counts = {
        facet: Counter(
            value
            for key in passing(set(FACETS) - {facet})
            for value in index.by_key[key].values[facet]
        )
        for facet in FACETS
    }
    return passing(FACETS), counts


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_is_asked_rows_and_counts_are_those_told_one_by_one(index, data):
    texts = ["", "10250", "30000-32767 tcp", "udp", "etcd", "cilium vxlan", "53,80-90 api", "zz"]
    rows = data.draw(st.lists(st.sampled_from(index.entries), max_size=3))
    facets = data.draw(st.sets(st.sampled_from(FACETS), max_size=4))
    chosen = {facet: frozenset(v for row in rows for v in row.values[facet]) for facet in facets}
    chosen["scope"] = data.draw(st.sampled_from([frozenset(), frozenset({"node", "no-scope"})]))
    filters = Filters(understand(data.draw(st.sampled_from(texts))), chosen)
    found = index.find(filters)
    expected_rows, expected_counts = one_by_one(index, filters)
    assert sorted(entry.row.key for entry in found.entries) == sorted(expected_rows)
    assert found.counts == expected_counts


def test_what_answers_as_well_stands_in_the_order_of_the_catalogue(index):
    for text in ("", "tcp", "metrics"):
        entries = index.find(Filters(understand(text))).entries
        places = [entry.position for entry in entries if "metrics" not in entry.names]
        assert places == sorted(places)


def test_rows_of_etcd_count_under_the_control_plane_too(index):
    assert "kubernetes/etcd-client" in keys(index, "", role=["control-plane"])
    assert "kubernetes/etcd-client" in keys(index, "", role=["etcd"])
    assert "kubernetes/kube-apiserver" not in keys(index, "", role=["etcd"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kubelt", "kubelet"),
        ("clium vxlna", "cilium vxlan"),
        ("promethues", "prometheus"),
        ("udp 8472 clium", "8472 udp cilium"),
        ("10250/tpc", "10250/tcp"),
        ("8472/upd", "8472/udp"),
        ("10250/https", "10250"),
    ],
)
def test_a_misspelling_gets_a_suggestion_that_finds_something(index, typed, meant):
    assert index.suggest(understand(typed)) == meant
    assert keys(index, meant)


def test_what_is_near_nothing_gets_no_suggestion(index):
    assert index.suggest(understand("qqqqqqqqqq")) is None
    assert index.suggest(understand("10250")) is None


def test_a_typed_port_may_have_been_meant_for_another(index):
    assert 8472 in index.near(8742)
    assert 10250 in index.near(10251)
    assert 10250 not in index.near(10250)


def test_neighbours_are_the_known_ports_before_and_after(index):
    before, after = index.neighbours(10253)
    assert before is not None
    assert after is not None
    assert before < 10253 < after
    assert index.neighbours(0)[0] is None
    assert index.neighbours(65535)[1] is None


def test_known_ports_up_to_five_away_are_near():
    ports = (994, 995, 1000, 1005, 1006)
    index = search_index(product("a", listeners=[listener(f"l{n}", ports=str(n)) for n in ports]))
    assert index.near(1000) == (995, 1005)


def test_a_row_is_of_every_kubernetes_from_since_to_until():
    index = search_index(product("a", listeners=[listener("x", since="1.29", until="1.31")]))
    found = index.find(Filters()).counts["kubernetes"]
    assert found == {"1.29": 1, "1.30": 1, "1.31": 1}
