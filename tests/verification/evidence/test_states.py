"""The state of each rule of a plan by what was seen, and what no rule has."""

import json

import pytest

from portsref.packet_logs.reading import read_packet
from portsref.verification.adding import add_up
from portsref.verification.evidence.checking import sum_up
from portsref.verification.evidence.kind import KIND
from portsref.verification.stored import check_from, stored_check
from tests.verification.evidence.reading import (
    GROUPS,
    HUBBLE,
    RULES,
    beside,
    check,
    details,
    kernel,
    states,
    tracked,
)
from tests.verification.rules.reading import rules_of, rules_of_plan

THERE, BACK = ("10.9.0.5", "10.0.0.3"), ("10.0.0.3", "10.9.0.5")
USED = tracked("tcp", "ESTABLISHED", THERE, BACK)
FLOW = "2 1 eni-1 {} {} {} {} {} 20 4249 1418530010 1418530070 {} OK"
HEADER = "version srcaddr dstaddr srcport dstport protocol start end action tcp-flags log-status\n"


def test_a_connection_is_use():
    assert states(USED) == {"web": "used"}
    assert details(USED) == ["conntrack: 10.9.0.5 to 10.0.0.3"]
    assert not check(USED).is_bad


def test_what_was_not_seen_is_never_called_unused():
    text = FLOW.format("10.9.0.5", "10.0.0.3", 40000, 443, 6, "ACCEPT")
    found = check(text)
    assert [one.state.name for one in found.rules].count("not-seen") == 3
    assert [str(one) for one in found.rules[0].details] == [
        "not seen between 2014-12-14 04:06:50 and 2014-12-14 04:07:50 in AWS VPC flow log of paste"
    ]
    assert [str(one) for one in check(USED).rules[0].details] == [
        "not seen in conntrack of paste, which says no time"
    ]
    assert [one.state.name for one in check("").rules] == ["unknown"] * 4


@pytest.mark.parametrize(
    ("state", "group", "expected"),
    [
        ("SYN_SENT", "users", {"web": "unanswered"}),
        ("SYN_SENT", "servers", {"web": "weak"}),
        ("SYN_SENT", "", {}),
    ],
)
def test_a_connection_without_an_answer_depends_on_whose_it_is(state, group, expected):
    text = tracked("tcp", state, THERE, BACK, flags="[UNREPLIED]")
    assert states(text, group=group) == expected
    asked = [str(one.reason) for one in check(text, group=group).doubts]
    assert bool(asked) is not bool(group)


def test_one_way_packets_are_weak_evidence_where_they_arrive():
    text = tracked("udp", "", THERE, BACK, flags="[UNREPLIED]", ports=("40000", "53"))
    assert details(text, group="servers") == [
        "conntrack: 10.9.0.5 to 10.0.0.3 (it passed the filter of the host that it is for)"
    ]
    assert details(text, group="users") == [
        (
            "conntrack: 10.9.0.5 to 10.0.0.3 (that host sent it, which says nothing of what became "
            "of it)"
        )
    ]


def test_a_service_is_known_by_who_answers_and_masquerading_by_who_seems_to_dial():
    text = tracked("tcp", "ESTABLISHED", ("10.42.0.7", "10.96.0.10"), ("10.0.0.3", "10.9.0.5"))
    assert states(text) == {"web": "used"}
    assert beside(text) == []


def test_dropped_is_bad_and_comes_before_use():
    text = kernel(*THERE) + "\n" + kernel(*THERE, prefix="[UFW ALLOW]")
    assert states(text) == {"web": "dropped"}
    assert details(text) == [
        "Linux: iptables, nftables, UFW, 03-02 10:15:30: 10.9.0.5 to 10.0.0.3"
    ] * 2  # fmt: skip
    assert check(text).is_bad


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FLOW.format(*THERE, 40000, 443, 6, "ACCEPT"), ("which end dialled is not said, and is "
         "guessed by the ports")),
        (FLOW.format(*BACK, 443, 40000, 6, "ACCEPT"), ("which end dialled is not said, and is "
         "guessed by the ports")),
        (FLOW.format(*BACK, 443, 40000, 6, "REJECT"), "its answers were dropped"),
    ],
)  # fmt: skip
def test_flow_logs_without_a_direction_are_read_either_way(text, expected):
    [found] = details(text)
    assert found.endswith(f"10.9.0.5 to 10.0.0.3 ({expected})") or "dropped" in expected
    assert expected in found


def test_what_rules_would_have_either_way_is_weak():
    peers = {"roles": ["worker"], "peers": ["worker"], "purpose": "Tried."}
    own = [{"id": "any", "protocol": "TCP", "ports": "1-65535", **peers}]
    rules = rules_of(listeners=own, groups=GROUPS)
    text = FLOW.format("10.0.0.1", "10.0.0.2", 40000, 443, 6, "ACCEPT")
    assert states(text, rules) == {"any": "weak"}


def test_flags_of_tcp_say_who_dialled():
    answer = HEADER + "5 10.0.0.3 10.9.0.5 443 40000 6 1418530010 1418530070 ACCEPT 18 OK"
    assert details(answer) == [
        "AWS VPC flow log, 2014-12-14 04:07:50: 10.9.0.5 to 10.0.0.3",
    ]


def test_hubble_shows_use_drops_and_answers():
    pods = {"roles": ["pod"], "peers": ["pod"], "purpose": "Tried."}
    nodes = {"roles": ["worker"], "peers": ["worker"], "purpose": "Tried."}
    rules = rules_of(
        groups=[
            {"name": "nodes", "roles": ["worker"], "addresses": ["192.0.2.0/24"]},
            {"name": "pods", "roles": ["pod"], "addresses": ["10.0.0.0/16"]},
        ],
        listeners=[
            {"id": "cart", "protocol": "TCP", "ports": "80", **pods},
            {"id": "high", "protocol": "TCP", "ports": "36836", **pods},
            {"id": "kubelet", "protocol": "TCP", "ports": "10250", **nodes},
        ],
    )
    assert states(HUBBLE, rules) == {"cart": "used", "kubelet": "dropped"}
    assert details(HUBBLE, rules) == [
        (
            "Hubble, 2023-11-22 10:15:31: 192.0.2.20 to 192.0.2.11 "
            "(dropped by Cilium: POLICY_DENIED)"
        ),
        "Hubble, 2023-11-22 10:15:30: 10.0.0.14 to 10.0.1.21",
    ]
    assert beside(HUBBLE, rules)[0].startswith(
        "other | TCP 443 from pods to 203.0.113.5 | Hubble, lines: 2 | only answers to it were seen"
    )


def test_ends_are_known_by_their_roles_where_the_plan_has_no_addresses():
    groups = [{"name": name, "roles": [name]} for name in ("control-plane", "worker")]
    rules = rules_of(groups=groups, picks=[{"product": "kubeadm"}])
    found = states(HUBBLE, rules)
    assert "dropped" in {found.get(name) for name in found if "kubelet-api" in name}


def test_a_place_outside_is_never_sure():
    rules = rules_of_plan("kubeadm-ha-calico")
    text = tracked(
        "udp", "", ("10.0.1.5", "203.0.113.53"), ("203.0.113.53", "10.0.1.5"), ports=("4000", "123")
    )
    found = states(text, rules)
    assert set(found.values()) == {"weak"}
    assert all("ntp" in name for name in found)


def test_packets_without_a_rule_are_told_with_a_line_to_ask_about():
    text = "\n".join(
        [
            kernel("203.0.113.9", "10.0.0.3", "PROTO=TCP SPT=4000 DPT=10255 SYN"),
            kernel("203.0.113.9", "10.0.0.4", "PROTO=TCP SPT=4001 DPT=10255 SYN"),
            kernel("10.9.0.5", "10.0.0.3", "PROTO=TCP SPT=4000 DPT=8080 SYN", "[UFW ALLOW]"),
            kernel("10.42.0.1", "10.42.0.2", "PROTO=TCP SPT=4000 DPT=8080 SYN"),
            kernel("10.0.0.3", "224.0.0.18", "PROTO=112"),
        ]
    )
    found = check(text)
    assert [one.split(" | the catalogue")[0] for one in beside(text)] == [
        "passes | TCP 8080 from users to servers | Linux: iptables, nftables, UFW, lines: 1",
        ("dropped-too | TCP 10255 from 203.0.113.9 to servers | Linux: iptables, nftables, UFW, "
        "lines: 2"),
    ]  # fmt: skip
    packets = [read_packet(one.line) for one in found.beside]
    assert [(str(one.destination), one.port, one.accepted) for one in packets] == [
        ("10.0.0.3", 8080, True),
        ("10.0.0.3", 10255, False),
    ]
    assert [one.port for one in found.beside] == ["8080/tcp", "10255/tcp"]
    assert any("kubelet-read-only" in key for key in found.beside[1].listeners)
    assert not found.is_bad


def test_counters_of_iptables_show_use_of_what_a_rule_alone_lets_in():
    text = (
        "*filter\n:INPUT DROP [5:300]\n"
        "[12:720] -A INPUT -s 10.9.0.0/24 -p tcp -m tcp --dport 443 -j ACCEPT\n"
        "[3:180] -A INPUT -s 10.9.0.0/16 -p udp -m udp --dport 53 -j ACCEPT\n"
        "[0:0] -A INPUT -s 10.9.0.0/24 -p icmp -j ACCEPT\n"
        "[99:9] -A INPUT -i lo -j ACCEPT\n"
        "COMMIT\n"
    )
    assert states(text, group="servers") == {"web": "used", "dns": "weak"}
    assert details(text, group="servers") == [
        "iptables counted 12 packets, since a time that it does not say",
        "iptables counted 3 packets, others among them",
    ]
    assert states(text.replace("[12:720] ", "").replace("[3:180] ", ""), group="servers") == {}


def test_counters_of_nftables():
    def rule(port, *more):
        left = {"payload": {"protocol": "tcp", "field": "dport"}}
        source = {"payload": {"protocol": "ip", "field": "saddr"}}
        network = {"prefix": {"addr": "10.9.0.0", "len": 24}}
        expressions = [
            {"match": {"op": "==", "left": source, "right": network}},
            {"match": {"op": "==", "left": left, "right": port}},
            *more,
            {"accept": None},
        ]
        return {"rule": {"family": "ip", "table": "t", "chain": "c", "expr": expressions}}

    chain = {"family": "ip", "table": "t", "name": "c", "hook": "input", "prio": 0,
             "type": "filter", "policy": "drop"}  # fmt: skip
    counter = {"counter": {"packets": 7, "bytes": 420}}
    for rules, expected in (([rule(443, counter)], {"web": "used"}), ([rule(443)], {})):
        text = json.dumps({"nftables": [{"chain": chain}, *rules]})
        assert states(text, group="servers") == expected
    assert [str(one.reason) for one in check(text, group="servers").doubts] == [
        "nothing in it counted a packet: that needs “counter”, or -c"
    ]


def test_whose_counters_they_are_is_asked():
    text = "*filter\n:INPUT DROP [5:300]\n[12:720] -A INPUT -p tcp --dport 443 -j ACCEPT\n"
    rules = rules_of_plan("kubeadm-ha-calico")
    assert states(text, rules) == {}
    assert any("whose counters" in str(one.reason) for one in check(text, rules).doubts)


def test_the_same_rules_are_judged_whatever_their_number_of_families():
    text = kernel("2001:db8:9::1", "2001:db8::1")
    assert states(text, RULES) == {"web": "dropped"}


def test_of_several_logs_use_counts_more_than_that_others_do_not_show_it():
    nothing = tracked("tcp", "ESTABLISHED", ("10.9.0.5", "10.0.0.4"), ("10.0.0.4", "10.9.0.5"),
                      ports=("40000", "8080"))  # fmt: skip
    checks = [check(nothing), check(USED), check(kernel(*THERE, prefix="mine:"))]
    for some in (checks, checks[::-1]):
        found = add_up(some, RULES)
        assert [one.state.name for one in found.rules].count("used") == 1
    weak = [add_up(some, RULES) for some in (checks[::2], checks[::-2])]
    assert [[one.state.name for one in found.rules].count("weak") for found in weak] == [1, 1]
    assert "dropped" in {
        one.state.name for one in add_up([*checks, check(kernel(*THERE))], RULES).rules
    }


def test_it_is_summed_up():
    assert str(sum_up(check(USED))) == (
        "1 of 4 rules were seen at work; that others were not proves nothing"
    )
    assert sum_up(check("")) is None


def test_what_was_seen_beside_is_kept_with_what_leads_on():
    found = check(kernel("203.0.113.9", "10.0.0.3", "PROTO=TCP SPT=4000 DPT=10255 SYN"))
    again = check_from(json.loads(json.dumps(stored_check(found, RULES))), KIND, RULES)
    [one], [other] = found.beside, again.beside
    assert (one.port, one.listeners, one.line) == (other.port, other.listeners, other.line)
    assert one.line
