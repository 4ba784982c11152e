"""Every finding, with a plan that has it and one that rightly does not."""

import pytest

from portsref.planning.engine import plan_rules
from portsref.planning.presets import PRESETS
from tests import small_catalogue
from tests.planning.test_presets import TRUE_ALL_THE_SAME
from tests.small_catalogue import catalogue, component, listener, need, option, product, said

CNI = product(
    "cni",
    options=[option("tunnel", "vxlan", "none")],
    listeners=[listener("metrics", ports="9090")],
)
OTHER = product(
    "other", components=[component("server", "worker")],
    listeners=[listener("ui", component="server", ports="9090-9099")],
)  # fmt: skip


# Each group has a network of its own, of which its name is the address.
NETWORKS = {"workers": "192.0.2.0/24", "masters": "198.51.100.0/24", "api": "203.0.113.0/26",
            "windows": "203.0.113.64/26", "edge": "203.0.113.128/26"}  # fmt: skip


def group(name, *roles, **what):
    return small_catalogue.group(name, *roles, **{"addresses": [NETWORKS[name]], **what})


def plan(*picks, **what):
    groups = [group("workers", "worker"), group("masters", "control-plane")]
    return small_catalogue.plan(*picks, **({"groups": groups} | what))


def found(document, *products):
    return [
        (item.code, item.severity, item.place, dict(item.parameters))
        for item in said(plan_rules(document, catalogue(*products)))
    ]


def test_a_plan_in_order_has_no_findings():
    assert found(plan("cni", kubernetes="1.35"), CNI) == []


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_preset_has_nothing_worse_than_notes(preset, catalogue):
    findings = plan_rules(preset.document(), catalogue).findings
    findings = [
        item for item in findings if item.code not in TRUE_ALL_THE_SAME.get(preset.name, ())
    ]
    assert {item.severity for item in findings} <= {"note"}
    assert {item.code for item in findings} <= {
        "role-unplaced",
        "name-needs-address",
        "example-address",
        "host-services-unplanned",
    }


def test_two_listeners_on_an_address_of_their_own_each_do_not_conflict():
    def dns(slug, binds):
        where = {"scope": "loopback"} if binds == "loopback" else {"binds": binds}
        row = listener("dns", protocol="UDP", ports="53", peers=["self"], **where)
        return product(slug, components=[component(slug, "worker")],
                       listeners=[row | {"component": slug}])  # fmt: skip

    def codes(*addresses):
        products = [dns(f"dns-{number}", binds) for number, binds in enumerate(addresses)]
        return [code for code, *_ in found(plan("dns-0", "dns-1"), *products)]

    assert codes("127.0.0.53", "169.254.20.10") == []
    assert codes("127.0.0.53", "127.0.0.53") == ["port-conflict"]
    assert codes("127.0.0.53", None) == ["port-conflict"]
    assert codes("loopback", "169.254.20.10") == []
    assert codes("loopback", "127.0.0.1") == ["port-conflict"]
    assert codes("loopback", "loopback") == ["port-conflict"]
    assert codes("loopback", None) == ["port-conflict"]


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
         {"groups": ("workers",), "ports": "TCP 9090",
          "listeners": ("cni/metrics", "other/ui")})
    ]  # fmt: skip


def test_a_port_conflict_is_one_finding_however_many_groups_have_it():
    edge = group("edge", "worker")
    document = plan("cni", "other", groups=[group("workers", "worker"), edge])
    assert [finding[3]["groups"] for finding in found(document, CNI, OTHER)] == [
        ("edge", "workers")
    ]


def test_pods_have_ports_of_their_own():
    pod = product("other", listeners=[listener("ui", ports="9090", scope="pod")])
    assert found(plan("cni", "other"), CNI, pod) == []


def test_the_loopback_of_a_pod_is_no_loopback_of_its_host():
    def in_a_pod(slug, scope):
        own = listener("own", ports="9090", scope="loopback", peers=["self"])
        return product(slug, listeners=[own, listener("api", ports="9443", scope=scope)])

    def codes(*scopes):
        products = [in_a_pod(f"one-{number}", scope) for number, scope in enumerate(scopes)]
        return [code for code, *_ in found(plan("one-0", "one-1"), *products)]

    assert codes("pod", "pod") == []
    assert codes("pod", "node") == []
    assert codes("node", "node") == ["port-conflict", "port-conflict"]


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
    assert of_code("port-conflict", plan("cni", "other"), CNI, other) == []


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
            listener("kube-apiserver", roles=["control-plane"], peers=["worker"], ports="6443")
        ],
    )
    document = plan(
        "kubernetes",
        groups=[group("masters", "control-plane"), group("api"), group("workers", "worker")],
        api_endpoint={"group": "api", "ports": "443"},
        changes=[{"listener": "kubernetes/kube-apiserver", "peers": ["any"]}],
    )  # fmt: skip
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


def of_code(code, document, *products):
    return [
        (severity, place, parameters)
        for found_code, severity, place, parameters in found(document, *products)
        if found_code == code
    ]


def workers_and(*others, **what):
    return [group("workers", "worker", **what), *others]


# addresses-overlap


def test_hosts_in_two_groups():
    groups = [
        group("workers", "worker", addresses=["192.0.2.0/24", "192.0.2.128/25"]),
        group("masters", "control-plane", addresses=["192.0.2.250-192.0.2.255", "198.51.100.1"]),
    ]
    assert found(plan("cni", groups=groups), CNI) == [
        ("addresses-overlap", "warning", "groups[masters]",
         {"groups": ("masters", "workers"), "addresses": ("192.0.2.250-192.0.2.255",)})
    ]  # fmt: skip


def test_a_group_does_not_overlap_with_itself():
    groups = workers_and(addresses=["192.0.2.0/24", "192.0.2.0/25", "192.0.2.7"])
    assert of_code("addresses-overlap", plan("cni", groups=groups), CNI) == []


def test_an_address_of_a_network_that_is_named_in_part_again_overlaps_all_the_same():
    groups = workers_and(
        group("masters", "control-plane", addresses=["192.0.2.200"]),
        addresses=["192.0.2.0/24", "192.0.2.16/28"],
    )
    assert of_code("addresses-overlap", plan("cni", groups=groups), CNI) == [
        ("warning", "groups[masters]",
         {"groups": ("masters", "workers"), "addresses": ("192.0.2.200",)})
    ]  # fmt: skip


def test_groups_that_touch_or_have_the_other_family_do_not_overlap():
    groups = [
        group("workers", "worker", addresses=["192.0.2.0/25", "2001:db8::/64"]),
        group("masters", "control-plane", addresses=["192.0.2.128/25", "2001:db8:0:1::/64"]),
    ]
    assert of_code("addresses-overlap", plan("cni", groups=groups), CNI) == []


def test_a_vip_among_hosts_is_a_note_and_a_network_of_clients_may_hold_everything():
    groups = workers_and(
        group("api", "api-endpoint", addresses=["192.0.2.10"]),
        group("edge", "client", addresses=["0.0.0.0/0"]),
    )
    assert of_code("addresses-overlap", plan("cni", groups=groups), CNI) == [
        ("note", "groups[api]", {"groups": ("api", "workers"), "addresses": ("192.0.2.10",)})
    ]


def test_three_groups_that_hang_together_are_told_once():
    groups = [
        group("workers", "worker", addresses=["192.0.2.0-192.0.2.10", "192.0.2.20-192.0.2.30"]),
        group("masters", "control-plane", addresses=["192.0.2.8-192.0.2.22"]),
        group("edge", "worker", addresses=["192.0.2.30-192.0.2.40"]),
    ]
    assert of_code("addresses-overlap", plan("cni", groups=groups), CNI) == [
        ("warning", "groups[edge]",
         {"groups": ("edge", "masters", "workers"),
          "addresses": ("192.0.2.8-192.0.2.10", "192.0.2.20-192.0.2.22", "192.0.2.30")})
    ]  # fmt: skip


# port-in-nodeport-range

NODEPORTS = product(
    "kubernetes", kind="core",
    listeners=[listener("nodeport-tcp", ports="30000-32767", traffic=["node-port-range"])],
)  # fmt: skip


def test_a_listener_moved_into_the_range_of_nodeports():
    document = plan("cni", "kubernetes", changes=[{"listener": "cni/metrics", "ports": "31000"}])
    assert found(document, CNI, NODEPORTS) == [
        ("port-in-nodeport-range", "warning", "changes[cni/metrics]",
         {"listener": "cni/metrics", "ports": "TCP 31000", "range": "30000-32767"})
    ]  # fmt: skip


def test_an_own_listener_in_the_range_and_a_product_that_comes_so():
    comes_so = product("other", listeners=[listener("proxy", ports="32443")])
    own = OWN | {"ports": "30001"}
    document = plan("other", "kubernetes", listeners=[own])
    assert of_code("port-in-nodeport-range", document, comes_so, NODEPORTS) == [
        ("warning", "listeners[db]",
         {"listener": "own/db", "ports": "TCP 30001", "range": "30000-32767"}),
        ("note", "changes[other/proxy]",
         {"listener": "other/proxy", "ports": "TCP 32443", "range": "30000-32767"}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "row",
    [
        listener("x", ports="31000", protocol="UDP"),
        listener("x", ports="31000", scope="pod"),
        listener("x", ports="31000", traffic=["node-port"]),
        listener("x", ports="30000-31000", random=True),
        listener("x", ports="31000", roles=["load-balancer"]),
        listener("x", ports="29999"),
    ],
    ids=["UDP", "pod", "NodePort itself", "random", "no node", "below"],
)
def test_what_does_not_take_a_port_from_services(row):
    groups = workers_and(group("edge", "load-balancer"))
    document = plan("other", "kubernetes", groups=groups)
    other = product("other", listeners=[row])
    assert of_code("port-in-nodeport-range", document, other, NODEPORTS) == []


def test_the_range_of_nodeports_is_as_the_plan_has_it():
    changes = [{"listener": "kubernetes/nodeport-tcp", "ports": "20000-21000"}]
    moved = {"listener": "cni/metrics", "ports": "31000"}
    document = plan("cni", "kubernetes", changes=[*changes, moved])
    assert of_code("port-in-nodeport-range", document, CNI, NODEPORTS) == []
    document = plan("cni", "kubernetes", changes=[*changes, moved | {"ports": "20500"}])
    assert len(of_code("port-in-nodeport-range", document, CNI, NODEPORTS)) == 1


def test_nodeports_that_need_no_rules_are_used_all_the_same():
    without = {"listener": "kubernetes/nodeport-tcp", "excluded": True, "reason": "ingress"}
    moved = {"listener": "cni/metrics", "ports": "31000"}
    document = plan("cni", "kubernetes", changes=[without, moved])
    assert len(of_code("port-in-nodeport-range", document, CNI, NODEPORTS)) == 1


# unencrypted-across-zones


def zones(one, other):
    return [group("workers", "worker", zone=one), group("masters", "control-plane", zone=other)]


def udp(row_id, **what):
    return listener(row_id, protocol="UDP", **what)


def plain(**what):
    return product("cni", listeners=[listener("x", peers=["control-plane"], **what)])


def test_plain_text_between_two_zones_is_told_once_for_all_its_listeners():
    rows = [
        listener("x", peers=["control-plane"]),
        listener("y", peers=["worker"], roles=["control-plane"], ports="1001"),
    ]
    document = plan("cni", groups=zones("core", "dmz"))
    assert found(document, product("cni", listeners=rows)) == [
        ("unencrypted-across-zones", "warning", "groups",
         {"zones": ("core", "dmz"), "listeners": ("cni/x", "cni/y")})
    ]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), [("core", "core"), ("core", None), (None, None)])
def test_plain_text_within_a_zone_or_where_no_zone_is_known(one, other):
    assert found(plan("cni", groups=zones(one, other)), plain()) == []


@pytest.mark.parametrize(
    "what",
    [
        {"tls": "mtls"},
        {"tls": "unknown"},
        {"tls": "optional"},
        {"ports": "53", "protocol": "UDP"},
        {"ports": "179"},
        {"ports": "", "protocol": "ICMP"},
        {"ports": "1-65535"},
        {"traffic": ["health"]},
        {"peers": ["control-plane", "client"]},
    ],
    ids=str,
)
def test_what_is_encrypted_or_has_nothing_to_hide(what):
    other = product("cni", listeners=[listener("x", **({"peers": ["control-plane"]} | what))])
    document = plan("cni", groups=zones("core", "dmz"))
    assert of_code("unencrypted-across-zones", document, other) == []


@pytest.mark.parametrize(
    ("told", "is_plain"),
    [({}, True), ({"id": "db-health"}, False), ({"id": "db-health", "traffic": ["overlay"]}, True)],
    ids=["nothing", "by its id", "otherwise than its id"],
)
def test_an_own_listener_tells_by_its_id_that_it_is_a_health_check(told, is_plain):
    own = OWN | {"tls": "none"} | told
    document = plan(groups=zones("core", "dmz"), listeners=[own])
    assert bool(of_code("unencrypted-across-zones", document)) == is_plain


@pytest.mark.parametrize(
    ("told", "is_told"), [({}, True), ({"setting": "Service field spec.ports.nodePort"}, False)]
)
def test_an_own_listener_tells_by_its_setting_that_it_is_a_nodeport(told, is_told):
    document = plan("kubernetes", listeners=[OWN | {"ports": "30001"} | told])
    assert bool(of_code("port-in-nodeport-range", document, NODEPORTS)) == is_told


def test_an_overlay_is_plain_until_its_product_encrypts():
    tunnel = product(
        "cni",
        options=[option("encryption", "none", "wireguard")],
        listeners=[
            udp("vxlan", traffic=["overlay"], tls="optional", peers=["control-plane"]),
            udp("wg", ports="51871", tls="wireguard", when={"encryption": "wireguard"}),
        ],
    )  # fmt: skip
    groups = zones("core", "dmz")
    assert of_code("unencrypted-across-zones", plan("cni", groups=groups), tunnel) == [
        ("warning", "groups", {"zones": ("core", "dmz"), "listeners": ("cni/vxlan",)})
    ]
    on = {"product": "cni", "options": {"encryption": "wireguard"}}
    assert found(plan(on, groups=groups), tunnel) == []


def test_plain_text_to_a_place_outside_crosses_no_zone_of_the_plan():
    asks = product("cni", outbound_needs=[need("log", to="syslog server")])
    document = plan("cni", groups=zones("core", "dmz"))
    assert of_code("unencrypted-across-zones", document, asks) == []


# insecure-port


def test_interfaces_without_authentication_are_told_once_a_product():
    rows = [
        listener("kubelet-read-only", ports="10255", insecure=True),
        listener("kube-apiserver-insecure", ports="8080", insecure=True, roles=["control-plane"],
                 scope="loopback", peers=["self"]),
    ]  # fmt: skip
    core = product("kubernetes", kind="core", listeners=rows)
    assert found(plan("kubernetes"), core) == [
        ("insecure-port", "warning", "picks[kubernetes]",
         {"product": "kubernetes", "ports": ("TCP 10255", "TCP 8080"),
          "listeners": ("kubernetes/kube-apiserver-insecure", "kubernetes/kubelet-read-only")})
    ]  # fmt: skip


def test_the_same_numbers_are_harmless_elsewhere():
    rows = [listener("metrics", ports="10255"), listener("web", ports="8080")]
    assert found(plan("cni"), product("cni", listeners=rows)) == []


def test_an_interface_that_was_left_out_is_not_told():
    rows = [listener("kubelet-read-only", ports="10255", insecure=True)]
    core = product("kubernetes", listeners=rows)
    out = {"listener": "kubernetes/kubelet-read-only", "excluded": True, "reason": "turned off"}
    assert found(plan("kubernetes", changes=[out]), core) == []


# random-port


def test_ports_chosen_at_run_time_are_told_once_a_product():
    rows = [
        listener("a", ports="7000-7999", random=True),
        listener("b", ports="6800-7568", protocol="UDP", random=True),
    ]
    assert found(plan("cni"), product("cni", listeners=rows)) == [
        ("random-port", "note", "picks[cni]",
         {"product": "cni", "ports": ("TCP 7000-7999", "UDP 6800-7568"),
          "listeners": ("cni/a", "cni/b")})
    ]  # fmt: skip


def test_a_random_port_that_is_fixed_local_or_in_the_pod_network_is_not_told():
    fixed = product("cni", listeners=[listener("a", ports="7000-7999", random=True)])
    change = {"listener": "cni/a", "ports": "7001"}
    assert found(plan("cni", changes=[change]), fixed) == []
    rows = [
        listener("a", ports="7000-7999", random=True, scope="loopback", peers=["self"]),
        listener("b", ports="7000-7999", random=True, scope="pod"),
    ]
    assert found(plan("cni"), product("cni", listeners=rows)) == []


# name-needs-address


def test_places_known_by_name_are_told_once():
    needs = [need("dns", to="DNS servers"), need("bgp", to=["external"], ports="179")]
    assert found(plan("cni"), product("cni", outbound_needs=needs)) == [
        ("name-needs-address", "note", "groups",
         {"names": ("DNS servers", "external"), "listeners": ("cni/bgp", "cni/dns")})
    ]  # fmt: skip


def test_a_place_that_is_a_group_has_addresses():
    groups = workers_and(group("edge", "external"))
    needs = [need("bgp", to=["external"], ports="179")]
    assert found(plan("cni", groups=groups), product("cni", outbound_needs=needs)) == []


# sctp-on-windows

SCTP = product(
    "cni",
    components=[component("agent", "worker") | {"os": ["linux", "windows"]}],
    listeners=[listener("x", protocol="SCTP"), listener("y", protocol="SCTP")],
)


def test_sctp_on_windows():
    groups = workers_and(group("windows", "worker", os="windows"))
    assert found(plan("cni", groups=groups), SCTP) == [
        ("sctp-on-windows", "warning", "groups[windows]",
         {"group": "windows", "listeners": ("cni/x", "cni/y")})
    ]  # fmt: skip


def test_sctp_on_linux_tcp_on_windows_and_every_port_there_is():
    assert found(plan("cni"), SCTP) == []
    groups = workers_and(group("windows", "worker", os="windows"))
    every_port = product("cni", listeners=[listener("x", protocol="SCTP", ports="1-65535")])
    assert found(plan("cni", groups=groups), CNI) == []
    assert found(plan("cni", groups=groups), every_port) == []


# product-unmaintained


def test_product_unmaintained():
    base = product("base", status="unmaintained")
    cni = product("cni", status="deprecated", base="base")
    assert found(plan("cni"), cni, base) == [
        ("product-unmaintained", "warning", "picks[base]",
         {"product": "base", "status": "unmaintained"}),
        ("product-unmaintained", "note", "picks[cni]",
         {"product": "cni", "status": "deprecated"}),
    ]  # fmt: skip


def test_an_unmaintained_product_that_is_not_in_the_plan():
    assert found(plan("cni"), CNI, product("other", status="unmaintained")) == []
    other = product("other", base="cni", listeners=[listener("x")])
    left = product("cni", status="unmaintained")
    assert found(plan({"product": "other", "only": ["x"]}), other, left) == []


# change-without-effect


def idle(change, *products, picks=("cni",), **what):
    changed = plan(*picks, changes=[change], **what)
    return [
        (parameters["listener"], parameters["because"])
        for _, _, parameters in of_code("change-without-effect", changed, *products)
    ]


TWO = product(
    "other",
    options=[option("mode", "one", "two")],
    listeners=[
        listener("web", peers=["worker", "control-plane"]),
        listener("second", when={"mode": "two"}),
        listener("local", scope="loopback", peers=["self"]),
        listener("ping", protocol="ICMP", ports=""),
    ],
    outbound_needs=[need("scrape", to=["worker"], roles=["worker", "control-plane"])],
)


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"listener": "other/second", "ports": "1001"}, "absent"),
        ({"listener": "other/second", "excluded": True, "reason": "x"}, "absent"),
        ({"listener": "other/web", "ports": "1000"}, "same-ports"),
        ({"listener": "other/web", "peers": ["workers", "masters"]}, "same-peers"),
        ({"listener": "other/web", "ports": "1000", "peers": ["workers", "masters"]}, "same"),
        ({"listener": "other/local", "peers": ["workers"]}, "same-peers"),
        ({"listener": "other/scrape", "peers": ["workers", "masters"]}, "same-peers"),
        ({"listener": "other/ping", "ports": "1000"}, "no-ports"),
    ],
)
def test_changes_that_change_nothing(change, because):
    assert idle(change, TWO, picks=["other"]) == [(change["listener"], because)]


@pytest.mark.parametrize(
    "change",
    [
        {"listener": "other/web", "ports": "1001"},
        {"listener": "other/web", "ports": "1000", "peers": ["workers"]},
        {"listener": "other/web", "peers": []},
        {"listener": "other/scrape", "peers": ["workers"]},
        {"listener": "other/web", "excluded": True, "reason": "x"},
        {"listener": "other/local", "ports": "1001"},
        {"listener": "other/local", "excluded": True, "reason": "x"},
        {"listener": "other/web"},
    ],
)
def test_changes_that_change_something_or_say_nothing_yet(change):
    assert idle(change, TWO, picks=["other"]) == []


def test_a_change_of_the_row_whose_place_another_took_has_an_effect():
    heir = product(
        "cni", base="other", listeners=[listener("mine", ports="2000", replaces="other/web")]
    )
    assert idle({"listener": "other/web", "ports": "1001"}, heir, TWO) == []
    assert idle({"listener": "other/web", "ports": "2000"}, heir, TWO) == [
        ("other/web", "same-ports")
    ]


def test_naming_everybody_takes_anyone_away():
    public = product("cni", listeners=[listener("x", peers=["any"])])
    named = {"listener": "cni/x", "peers": ["workers", "masters"]}
    assert idle(named, public) == []


def test_naming_all_peers_takes_away_who_needs_the_listener():
    scraper = product("other", outbound_needs=[
        need("scrape", to=["worker"], roles=["control-plane"], reaches="cni/metrics")
    ])  # fmt: skip
    change = {"listener": "cni/metrics", "peers": ["workers"]}
    assert idle(change, CNI, scraper) == [("cni/metrics", "same-peers")]
    assert idle(change, CNI, scraper, picks=["cni", "other"]) == []


# option-without-effect


def optional(*listeners, **what):
    options = [option("hub", "no", "yes"), option("relay", "no", "yes")]
    return product("cni", options=options, listeners=listeners, **what)


def ineffective(options, *products, **what):
    document = plan({"product": "cni", "options": options, **what})
    return [
        (parameters["option"], parameters["value"])
        for _, _, parameters in of_code("option-without-effect", document, *products)
    ]


RELAY = listener("relay", when={"hub": "yes", "relay": "yes"})


def test_an_option_that_needs_another():
    assert found(plan({"product": "cni", "options": {"relay": "yes"}}), optional(RELAY)) == [
        ("option-without-effect", "note", "picks[cni].options.relay",
         {"product": "cni", "option": "relay", "value": "yes"})
    ]  # fmt: skip
    assert ineffective({"hub": "yes", "relay": "yes"}, optional(RELAY)) == []


def test_an_option_at_its_default_or_unknown_is_not_told():
    assert ineffective({"relay": "no", "pace": "fast", "hub": "maybe"}, optional(RELAY)) == []


def test_an_option_of_rows_of_another_version():
    old = listener("x", when={"hub": "yes"}, until="1.20")
    assert ineffective({"hub": "yes"}, optional(old)) == [("hub", "yes")]


@pytest.mark.parametrize(
    "what",
    [
        {"omits": [{"listener": "other/web", "when": {"hub": "yes"}}]},
        {"bundles": [{"product": "other", "when": {"hub": "yes"}}]},
        {"listeners": [listener("gone", when={"hub": "no"})]},
    ],
    ids=["omits", "bundles", "deselects"],
)
def test_an_option_on_which_anything_else_depends(what):
    cni = product("cni", options=[option("hub", "no", "yes")], **({"listeners": []} | what))
    assert ineffective({"hub": "yes"}, cni, TWO) == []


def test_an_option_of_a_base_on_which_what_is_built_on_it_depends():
    built = product("other", base="cni", listeners=[listener("x", when={"hub": "yes"})])
    document = plan("other", {"product": "cni", "options": {"hub": "yes"}})
    assert found(document, optional(), built) == []


def test_options_beside_rows_chosen_by_hand_are_not_told():
    assert ineffective({"relay": "yes"}, optional(RELAY), only=["relay"]) == []
    assert ineffective({"relay": "yes"}, optional(RELAY), include="all") == []


def test_an_option_that_puts_back_what_a_bundle_set():
    bringer = product("other", bundles=[{"product": "cni", "options": {"relay": "yes"}}])
    relay = optional(listener("x", when={"relay": "no"}))
    document = plan("other", {"product": "cni", "options": {"relay": "no"}})
    assert found(document, relay, bringer) == []
    document = plan("other", {"product": "cni", "options": {"relay": "no"}})
    assert of_code("option-without-effect", document, optional(), bringer) == [
        ("note", "picks[cni].options.relay",
         {"product": "cni", "option": "relay", "value": "no"})
    ]  # fmt: skip
