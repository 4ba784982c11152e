"""Where packets of pods run, and what follows for webhooks, for pods and for the plan's owner."""

from portsref.planning.engine import plan_rules
from tests.small_catalogue import (
    ADMINS,
    MASTERS,
    SOURCE,
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
    said,
)

TUNNEL = option("tunnel", "vxlan", "none", "vpc", "cross-subnet")
CNI = product(
    "cni",
    kind="cni",
    options=[TUNNEL],
    components=[component("agent", "control-plane", "worker")],
    pod_traffic=[
        {"how": "encapsulated", "when": {"tunnel": "vxlan"}, "source": SOURCE},
        {"how": "native", "when": {"tunnel": "vpc"}, "source": SOURCE},
        {"how": ["routed", "encapsulated"], "when": {"tunnel": "cross-subnet"}, "source": SOURCE},
        {"how": "routed", "source": SOURCE},
    ],
    pod_networks={"pods": ["10.244.0.0/16"], "source": SOURCE},
    listeners=[
        listener("vxlan", protocol="UDP", ports="8472", roles=["control-plane", "worker"],
                 peers=["control-plane", "worker"], when={"tunnel": "vxlan"}),
    ],
)  # fmt: skip
KUBERNETES = product(
    "kubernetes",
    kind="core",
    components=[component("kube-apiserver", "control-plane"), component("pods", "worker")],
    listeners=[
        listener("pod-traffic", component="pods", ports="1-65535", scope="pod", traffic=["pods"],
                 peers=["pod", "control-plane", "worker"],
                 when={"pod-traffic": ["routed", "native"]}),
    ],
)  # fmt: skip
HOOK = product(
    "hook",
    options=[option("host-network", "no", "yes")],
    listeners=[
        listener("webhook", ports="9443", scope="pod", peers=["control-plane"],
                 when={"host-network": "no"}),
        listener("webhook-host", ports="10260", peers=["control-plane"],
                 when={"host-network": "yes"}, replaces="hook/webhook"),
        listener("metrics", ports="8080", scope="pod", peers=["pod"]),
    ],
)  # fmt: skip


OVERLAY = "workers -> workers UDP 8472"


def distribution(way):
    return product(
        "distro",
        kind="managed" if way != "member" else "distribution",
        base="kubernetes",
        control_plane_to_pods=[{"how": way, "note": "Asked.", "source": SOURCE}],
    )


def planned(tunnel, way="member", *, groups=(MASTERS, WORKERS), **what):
    picks = ["distro", {"product": "cni", "options": {"tunnel": tunnel}}, "hook"]
    document = plan(*picks, groups=list(groups), **what)
    return plan_rules(document, catalogue(CNI, KUBERNETES, HOOK, distribution(way)))


def listed(rule_set):
    return [local.listener for local in rule_set.pod_network]


def codes(rule_set):
    return [finding.code for finding in said(rule_set)]


def test_a_tunnel_carries_everything_between_members_of_the_pod_network():
    rules = planned("vxlan")
    assert lines(rules) == [
        "masters -> masters UDP 8472",
        "masters -> workers UDP 8472",
        "workers -> masters UDP 8472",
        "workers -> workers UDP 8472",
    ]
    assert (listed(rules), codes(rules)) == (["hook/webhook", "hook/metrics"], [])


def test_a_control_plane_outside_a_tunnel_reaches_no_webhook_and_no_rule_can_help():
    rules = planned("vxlan", "direct")
    assert lines(rules) == ["workers -> workers UDP 8472"]
    [found] = said(rules)
    assert (found.code, found.severity, dict(found.parameters)) == (
        "control-plane-outside-pod-network",
        "error",
        {
            "product": "hook",
            "listeners": ("hook/webhook",),
            "settings": ("host-network = yes",),
            "opened": ("TCP 10260",),
            "remedy": "host-network",
        },
    )


def test_what_was_moved_to_the_host_network_is_reached():
    document = plan(
        "distro", "cni", {"product": "hook", "options": {"host-network": "yes"}},
        groups=[MASTERS, WORKERS],
    )  # fmt: skip
    rules = plan_rules(document, catalogue(CNI, KUBERNETES, HOOK, distribution("direct")))
    assert lines(rules) == ["masters -> workers TCP 10260", "workers -> workers UDP 8472"]
    assert codes(rules) == []


def test_pods_with_addresses_of_the_nodes_network_are_reached_there_and_reach_one_another():
    rules = planned("vpc", "direct")
    assert lines(rules) == [
        "masters -> workers TCP 9443",
        "workers -> workers TCP 1-65535",
    ]
    assert (listed(rules), codes(rules)) == (["hook/metrics"], [])


def test_a_providers_control_plane_without_a_group_dials_webhooks_from_outside():
    rules = planned("vpc", "direct", groups=[WORKERS])
    assert lines(rules) == [
        "workers -> workers TCP 1-65535",
        "Distro control plane -> workers TCP 9443",
    ]


def test_a_tunnel_of_agents_takes_the_control_plane_to_pods():
    rules = planned("vpc", "tunnel")
    assert lines(rules) == ["workers -> workers TCP 1-65535"]
    assert listed(rules) == ["hook/webhook", "hook/metrics"]


def test_what_nobody_says_of_a_control_plane_opens_nothing_and_is_a_finding():
    for tunnel, rule in (("vpc", "workers -> workers TCP 1-65535"), ("vxlan", OVERLAY)):
        rules = planned(tunnel, "unknown", groups=[WORKERS])
        assert lines(rules) == [rule]
        assert listed(rules) == ["hook/webhook", "hook/metrics"]
        [found] = said(rules)
        assert (found.code, found.severity, found.place, dict(found.parameters)) == (
            "control-plane-to-pods-unknown",
            "warning",
            "picks[distro]",
            {"product": "distro", "listeners": ("hook/webhook",)},
        )


def test_a_control_plane_of_which_nothing_is_known_is_no_matter_where_it_calls_no_pod():
    document = plan("distro", "cni", groups=[WORKERS])
    rules = plan_rules(document, catalogue(CNI, KUBERNETES, distribution("unknown")))
    assert codes(rules) == []


def test_rows_may_ask_whether_the_way_is_known():
    row = listener("agents", ports="8132", when={"control-plane-to-pods": "tunnel"})
    asking = product("asking", listeners=[row])
    for way, known in (("tunnel", ["workers -> workers TCP 8132"]), ("unknown", [])):
        rules = plan_rules(
            plan("distro", "asking"), catalogue(KUBERNETES, distribution(way), asking)
        )
        assert lines(rules) == known


def test_pods_that_are_routed_are_a_finding_until_the_plan_says_whose_they_are():
    rules = planned("none")
    assert lines(rules) == []
    assert [(item.code, dict(item.parameters)) for item in said(rules)] == [
        (
            "pod-network-on-the-wire",
            {"product": "cni", "assumed": ("10.244.0.0/16",), "where": ""},
        )
    ]
    assert [
        item.parameters["where"]
        for item in said(planned("cross-subnet"))
        if item.code == "pod-network-on-the-wire"
    ] == ["within-subnets"]


def test_routed_pods_have_one_row_for_all_that_they_say_and_one_for_each_webhook():
    rules = planned("none", networks={"pods": ["10.42.0.0/16"]})
    assert lines(rules) == [
        "masters -> pods TCP 1-65535",
        "masters -> pods TCP 9443",
        "pods -> pods TCP 1-65535",
        "workers -> pods TCP 1-65535",
    ]
    assert (listed(rules), codes(rules)) == (["hook/metrics"], [])
    named = group("pod network", "pod", addresses=["10.42.0.0/16"])
    by_group = planned("none", groups=[MASTERS, WORKERS, named])
    assert [line.replace("pod network", "pods") for line in lines(by_group)] == lines(rules)


def test_networks_in_a_tunnel_are_known_and_open_nothing():
    stated = planned("vxlan", networks={"pods": ["10.42.0.0/16"], "services": ["10.43.0.0/16"]})
    assert lines(stated) == lines(planned("vxlan"))
    assert (list(map(str, stated.networks.pods)), stated.networks.pods_assumed_from) == (
        ["10.42.0.0/16"],
        None,
    )
    assumed = planned("vxlan").networks
    assert (list(map(str, assumed.pods)), assumed.pods_assumed_from) == (["10.244.0.0/16"], "cni")


def test_the_network_plugin_says_how_pods_travel_before_what_brings_it_along():
    bringing = product(
        "cloud",
        kind="managed",
        bundles=[{"product": "cni", "options": {"tunnel": "vxlan"}}],
        pod_traffic=[{"how": "native", "source": SOURCE}],
    )
    networks = plan_rules(plan("cloud"), catalogue(CNI, bringing)).networks
    assert (networks.travel, networks.made_by) == (("encapsulated",), "cni")


def serving(default, *, option_value=None, **part):
    """Metrics that a workload fetches from kubelets, where servers run pods by default or not."""
    distro = product(
        "distro",
        kind="distribution",
        servers_run_pods={"default": default, "source": SOURCE},
        listeners=[
            listener("kubelet", roles=["control-plane", "worker"], peers=["control-plane"]),
        ],
    )
    scraper = product(
        "thing",
        components=[component("agent", "worker") | {"workload": True} | part],
        outbound_needs=[need("scrape", to=["worker"], reaches="distro/kubelet")],
    )
    options = {"servers-run-pods": option_value} if option_value else {}
    document = plan({"product": "distro", "options": options}, "thing", groups=[MASTERS, WORKERS])
    rules = plan_rules(document, catalogue(distro, scraper)).rules
    return {rule.source.name for rule in rules if "thing/scrape" in rule.listeners}


def test_workloads_run_on_the_control_plane_where_its_hosts_run_ordinary_pods():
    assert serving("yes") == {"masters", "workers"}
    assert serving("no") == {"workers"}
    assert serving("yes", option_value="no") == {"workers"}
    assert serving("no", option_value="yes") == {"masters", "workers"}
    assert serving("yes", workload=False) == {"workers"}


def test_rows_may_ask_whether_servers_run_pods():
    distro = product(
        "distro",
        kind="distribution",
        base="kubernetes",
        servers_run_pods={"default": "yes", "source": SOURCE},
    )
    base = product(
        "kubernetes",
        kind="core",
        servers_run_pods={"default": "no", "source": SOURCE},
        listeners=[
            listener("node-port", roles=["control-plane"], when={"servers-run-pods": "yes"}),
        ],
    )
    known = catalogue(base, distro)
    assert lines(plan_rules(plan("distro"), known)) == ["workers -> masters TCP 1000"]
    assert lines(plan_rules(plan("kubernetes"), known)) == []


def stored(default, *groups):
    """Where disks are served, and from where, without hosts for storage."""
    distro = product(
        "distro",
        kind="distribution",
        servers_run_pods={"default": default, "source": SOURCE},
    )
    disks = product(
        "thing",
        components=[component("agent", "storage")],
        listeners=[listener("disk", roles=["storage"], peers=["storage", "worker"])],
    )
    return lines(plan_rules(plan("distro", "thing", groups=groups), catalogue(distro, disks)))


def test_storage_is_on_the_control_plane_where_it_runs_pods_and_there_are_no_workers():
    assert stored("yes", MASTERS) == ["masters -> masters TCP 1000"]
    assert stored("no", MASTERS) == []
    assert stored("yes", MASTERS, WORKERS) == ["workers -> workers TCP 1000"]


def polled(default, *traffic, groups=(MASTERS, WORKERS)):
    """Who is asked for a health that every node has, where servers run pods by default or not."""
    distro = product(
        "distro",
        kind="distribution",
        servers_run_pods={"default": default, "source": SOURCE},
        listeners=[
            listener(
                "health",
                roles=["control-plane", "worker"],
                peers=["load-balancer", "self"],
                traffic=traffic,
            ),
        ],
    )
    front = group("front", "load-balancer", addresses=["203.0.113.2"])
    rules = plan_rules(plan("distro", groups=[*groups, front]), catalogue(distro))
    return lines(rules), [local.listener for local in rules.local]


def test_load_balancers_ask_hosts_for_the_health_of_services_where_pods_run():
    on_workers = ["front -> workers TCP 1000"]
    everywhere = ["front -> masters TCP 1000", *on_workers]
    assert polled("no", "health", "node-port") == (on_workers, [])
    assert polled("yes", "health", "node-port") == (everywhere, [])
    assert polled("no", "health") == (everywhere, [])
    assert polled("no", "health", "node-port", groups=[MASTERS]) == ([], ["distro/health"])
    both = group("hosts", "control-plane", "worker")
    assert polled("no", "health", "node-port", groups=[both]) == (["front -> hosts TCP 1000"], [])


def windows(*systems):
    part = component("agent", "worker") | {"os": list(systems)}
    thing = product("thing", components=[part], listeners=[listener("x", peers=["bastion"])])
    box = group("windows", "worker", addresses=["192.0.2.192/26"], os="windows")
    return plan_rules(plan("thing", groups=[WORKERS, box, ADMINS]), catalogue(thing))


def test_a_component_is_on_hosts_of_its_systems_alone():
    assert lines(windows("linux")) == ["admins -> workers TCP 1000"]
    assert lines(windows("windows")) == ["admins -> windows TCP 1000"]
    assert lines(windows("linux", "windows")) == [
        "admins -> windows TCP 1000",
        "admins -> workers TCP 1000",
    ]


def test_what_runs_on_no_system_of_the_plan_is_found():
    part = component("agent", "worker") | {"os": ["windows"]}
    thing = product("thing", components=[part], listeners=[listener("x")])
    rules = plan_rules(plan("thing", groups=[WORKERS]), catalogue(thing))
    assert (lines(rules), rules.local) == ([], ())
    assert [(item.code, dict(item.parameters)) for item in said(rules)] == [
        ("system-unplaced", {"systems": ("windows",), "listeners": ("thing/x",)})
    ]
