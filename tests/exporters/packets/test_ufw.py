"""What ufw itself, in a namespace, makes of its commands does to packets what `allows` says."""

from ipaddress import ip_address
from shutil import which

import pytest

from tests.exporters.host.ufw_commands import commands_of, refusals, root_of
from tests.exporters.packets.frames import Flow
from tests.exporters.packets.samples import STRANGERS, addresses_of, any_flows, flows_of
from tests.exporters.packets.test_packets import (
    NODE_PORT,
    OTHERS,
    POD,
    STRANGER,
    TRANSLATION,
    addresses_at,
    arrived,
    check,
    host_of,
    rule_set_of,
)

HOSTS = (("hostile", "工作节点；+2"), ("vrrp", "front"))

pytestmark = pytest.mark.skipif(
    not (which("ufw") and which("iptables-restore")), reason="ufw is not installed"
)


def host(plan, group, catalogue, folder):
    """Commands that start ufw with the rules of a group, and the rules that these say."""
    rule_set = rule_set_of(plan, catalogue)
    _, rules = host_of(group, rule_set, folder, "ufw")
    [text] = [
        text
        for file in folder.glob("*.sh")
        if f"What the hosts of “{group}”" in (text := file.read_text())
    ]
    root = root_of(folder)
    assert refusals(commands_of(text), root) == []
    conf = root / "etc/ufw/ufw.conf"
    conf.write_text(conf.read_text().replace("ENABLED=no", "ENABLED=yes"))
    init = [str(root / "lib/ufw/ufw-init"), "--rootdir", str(root), "--datadir", str(root), "start"]
    return rule_set, [init], rules


@pytest.mark.parametrize(("plan", "group"), HOSTS, ids=str)
def test_a_host_accepts_what_the_plan_allows(plan, group, catalogue, tmp_path):
    rule_set, commands, rules = host(plan, group, catalogue, tmp_path)
    here = addresses_at(rules)
    ends = [end for rule in rule_set.rules for end in (rule.source, rule.destination)]
    elsewhere = [a for a in (*addresses_of(ends), *STRANGERS) if not (a.is_multicast or a in here)]
    others = any_flows(elsewhere, here, OTHERS, plan + group)
    check(
        rules,
        list(flows_of(rules, here)),
        [flow for flow in others if flow.protocol not in ("ICMP", "ICMPv6")],
        commands=commands,
        addresses=[address for address in here if not address.is_multicast],
    )


def test_it_closes_no_node_port_nor_pings(catalogue, tmp_path):
    _, commands, rules = host("kubeadm-ha-calico", "workers", catalogue, tmp_path)
    assert any(NODE_PORT in rule.ports for rule in rules)
    node = next(address for address in addresses_at(rules) if address.version == 4)
    flows = [Flow(STRANGER, node, "TCP", port) for port in (NODE_PORT, 22)]
    ping = Flow(STRANGER, node, "ICMP")
    accepting = [
        "iptables",
        "-I",
        "FORWARD",
        "-j",
        "ACCEPT",
    ]  # as kube-proxy does for what it marks
    translated = [*commands, accepting, ["nft", TRANSLATION]]
    assert arrived([*flows, ping], translated, [node]) == {flows[0], ping}


def test_pods_reach_their_own_host_where_their_addresses_are_on_no_wire(catalogue, tmp_path):
    _, commands, rules = host("kubeadm-ha-calico", "workers", catalogue, tmp_path)
    node = next(address for address in addresses_at(rules) if address.version == 4)
    flows = [
        Flow(ip_address("192.168.7.9"), node, "TCP", 10250),
        Flow(STRANGER, node, "TCP", 10250),
    ]
    assert arrived(flows, commands, [node], wire="out") == {flows[0]}


def test_a_host_forwards_pods_and_services_alone_where_the_plan_states_them(catalogue, tmp_path):
    _, commands, _ = host("vrrp", "front", catalogue, tmp_path)
    service, elsewhere = map(ip_address, ("10.43.0.1", "198.51.100.9"))
    flows = [
        Flow(STRANGER, POD, "TCP", 8080),
        Flow(POD, elsewhere, "UDP", 53),
        Flow(STRANGER, service, "TCP", 443),
        Flow(STRANGER, elsewhere, "TCP", 443),
    ]
    assert arrived(flows, commands) == set(flows[:3])
