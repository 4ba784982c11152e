"""Places outside, fixed destinations, phases, and that every row is told of somewhere."""

from portsref.planning.choice import Choice, narrowed
from portsref.planning.engine import plan_rules
from portsref.planning.packets import allows
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

RANCHER = product(
    "rancher",
    places=[{"id": "server", "name": "Rancher server", "dns": ["rancher.example.com"]}],
    listeners=[listener("agent", ports="9100", peers=["server"])],
    outbound_needs=[need("agents", ports="443", to="server")],
)
OTHER = product("other", outbound_needs=[need("call", ports="8443", to="rancher/server")])


def test_a_place_that_no_group_is_goes_by_its_name():
    rules = plan_rules(plan("rancher", "other", groups=[WORKERS]), catalogue(RANCHER, OTHER))
    assert lines(rules) == [
        "Rancher server -> workers TCP 9100",
        "workers -> Rancher server TCP 443",
        "workers -> Rancher server TCP 8443",
    ]
    assert [item.code for item in said(rules)] == ["name-needs-address"]


def test_names_in_the_dns_go_with_a_place_that_no_group_is():
    document = plan("rancher", "other", groups=[WORKERS])
    rules = plan_rules(document, catalogue(RANCHER, OTHER)).outbound
    assert [rule.destination.dns for rule in rules] == [("rancher.example.com",)] * 2
    server = {"name": "server", "places": ["rancher/server"], "addresses": ["203.0.113.10"]}
    document = plan("rancher", "other", groups=[WORKERS, server])
    ends = {rule.destination for rule in plan_rules(document, catalogue(RANCHER, OTHER)).all_rules}
    assert [end.name for end in ends if end.dns] == []


def test_names_in_the_dns_go_through_the_outbound_proxy():
    proxy = {"name": "proxy", "addresses": ["192.0.2.1"]}
    through = {"outbound_proxy": {"group": "proxy", "ports": "3128"}}
    rules = plan_rules(plan("rancher", groups=[WORKERS, proxy], **through), catalogue(RANCHER))
    assert [(rule.source.name, rule.destination.dns) for rule in rules.outbound] == [
        ("proxy", ("rancher.example.com",))
    ]


def test_a_need_says_whether_pods_dial_or_their_hosts():
    needs = [need("from-pods", to="a", scope="pod"), need("from-hosts", to="b")]
    rules = rules_for(needs=needs, groups=[WORKERS]).outbound
    assert [(rule.destination.name, rule.causes[0].by_pods) for rule in rules] == [
        ("a", True),
        ("b", False),
    ]


def test_a_group_that_is_a_place_gets_what_names_the_place_and_nothing_else():
    server = {"name": "server", "places": ["rancher/server"], "addresses": ["203.0.113.10"]}
    api = product(
        "kubernetes",
        listeners=[
            listener("api", roles=["control-plane"], peers=["worker", "client", "external"]),
        ],
    )
    document = plan("rancher", "other", "kubernetes", groups=[WORKERS, MASTERS, server])
    rules = plan_rules(document, catalogue(RANCHER, OTHER, api))
    assert lines(rules) == [
        "server -> workers TCP 9100",
        "workers -> masters TCP 1000",
        "workers -> server TCP 443",
        "workers -> server TCP 8443",
    ]
    assert rules.outbound == ()


FILER = product(
    "filer",
    components=[component("agent", "worker"), component("server", "storage")],
    places=[{"id": "server", "name": "File server"}],
    listeners=[
        listener("files", component="server", roles=["storage", "server"], ports="2049"),
        listener("debug", component="server", roles=["server"], ports="6060", scope="loopback"),
    ],
)


def served(*groups):
    rules = plan_rules(plan("filer", groups=[WORKERS, *groups]), catalogue(FILER))
    return lines(rules), [(local.listener, local.groups) for local in rules.local], said(rules)


def test_what_listens_at_a_place_goes_by_its_name_until_a_group_is_it_and_to_no_other_outsider():
    other = group("other", "external", "client", addresses=["203.0.113.11"])
    named, local, [finding] = served(other)
    assert named == ["workers -> File server TCP 2049"]
    assert local == [("filer/debug", ("File server",))]
    assert (finding.code, finding.parameters["names"]) == ("name-needs-address", ("File server",))
    server = {"name": "nas", "places": ["filer/server"], "addresses": ["203.0.113.10"]}
    assert served(server, other) == (
        ["workers -> nas TCP 2049"],
        [("filer/debug", ("nas",))],
        [],
    )


def test_what_may_be_at_a_place_is_on_hosts_that_play_its_role():
    disks = group("disks", "storage", addresses=["192.0.2.200"])
    named, local, _findings = served(disks)
    assert named == ["workers -> disks TCP 2049"]
    assert local == [("filer/debug", ("File server",))]


EDGE = product(
    "edge",
    components=[component("hub", "worker"), component("core", "edge-nodes")],
    places=[{"id": "edge-nodes", "name": "Edge nodes"}],
    listeners=[
        listener("hub", component="hub", ports="10000", peers=["edge-nodes"]),
        listener("api", component="core", ports="10550", roles=["edge-nodes"], peers=["hub"]),
        listener("events", component="hub", ports="10001", peers=["core"]),
    ],
    outbound_needs=[
        need("images", component="core", ports="443", roles=["edge-nodes"], to=["external"]),
    ],
)


def test_hosts_that_are_no_workers_are_a_place_that_listens_and_dials():
    edge = {"name": "shops", "places": ["edge/edge-nodes"], "addresses": ["203.0.113.0/25"]}
    rules = plan_rules(plan("edge", groups=[WORKERS, edge]), catalogue(EDGE))
    assert lines(rules) == [
        "shops -> workers TCP 10000",
        "shops -> workers TCP 10001",
        "workers -> shops TCP 10550",
        "shops -> external TCP 443",
    ]


def test_hosts_that_are_a_place_go_by_its_name_until_a_group_is_it_and_are_never_workers():
    rules = plan_rules(plan("edge", groups=[WORKERS]), catalogue(EDGE))
    assert lines(rules) == [
        "Edge nodes -> workers TCP 10000",
        "Edge nodes -> workers TCP 10001",
        "workers -> Edge nodes TCP 10550",
    ]
    assert [finding.code for finding in said(rules)] == ["name-needs-address"]


def test_a_proxy_is_no_way_to_a_place_that_is_a_group():
    server = {"name": "server", "places": ["rancher/server"], "addresses": ["203.0.113.10"]}
    proxy = {"name": "proxy", "addresses": ["203.0.113.20"]}
    document = plan(
        "other",
        groups=[WORKERS, server, proxy],
        outbound_proxy={"group": "proxy", "ports": "3128"},
    )
    assert lines(plan_rules(document, catalogue(RANCHER, OTHER))) == ["workers -> server TCP 8443"]


VRRP = listener(
    "vrrp", protocol="VRRP", ports="", roles=["control-plane"], peers=["control-plane"],
    destination=["224.0.0.18", "ff02::12"],
)  # fmt: skip


def test_packets_for_a_multicast_group_go_there_in_each_family_of_the_hosts():
    both = group("masters", "control-plane", addresses=["192.0.2.0/28", "2001:db8::/64"])
    [rule] = rules_for(VRRP, groups=[both]).rules
    assert (rule.destination.name, rule.destination.text) == ("masters", "224.0.0.18;ff02::12")
    [rule] = rules_for(VRRP, groups=[MASTERS]).rules
    assert (rule.source.text, rule.destination.text) == ("192.0.2.0/26", "224.0.0.18")


def test_a_packet_to_a_multicast_group_is_allowed_and_one_to_the_hosts_is_not():
    rules = rules_for(VRRP, groups=[MASTERS])
    source, target, host = (
        next(iter(end.addresses)).first
        for end in (rules.rules[0].source, rules.rules[0].destination, rules.rules[0].source)
    )
    assert allows(rules, source, target, "VRRP")
    assert not allows(rules, source, host, "VRRP")


def test_what_is_needed_for_the_installation_says_so_and_can_be_asked_for_alone():
    boot = group("bootstrap", "bootstrap", addresses=["192.0.2.200"])
    rules = rules_for(
        listener("config", roles=["bootstrap"], ports="22623", phase="installation"),
        listener("api", roles=["control-plane"], ports="6443"),
        groups=[WORKERS, MASTERS, boot],
    )
    assert [(rule.destination.name, rule.phase) for rule in rules.rules] == [
        ("bootstrap", "installation"),
        ("masters", ""),
    ]
    assert lines(narrowed(rules, Choice(phase="installation"))) == [
        "workers -> bootstrap TCP 22623"
    ]
    assert lines(narrowed(rules, Choice(phase="operation"))) == ["workers -> masters TCP 6443"]


def test_what_is_for_the_installation_only_is_not_merged_with_what_stays():
    rules = rules_for(
        listener("now", roles=["control-plane"], ports="1", phase="installation"),
        listener("ever", roles=["control-plane"], ports="2"),
    )
    assert lines(narrowed(rules, Choice(merge=True))) == [
        "workers -> masters TCP 1",
        "workers -> masters TCP 2",
    ]


def test_one_single_host_lists_what_would_be_between_its_hosts():
    host = group("host", "control-plane", "worker", addresses=["192.0.2.10"])
    rules = rules_for(
        listener("etcd", roles=["control-plane"], peers=["control-plane"]),
        listener("kubelet", peers=["control-plane"]),
        needs=[need("watch", to=["control-plane"])],
        groups=[host],
    )
    assert lines(rules) == []
    assert [(local.listener, local.groups, local.peers) for local in rules.local] == [
        ("thing/etcd", ("host",), ("control-plane",)),
        ("thing/kubelet", ("host",), ("control-plane",)),
        ("thing/watch", ("host",), ("control-plane",)),
    ]


def test_what_has_a_rule_is_not_listed_beside_it():
    rules = rules_for(listener("api", peers=["self", "control-plane"]))
    assert (lines(rules), rules.local) == (["masters -> workers TCP 1000"], ())


def test_a_need_of_what_stays_in_pods_is_listed_there():
    scraper = product("scraper", outbound_needs=[need("scrape", reaches="thing/metrics")])
    thing = product("thing", listeners=[listener("metrics", scope="pod", peers=["pod"])])
    rules = plan_rules(plan("scraper", "thing"), catalogue(scraper, thing))
    assert lines(rules) == []
    assert [local.listener for local in rules.pod_network] == ["scraper/scrape", "thing/metrics"]


def test_a_need_that_meets_loopback_opens_nothing_and_names_the_setting():
    thing = product(
        "thing",
        components=[component("agent", "control-plane")],
        listeners=[
            listener("metrics", roles=["control-plane"], scope="loopback", peers=["self"],
                     setting="flag --bind-address"),
        ],
    )  # fmt: skip
    scraper = product("scraper", outbound_needs=[need("scrape", reaches="thing/metrics")])
    rules = plan_rules(
        plan("scraper", "thing", groups=[MASTERS, WORKERS]), catalogue(scraper, thing)
    )
    assert lines(rules) == []
    assert [local.listener for local in rules.local] == ["thing/metrics"]
    assert [(item.code, item.severity, dict(item.parameters)) for item in said(rules)] == [
        (
            "need-meets-loopback",
            "warning",
            {
                "need": "scraper/scrape",
                "listener": "thing/metrics",
                "setting": "flag --bind-address",
            },
        )
    ]


def test_a_provider_has_the_rows_of_its_control_plane():
    cloud = product("cloud", kind="managed", base="kubernetes")
    base = product(
        "kubernetes", listeners=[listener("etcd", roles=["etcd"], peers=["control-plane"])]
    )
    rules = plan_rules(plan("cloud", groups=[WORKERS]), catalogue(cloud, base))
    assert [(local.listener, local.groups) for local in rules.local] == [
        ("kubernetes/etcd", ("Cloud control plane",))
    ]


def test_a_plan_without_services_of_hosts_says_so_once():
    services = product("infrastructure", listeners=[listener("ssh", ports="22")])
    thing = product("thing", listeners=[listener("x")])
    known = catalogue(services, thing)
    assert [item.code for item in said(plan_rules(plan("thing", groups=[WORKERS]), known))] == [
        "host-services-unplanned"
    ]
    picked = plan("thing", "infrastructure", groups=[WORKERS])
    assert [item.code for item in said(plan_rules(picked, known))] == []


def test_example_addresses_are_a_note_and_others_are_not():
    own = group("workers", "worker", addresses=["10.0.0.0/24", "192.0.2.1"])
    found = rules_for(groups=[own, ADMINS]).findings
    assert [(item.code, item.severity, dict(item.parameters)) for item in found] == [
        ("example-address", "note", {"groups": ("admins", "workers")})
    ]
    assert rules_for(groups=[{**own, "addresses": ["10.0.0.0/24"]}]).findings == ()


IMAGES = product(
    "infrastructure",
    places=[{"id": "mirror", "name": "Mirror"}, {"id": "hub", "name": "Hub", "dns": ["a.test"]}],
    options=[option("images", "registries", "mirror", "air-gapped")],
    outbound_needs=[need("mirror", to="mirror", when={"images": "mirror"})],
)
APP = product(
    "app",
    outbound_needs=[need("images", to="infrastructure/hub", when={"images": "registries"})],
)


def pulled(*picks, images=None, bundles=()):
    brings = product("brings", bundles=[{"product": name} for name in bundles])
    document = plan(*picks, groups=[WORKERS])
    if images:
        chosen = {"product": "infrastructure", "options": {"images": images}}
        document = plan(chosen, *picks, groups=[WORKERS])
    rules = plan_rules(document, catalogue(IMAGES, APP, brings)).outbound
    return [rule.destination.name for rule in rules]


def test_images_come_from_registries_a_mirror_or_nowhere():
    assert pulled("app", images="registries") == ["Hub"]
    assert pulled("app", images="mirror") == ["Mirror"]
    assert pulled("app", images="air-gapped") == []


def test_nothing_is_said_of_images_where_nobody_asks_for_the_hosts_around():
    assert pulled("app") == []


def test_images_of_what_is_brought_in_are_for_the_product_that_brings_it():
    assert pulled("brings", images="registries", bundles=["app"]) == []
    assert pulled("app", "brings", images="registries", bundles=["app"]) == []
