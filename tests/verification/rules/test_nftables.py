"""nftables: expressions of `nft -j list ruleset`, chains and maps."""

import json

import pytest

from tests.verification.rules.reading import beside, rules_of, rules_of_plan, states, told

WEB = rules_of(("web", "TCP", "80,443"))
ACCEPT, DROP = {"accept": None}, {"drop": None}
PORTS = {"set": [80, {"range": [443, 444]}]}
USERS = {"prefix": {"addr": "10.9.0.0", "len": 24}}


def match(left, right, op="=="):
    return {"match": {"op": op, "left": left, "right": right}}


def payload(protocol, field, right, op="=="):
    return match({"payload": {"protocol": protocol, "field": field}}, right, op)


def meta(key, right, op="=="):
    return match({"meta": {"key": key}}, right, op)


def ct(key, right, op="in", **more):
    return match({"ct": {"key": key, **more}}, right, op)


DPORT = payload("tcp", "dport", PORTS)


def listed(*rules, chains=(), sets=(), hook="input", prio=0, type_="filter", **where):
    """A rule set of one table that drops what these rules do not accept."""
    where = {"family": "inet", "table": "t"} | where
    base = {"name": "base", "type": type_, "hook": hook, "prio": prio, "policy": "drop"} | where
    entries = [
        {"metainfo": {"json_schema_version": 1}},
        {"table": {"family": where["family"], "name": where["table"]}},
        *({"set": one | where} for one in sets),
        {"chain": base},
        *({"chain": {"name": name} | where} for name, _ in chains),
        *({"rule": {"chain": "base", "expr": rule} | where} for rule in rules),
        *({"rule": {"chain": name, "expr": rule} | where} for name, of in chains for rule in of),
    ]
    return json.dumps({"nftables": entries}, indent=1)


def web(*rules, **how):
    return states(listed(*rules, **how), WEB)["servers-own-web"]


@pytest.mark.parametrize(
    ("rule", "state"),
    [
        ([DPORT, ACCEPT], "open"),
        ([payload("ip", "saddr", USERS), DPORT, {"counter": {"packets": 1}}, ACCEPT], "open"),
        ([payload("ip", "saddr", USERS, "!="), ACCEPT], "closed"),
        ([payload("ip6", "saddr", "::1"), ACCEPT], "closed"),
        ([payload("tcp", "dport", 80), ACCEPT], "partly"),
        ([payload("tcp", "dport", 1024, "<"), ACCEPT], "open"),
        ([payload("udp", "dport", PORTS), ACCEPT], "closed"),
        ([meta("l4proto", {"set": ["tcp", "udp"]}), payload("th", "dport", PORTS), ACCEPT], "open"),
        ([payload("ip", "protocol", "tcp"), ACCEPT], "open"),
        ([meta("nfproto", "ipv6"), ACCEPT], "closed"),
        ([meta("iifname", "lo"), ACCEPT], "closed"),
        ([meta("iifname", "eth0"), ACCEPT], "unknown"),
        ([meta("mark", 1), ACCEPT], "unknown"),
        ([ct("state", ["established", "related"]), ACCEPT], "closed"),
        ([ct("state", ["new"]), DPORT, ACCEPT], "open"),
        ([ct("status", "dnat"), ACCEPT], "closed"),
        ([{"limit": {"rate": 5, "per": "second"}}, ACCEPT], "unknown"),
        ([{"xt": {"type": "match", "name": "string"}}, ACCEPT], "unknown"),
        ([match({"fib": {"result": "type", "flags": ["daddr"]}}, "local"), ACCEPT], "open"),
        ([{"queue": {"num": 1}}], "unknown"),
        ([{"reject": {"type": "tcp reset"}}], "closed"),
    ],
)
def test_expressions(rule, state):
    assert web(rule) == state


@pytest.mark.parametrize(
    ("op", "found"), [("==", []), ("!=", ["nobody | ICMP from any address of IPv4"])]
)
def test_all_types_of_icmp_but_one_are_not_what_every_host_needs(op, found):
    assert beside(listed([payload("icmp", "type", "echo-request", op), ACCEPT]), WEB) == found


def test_chains_of_calico_may_drop_where_host_endpoints_are():
    rules = [[{"jump": {"target": "cali-INPUT"}}], [ACCEPT]]
    inside = [[{"jump": {"target": "cali-fh-eth0"}}]]
    assert web(*rules, chains=[("cali-INPUT", [[ACCEPT]])]) == "open"
    assert web(*rules, chains=[("cali-from-host-endpoint", inside)]) == "unknown"
    of_its_own = [("filter-cali-from-host-endpoint", inside)]
    calico = json.loads(listed(chains=of_its_own, table="calico", family="ip"))["nftables"]
    assert states(json.dumps({"nftables": calico}), WEB) == {"servers-own-web": "unknown"}
    elsewhere = listed(chains=[("cali-from-host-endpoint", inside)], table="raw", hook="forward")
    entries = json.loads(listed(*rules))["nftables"] + json.loads(elsewhere)["nftables"]
    assert states(json.dumps({"nftables": entries}), WEB) == {"servers-own-web": "open"}


def test_verdicts_of_maps():
    key = {"payload": {"protocol": "tcp", "field": "dport"}}
    data = {"set": [[80, ACCEPT], [{"range": [400, 500]}, {"jump": {"target": "web"}}]]}
    rule = [{"vmap": {"key": key, "data": data}}]
    assert web(rule, chains=[("web", [[ACCEPT]])]) == "open"
    assert web(rule, chains=[("web", [[{"return": None}]])]) == "partly"


def test_named_sets():
    rule = [payload("ip", "saddr", "@office"), ACCEPT]
    office = {"name": "office", "type": "ipv4_addr", "elem": [USERS]}
    assert web(rule, sets=[office]) == "open"
    assert web(rule, sets=[office | {"elem": [{"elem": {"val": "10.9.0.1", "timeout": 60}}]}]) == (
        "partly"
    )
    assert web(rule) == "unknown"


def test_each_base_chain_must_accept():
    accepting = json.loads(listed([ACCEPT]))["nftables"]
    dropping = json.loads(listed([payload("tcp", "dport", 22), ACCEPT], table="u"))["nftables"]
    assert states(json.dumps({"nftables": accepting}), WEB) == {"servers-own-web": "open"}
    both = json.dumps({"nftables": accepting + dropping})
    assert states(both, WEB) == {"servers-own-web": "closed"}


def test_nat_decides_nothing_and_tables_of_programs_are_counted():
    assert web(type_="nat", hook="prerouting", prio=-100) == "open"
    assert beside(listed([DROP], [DROP], table="kube-proxy", family="ip"), WEB) == [
        "machine | 2 rules of kube-proxy"
    ]


def test_node_ports_are_decided_before_translation_or_in_forward():
    rules = rules_of_plan("kubeadm-ha-calico")
    name = "workers-kubernetes-nodeport-tcp"

    def node_ports(*rules_of_chain, **how):
        return states(listed(*rules_of_chain, **how), rules, "workers")[name]

    dialled = ct("proto-dst", {"range": [30000, 32767]}, "==", dir="original")
    original = [meta("l4proto", "tcp"), dialled]
    assert node_ports() == "open"  # input says nothing
    assert node_ports(hook="prerouting", prio=-150) == "closed"
    assert node_ports(hook="forward") == "closed"
    assert node_ports([*original, ACCEPT], hook="forward") == "open"
    assert node_ports([payload("tcp", "dport", 30080), ACCEPT], hook="forward") == "unknown"


def test_what_cannot_be_read_is_said():
    assert told("table inet filter {\n\tchain input {\n\t}\n}\n", WEB) == [
        "paste:1: the text of nft is not read: give what nft -j list ruleset prints"
    ]
    bare = {"nftables": [{"chain": {"family": "inet", "table": "t", "name": "input"}}]}
    assert told(json.dumps(bare), WEB)[0] == (
        "paste:1: its chains have no hooks: this release of nft leaves them out"
    )
    assert "paste:1 nftables[0].table: tables of the family bridge are not read" in told(
        json.dumps({"nftables": [{"table": {"family": "bridge", "name": "b"}}]}), WEB
    )
