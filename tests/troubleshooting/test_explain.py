"""Why a packet is dropped: each verdict where it is due and nowhere else, and what to add."""

from ipaddress import ip_address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portsref.catalogue.search.index import SearchIndex
from portsref.packet_logs.packets import Packet
from portsref.planning.document import Change
from portsref.planning.engine import plan_rules
from portsref.planning.packets import allows
from portsref.planning.presets import find_preset
from portsref.troubleshooting.additions import Addition, added, parse_addition
from portsref.troubleshooting.explain import explain
from tests.small_catalogue import (
    catalogue,
    component,
    group,
    listener,
    need,
    option,
    plan,
    product,
)

WORKER, OTHER_WORKER, MASTER = "192.0.2.65", "192.0.2.66", "198.51.100.1"
SMALL = catalogue(
    product(
        "app",
        options=[option("mode", "plain", "fast")],
        components=[component("agent", "worker"), component("server", "control-plane")],
        listeners=[
            listener("api", component="server", ports="1000", roles=["control-plane"]),
            listener("fast", ports="1001", when={"mode": "fast"}),
            listener("old", ports="1002", until="1.30"),
            listener("debug", ports="1003", scope="loopback", peers=["self"]),
            listener("pods", ports="1004", scope="pod"),
            listener("gone", ports="1005"),
            listener("windows", ports="1006", when={"os": "windows"}),
        ],
        outbound_needs=[need("updates", ports="4443", to="updates.example.com")],
    ),
    product("other",
            listeners=[listener("mesh", ports="2000"), listener("wide", ports="5000-6000")]),
    product("omitter", omits=[{"listener": "app/gone"}]),
    product("far", components=[component("agent", "storage")],
            listeners=[listener("far", ports="3000", roles=["bastion"], peers=["client"])]),
)  # fmt: skip
GROUPS = [
    group("workers", "worker", addresses=["192.0.2.64/26"]),
    group("masters", "control-plane", addresses=["198.51.100.0/28"]),
]


def packet(source, destination, protocol="TCP", port=None, **what):
    return Packet(ip_address(source), ip_address(destination), protocol, port, **what)


def small(*picks, **what):
    return plan(*(picks or ("app",)), **({"groups": GROUPS} | what))


def explained(document, *packets, facts=SMALL):
    return explain(packets, plan_rules(document, facts), SearchIndex(facts))


def verdict(document, *what, **more):
    (found,) = explained(document, packet(*what, **more))
    return found


def remedies(found):
    return [remedy.kind for remedy in found.remedies]


def test_what_the_plan_allows_is_in_it():
    found = verdict(small(), WORKER, MASTER, "TCP", 1000)
    assert (found.verdict, [rule.listeners for rule in found.rules]) == ("in-plan", [("app/api",)])
    assert found.is_certain
    assert found.remedies == ()


@pytest.mark.parametrize(
    ("opens", "expected", "is_certain"),
    [(False, "reply", True), (None, "reply", False), (True, "unknown", False)],
)
def test_the_way_back_of_what_is_allowed_is_a_reply(opens, expected, is_certain):
    found = verdict(small(), MASTER, WORKER, "TCP", 40000, source_port=1000, opens=opens)
    assert (found.verdict, found.is_certain) == (expected, is_certain)


def test_what_goes_on_with_a_connection_that_is_not_planned_asks_for_no_listener():
    found = verdict(small(), MASTER, WORKER, "TCP", 40000, source_port=999, opens=False)
    assert (found.verdict, found.remedies) == ("reply-unplanned", ())


@pytest.mark.parametrize(
    ("protocol", "icmp_type", "expected"),
    [("ICMP", 3, "icmp-answer"), ("ICMP", 0, "icmp-answer"), ("ICMP", 8, "unknown")],
)
def test_icmp_that_answers_belongs_to_what_it_answers(protocol, icmp_type, expected):
    found = verdict(small(), WORKER, MASTER, protocol, icmp_type=icmp_type)
    assert found.verdict == expected


@pytest.mark.parametrize(
    ("source", "destination", "kind"),
    [
        (WORKER, "224.0.0.18", "multicast"),
        (WORKER, "255.255.255.255", "broadcast"),
        ("127.0.0.1", "127.0.0.1", "loopback"),
        ("fe80::1", "2001:db8::1", "link-local"),
        ("::", "2001:db8::1", "unspecified"),
    ],
)
def test_what_no_router_passes_on_needs_no_rule(source, destination, kind):
    found = verdict(small(), source, destination, "UDP", 1000)
    assert (found.verdict, found.parameters) == ("not-routed", {"kind": kind})


def test_neighbour_discovery_is_told_from_other_icmp():
    ends = ("2001:db8::1", "2001:db8::2", "ICMPv6")
    kinds = {kind: verdict(small(), *ends, icmp_type=kind).verdict for kind in range(130, 140)}
    assert [kind for kind, said in kinds.items() if said == "not-routed"] == [*range(133, 138)]
    assert {said for kind, said in kinds.items() if kind not in range(133, 138)} == {"unknown-end"}


def test_no_packet_goes_from_one_family_to_the_other():
    assert verdict(small(), WORKER, "2001:db8::1", "TCP", 1000).verdict == "two-families"


def test_a_host_alone_talks_to_itself():
    host = group("host", "worker", "control-plane", addresses=["192.0.2.1"])
    document = small(groups=[host])
    assert verdict(document, "192.0.2.1", "192.0.2.1", "TCP", 1000).verdict == "same-host"
    assert verdict(small(), WORKER, OTHER_WORKER, "TCP", 9999).shared_group == "workers"


def test_an_excluded_listener_gives_its_reason_and_can_be_taken_back():
    change = {"listener": "app/api", "excluded": True, "reason": "not today"}
    document = small(changes=[change])
    found = verdict(document, WORKER, MASTER, "TCP", 1000)
    assert (found.verdict, found.parameters["reason"]) == ("excluded", "not today")
    assert remedies(found) == ["take-back"]
    assert added(document, found.remedies[0].addition) == small()
    assert verdict(document, MASTER, MASTER, "TCP", 1000).verdict != "excluded"


def test_narrowed_peers_can_be_widened():
    change = {"listener": "app/api", "peers": ["masters"]}
    document = small(changes=[change])
    found = verdict(document, WORKER, MASTER, "TCP", 1000)
    assert (found.verdict, remedies(found)) == ("narrowed", ["widen"])
    changed = added(document, found.remedies[0].addition)
    assert changed.changes == (Change(listener="app/api", peers=("masters", "workers")),)


def test_a_moved_port_is_known_by_the_old_one():
    document = small(changes=[{"listener": "app/api", "ports": "7000"}])
    found = verdict(document, WORKER, MASTER, "TCP", 1000)
    assert (found.verdict, found.parameters["ports"]) == ("moved", "7000")
    assert verdict(document, WORKER, MASTER, "TCP", 7000).verdict == "in-plan"


def test_an_option_that_brings_the_row_in_is_named_with_its_value():
    found = verdict(small(), WORKER, OTHER_WORKER, "TCP", 1001)
    assert (found.verdict, found.listeners) == ("option", ("app/fast",))
    assert [(remedy.product, remedy.options) for remedy in found.remedies] == [
        ("app", (("mode", "fast"),))
    ]
    assert verdict(small(), MASTER, WORKER, "TCP", 1001).verdict != "option"


def test_an_option_is_never_certain_and_says_what_it_moves():
    rows = [
        listener("pods", ports="1000", peers=["control-plane"], when={"place": "pods"}),
        listener("hosts", ports="2000", peers=["control-plane"], when={"place": "hosts"}),
        listener("more", ports="2000", peers=["control-plane"], when={"more": "yes"}),
    ]
    options = [option("place", "pods", "hosts"), option("more", "no", "yes")]
    facts = catalogue(product("app", options=options, listeners=rows))
    asked = packet(MASTER, WORKER, "TCP", 2000)
    (found,) = explained(small(), asked, facts=facts)
    assert (found.verdict, found.is_certain, found.listeners) == ("option", False, ("app/more",))
    assert [(remedy.options, remedy.moves) for remedy in found.remedies] == [
        ((("more", "yes"),), ()),
        ((("place", "hosts"),), ("app/pods",)),
    ]
    assert not any(remedy.is_certain for remedy in found.remedies)


def test_a_packet_to_the_multicast_group_of_a_row_is_that_row():
    vrrp = listener(
        "vrrp", protocol="VRRP", ports="", destination=["224.0.0.18"], when={"vip": "yes"}
    )
    facts = catalogue(product("app", options=[option("vip", "no", "yes")], listeners=[vrrp]))
    asked = packet(WORKER, "224.0.0.18", "VRRP")
    with_it = small({"product": "app", "options": {"vip": "yes"}})
    (found,) = explained(with_it, asked, facts=facts)
    assert (found.verdict, found.is_certain) == ("in-plan", True)
    assert [rule.listeners for rule in found.rules] == [("app/vrrp",)]
    (found,) = explained(small(), asked, facts=facts)
    assert (found.verdict, found.listeners) == ("option", ("app/vrrp",))
    (found,) = explained(with_it, packet(WORKER, "224.0.0.19", "VRRP"), facts=facts)
    assert (found.verdict, found.is_certain) == ("not-routed", True)


def test_no_option_makes_windows_hosts():
    assert verdict(small(), WORKER, OTHER_WORKER, "TCP", 1006).verdict == "known-elsewhere"


def test_a_row_that_was_not_picked_by_hand_can_be():
    document = small({"product": "app", "only": ["api"]})
    found = verdict(document, WORKER, OTHER_WORKER, "TCP", 1005)
    assert (found.verdict, remedies(found)) == ("row-not-picked", ["pick-row"])
    (pick,) = found.remedies[0].addition.picks
    assert pick.only == ("api", "gone")


def test_a_row_of_another_kubernetes_is_told_with_its_versions():
    found = verdict(small(kubernetes="1.35"), WORKER, OTHER_WORKER, "TCP", 1002)
    assert found.verdict == "other-version"
    assert found.parameters == {"since": "", "until": "1.30", "version": "1.35"}
    found = verdict(small(kubernetes="1.30"), WORKER, OTHER_WORKER, "TCP", 1002)
    assert found.verdict == "in-plan"


def test_what_another_product_makes_unnecessary_names_that():
    found = verdict(small("app", "omitter"), WORKER, OTHER_WORKER, "TCP", 1005)
    assert (found.verdict, found.parameters) == ("omitted", {"product": "omitter"})


@pytest.mark.parametrize(("port", "kind"), [(1003, "host"), (1004, "pod")])
def test_what_stays_on_its_host_or_among_pods_is_told(port, kind):
    found = verdict(small(), WORKER, OTHER_WORKER, "TCP", port)
    assert (found.verdict, found.parameters) == ("stays-local", {"kind": kind})


def test_a_port_of_the_plan_that_others_use():
    found = verdict(small(), MASTER, MASTER, "TCP", 1000)
    assert (found.verdict, found.listeners) == ("not-a-peer", ("app/api",))
    assert remedies(found) == ["own-listener"]


def test_a_port_of_the_plan_on_other_hosts():
    found = verdict(small(), WORKER, OTHER_WORKER, "TCP", 1000)
    assert (found.verdict, found.listeners) == ("elsewhere", ("app/api",))


def test_a_product_that_is_not_picked_is_a_guess_that_was_tried():
    found = verdict(small(), WORKER, OTHER_WORKER, "TCP", 2000)
    assert (found.verdict, found.is_certain, found.listeners) == ("product", False, ("other/mesh",))
    assert remedies(found) == ["pick-product", "own-listener"]
    assert {rule.listeners for rule in found.remedies[0].opens} == {
        ("other/mesh",),
        ("other/wide",),
    }


@pytest.mark.parametrize(
    ("pick", "offered"),
    [("plain", ["aside", "k1", "k2"]), ("k3", ["aside"])],
)
def test_beside_a_cluster_no_other_cluster_is_offered(pick, offered):
    mesh = [listener("mesh", ports="2000")]
    facts = catalogue(
        product("plain"),
        product("aside", listeners=mesh),
        product("k1", kind="distribution", listeners=mesh),
        product("k2", kind="managed", listeners=mesh),
        product("k3", kind="distribution"),
    )
    asked = packet(WORKER, OTHER_WORKER, "TCP", 2000)
    (found,) = explained(small(pick), asked, facts=facts)
    offers = [remedy.product for remedy in found.remedies if remedy.kind == "pick-product"]
    assert offers == offered


def test_products_of_the_family_of_the_cluster_are_offered_first():
    mesh = [listener("mesh", ports="2000")]
    facts = catalogue(
        product("cluster", kind="managed", bundles=[{"product": "sky-net"}]),
        product("sky-net", kind="cni"),
        *(product(name, listeners=mesh) for name in ("a", "b", "c", "sky-hook")),
    )
    (found,) = explained(small("cluster"), packet(WORKER, OTHER_WORKER, "TCP", 2000), facts=facts)
    assert found.listeners == ("sky-hook/mesh", "a/mesh", "b/mesh")


def test_traffic_between_pods_which_has_every_port_explains_none():
    anything = listener("pods", ports="1-65535", scope="pod", traffic=["pods"], peers=["pod"])
    mesh = product("mesh", listeners=[listener("mesh", ports="2000", peers=["control-plane"])])
    facts = catalogue(product("app", listeners=[anything]), mesh)
    (found,) = explained(small(), packet(MASTER, WORKER, "TCP", 2000), facts=facts)
    assert (found.verdict, found.listeners) == ("product", ("mesh/mesh",))


def test_a_product_with_any_port_is_never_a_guess():
    anything = product("anything", listeners=[listener("all", ports="1-65535")])
    (found,) = explained(
        small(),
        packet(WORKER, OTHER_WORKER, "TCP", 9999),
        facts=catalogue(product("app"), anything),
    )
    assert (found.verdict, found.listeners) == ("unknown", ())


def test_a_port_that_is_known_between_other_hosts_is_told_as_that():
    found = verdict(small(), WORKER, MASTER, "TCP", 3000)
    assert (found.verdict, [user.listener for user in found.users]) == (
        "known-elsewhere",
        ["far/far"],
    )


def test_what_nobody_knows_says_what_is_near():
    found = verdict(small(), WORKER, MASTER, "TCP", 2001)
    assert (found.verdict, found.users, found.near) == ("unknown", (), (2000,))


def test_a_wide_range_alone_makes_nothing_known():
    found = verdict(small(), MASTER, MASTER, "TCP", 5500)
    assert (found.verdict, [user.is_wide for user in found.users]) == ("unknown", [True])


def test_an_address_in_no_group_names_the_groups_that_are_near_and_those_that_may():
    found = verdict(small(), "192.0.2.9", MASTER, "TCP", 1000)
    assert (found.verdict, found.parameters) == ("unknown-end", {"which": "source"})
    assert found.source.near == ("workers",)
    assert [(remedy.kind, remedy.group) for remedy in found.remedies] == [
        ("add-address", "workers"),
        ("add-group", "192.0.2.9"),
    ]
    found = verdict(small(), "10.0.0.1", MASTER, "TCP", 1000)
    assert [(remedy.kind, remedy.group) for remedy in found.remedies] == [
        ("add-group", "10.0.0.1"),
    ]
    found = verdict(small(), "10.0.0.1", "10.0.0.2", "TCP", 1000)
    assert (found.parameters, found.source.near, found.remedies) == ({"which": "both"}, (), ())


def test_a_stranger_may_be_let_in_by_one_row_or_by_all_of_a_role():
    facts = catalogue(
        product(
            "web",
            listeners=[
                listener("site", ports="443", peers=["client"]),
                listener("metrics", ports="9090", peers=["client"]),
            ],
        )
    )
    admins = group("admins", "bastion", addresses=["203.0.113.0/28"])
    document = plan("web", groups=[GROUPS[0], admins])
    (found,) = explained(document, packet("10.0.0.1", WORKER, "TCP", 443), facts=facts)
    assert [(remedy.kind, [rule.name for rule in remedy.opens]) for remedy in found.remedies] == [
        ("add-group", ["10-0-0-1-to-workers-web-site"]),
        ("add-group", ["10-0-0-1-to-workers-web-site", "10-0-0-1-to-workers-web-metrics"]),
    ]
    narrow, wide = (remedy.addition for remedy in found.remedies)
    assert [(change.listener, change.peers) for change in narrow.changes] == [("web/metrics", ())]
    assert wide.changes == ()


def test_a_place_outside_may_be_one_that_is_known_by_name():
    found = verdict(small(), WORKER, "203.0.113.9", "TCP", 4443)
    assert (found.verdict, found.is_certain) == ("outside-by-name", False)
    assert [rule.destination.name for rule in found.rules] == ["updates.example.com"]
    assert verdict(small(), MASTER, "203.0.113.9", "TCP", 4443).verdict == "unknown-end"


@pytest.mark.parametrize(("port", "expected"), [(1000, "accepted"), (999, "accepted-unplanned")])
def test_what_was_let_through_is_compared_with_the_plan(port, expected):
    found = verdict(small(), WORKER, MASTER, "TCP", port, accepted=True)
    assert found.verdict == expected


def test_the_api_server_behind_its_endpoint(catalogue):
    document = find_preset("kubeadm-calico").document()
    (found,) = explained(
        document, packet("203.0.113.1", "192.0.2.11", "TCP", 6443), facts=catalogue
    )
    assert found.verdict == "api-endpoint"
    assert found.parameters == {"group": "api", "ports": "6443"}


def test_a_port_in_the_range_of_nodeports_is_told(catalogue):
    document = find_preset("kubeadm-calico").document()
    ends = ("203.0.113.200", "192.0.2.11")
    found = explained(document, *(packet(*ends, "TCP", p) for p in (31000, 29999)), facts=catalogue)
    assert [one.is_nodeport for one in found] == [True, False]


ADDRESSES = [WORKER, OTHER_WORKER, MASTER, "198.51.100.2", "10.0.0.1", "203.0.113.77"]
PORTS = [1000, 1001, 1002, 1003, 1004, 1005, 2000, 3000, 4443, 5500, 9999]
packets = st.builds(
    packet,
    st.sampled_from(ADDRESSES),
    st.sampled_from(ADDRESSES),
    st.sampled_from(["TCP", "UDP"]),
    st.sampled_from(PORTS),
)
DOCUMENTS = [
    small(),
    small("app", "omitter"),
    small({"product": "app", "only": ["api"]}),
    small(changes=[{"listener": "app/api", "excluded": True, "reason": "no"}]),
    small(groups=[*GROUPS, group("more", "worker", addresses=["10.0.0.0/24"])]),
    small(groups=[*GROUPS, group("idle", addresses=["10.0.0.0/24"])]),
]


@settings(max_examples=150, deadline=None)
@given(packets, st.sampled_from(DOCUMENTS))
def test_whatever_is_added_allows_the_packet_and_an_own_line_nothing_but_its_row(one, document):
    before = plan_rules(document, SMALL)
    ends = (one.source, one.destination, one.protocol, one.port)
    (found,) = explain([one], before, SearchIndex(SMALL))
    assert (found.verdict == "in-plan") == bool(allows(before, *ends))
    for remedy in found.remedies:
        changed = added(document, parse_addition(remedy.addition.model_dump_json()))
        after = plan_rules(changed, SMALL)
        assert allows(after, *ends)
        if remedy.kind in {"own-listener", "add-group"}:
            assert remedy.closes == ()
        if remedy.addition.listeners:
            (own,) = remedy.addition.listeners
            assert {rule.listeners for rule in remedy.opens} == {(own.key,)}
            kept = [rule for rule in after.rules if rule.listeners != (own.key,)]
            assert [rule.listeners for rule in kept] == [rule.listeners for rule in before.rules]
            assert {rule.source.name for rule in remedy.opens} == {
                *(found.source.groups or (remedy.group,))
            }


def test_an_addition_reads_back_what_it_writes():
    found = verdict(small(), WORKER, MASTER, "TCP", 9999)
    addition = found.remedies[0].addition
    assert parse_addition(addition.as_yaml()) == addition
    assert Addition().as_yaml() == ""


def test_where_trials_are_too_much_work_that_is_said(monkeypatch):
    monkeypatch.setattr("portsref.troubleshooting.additions.MOST_WORK", 0)
    found = verdict(small(), WORKER, OTHER_WORKER, "TCP", 2000)
    assert (found.verdict, found.remedies, found.is_complete) == ("known-elsewhere", (), False)
    assert verdict(small(), WORKER, MASTER, "TCP", 1000).is_complete


def test_a_plan_that_has_no_room_for_more_is_told_no_remedy():
    own = [
        listener(f"l{number}", ports=str(number + 1), roles=["worker"], peers=["worker"])
        for number in range(200)
    ]
    document = small(listeners=own)
    assert verdict(document, WORKER, MASTER, "TCP", 9999).remedies == ()


def test_a_newer_catalogue_may_have_it():
    older = catalogue(product("app"))
    saved = plan_rules(small(), older)
    (found,) = explain([packet(WORKER, MASTER, "TCP", 1000)], saved, SearchIndex(SMALL))
    assert (found.verdict, len(found.rules)) == ("newer-catalogue", 1)


def test_the_way_round_the_proxy_is_told():
    facts = catalogue(
        product("app", outbound_needs=[need("images", ports="443", to="registry.example.com")])
    )
    proxy = group("proxy", "external", addresses=["198.51.100.9"])
    what = {"groups": [*GROUPS, proxy], "outbound_proxy": {"group": "proxy", "ports": "3128"}}
    asked = packet(WORKER, "203.0.113.9", "TCP", 443)
    (found,) = explained(small(**what), asked, facts=facts)
    assert found.verdict == "outbound-proxy"
    assert found.parameters == {"group": "proxy", "ports": "3128"}
    assert [rule.destination.name for rule in found.rules] == ["proxy"]
    (found,) = explained(small(), asked, facts=facts)
    assert found.verdict == "outside-by-name"
