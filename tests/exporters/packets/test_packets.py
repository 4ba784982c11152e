"""What the kernel does with packets is what `allows` says, for every format that it runs."""

import json
import os
import subprocess
import sys
from ipaddress import ip_address
from pathlib import Path
from shutil import which

import pytest

from portsref.exporters.identifiers import identifiers
from portsref.exporters.registry import find_exporter
from portsref.planning.document import parse_document
from portsref.planning.engine import plan_rules
from portsref.planning.packets import allowing
from tests.exporters.packets.frames import Flow, packet
from tests.exporters.packets.samples import STRANGERS, addresses_of, any_flows, flows_of

FOLDER = Path(__file__).parents[2] / "plans"
ROOT = Path(__file__).parents[3]
OTHERS = 1000  # flows of which most are none of the plan
FEWEST_OUTSIDE = 200
PLANS = (
    "eks", "hostile", "k3s-single", "kubeadm-ha-calico", "openshift-bare-metal", "rke2-cilium",
)  # fmt: skip
FORMATS = ("nftables", "iptables")
HOSTS = (
    ("eks", "nodes"),
    ("hostile", "=1+1"),
    ("hostile", "工作节点；+2"),
    ("k3s-single", "host"),
    ("kubeadm-ha-calico", "control-plane"),
    ("kubeadm-ha-calico", "workers"),
    ("openshift-bare-metal", "masters"),
    ("rke2-cilium", "etcd"),
    ("rke2-cilium", "workers"),
    ("vrrp", "front"),
)
VRRP = """
schema: portsref.plan/v1
title: VRRP by multicast
picks:
  - {product: kubeadm, options: {api-load-balancer: external, keepalived: "yes"}}
groups:
  - {name: front, roles: [api-endpoint], addresses: [10.0.3.0/28, "2001:db8:3::/64"]}
  - {name: control-plane, roles: [control-plane], addresses: [10.0.0.0/28, "2001:db8:1::/64"]}
  - {name: users, roles: [client], addresses: [10.9.0.0/24]}
networks: {pods: [10.42.0.0/16], services: [10.43.0.0/16]}
"""
NODE_PORT = 30080
# as kube-proxy and port mappings of containers do it, at their priority
TRANSLATION = """
add table inet kube
add chain inet kube translate { type nat hook prerouting priority dstnat; }
add rule inet kube translate fib daddr type local meta l4proto { tcp, udp } th dport 30080 \
    dnat ip to 10.250.1.5:8080
"""

pytestmark = pytest.mark.skipif(
    not (which("nft") and which("iptables-restore")), reason="nft or iptables are not installed"
)


def rule_set_of(plan, catalogue):
    text = VRRP if plan == "vrrp" else (FOLDER / f"{plan}.yaml").read_text()
    return plan_rules(parse_document(text), catalogue)


def arrived(flows, commands, addresses=(), wire="eth"):
    """The flows that arrive, sent by this wire to what these commands set up."""
    work = {
        "packets": [(wire, packet(flow, number).hex()) for number, flow in enumerate(flows)],
        "commands": commands,
        "addresses": [f"{address}/{address.max_prefixlen}" for address in addresses],
        "multicast": sorted({str(flow.destination) for flow in flows if is_multicast(flow)}),
    }
    own_namespace = [which("unshare"), "-n" if os.geteuid() == 0 else "-rn"]
    done = subprocess.run(
        [*own_namespace, sys.executable, "-m", "tests.exporters.packets.wires"],
        input=json.dumps(work),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return {flows[number] for number in json.loads(done.stdout)}


def is_multicast(flow):
    return flow.destination.is_multicast


def check(rules, inside, others, **how):
    """Every flow of the plan arrives, and of the others just those that `allows` lets pass."""
    flows = list(dict.fromkeys([*inside, *others]))
    allowed = {
        flow
        for flow in flows
        if allowing(rules, flow.source, flow.destination, flow.protocol, flow.port)
    }
    assert set(inside) <= allowed
    assert len(flows) - len(allowed) >= FEWEST_OUTSIDE
    seen = arrived(flows, **how)
    assert (allowed - seen, seen - allowed) == (set(), set())


def written(name, rule_set, folder):
    """The paths of the files of a format, and the rules that these say."""
    export = find_exporter(name).export(rule_set)
    for file in export.files:
        (folder / file.name).write_bytes(file.content)
    gone = {item.rule.name for item in export.left_out}
    files = [folder / file.name for file in export.files]
    return files, [rule for rule in rule_set.all_rules if rule.name not in gone]


def commands_for(file):
    """What its header says that puts a file into force, twice, because that changes nothing."""
    lines = [line[6:] for line in file.read_text().splitlines() if line.startswith("#     ")]
    script = "; ".join(lines or ["nft -f FILE"]).replace("FILE", str(file))
    return [["sh", "-c", script]] * 2


def host_of(group, rule_set, folder, name="nftables"):
    """Commands that put a group's files into force, and the rules that these say."""
    files, rules = written(name, rule_set, folder)
    ends = (end for rule in rules for end in (rule.source, rule.destination))
    identifier = identifiers(end.name for end in ends)[group]
    mine = [file for file in files if f".{identifier}." in file.name]
    commands = [command for file in mine for command in commands_for(file)]
    return commands, [rule for rule in rules if rule.destination.name == group]


def addresses_at(rules):
    """Addresses of a host that is all of these destinations."""
    parts = [part for rule in rules for part in rule.destination.addresses]
    return sorted({part.first for part in parts}, key=str)


@pytest.mark.parametrize("name", ["nftables-router", "iptables-router"])
@pytest.mark.parametrize("plan", PLANS)
def test_a_router_forwards_what_the_plan_allows(name, plan, catalogue, tmp_path):
    files, rules = written(name, rule_set_of(plan, catalogue), tmp_path)
    ends = [end for rule in rules for end in (rule.source, rule.destination)]
    everywhere = [*addresses_of(ends), *STRANGERS]
    check(
        rules,
        list(flows_of(rules)),
        any_flows(everywhere, everywhere, OTHERS, plan),
        commands=[command for file in files for command in commands_for(file)],
    )


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(("plan", "group"), HOSTS, ids=str)
def test_a_host_accepts_what_the_plan_allows_node_ports_among_it(
    name, plan, group, catalogue, tmp_path
):
    rule_set = rule_set_of(plan, catalogue)
    commands, rules = host_of(group, rule_set, tmp_path, name)
    here = addresses_at(rules)
    ends = [end for rule in rule_set.rules for end in (rule.source, rule.destination)]
    elsewhere = [a for a in (*addresses_of(ends), *STRANGERS) if not (a.is_multicast or a in here)]
    to_node_port = [
        Flow(source, address, protocol, NODE_PORT)
        for source in elsewhere
        for address in here
        for protocol in ("TCP", "UDP")
        if source.version == address.version
    ]
    check(
        rules,
        list(flows_of(rules, here)),
        [*to_node_port, *any_flows(elsewhere, here, OTHERS, plan + group)],
        commands=[*commands, ["nft", TRANSLATION]],
        addresses=[address for address in here if not address.is_multicast],
    )


POD, STRANGER, NODE = map(ip_address, ("10.42.0.9", "203.0.113.77", "10.0.3.1"))


@pytest.mark.parametrize("name", FORMATS)
def test_pods_reach_their_own_host_but_nobody_who_borrows_their_addresses(
    name, catalogue, tmp_path
):
    commands, _ = host_of("front", rule_set_of("vrrp", catalogue), tmp_path, name)
    flows = [Flow(POD, NODE, "TCP", 10250), Flow(POD, ip_address("224.0.0.18"), "VRRP")]
    here = {"commands": commands, "addresses": [NODE]}
    assert arrived(flows, wire="out", **here) == {flows[0]}
    assert arrived(flows, wire="eth", **here) == set()


@pytest.mark.parametrize("name", FORMATS)
def test_a_host_forwards_pods_and_services_alone_where_the_plan_states_them(
    name, catalogue, tmp_path
):
    commands, _ = host_of("front", rule_set_of("vrrp", catalogue), tmp_path, name)
    service, elsewhere = map(ip_address, ("10.43.0.1", "198.51.100.9"))
    flows = [
        Flow(STRANGER, POD, "TCP", 8080),
        Flow(POD, elsewhere, "UDP", 53),
        Flow(STRANGER, service, "TCP", 443),
        Flow(STRANGER, elsewhere, "TCP", 443),
    ]
    assert arrived(flows, commands) == set(flows[:3])


def test_a_rule_in_input_would_say_nothing_about_node_ports():
    commands = [
        ["nft", "add table inet f"],
        ["nft", "add chain inet f input { type filter hook input priority 0; policy drop; }"],
        ["nft", TRANSLATION],
    ]
    flows = [Flow(STRANGER, NODE, "TCP", port) for port in (NODE_PORT, 22)]
    assert arrived(flows, commands, [NODE]) == {flows[0]}


def test_without_a_filter_every_packet_arrives():
    addresses = [NODE, ip_address("2001:db8::1")]
    flows = list(any_flows(STRANGERS, addresses, 100, "none"))
    assert arrived(flows, [], addresses) == set(flows)
