"""Every finding, with a plan that has it and one that rightly does not."""

from portsref.planning.engine import plan_rules
from tests.small_catalogue import catalogue, component, group, listener, option, plan, product

CNI = product(
    "cni",
    options=[option("tunnel", "vxlan", "none")],
    listeners=[listener("metrics", ports="9090")],
)
OTHER = product(
    "other", components=[component("server", "worker")],
    listeners=[listener("ui", component="server", ports="9090-9099")],
)  # fmt: skip


def found(document, *products):
    return [
        (item.code, item.severity, item.place, dict(item.parameters))
        for item in plan_rules(document, catalogue(*products)).findings
    ]


def test_a_plan_in_order_has_no_findings():
    assert found(plan("cni", kubernetes="1.35"), CNI) == []


def test_unknown_product():
    assert found(plan("gone"), CNI) == [
        ("unknown-product", "error", "picks[gone]", {"product": "gone"})
    ]


def test_unknown_option_and_choice():
    document = plan({"product": "cni", "options": {"tunnel": "gre", "speed": "high"}})
    assert found(document, CNI) == [
        ("unknown-option", "error", "picks[cni].options.speed",
         {"product": "cni", "option": "speed", "value": "high", "choices": ()}),
        ("unknown-option", "error", "picks[cni].options.tunnel",
         {"product": "cni", "option": "tunnel", "value": "gre", "choices": ("vxlan", "none")}),
    ]  # fmt: skip


def test_unknown_listener_in_changes_and_among_rows_picked_by_hand():
    document = plan(
        {"product": "cni", "only": ["gone", "metrics"]},
        changes=[{"listener": "cni/old", "ports": "1"}],
    )
    assert found(document, CNI) == [
        ("unknown-listener", "error", "changes[cni/old]", {"listener": "cni/old"}),
        ("unknown-listener", "error", "picks[cni].only", {"listener": "cni/gone"}),
    ]


def test_version_unsupported():
    assert found(plan("cni", kubernetes="1.99"), CNI) == [
        ("version-unsupported", "warning", "kubernetes",
         {"version": "1.99", "oldest": "1.19", "newest": "1.37"})
    ]  # fmt: skip


def test_group_without_addresses():
    document = plan("cni", groups=[group("workers", "worker", addresses=[])])
    assert found(document, CNI) == [
        ("group-without-addresses", "warning", "groups[workers]", {"group": "workers"})
    ]


def test_role_that_only_peers_have_is_a_note():
    row = listener("x", peers=["load-balancer"])
    assert found(plan("cni"), product("cni", listeners=[row])) == [
        ("role-unplaced", "note", "groups", {"role": "load-balancer", "listeners": ("cni/x",)})
    ]


def test_clients_of_pod_listeners_are_no_finding_while_pods_are_encapsulated():
    row = listener("x", scope="pod", peers=["client"])
    assert found(plan("cni"), product("cni", listeners=[row])) == []


def test_port_conflict_of_two_products_on_one_host():
    assert found(plan("cni", "other"), CNI, OTHER) == [
        ("port-conflict", "error", "groups[workers]",
         {"group": "workers", "ports": "TCP 9090", "listeners": ("cni/metrics", "other/ui")})
    ]  # fmt: skip


def test_pods_have_ports_of_their_own():
    pod = product("other", listeners=[listener("ui", ports="9090", scope="pod")])
    assert found(plan("cni", "other"), CNI, pod) == []


def test_udp_and_tcp_do_not_conflict():
    udp = product("other", listeners=[listener("ui", ports="9090", protocol="UDP")])
    assert found(plan("cni", "other"), CNI, udp) == []


def test_what_a_product_brings_in_is_one_service_with_it():
    bringer = product(
        "other", components=[component("server", "worker")], bundles=[{"product": "cni"}],
        listeners=[listener("ui", component="server", ports="9090")],
    )  # fmt: skip
    assert found(plan("other"), CNI, bringer) == []


def test_random_ports_and_wide_ranges_are_exempt():
    random = listener("x", component="server", ports="9090", random=True)
    wide = listener("y", component="server", ports="1-65535")
    other = product("other", components=[component("server", "worker")], listeners=[random, wide])
    assert found(plan("cni", "other"), CNI, other) == []


def test_a_port_moved_onto_another_conflicts_even_within_a_product():
    parts = [component("agent", "worker"), component("server", "worker")]
    rows = [listener("one", ports="1"), listener("two", component="server", ports="2")]
    thing = product("cni", components=parts, listeners=rows)
    assert found(plan("cni"), thing) == []
    moved = plan("cni", changes=[{"listener": "cni/one", "ports": "2"}])
    assert [code for code, *_ in found(moved, thing)] == ["port-conflict"]


OWN = {"id": "db", "protocol": "TCP", "ports": "5432", "roles": ["worker"],
       "peers": ["control-plane"], "purpose": "Database."}  # fmt: skip


def test_unknown_peer_of_an_own_listener():
    document = plan("cni", listeners=[{**OWN, "peers": ["contol-plane", "worker"]}])
    assert found(document, CNI) == [
        ("unknown-peer", "error", "listeners[db].peers",
         {"listener": "own/db", "peer": "contol-plane"})
    ]  # fmt: skip


def test_two_own_listeners_on_one_port_conflict():
    document = plan("cni", listeners=[OWN, {**OWN, "id": "cache"}])
    assert [code for code, *_ in found(document, CNI)] == ["port-conflict"]


def test_the_same_component_of_unrelated_products_conflicts():
    twin = product("other", listeners=[listener("metrics", ports="9090")])
    assert [code for code, *_ in found(plan("cni", "other"), CNI, twin)] == ["port-conflict"]


def test_variants_that_exclude_each_other_do_not_conflict_when_all_were_asked_for():
    variant = product(
        "other",
        components=[component("server", "worker")],
        listeners=[listener("x", component="server", ports="9090", when={"ip": "ipv6"})],
    )
    document = plan("cni", {"product": "other", "include": "all"})
    assert found(document, CNI, variant) == []


def test_open_to_any_speaks_of_the_endpoint_where_that_is_what_is_open():
    api = product(
        "kubernetes",
        listeners=[
            listener("kube-apiserver", roles=["control-plane"], peers=["any"], ports="6443")
        ],
    )
    document = plan(
        "kubernetes",
        groups=[group("masters", "control-plane"), group("api", addresses=["192.0.2.250"])],
        api_endpoint={"group": "api", "ports": "443"},
    )
    assert [(code, parameters) for code, _, _, parameters in found(document, api)] == [
        ("open-to-any",
         {"listener": "kubernetes/kube-apiserver", "ports": "TCP 443", "groups": ("api",)})
    ]  # fmt: skip


def test_what_is_published_through_an_ingress_does_not_conflict_with_it():
    web = listener("https", ports="443", roles=["ingress"])
    ingress = product("cni", kind="ingress", listeners=[web])
    app = product(
        "other",
        components=[component("server", "worker")],
        listeners=[{**web, "component": "server"}],
    )
    second = product("second", kind="ingress", components=[component("server", "worker")],
                     listeners=[{**web, "component": "server"}])  # fmt: skip
    assert found(plan("cni", "other"), ingress, app) == []
    assert [code for code, *_ in found(plan("cni", "second"), ingress, second)] == ["port-conflict"]
