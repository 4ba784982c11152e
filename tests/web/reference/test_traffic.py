"""What pages of the reference tell of pods, places, systems, destinations and phases."""

import pytest
from django.utils.translation import override

from portsref.catalogue.search.index import SearchIndex
from portsref.web.reference.component.views import where_it_runs
from portsref.web.reference.product.traffic import PlaceText, places, questions
from portsref.web.reference.rows import Link, Reader
from tests import small_catalogue
from tests.small_catalogue import component, listener, need, option, product
from tests.web.reference.pages import page

SOURCE = {"url": "https://example.com/ports/", "basis": "documented"}
TOLD = Link("example.com/ports", SOURCE["url"])


def reader_of(*products):
    return Reader(SearchIndex(small_catalogue.catalogue(*products)))


def answers(told):
    reader = reader_of(told)
    found = questions(reader, told)
    return {
        question.about: [(item.text, item.when, item.note) for item in question.answers]
        for question in found
    }


def test_a_product_tells_how_pods_travel_by_its_options():
    told = product(
        "example",
        options=[option("mode", "tunnel", "mixed")],
        pod_traffic=[
            {"how": "encapsulated", "when": {"mode": "tunnel"}, "source": SOURCE},
            {"how": ["encapsulated", "routed"], "note": "By subnet.", "source": SOURCE},
        ],
    )
    assert answers(told) == {
        "Pods' packets between nodes": [
            ("in a tunnel", "mode: tunnel", ""),
            ("partly in a tunnel and partly routed with pods' addresses", "", "By subnet."),
        ]
    }
    (question,) = questions(reader_of(told), told)
    assert [answer.sources for answer in question.answers] == [(TOLD,), (TOLD,)]


def test_a_distribution_tells_networks_and_who_is_where():
    told = product(
        "example",
        pod_networks={
            "pods": ["10.42.0.0/16", "fd00::/56"],
            "services": ["10.43.0.0/16"],
            "setting": "flag --cidr",
            "source": SOURCE,
        },
        control_plane_to_pods=[{"how": "direct", "source": SOURCE}],
        servers_run_pods={"default": "no", "source": SOURCE},
    )
    networks = "Pods: 10.42.0.0/16, fd00::/56; Services: 10.43.0.0/16"
    assert answers(told) == {
        "How the control plane reaches pods": [("directly, from outside the pod network", "", "")],
        "Default networks": [(networks, "", "flag --cidr")],
        "Ordinary pods on control-plane hosts": [("no, by default", "", "")],
    }


def test_a_product_without_a_pod_network_tells_nothing_of_one():
    assert answers(product("example")) == {}


def test_places_have_the_names_that_their_own_does_not_tell():
    told = product(
        "example",
        places=[
            {"id": "registry", "name": "Registry", "dns": ["cr.example.com", "cdn.example.com"]},
            {"id": "time", "name": "time.example.com", "dns": ["time.example.com"]},
        ],
    )
    assert places(reader_of(told), told) == (
        PlaceText("place-registry", "Registry", ("cr.example.com", "cdn.example.com")),
        PlaceText("place-time", "time.example.com", ()),
    )


def test_a_row_names_places_and_leads_to_where_their_product_tells_of_them():
    place = {"id": "server", "name": "Example server"}
    here = product("example", listeners=[listener("one", peers=["server"])], places=[place])
    other = product(
        "other",
        outbound_needs=[need("two", to="example/server"), need("three", to="An NTP server")],
    )
    reader = reader_of(here, other)
    peers = {entry.row.id: reader.words(entry).peers for entry in reader.index.entries}
    link = Link("Example server", "/products/example/#place-server")
    assert peers == {"one": (link,), "two": (link,), "three": (Link("An NTP server"),)}


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ({}, ["Runs on: workers"]),
        ({"os": ["linux", "windows"]}, ["Runs on: workers", "Linux, Windows"]),
        ({"workload": True}, ["Runs wherever ordinary pods do"]),
        ({"workload": True, "roles": ["worker", "ingress"]},
         ["Runs on: workers, ingress hosts", "wherever ordinary pods do"]),
        ({"roles": ["edge-nodes"]}, ["Runs on: Edge nodes"]),
    ],
)  # fmt: skip
def test_a_component_tells_where_it_runs(what, said):
    example = product(
        "example",
        components=[component("agent", "worker") | what],
        places=[{"id": "edge-nodes", "name": "Edge nodes"}],
    )
    (part,) = example.components
    assert list(where_it_runs(reader_of(example), "example", part)) == said


def test_a_row_tells_when_it_is_needed_and_where_its_packets_go():
    rows = [
        listener("one", phase="installation"),
        listener("two", destination=["224.0.0.18", "ff02::12"]),
    ]
    reader = reader_of(product("example", listeners=rows))
    one, two = map(reader.detail, reader.index.entries)
    assert (one.words.phase, one.destination) == ("installation only", ())
    assert (two.words.phase, two.destination) == ("", ("224.0.0.18", "ff02::12"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/products/calico/", ["默认网段"]),
        ("/products/aks/", ["外部目标", 'id="place-']),
        ("/listeners/keepalived-haproxy/vrrp/", ["224.0.0.18, ff02::12"]),
        ("/listeners/openshift/bootstrap-machine-config-server/", ["仅安装期间", "引导主机"]),
        ("/products/openshift/", ["仅安装期间"]),
    ],
)
def test_pages_tell_it_in_chinese(client, address, words):
    html = page(client, f"/zh-hans{address}")
    assert [word for word in words if word not in html] == []


def test_what_it_tells_is_in_the_words_of_the_reader(catalogue):
    reader = Reader(SearchIndex(catalogue))
    with override("zh-hans"):
        found = questions(reader, catalogue.products["k3s"])
    assert [question.answers[-1].text for question in found] == [
        "以 Pod 地址路由", "作为 Pod 网络的一部分",
        "Pod：10.42.0.0/16；Service：10.43.0.0/16", "默认是",
    ]  # fmt: skip


def test_what_a_provider_says_nowhere_is_said_with_what_was_looked_at():
    way = {"how": "unknown", "note": "Looked at page 7.", "source": SOURCE}
    told = product("example", kind="managed", control_plane_to_pods=[way])
    assert answers(told) == {
        "How the control plane reaches pods": [("not known", "", "Looked at page 7.")]
    }
