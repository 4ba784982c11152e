"""iptables: tables, chains and matches, and the sample of a K3s server."""

import pytest

from tests.verification.rules.reading import (
    beside,
    details,
    rules_of,
    rules_of_plan,
    sample,
    states,
    told,
)

WEB = rules_of(("web", "TCP", "80,443"))
VXLAN = rules_of(("vxlan", "UDP", "8472"))
SYSLOG = rules_of(("syslog", "UDP", "514"))


def closed_but(*lines, table="filter", chain="INPUT"):
    """A print that drops what these lines do not accept."""
    return "\n".join([f"*{table}", f":{chain} DROP [0:0]", *lines, "COMMIT"])


def web(*lines, **how):
    return states(closed_but(*lines, **how), WEB)["servers-own-web"]


def test_a_policy_of_accept_with_a_last_rule_that_rejects_is_closed():
    rules = rules_of_plan("k3s-single")
    found = states(sample("iptables-save-k3s.txt"), rules)
    assert {name: found[name] for name in ("host-k3s-ingress", "host-k3s-api-and-supervisor")} == {
        "host-k3s-ingress": "closed",
        "host-k3s-api-and-supervisor": "closed",
    }
    assert beside(sample("iptables-save-k3s.txt"), rules) == [
        "nobody | ICMP from any address of IPv4",
        "nobody | TCP 22 from any address of IPv4",
        "needed | everything from 10.42.0.0/16 | needed by the pods of the host itself",
        "needed | everything from any address of IPv4 | needed by the pods of the host itself",
    ]


def test_node_ports_pass_where_pods_are_forwarded_to():
    found = states(sample("iptables-save-k3s.txt"), rules_of_plan("k3s-single"))
    assert found["host-kubernetes-nodeport-tcp"] == "open"
    without = sample("iptables-save-k3s.txt").replace("-A FORWARD -d 10.42.0.0/16 -j ACCEPT\n", "")
    found = states(without, rules_of_plan("k3s-single"))
    assert found["host-kubernetes-nodeport-tcp"] == "closed"


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        (["-A INPUT -p tcp -m multiport --dports 80,443 -j ACCEPT"], "open"),
        (["-A INPUT -p tcp --dport 80:443 -j ACCEPT"], "open"),
        (["[9:540] -A INPUT -p tcp --dport 80:443 -j ACCEPT"], "open"),
        (["-A INPUT -p tcp --dport 80 -j ACCEPT"], "partly"),
        (["-A INPUT -s 10.9.0.0/25 -p tcp -m multiport --dports 80,443 -j ACCEPT"], "partly"),
        (["-A INPUT -p tcp -m multiport ! --dports 22 -j ACCEPT"], "open"),
        (["-A INPUT ! -s 10.8.0.0/16 -p tcp -j ACCEPT"], "open"),
        (["-A INPUT -m iprange --src-range 10.9.0.0-10.9.0.255 -j ACCEPT"], "open"),
        (["-A INPUT -p 6 -j ACCEPT"], "open"),
        (["-A INPUT -p udp -j ACCEPT"], "closed"),
        (["-A INPUT -i lo -j ACCEPT"], "closed"),
        (["-A INPUT -m state --state ESTABLISHED,RELATED -j ACCEPT"], "closed"),
        (["-A INPUT -p tcp -m conntrack --ctstate NEW -m tcp --syn -j ACCEPT"], "open"),
        (["-A INPUT -i eth0 -j ACCEPT"], "unknown"),
        (["-A INPUT -p tcp -m limit --limit 5/min -j ACCEPT"], "unknown"),
        (["-A INPUT -m set --match-set office src -j ACCEPT"], "unknown"),
        (["-A INPUT -m string --string x --algo bm -j DROP", "-A INPUT -j ACCEPT"], "unknown"),
        (["-A INPUT -p tcp -j DROP", "-A INPUT -p tcp --dport 80:443 -j ACCEPT"], "closed"),
        (["-A INPUT -p tcp -j DROP", "-I INPUT -p tcp --dport 80:443 -j ACCEPT"], "open"),
        (["-A INPUT -j LOG --log-prefix \"-A x\"", "-A INPUT -j ACCEPT"], "open"),
        (["-A INPUT -m comment --comment \"-j DROP ! -s 1\" -j ACCEPT"], "open"),
    ],
)  # fmt: skip
def test_matches(lines, state):
    assert web(*lines) == state


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        ([":WEB - [0:0]", "-A INPUT -s 10.9.0.0/24 -j WEB", "-A WEB -p tcp -j ACCEPT"], "open"),
        ([":WEB - [0:0]", "-A INPUT -j WEB", "-A WEB -s 10.9.0.0/24 -j RETURN", "-A WEB -j ACCEPT"],
         "closed"),
        ([":WEB - [0:0]", "-A INPUT -g WEB", "-A INPUT -j ACCEPT"], "closed"),
        ([":WEB - [0:0]", "-A INPUT -j WEB", "-A WEB -j INPUT"], "unknown"),
        (["-A INPUT -j WEB"], "unknown"),
    ],
)  # fmt: skip
def test_chains(lines, state):
    assert web(*lines) == state


def test_every_filter_on_the_way_must_accept():
    accepting = "*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n"
    dropping = closed_but("-A PREROUTING -p udp -j ACCEPT", table="mangle", chain="PREROUTING")
    assert states(accepting, WEB) == {"servers-own-web": "open"}
    assert states(accepting + dropping, WEB) == {"servers-own-web": "closed"}


def test_the_form_of_iptables_s_and_scripts_are_read():
    assert states("-P INPUT DROP\n-A INPUT -p tcp --dport 80:443 -j ACCEPT", WEB) == {
        "servers-own-web": "open"
    }
    script = "iptables -P INPUT DROP\nsudo iptables -t filter -A INPUT -p tcp -j ACCEPT\n"
    assert states(script, WEB) == {"servers-own-web": "open"}


def test_the_default_that_is_not_said_is_not_known():
    assert details("-A INPUT -p udp -j ACCEPT", WEB) == [
        (
            "cannot be told: TCP 80,443 from 10.9.0.0/24, because what no rule decides is not said"
            " in what was read"
        )
    ]


def test_ipv6_is_a_file_of_its_own():
    rules = rules_of(
        ("web", "TCP", "80"),
        groups=[
            {"name": "servers", "roles": ["worker"], "addresses": ["10.0.0.1", "2001:db8::1"]},
            {"name": "users", "roles": ["client"], "addresses": ["10.9.0.0/24", "2001:db8:9::/64"]},
        ],
    )
    four = "# Generated by iptables-save v1.8.9\n*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n"
    six = four.replace("iptables-save", "ip6tables-save")
    assert states(four, rules) == {"servers-own-web": "unknown"}
    assert states(four + six, rules) == {"servers-own-web": "open"}
    assert states(four + six.replace("ACCEPT", "DROP"), rules) == {"servers-own-web": "partly"}


def test_the_wrong_protocol_is_said():
    text = closed_but("-A INPUT -p tcp --dport 8472 -j ACCEPT")
    assert details(text, VXLAN) == [
        "closed: UDP 8472 from 10.9.0.0/24",
        "TCP is open there instead, which is the wrong protocol",
    ]
    assert beside(text, VXLAN) == [
        (
            "wrong-protocol | TCP 8472 from any address of IPv4"
            " | users-to-servers-own-vxlan needs UDP here"
        )
    ]


def test_what_is_wider_than_needed_says_how():
    text = closed_but("-A INPUT -s 10.9.0.0/16 -p udp --dport 500:514 -j ACCEPT")
    assert beside(text, SYSLOG) == [
        (
            "wider | UDP 500-514 from 10.9.0.0/16 | needed by users-to-servers-own-syslog"
            " | also from 10.9.1.0-10.9.255.255 | also on 500-513"
        )
    ]


def test_chains_of_programs_are_counted_and_not_judged():
    lines = [
        ":KUBE-SERVICES - [0:0]",
        "-A INPUT -m conntrack --ctstate NEW -j KUBE-SERVICES",
        "-A KUBE-SERVICES -d 10.96.0.1/32 -p tcp --dport 443 -j REJECT",
        "-A KUBE-SERVICES -d 10.96.0.2/32 -p tcp --dport 443 -j REJECT",
        "-A INPUT -p tcp -j ACCEPT",
    ]
    text = closed_but(*lines)
    assert states(text, WEB) == {"servers-own-web": "open"}
    assert beside(text, WEB)[0] == "machine | 2 rules of kube-proxy"


def test_chains_of_calico_may_drop_where_host_endpoints_are():
    lines = [
        "-A INPUT -j cali-INPUT",
        "-A cali-INPUT -j cali-from-host-endpoint",
        "-A INPUT -j ACCEPT",
    ]
    assert web(*lines) == "open"
    assert web(*lines, "-A cali-from-host-endpoint -i eth0 -j cali-fh-eth0") == "unknown"


def test_a_print_that_leaves_things_out_is_refused():
    text = "Chain INPUT (policy ACCEPT)\ntarget     prot opt source               destination\n"
    assert told(text, WEB) == [
        "paste:1: this print leaves things out: give what iptables-save prints"
    ]


def test_lines_that_are_no_rules_are_told():
    text = closed_but("-A INPUT -p tcp --dport 80 -j 'ACCEPT", "-Z INPUT", "-D INPUT 1")
    assert told(text, WEB) == [
        "paste:3: is no rule of iptables",
        "paste:4: is no rule of iptables",
        "paste:5: takes something away, which was not followed",
    ]
