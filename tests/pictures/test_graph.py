from portsref.pictures.graph import CLUSTER, FRONT, OUTSIDE, PEOPLE
from portsref.planning.rules import ANYWHERE, Endpoint
from portsref.ports import PortSet
from tests.exporters.rule_sets import group, rule
from tests.pictures.graphs import graph, opens, plan


def test_rules_between_the_same_ends_are_one_edge():
    drawn = graph(
        opens("workers", "api", "6443"),
        opens("workers", "api", "53", protocol="UDP"),
        opens("workers", "api", "22"),
    )
    (edge,) = drawn.edges
    assert edge.allowed == (("TCP", PortSet.parse("22,6443")), ("UDP", PortSet.single(53)))
    assert edge.rules == 3


def test_ends_stand_by_who_begins_connections():
    document = plan(
        {"name": "admins", "roles": ["bastion"]},
        {"name": "api", "roles": ["api-endpoint"]},
        {"name": "workers", "roles": ["worker", "ingress"]},
        {"name": "all in one", "roles": ["control-plane", "api-endpoint", "client"]},
    )
    outside = rule("out", group("workers"), Endpoint("registries", kind="outside"))
    anywhere = rule("any", ANYWHERE, group("all in one"))
    drawn = graph(
        opens("admins", "api"), opens("api", "workers"), outside, anywhere, document=document
    )
    assert {end.name: end.tier for end in drawn.ends} == {
        "admins": PEOPLE,
        "api": FRONT,
        "workers": CLUSTER,
        "registries": OUTSIDE,
        "any": PEOPLE,
        "all in one": CLUSTER,
    }


def test_multicast_to_a_group_is_drawn_to_the_group_with_its_own_addresses():
    hosts, multicast = group("lb", "10.0.0.1-10.0.0.2"), group("lb", "224.0.0.18")
    drawn = graph(rule("vrrp", hosts, multicast, ports="", protocol="VRRP"))
    assert [(end.name, end.addresses) for end in drawn.ends] == [("lb", ("10.0.0.1-10.0.0.2",))]
    assert [(edge.source, edge.destination) for edge in drawn.edges] == [(0, 0)]
