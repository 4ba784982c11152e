"""What the search understands, finds, counts and suggests."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portsref.catalogue.ports_in_use import rows_using
from portsref.catalogue.search import (
    FACETS,
    LONGEST_QUERY,
    MOST_WORDS,
    Filters,
    Query,
    SearchIndex,
    may_clash,
    sort_entries,
    understand,
)
from portsref.ports import PortSet
from tests import small_catalogue
from tests.small_catalogue import component, listener, need, product


def query(ports="", protocol=None, *words, text=""):
    return Query(text=text, ports=PortSet.parse(ports), protocol=protocol, words=words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", query()),
        ("10250", query("10250")),
        ("8472/udp", query("8472", "UDP")),
        ("8472/UDP", query("8472", "UDP")),
        ("udp 8472", query("8472", "UDP")),
        ("udp/8472", query("8472", "UDP")),
        ("UDP:8472", query("8472", "UDP")),
        ("port 6443", query("6443")),
        ("10250端口", query("10250")),
        ("10.0.0.1:6443", query("6443")),
        ("30000-32767", query("30000-32767")),
        ("30000 – 32767 tcp", query("30000-32767", "TCP")),
        ("80, 443", query("80,443")),
        ("１０２５０", query("10250")),
        ("etcd", query("", None, "etcd")),
        ("cilium vxlan", query("", None, "cilium", "vxlan")),
        ("esp", query("", "ESP")),
        ("etcd 2379/tcp", query("2379", "TCP", "etcd")),
        ("99999", query("", None, "99999")),
        ("32767-30000", query("", None, "32767-30000")),
        (
            "IN=eth0 SRC=10.0.0.7 DST=10.0.0.9 PROTO=UDP SPT=40312 DPT=8472 LEN=58",
            query("8472", "UDP"),
        ),
        ("SRC=10.0.0.7 DST=10.0.0.9 PROTO=50", query("", "ESP")),
        ("PROTO=TCP DPT=2379", query("2379", "TCP")),
        ("2 1 eni-1 10.0.0.7 10.0.0.9 4000 2379 6 1 40 1 2 REJECT OK", query("2379", "TCP")),
        (
            "%ASA-4-106023: Deny udp src in:10.0.0.7/40312 dst dmz:10.0.0.9/8472 by access-group x",
            query("8472", "UDP"),
        ),
    ],
)
def test_a_query_is_understood(text, expected):
    understood = understand(text)
    assert (understood.ports, understood.protocol, understood.words) == (
        expected.ports,
        expected.protocol,
        expected.words,
    )


def test_a_very_long_query_is_cut():
    understood = understand("word " * 500)
    assert len(understood.text) <= LONGEST_QUERY
    assert len(understood.words) == MOST_WORDS


@pytest.mark.parametrize(
    ("text", "port"), [("10250", 10250), ("udp 53", 53), ("80,443", None), ("etcd 2379", None)]
)
def test_a_query_about_one_port_is_known_as_such(text, port):
    assert understand(text).only_port == port


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


def small(*products):
    return SearchIndex(small_catalogue.catalogue(*products))


def test_known_ports_up_to_five_away_are_near():
    ports = (994, 995, 1000, 1005, 1006)
    index = small(product("a", listeners=[listener(f"l{n}", ports=str(n)) for n in ports]))
    assert index.near(1000) == (995, 1005)


def test_a_row_is_of_every_kubernetes_from_since_to_until():
    index = small(product("a", listeners=[listener("x", since="1.29", until="1.31")]))
    found = index.find(Filters()).counts["kubernetes"]
    assert found == {"1.29": 1, "1.30": 1, "1.31": 1}


def clash(index, port):
    found = may_clash(rows_using(index, port))
    return {protocol: [entry.row.key for entry in rows] for protocol, rows in found.items()}


def test_two_products_on_one_port_of_the_host_may_clash():
    index = small(product("a", listeners=[listener("x")]), product("b", listeners=[listener("y")]))
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
    assert clash(small(product("a", listeners=[listener("x")]), other), 1000) == {}


def test_kubernetes_and_its_distributions_do_not_clash():
    index = small(
        product("kubernetes", kind="core", listeners=[listener("x")]),
        product("k9s", kind="distribution", listeners=[listener("y")]),
    )
    assert clash(index, 1000) == {}


def test_rows_can_be_sorted():
    index = small(
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
