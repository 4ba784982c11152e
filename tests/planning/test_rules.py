"""From selected rows to rules: placing, peers, API endpoint, scope and outbound needs."""

import pytest

from portsref.documents.problems import ProblemsError
from portsref.planning.engine import plan_rules
from portsref.planning.merging import crossing
from tests.small_catalogue import (
    ADMINS,
    MASTERS,
    WORKERS,
    catalogue,
    component,
    group,
    lines,
    listener,
    need,
    option,
    plan,
    product,
    rules_for,
    said,
)


def test_a_role_is_placed_on_its_groups_and_peers_connect_to_them():
    rules = rules_for(listener("api", roles=["control-plane"], peers=["worker"], ports="6443"))
    assert lines(rules) == ["workers -> masters TCP 6443"]


def test_etcd_falls_back_to_the_control_plane_and_leaves_it_where_a_group_plays_it():
    row = listener("client", roles=["etcd"], peers=["control-plane"], ports="2379")
    assert lines(rules_for(row)) == ["masters -> masters TCP 2379"]
    outside = group("etcd", "etcd", addresses=["192.0.2.200"])
    assert lines(rules_for(row, groups=[WORKERS, MASTERS, outside])) == ["masters -> etcd TCP 2379"]


def test_a_role_that_no_group_plays_is_found_once_and_stays_listed():
    rows = [listener(name, roles=["storage", "etcd"], peers=["pod"]) for name in ("one", "two")]
    rules = rules_for(*rows, groups=[ADMINS])
    assert lines(rules) == []
    assert [(item.code, item.severity, dict(item.parameters)) for item in said(rules)] == [
        ("role-unplaced", "warning", {"role": role, "listeners": ("thing/one", "thing/two")})
        for role in ("etcd", "storage")
    ]


def test_self_opens_nothing_and_is_listed_as_local():
    rules = rules_for(listener("health", peers=["self"]), listener("lo", scope="loopback"))
    assert lines(rules) == []
    assert [local.listener for local in rules.local] == ["thing/health", "thing/lo"]


def test_a_row_whose_peers_nobody_plays_opens_nothing_and_says_so_once_a_role():
    rows = [listener(name, peers=["client", "load-balancer"]) for name in ("one", "two")]
    rules = rules_for(*rows)
    assert (lines(rules), rules.local) == ([], ())
    assert [(item.code, item.severity, dict(item.parameters)) for item in said(rules)] == [
        ("role-unplaced", "note", {"role": role, "listeners": ("thing/one", "thing/two")})
        for role in ("client", "load-balancer")
    ]


def test_who_might_connect_besides_is_not_missed():
    rules = rules_for(listener("x", peers=["client", "load-balancer", "control-plane"]))
    assert (lines(rules), said(rules)) == (["masters -> workers TCP 1000"], [])


def test_a_change_opens_a_row_to_anyone():
    row = listener("api", roles=["control-plane"], peers=["worker"], ports="6443")
    rules = rules_for(row, changes=[{"listener": "thing/api", "peers": ["any"]}])
    assert lines(rules) == ["workers -> masters TCP 6443", "any -> masters TCP 6443"]
    assert [(item.code, dict(item.parameters)) for item in said(rules)] == [
        ("open-to-any", {"listener": "thing/api", "ports": "TCP 6443", "groups": ("masters",)})
    ]


def test_an_own_listener_is_open_to_anyone_where_it_says_so():
    own = {"id": "web", "protocol": "TCP", "ports": "443", "roles": ["worker"], "peers": ["any"],
           "purpose": "Web site."}  # fmt: skip
    rules = rules_for(listeners=[own], groups=[WORKERS, MASTERS, ADMINS])
    assert lines(rules) == ["any -> workers TCP 443"]
    assert [item.code for item in said(rules)] == ["open-to-any"]


def test_a_component_connects_from_the_hosts_it_runs_on():
    parts = [component("agent", "worker"), component("relay", "control-plane")]
    rules = rules_for(
        listener("hub", peers=["relay"]), listener("x", component="relay"), components=parts
    )
    assert "masters -> workers TCP 1000" in lines(rules)


def test_a_component_that_does_not_exist_connects_from_nowhere():
    thing = product(
        "thing",
        options=[option("relay", "no", "yes")],
        components=[component("agent", "worker"), component("relay", "control-plane")],
        listeners=[
            listener("hub", peers=["relay"], ports="4244"),
            listener("relay", component="relay", when={"relay": "yes"}, peers=["self"]),
        ],
    )
    document = plan("thing", groups=[WORKERS, MASTERS])
    assert lines(plan_rules(document, catalogue(thing))) == []
    with_relay = plan({"product": "thing", "options": {"relay": "yes"}}, groups=[WORKERS, MASTERS])
    assert lines(plan_rules(with_relay, catalogue(thing))) == ["masters -> workers TCP 4244"]


def test_etcd_among_peers_is_the_role_before_it_is_the_component():
    parts = [component("agent", "etcd"), component("etcd", "worker")]
    row = listener("peer", roles=["etcd"], peers=["etcd"], ports="2380")
    assert lines(rules_for(row, components=parts)) == ["masters -> masters TCP 2380"]


def test_pods_come_from_node_addresses_or_from_a_routed_pod_network():
    row = listener("kubelet", peers=["pod"], ports="10250")
    assert lines(rules_for(row)) == [
        "masters -> workers TCP 10250",
        "workers -> workers TCP 10250",
    ]
    pods = group("pods", "pod", addresses=["10.244.0.0/16"])
    assert lines(rules_for(row, groups=[WORKERS, MASTERS, pods])) == ["pods -> workers TCP 10250"]


def test_pod_listeners_need_a_rule_only_where_the_fabric_routes_pods():
    row = listener("dns", protocol="UDP", ports="53", scope="pod", peers=["worker"])
    encapsulated = rules_for(row)
    assert lines(encapsulated) == []
    assert [item.listener for item in encapsulated.pod_network] == ["thing/dns"]
    pods = group("pods", "pod", addresses=["10.244.0.0/16"])
    routed = rules_for(row, groups=[WORKERS, MASTERS, pods])
    assert lines(routed) == ["workers -> pods UDP 53"]
    assert routed.pod_network == ()


def test_within_a_group_of_one_host_there_is_nothing_to_open():
    single = group("node", "worker", "control-plane", addresses=["192.0.2.1"])
    assert lines(rules_for(listener("x"), groups=[single])) == []
    several = group("node", "worker", addresses=["192.0.2.1", "192.0.2.2"])
    assert lines(rules_for(listener("x"), groups=[several])) == ["node -> node TCP 1000"]


def test_ipv4_and_ipv6_never_meet():
    v4 = group("old", "worker", addresses=["192.0.2.0/24"])
    v6 = group("new", "control-plane", addresses=["2001:db8::/64"])
    both = group("both", "control-plane", addresses=["2001:db8:1::/64", "198.51.100.0/24"])
    rules = rules_for(listener("x", peers=["control-plane"]), groups=[v4, v6, both])
    assert [(rule.source.text, rule.destination.text) for rule in rules.rules] == [
        ("198.51.100.0/24", "192.0.2.0/24")
    ]


def test_addresses_of_a_group_stand_in_their_own_order():
    addresses = ["198.51.100.0/24", "2001:db8::/64", "192.0.2.64/26"]
    workers = group("workers", "worker", addresses=addresses)
    [rule] = rules_for(listener("x"), groups=[workers]).rules
    assert rule.source.text == "192.0.2.64/26;198.51.100.0/24;2001:db8::/64"


KUBERNETES = product(
    "kubernetes",
    kind="core",
    components=[component("kube-apiserver", "control-plane")],
    listeners=[
        listener(
            "kube-apiserver",
            component="kube-apiserver",
            roles=["control-plane"],
            peers=["bastion", "client", "control-plane", "worker", "pod"],
            documented_peers=["any"],
            ports="6443",
        )
    ],
)
API = group("api", addresses=["192.0.2.250"])


def test_the_api_is_reached_through_its_endpoint_and_by_nodes_directly():
    document = plan(
        "kubernetes",
        groups=[WORKERS, MASTERS, ADMINS, API],
        api_endpoint={"group": "api", "ports": "443"},
        changes=[{"listener": "kubernetes/kube-apiserver", "ports": "6444"}],
    )
    rules = plan_rules(document, catalogue(KUBERNETES))
    assert [
        (line, rule.condition) for line, rule in zip(lines(rules), rules.rules, strict=True)
    ] == [
        ("admins -> api TCP 443", "through the API endpoint"),
        ("api -> masters TCP 6444", "through the API endpoint"),
        ("masters -> api TCP 443", "through the API endpoint"),
        ("masters -> masters TCP 6444", "in-cluster kubernetes Service"),
        ("workers -> api TCP 443", "through the API endpoint"),
        ("workers -> masters TCP 6444", "in-cluster kubernetes Service"),
    ]


def test_the_api_endpoint_follows_the_replacement_of_the_api_server():
    distribution = product(
        "distro",
        base="kubernetes",
        listeners=[
            listener("api", roles=["control-plane"], ports="16443", peers=["bastion"],
                     replaces="kubernetes/kube-apiserver")
        ],
    )  # fmt: skip
    document = plan(
        "distro",
        groups=[WORKERS, MASTERS, ADMINS, API],
        api_endpoint={"group": "api", "ports": "443"},
    )
    assert lines(plan_rules(document, catalogue(KUBERNETES, distribution))) == [
        "admins -> api TCP 443",
        "api -> masters TCP 16443",
    ]


def test_an_endpoint_on_the_hosts_of_the_api_server_does_not_reach_them_from_themselves():
    document = plan(
        "kubernetes",
        groups=[WORKERS, MASTERS, ADMINS],
        api_endpoint={"group": "masters", "ports": "443"},
    )
    rules = plan_rules(document, catalogue(KUBERNETES)).rules
    assert [(rule.source.name, str(rule.ports), rule.condition) for rule in rules] == [
        ("admins", "443", "through the API endpoint"),
        ("masters", "443", "through the API endpoint"),
        ("masters", "6443", "in-cluster kubernetes Service"),
        ("workers", "443", "through the API endpoint"),
        ("workers", "6443", "in-cluster kubernetes Service"),
    ]


def test_an_api_server_row_of_the_endpoint_too_listens_there_on_the_ports_of_the_endpoint():
    row = listener(
        "kube-apiserver",
        roles=["control-plane", "api-endpoint"],
        peers=["control-plane", "bastion"],
        ports="6443",
    )
    known = catalogue(product("kubernetes", kind="core", listeners=[row]))
    endpoint = {"group": "api", "ports": "443"}
    document = plan("kubernetes", groups=[MASTERS, ADMINS, API], api_endpoint=endpoint)
    assert lines(plan_rules(document, known)) == [
        "admins -> api TCP 443",
        "api -> masters TCP 6443",
        "masters -> api TCP 443",
        "masters -> masters TCP 6443",
    ]


def test_a_load_balancer_row_yields_the_ports_of_the_endpoint_to_it():
    vip = product(
        "vip",
        listeners=[listener("x", roles=["api-endpoint"], peers=["bastion"], ports="443,9345")],
    )
    endpoint = {"group": "api", "ports": "443"}
    document = plan("kubernetes", "vip", groups=[MASTERS, ADMINS, API], api_endpoint=endpoint)
    rules = plan_rules(document, catalogue(KUBERNETES, vip)).rules
    assert [
        (str(rule.ports), rule.listeners) for rule in rules if rule.source.name == "admins"
    ] == [("443", ("kubernetes/kube-apiserver",)), ("9345", ("vip/x",))]


def test_a_load_balancer_row_yields_the_port_of_the_api_to_the_endpoint_of_the_plan():
    vip = product(
        "vip",
        listeners=[listener("api", roles=["api-endpoint"], peers=["bastion"], ports="6443,9345")],
    )
    known = catalogue(KUBERNETES, vip)
    groups = [MASTERS, ADMINS, {**API, "roles": ["api-endpoint"]}]
    assert "admins -> api TCP 6443,9345" in lines(
        plan_rules(plan("kubernetes", "vip", groups=groups), known)
    )
    fronted = plan(
        "kubernetes", "vip", groups=groups, api_endpoint={"group": "api", "ports": "443"}
    )
    assert [line for line in lines(plan_rules(fronted, known)) if line.startswith("admins")] == [
        "admins -> api TCP 443",
        "admins -> api TCP 9345",
    ]


def test_a_need_towards_a_role_is_a_rule_and_towards_a_place_outside_is_outbound():
    rules = rules_for(
        needs=[
            need("scrape", ports="10257"),
            need("ntp", protocol="UDP", ports="123", to="NTP servers"),
        ]
    )
    assert lines(rules) == ["workers -> masters TCP 10257", "workers -> NTP servers UDP 123"]
    assert [rule.destination.kind for rule in rules.outbound] == ["outside"]


PROXY = group("proxy", addresses=["203.0.113.8"])
THROUGH_IT = {"group": "proxy", "ports": "3128"}
LEAVING = (
    need("images", ports="443", to="registries"),
    need("sources", ports="22,443", to="repositories"),
    need("ntp", protocol="UDP", ports="123", to="NTP servers"),
    need("quic", protocol="UDP", ports="443", to="mirrors"),
    need("vcenter", ports="443", to="vCenter", through_proxy=False),
)


def test_through_an_outbound_proxy_go_http_and_https_and_all_else_goes_directly():
    rules = rules_for(needs=LEAVING, groups=[WORKERS, PROXY], outbound_proxy=THROUGH_IT)
    assert lines(rules) == [
        "workers -> proxy TCP 3128",
        "proxy -> registries TCP 443",
        "proxy -> repositories TCP 443",
        "workers -> NTP servers UDP 123",
        "workers -> mirrors UDP 443",
        "workers -> repositories TCP 22",
        "workers -> vCenter TCP 443",
    ]
    said = {(rule.source.name, rule.listeners[0]): rule.condition for rule in rules.all_rules}
    assert said["workers", "thing/images"] == "through the outbound proxy"
    assert said["proxy", "thing/images"] == "through the outbound proxy"
    assert said["workers", "thing/ntp"] == "always"


def test_what_the_plan_says_to_be_direct_goes_past_the_proxy():
    direct = THROUGH_IT | {"direct": ["thing/images", "thing/sources", "thing/gone"]}
    rules = rules_for(needs=LEAVING, groups=[WORKERS, PROXY], outbound_proxy=direct)
    assert [line for line in lines(rules) if "proxy" in line] == []
    unknown = [finding for finding in rules.findings if finding.code == "unknown-listener"]
    assert [(one.place, one.parameters) for one in unknown] == [
        ("outbound_proxy.direct", {"listener": "thing/gone"})
    ]


def test_the_hosts_of_the_proxy_reach_places_outside_themselves():
    here = group("proxy", "worker", addresses=["203.0.113.8/30"])
    rules = rules_for(needs=LEAVING[:1], groups=[WORKERS, here], outbound_proxy=THROUGH_IT)
    assert lines(rules) == ["workers -> proxy TCP 3128", "proxy -> registries TCP 443"]


def test_routed_pods_reach_places_outside_through_the_proxy_too():
    pods = group("pods", "pod", addresses=["10.244.0.0/16"])
    images = need("images", ports="443", to="registries", scope="pod")
    rules = rules_for(needs=[images], groups=[WORKERS, pods, PROXY], outbound_proxy=THROUGH_IT)
    assert lines(rules) == ["pods -> proxy TCP 3128", "proxy -> registries TCP 443"]


def test_a_proxy_that_is_no_group_of_the_plan_is_refused():
    with pytest.raises(ProblemsError, match=r"outbound_proxy\.group: no group 'proxy'"):
        plan("thing", outbound_proxy=THROUGH_IT)


def test_a_row_of_one_family_stands_between_addresses_of_that_family_alone():
    rows = (
        listener("wireguard", protocol="UDP", ports="51820", when={"ip": "ipv4"}),
        listener("wireguard-v6", protocol="UDP", ports="51821", when={"ip": "ipv6"}),
    )
    old = group("old", "worker", addresses=["192.0.2.64/26"])
    new = group("new", "worker", addresses=["2001:db8::/64"])
    both = group("both", "worker", addresses=["198.51.100.0/24", "2001:db8:1::/64"])
    rules = rules_for(*rows, groups=[old, new, both])
    assert [(*line.rsplit(" ", 1), rule.destination.text) for line, rule in
            zip(lines(rules), rules.rules, strict=True)] == [
        ("both -> both UDP", "51820", "198.51.100.0/24"),
        ("both -> both UDP", "51821", "2001:db8:1::/64"),
        ("both -> new UDP", "51821", "2001:db8::/64"),
        ("both -> old UDP", "51820", "192.0.2.64/26"),
        ("new -> both UDP", "51821", "2001:db8:1::/64"),
        ("new -> new UDP", "51821", "2001:db8::/64"),
        ("old -> both UDP", "51820", "198.51.100.0/24"),
        ("old -> old UDP", "51820", "192.0.2.64/26"),
    ]  # fmt: skip


def test_where_hosts_of_etcd_are_nodes_they_have_every_row_of_nodes():
    rows = (
        listener("kubelet", roles=["control-plane", "worker"], peers=["control-plane"]),
        listener("overlay", ports="1001", roles=["control-plane", "worker"],
                 peers=["control-plane", "worker"]),
        listener("nodeport", ports="1002", roles=["worker"], peers=["worker"]),
    )  # fmt: skip
    base = product("kubernetes", kind="core", listeners=rows)
    etcd = group("etcd", "etcd", addresses=["192.0.2.192/29"])
    groups = [WORKERS, etcd]
    plain = plan_rules(plan("kubernetes", groups=groups), catalogue(base))
    assert [line for line in lines(plain) if "etcd" in line] == []
    distribution = product("rke", base="kubernetes", kind="distribution", etcd_hosts_are_nodes={})
    nodes = plan_rules(plan("rke", groups=[*groups, MASTERS]), catalogue(base, distribution))
    assert [line for line in lines(nodes) if "etcd" in line] == [
        "etcd -> etcd TCP 1001",
        "etcd -> masters TCP 1001",
        "etcd -> workers TCP 1001",
        "masters -> etcd TCP 1000",
        "masters -> etcd TCP 1001",
        "workers -> etcd TCP 1001",
    ]


def test_add_ons_keep_off_hosts_of_etcd_even_where_these_are_nodes():
    etcd = group("etcd", "etcd", addresses=["192.0.2.192/29"])
    everywhere = listener("x", roles=["control-plane", "worker"], peers=["worker", "control-plane"])
    known = catalogue(
        product("rke", kind="distribution", etcd_hosts_are_nodes={}),
        product("net", kind="cni", listeners=[everywhere]),
        product("agent", listeners=[everywhere]),
    )
    rules = plan_rules(plan("rke", "net", "agent", groups=[WORKERS, MASTERS, etcd]), known)
    ours = {rule.listeners[0] for rule in rules.rules if "etcd" in rule.name}
    assert ours == {"net/x"}


def test_hosts_of_etcd_are_nodes_under_the_condition_of_the_distribution():
    etcd = group("etcd", "etcd", addresses=["192.0.2.192/29"])
    kubelet = listener("kubelet", roles=["control-plane", "worker"], peers=["control-plane"])
    known = catalogue(
        product(
            "k3s", kind="distribution", listeners=[kubelet],
            options=[option("datastore", "embedded", "external")],
            etcd_hosts_are_nodes={"datastore": "embedded"},
        )
    )  # fmt: skip

    def to_etcd(datastore):
        pick = {"product": "k3s", "options": {"datastore": datastore}}
        rules = plan_rules(plan(pick, groups=[MASTERS, etcd]), known)
        return [line for line in lines(rules) if line.endswith("etcd TCP 1000")]

    assert to_etcd("embedded") == ["masters -> etcd TCP 1000"]
    assert to_etcd("external") == []


def test_hosts_of_etcd_that_are_nodes_use_the_api_endpoint_as_nodes_do():
    distribution = product("rke", base="kubernetes", kind="distribution", etcd_hosts_are_nodes={})
    etcd = group("etcd", "etcd", addresses=["192.0.2.192/29"])
    document = plan(
        "rke", groups=[MASTERS, etcd, API], api_endpoint={"group": "api", "ports": "443"}
    )
    rules = plan_rules(document, catalogue(KUBERNETES, distribution))
    assert [line for line in lines(rules) if line.startswith("etcd")] == [
        "etcd -> api TCP 443",
        "etcd -> masters TCP 6443",
    ]


def test_a_need_that_reaches_a_listener_takes_its_ports_and_adds_its_reason():
    thing = product(
        "thing",
        outbound_needs=[need("watch", ports="443,6443", reaches="kubernetes/kube-apiserver")],
    )
    document = plan(
        "thing",
        "kubernetes",
        groups=[WORKERS, MASTERS, ADMINS],
        changes=[{"listener": "kubernetes/kube-apiserver", "ports": "6444"}],
    )
    rules = plan_rules(document, catalogue(thing, KUBERNETES))
    assert lines(rules) == [
        "admins -> masters TCP 6444",
        "masters -> masters TCP 6444",
        "workers -> masters TCP 6444",
    ]
    assert rules.rules[-1].listeners == ("kubernetes/kube-apiserver", "thing/watch")


def test_a_need_that_reaches_what_is_not_in_the_plan_keeps_its_own_ports():
    thing = [need("watch", ports="443,6443", reaches="kubernetes/kube-apiserver")]
    assert lines(rules_for(needs=thing)) == ["workers -> masters TCP 443,6443"]


def test_needs_come_from_pods_where_their_role_is_pod():
    row = need("scrape", roles=["pod"], ports="10257")
    assert lines(rules_for(needs=[row])) == [
        "masters -> masters TCP 10257",
        "workers -> masters TCP 10257",
    ]


def test_narrowed_peers_are_kept_and_none_is_added():
    row = listener("x", roles=["control-plane"], peers=["worker"])
    narrowed = {"listener": "thing/x", "peers": ["admins"]}
    groups = [WORKERS, MASTERS, ADMINS]
    assert lines(rules_for(row, groups=groups, changes=[narrowed])) == []


def test_where_a_table_lets_all_connect_any_group_may_be_named():
    row = listener("x", roles=["control-plane"], peers=["worker"], documented_peers=["any"])
    groups = [WORKERS, MASTERS, ADMINS]
    assert lines(rules_for(row, groups=groups)) == ["workers -> masters TCP 1000"]
    named = {"listener": "thing/x", "peers": ["admins"]}
    assert lines(rules_for(row, groups=groups, changes=[named])) == ["admins -> masters TCP 1000"]


def test_a_listener_for_which_nobody_is_named_is_open_to_nobody():
    row = listener("x", roles=["control-plane"], peers=["worker"])
    assert lines(rules_for(row)) != []
    assert lines(rules_for(row, changes=[{"listener": "thing/x", "peers": []}])) == []


def test_a_need_is_dialled_only_by_the_groups_that_the_plan_names():
    rows = [
        need("scrape", roles=["pod"], ports="10257"),
        need("cloud", to="The cloud's API", ports="443"),
        need("watch", ports="443,6443", reaches="thing/api"),
    ]
    api = listener("api", ports="6443", roles=["control-plane"], peers=["bastion"])
    monitoring = {**WORKERS, "name": "monitoring", "addresses": ["10.0.9.0/24"]}
    groups = [WORKERS, monitoring, MASTERS, ADMINS]
    changes = [
        {"listener": f"thing/{row}", "peers": ["monitoring", "admins"]}
        for row in ("scrape", "cloud", "watch")
    ]
    assert lines(rules_for(api, needs=rows, groups=groups, changes=changes)) == [
        "admins -> masters TCP 6443",
        "monitoring -> masters TCP 6443",
        "monitoring -> masters TCP 10257",
        "monitoring -> The cloud's API TCP 443",
    ]


def test_a_managed_control_plane_gets_no_rows_of_nodes_but_reaches_them():
    managed = product("cloud", kind="managed", base="kubernetes")
    kubelet = listener("kubelet", roles=["control-plane", "worker"], peers=["control-plane"])
    base = product("kubernetes", listeners=[kubelet])
    document = plan("cloud", groups=[WORKERS, MASTERS])
    assert lines(plan_rules(document, catalogue(managed, base))) == ["masters -> workers TCP 1000"]


def test_a_managed_api_without_a_group_lies_outside():
    cloud = product(
        "cloud",
        kind="managed",
        base="kubernetes",
        listeners=[
            listener("api", roles=["control-plane"], ports="443",
                     peers=["client", "bastion", "worker"],
                     replaces="kubernetes/kube-apiserver")
        ],
    )  # fmt: skip
    known = catalogue(KUBERNETES, cloud)
    clients = group("users", "client", addresses=["198.51.100.0/24"])
    rules = plan_rules(plan("cloud", groups=[WORKERS, clients]), known)
    assert lines(rules) == [
        "users -> Cloud control plane TCP 443",
        "workers -> Cloud control plane TCP 443",
    ]
    assert [finding.code for finding in said(rules)] == ["name-needs-address"]
    endpoint = {"group": "api", "ports": "443"}
    fronted = plan("cloud", groups=[WORKERS, ADMINS, API], api_endpoint=endpoint)
    assert lines(plan_rules(fronted, known)) == ["admins -> api TCP 443", "workers -> api TCP 443"]


def test_pods_do_not_run_where_no_kubelet_runs():
    kubelet = listener("kubelet-api", roles=["worker"], peers=["self"], ports="10250")
    base = product("kubernetes", listeners=[kubelet])
    thing = product("thing", listeners=[listener("metrics", peers=["pod"])])
    document = plan("thing", "kubernetes", groups=[WORKERS, MASTERS])
    assert lines(plan_rules(document, catalogue(base, thing))) == ["workers -> workers TCP 1000"]


def test_a_managed_control_plane_without_a_group_connects_from_outside():
    kubelet = listener("kubelet-api", roles=["control-plane", "worker"], peers=["control-plane"])
    base = product("kubernetes", listeners=[kubelet])
    cloud = product("cloud", kind="managed", base="kubernetes")
    rules = plan_rules(plan("cloud", groups=[WORKERS]), catalogue(base, cloud))
    assert lines(rules) == ["Cloud control plane -> workers TCP 1000"]
    assert [finding.code for finding in said(rules)] == ["name-needs-address"]


def test_a_managed_control_plane_is_no_node_to_the_pod_network():
    overlay = listener("vxlan", protocol="UDP", peers=["control-plane", "worker"])
    webhook = listener("webhook", ports="9443", peers=["control-plane"])
    cni = product("cni", listeners=[overlay, webhook])
    cloud = product("cloud", kind="managed")
    document = plan("cloud", "cni", groups=[WORKERS, MASTERS])
    assert lines(plan_rules(document, catalogue(cni, cloud))) == [
        "masters -> workers TCP 9443",
        "workers -> workers UDP 1000",
    ]


def test_hosts_that_are_workers_too_are_nodes_beside_a_managed_control_plane():
    overlay = listener("vxlan", protocol="UDP", peers=["control-plane", "worker"])
    known = catalogue(product("cni", listeners=[overlay]), product("cloud", kind="managed"))
    both = group("all", "control-plane", "worker", addresses=["192.0.2.0/26"])
    assert lines(plan_rules(plan("cloud", "cni", groups=[both]), known)) == ["all -> all UDP 1000"]


def test_needs_of_ingress_hosts_reach_the_api_through_its_endpoint_and_directly():
    thing = product(
        "thing",
        components=[component("agent", "storage")],
        outbound_needs=[need("watch", roles=["storage"], reaches="kubernetes/kube-apiserver")],
    )
    document = plan(
        "thing",
        "kubernetes",
        groups=[group("disks", "storage", addresses=["192.0.2.130"]), MASTERS, ADMINS, API],
        api_endpoint={"group": "api", "ports": "443"},
    )
    found = lines(plan_rules(document, catalogue(thing, KUBERNETES)))
    assert [line for line in found if line.startswith("disks")] == [
        "disks -> api TCP 443",
        "disks -> masters TCP 6443",
    ]


def test_a_need_of_a_pod_component_comes_from_the_routed_pod_network():
    rules = rules_for(
        listener("ui", scope="pod", peers=["self"]),
        needs=[need("scrape", ports="10257")],
        groups=[WORKERS, MASTERS, group("pods", "pod", addresses=["10.244.0.0/16"])],
    )
    assert lines(rules) == ["pods -> masters TCP 10257"]


def test_only_what_a_component_listens_on_here_tells_that_it_runs_in_pods():
    thing = product(
        "thing",
        components=[component("agent", "worker")],
        options=[option("host", "no", "yes")],
        listeners=[
            listener("ui", scope="pod", peers=["self"]),
            listener("host-ui", scope="node", peers=["self"], when={"host": "yes"}),
            listener("front", roles=["load-balancer"], peers=["client"]),
        ],
        outbound_needs=[need("scrape", ports="10257")],
    )
    pods = group("pods", "pod", addresses=["10.244.0.0/16"])
    document = plan("thing", groups=[WORKERS, MASTERS, pods])
    assert lines(plan_rules(document, catalogue(thing))) == ["pods -> masters TCP 10257"]


def scraping(*rows, changes=()):
    scraper = product(
        "thing", outbound_needs=[need("scrape", to=["worker"], reaches="kubernetes/kubelet-api")]
    )
    base = product("kubernetes", listeners=rows)
    document = plan("thing", "kubernetes", groups=[WORKERS, MASTERS], changes=list(changes))
    return plan_rules(document, catalogue(scraper, base))


def test_an_exclusion_and_a_narrowing_hold_for_needs_too():
    kubelet = listener("kubelet-api", peers=["control-plane"], ports="10250")
    assert lines(scraping(kubelet)) == [
        "masters -> workers TCP 10250",
        "workers -> workers TCP 10250",
    ]
    key = "kubernetes/kubelet-api"
    excluded = scraping(kubelet, changes=[{"listener": key, "excluded": True, "reason": "shut"}])
    assert (lines(excluded), said(excluded)) == ([], [])
    narrowed = scraping(kubelet, changes=[{"listener": key, "peers": ["masters"]}])
    assert lines(narrowed) == ["masters -> workers TCP 10250"]
    assert lines(scraping(kubelet, changes=[{"listener": key, "peers": []}])) == []


def test_a_need_for_what_does_not_run_opens_nothing_and_is_found():
    old = listener("kubelet-api", until="1.20")
    rules = scraping(old)
    assert lines(rules) == []
    assert [(item.code, dict(item.parameters)) for item in said(rules)] == [
        ("need-unmet", {"need": "thing/scrape", "listeners": ("kubernetes/kubelet-api",)})
    ]


def test_rows_of_windows_hosts_lie_on_windows_groups():
    windows = group("windows", "worker", addresses=["192.0.2.192/26"], os="windows")
    row = listener("rdp", ports="3389", peers=["control-plane"], when={"os": "windows"})
    rules = rules_for(row, groups=[WORKERS, windows, MASTERS])
    assert lines(rules) == ["masters -> windows TCP 3389"]


@pytest.mark.parametrize(("protocol", "family"), [("ICMP", 4), ("ICMPv6", 6), ("IPIP", 4)])
def test_protocols_of_one_family_carry_no_addresses_of_the_other(protocol, family):
    both = ["192.0.2.0/24", "2001:db8::/64"]
    groups = [
        group("workers", "worker", addresses=both),
        group("masters", "control-plane", addresses=both),
    ]
    row = listener("x", protocol=protocol, ports="", peers=["control-plane"])
    [rule] = rules_for(row, groups=groups).rules
    ends = (*rule.source.addresses, *rule.destination.addresses)
    assert [address.family for address in ends] == [family, family]


def test_one_dual_stack_host_has_nothing_to_open_to_itself():
    node = group("node", "worker", addresses=["192.0.2.1", "2001:db8::1"])
    assert lines(rules_for(listener("x"), groups=[node])) == []


def test_what_may_be_outside_is_not_sought_on_other_hosts():
    row = listener("nfs", roles=["storage", "external"], ports="2049")
    assert lines(rules_for(row)) == []
    filer = group("filer", "storage", addresses=["192.0.2.150"])
    assert lines(rules_for(row, groups=[WORKERS, filer])) == ["workers -> filer TCP 2049"]


def test_a_product_picked_by_hand_brings_in_neither_base_nor_bundles():
    cni = product("cni", listeners=[listener("vxlan")])
    distribution = product(
        "distro",
        base="kubernetes",
        bundles=[{"product": "cni"}],
        listeners=[listener("join", ports="9345", when={"os": "windows"})],
    )
    document = plan({"product": "distro", "only": ["join"]}, groups=[{**WORKERS, "os": "windows"}])
    rules = plan_rules(document, catalogue(KUBERNETES, cni, distribution))
    assert lines(rules) == ["workers -> workers TCP 9345"]


def test_rows_picked_against_their_condition_say_so():
    row = listener("x", when={"os": "windows"})
    known = catalogue(product("thing", listeners=[row, listener("y", ports="2")]))
    rules = plan_rules(plan({"product": "thing", "include": "all"}), known)
    assert [local.listener for local in rules.local] == []
    assert {rule.listeners[0]: rule.condition for rule in rules.rules} == {"thing/y": "always"}
    by_hand = listener("z", when={"mode": "b"})
    known = catalogue(product("thing", options=[option("mode", "a", "b")], listeners=[by_hand]))
    rules = plan_rules(plan({"product": "thing", "only": ["z"]}), known)
    assert {rule.condition for rule in rules.rules} == {"picked by hand"}


def test_a_core_component_connects_even_where_its_product_is_not_in_the_plan():
    thing = product("thing", listeners=[listener("webhook", peers=["kubernetes/kube-apiserver"])])
    document = plan("thing", groups=[WORKERS, MASTERS])
    assert lines(plan_rules(document, catalogue(KUBERNETES, thing))) == [
        "masters -> workers TCP 1000"
    ]


def test_own_listeners_are_rules_too():
    own = {"id": "db", "protocol": "TCP", "ports": "5432", "roles": ["worker"],
           "peers": ["control-plane"], "purpose": "Database."}  # fmt: skip
    rules = rules_for(listeners=[own])
    assert lines(rules) == ["masters -> workers TCP 5432"]
    assert rules.rules[0].listeners == ("own/db",)


@pytest.mark.parametrize("ends", [("core", "dmz"), ("core", None)])
def test_a_rule_crosses_zones_where_they_differ(ends):
    groups = [{**WORKERS, "zone": ends[0]}, {**MASTERS, "zone": ends[1]}]
    rules = rules_for(listener("x", peers=["control-plane", "worker"]), groups=groups)
    assert [rule.crosses_zones for rule in rules.rules] == [True, False]


@pytest.mark.parametrize("zone", ["core", None])
def test_a_rule_within_a_zone_or_between_groups_without_one_crosses_none(zone):
    groups = [{**WORKERS, "zone": zone}, {**MASTERS, "zone": zone}]
    rules = rules_for(listener("x", peers=["control-plane", "worker"]), groups=groups).rules
    assert [rule.crosses_zones for rule in rules] == [False, False]
    assert crossing(rules) == ()


@pytest.mark.parametrize("zone", ["core", None])
def test_a_rule_to_or_from_outside_crosses_zones_whatever_the_zone(zone):
    rules = rules_for(
        listener("x"),
        needs=[need("ntp", to="NTP servers")],
        groups=[{**WORKERS, "zone": zone}],
        changes=[{"listener": "thing/x", "peers": ["any"]}],
    )
    assert [(rule.source.name, rule.crosses_zones) for rule in rules.all_rules] == [
        ("workers", False),
        ("any", True),
        ("workers", True),
    ]


def test_rows_of_a_product_for_one_port_of_one_host_are_one_rule():
    hosts = group("hosts", "control-plane", "worker")
    ports = {"peers": ["bastion"], "ports": "30000-32767"}
    thing = product(
        "thing",
        listeners=[
            listener("node-ports", **ports),
            listener("node-ports-control-plane", roles=["control-plane"], **ports),
            listener("else", peers=["bastion"], ports="30000"),
        ],
    )
    other = product("other", listeners=[listener("node-ports", **ports)])
    own = [
        {"id": name, "protocol": "TCP", "roles": ["worker"], "purpose": "Ours.", **ports}
        for name in ("one", "two")
    ]
    document = plan("thing", "other", groups=[hosts, ADMINS], listeners=own)
    rules = plan_rules(document, catalogue(thing, other)).rules
    assert [(str(rule.ports), rule.listeners) for rule in rules] == [
        ("30000", ("thing/else",)),
        ("30000-32767", ("other/node-ports",)),
        ("30000-32767", ("own/one",)),
        ("30000-32767", ("own/two",)),
        ("30000-32767", ("thing/node-ports", "thing/node-ports-control-plane")),
    ]
