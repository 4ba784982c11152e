"""What firewalld itself, in a namespace, makes of its files does to packets what `allows` says."""

from ipaddress import ip_address
from pathlib import Path
from shutil import which

import pytest

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

HOSTS = (("rke2-cilium", "etcd"), ("vrrp", "front"))
# as firewalld starts, without D-Bus, with the configuration of a folder
START = """
import sys
from firewall import config
config.set_system_config_paths(sys.argv[1])
from firewall.core.fw import Firewall
Firewall().start()
"""
SETTINGS = "DefaultZone=portsref\nFirewallBackend=nftables\nIPv6_rpfilter=no\n"

pytestmark = pytest.mark.skipif(
    not (which("nft") and which("firewall-offline-cmd")), reason="firewalld is not installed"
)


def host(plan, group, catalogue, folder):
    """Commands that start firewalld with the files of a group, and the rules that these say."""
    rule_set = rule_set_of(plan, catalogue)
    _, rules = host_of(group, rule_set, folder, "firewalld")
    [script] = [
        file for file in folder.glob("*.sh") if f"What the hosts of “{group}”" in file.read_text()
    ]
    (folder / "firewalld.conf").write_text(SETTINGS)
    python = Path(which("firewall-offline-cmd")).read_text().split("\n", 1)[0][2:].split()[0]
    start = [["sh", str(script), str(folder)], [python, "-c", START, str(folder)]]
    return rule_set, start, rules


@pytest.mark.parametrize(("plan", "group"), HOSTS, ids=str)
def test_a_host_accepts_what_the_plan_allows(plan, group, catalogue, tmp_path):
    rule_set, commands, rules = host(plan, group, catalogue, tmp_path)
    here = addresses_at(rules)
    ends = [end for rule in rule_set.rules for end in (rule.source, rule.destination)]
    elsewhere = [a for a in (*addresses_of(ends), *STRANGERS) if not (a.is_multicast or a in here)]
    check(
        rules,
        list(flows_of(rules, here)),
        any_flows(elsewhere, here, OTHERS, plan + group),
        commands=commands,
        addresses=[address for address in here if not address.is_multicast],
    )


def test_it_closes_no_node_port_and_says_so_but_the_nftables_file_beside_it_does(
    catalogue, tmp_path
):
    rule_set, commands, rules = host("kubeadm-ha-calico", "workers", catalogue, tmp_path)
    assert any(NODE_PORT in rule.ports for rule in rules)
    [script] = commands[0][1:2]
    assert "kube-proxy or containers translate go round this filter" in Path(script).read_text()
    node = next(address for address in addresses_at(rules) if address.version == 4)
    flows = [Flow(STRANGER, node, "TCP", port) for port in (NODE_PORT, 22)]
    translated = [*commands, ["nft", TRANSLATION]]
    assert arrived(flows, translated, [node]) == {flows[0]}
    beside, _ = host_of("workers", rule_set, tmp_path)
    assert arrived(flows, [*translated, *beside], [node]) == set()


def test_pods_reach_their_own_host_where_their_addresses_are_on_no_wire(catalogue, tmp_path):
    _, commands, rules = host("kubeadm-ha-calico", "workers", catalogue, tmp_path)
    node = next(address for address in addresses_at(rules) if address.version == 4)
    pod = ip_address("192.168.7.9")
    flows = [Flow(pod, node, "TCP", 10250), Flow(STRANGER, node, "TCP", 10250)]
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
