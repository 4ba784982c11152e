"""The state of each rule of a plan, and what sockets are beside it."""

import pytest

from portsref.importers.cutting import File
from portsref.verification.sockets.checking import check_sockets
from tests.verification.rules.reading import CATALOGUE, rules_of, rules_of_plan
from tests.verification.sockets.reading import beside, check, details, sample, states

HEADER = "Netid State  Recv-Q Send-Q Local Address:Port Peer Address:Port Process\n"
WHOLE = HEADER + "udp UNCONN 0 0 127.0.0.53%lo:53 0.0.0.0:*\n"
WEB = rules_of(("web", "TCP", "8443"))
RULE = "users-to-servers-own-web"


def line(end, process="web", protocol="tcp"):
    state = "LISTEN" if protocol == "tcp" else "UNCONN"
    return f'{protocol} {state} 0 128 {end} 0.0.0.0:* users:(("{process}",pid=1,fd=3))\n'


@pytest.mark.parametrize(
    ("text", "state", "first"),
    [
        (line("0.0.0.0:8443"), "listening", "web listens on 8443 at every address of IPv4"),
        (line("*:8443"), "listening", "web listens on 8443 at every address"),
        (line("10.0.0.3:8443"), "listening", "web listens on 8443 at 10.0.0.3"),
        (line("[::]:8443"), "elsewhere", "web listens on 8443 at every address of IPv6"),
        (line("172.16.0.3:8443"), "elsewhere", "web listens on 8443 at 172.16.0.3"),
        (line("127.0.0.1:8443"), "loopback", "web listens on 8443 at 127.0.0.1"),
        (line("*:8443", protocol="udp"), "not-seen", "nothing is seen on 8443"),
        (line("*:9443"), "not-seen", "nothing is seen on 8443"),
        (line("127.0.0.1:8443") + line("10.0.0.3:8443"), "listening",
         "web listens on 8443 at 10.0.0.3"),
    ],
)  # fmt: skip
def test_where_it_listens(text, state, first):
    assert states(WHOLE + text, WEB) == {RULE: state}
    assert details(WHOLE + text, WEB, RULE)[0] == first


def test_what_listens_without_addresses_in_the_plan_is_where_it_should_be():
    groups = [{"name": "servers", "roles": ["worker"]}, {"name": "users", "roles": ["client"]}]
    rules = rules_of(("web", "TCP", "8443"), groups=groups)
    assert states(WHOLE + line("172.16.0.3:8443"), rules) == {RULE: "listening"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (WHOLE + line("*:22"), "what was read seems whole, so that nothing listens there now"),
        (line("*:22"), "what was read has no header and few lines, and may be a part of a print"),
        (line("*:22") * 5, "what was read seems whole, so that nothing listens there now"),
        (WHOLE, "no line of TCP was read: it may not have been asked for"),
        ("$ ss -tulpn | grep web\n" + HEADER + line("*:22") * 5,
         "a command kept only some lines of what was printed"),
    ],
    ids=["whole", "few", "many", "other", "grep"],
)  # fmt: skip
def test_not_seen_is_never_missing_and_says_why(text, why):
    found = check(text, WEB)
    assert [one.state.name for one in found.rules] == ["not-seen"]
    assert why in details(text, WEB, RULE)
    assert not found.is_bad


def test_a_known_process_on_another_port_listens_elsewhere():
    text = WHOLE + line("*:8443", "kube-apiserver") + line("*:22", "sshd")
    rules = rules_of_plan("kubeadm-ha-calico")
    name = "workers-to-control-plane-kubernetes-kube-apiserver"
    assert states(text, rules, "control-plane")[name] == "elsewhere"
    assert details(text, rules, name, "control-plane") == [
        "kube-apiserver listens on 8443 at every address"
    ]


def test_of_several_ports_the_worst_counts_and_of_a_range_one_is_enough():
    several, wide = rules_of(("web", "TCP", "80,443")), rules_of(("web", "TCP", "7000-7010"))
    assert states(WHOLE + line("*:80"), several) == {RULE: "not-seen"}
    assert details(WHOLE + line("*:80"), several, RULE) == [
        "nothing is seen on 443",
        "what was read seems whole, so that nothing listens there now",
        "web listens on 80 at every address",
    ]
    assert states(WHOLE + line("*:80") + line("127.0.0.1:443"), several) == {RULE: "loopback"}
    assert states(WHOLE + line("*:7003"), wide) == {RULE: "listening"}


def test_protocols_without_sockets_and_nodeports_cannot_show():
    rules = rules_of(("vrrp", "VRRP", ""), ("web", "TCP", "8443"))
    assert states(WHOLE + line("*:8443"), rules) == {
        RULE: "listening", "users-to-servers-own-vrrp": "no-socket",
    }  # fmt: skip
    found = states(WHOLE + line("*:6443"), rules_of_plan("k3s-single"))
    assert {name.split("-host-")[1]: state for name, state in found.items()} == {
        "k3s-ingress": "no-socket",
        "k3s-api-and-supervisor": "listening",
        "kubernetes-nodeport-tcp": "no-socket",
        "kubernetes-nodeport-udp": "no-socket",
    }


def test_a_kernel_socket_without_process_listens():
    text = WHOLE + line("*:10250", "kubelet") + "udp UNCONN 0 0 0.0.0.0:4789 0.0.0.0:*\n"
    name = "workers-to-workers-calico-vxlan"
    assert details(text, rules_of_plan("kubeadm-ha-calico"), name, "workers") == [
        "the kernel listens on 4789 at every address of IPv4"
    ]


def test_of_several_hosts_the_worst_counts_and_is_named():
    files = [
        File("servers-1.txt", WHOLE + line("*:8443")),
        File("servers-2.txt", WHOLE + line("127.0.0.1:8443")),
    ]
    found = check_sockets(files, WEB, CATALOGUE)
    assert [one.state.name for one in found.rules] == ["loopback"]
    assert [str(one) for one in found.rules[0].details] == [
        "servers-2.txt: web listens on 8443 at 127.0.0.1"
    ]


@pytest.mark.parametrize(
    ("name", "text", "group"),
    [
        ("workers.txt", line("*:22"), "workers"),
        ("paste", line("10.0.1.5:22"), "workers"),
        ("paste", line("*:10259", "kube-scheduler"), "control-plane"),
        ("paste", line("*:10257", "kube-controller"), "control-plane"),
        ("paste", line("*:22"), ""),
    ],
)
def test_whose_sockets_they_are_is_found_or_asked(name, text, group):
    rules = rules_of_plan("kubeadm-ha-calico")
    found = check(WHOLE + text, rules, name=name)
    told = {
        rule.destination.name
        for rule, one in zip(rules.all_rules, found.rules, strict=True)
        if one.state.name != "unknown"
    }
    assert told == ({group} if group else set())
    asked = [str(one.reason) for one in found.doubts if "not clear whose" in str(one.reason)]
    assert bool(asked) is not bool(group)


def test_an_address_before_the_hosts_counts_only_if_they_hold_it():
    rules = rules_of_plan("kubeadm-ha-calico")
    name = "admins-to-api-kubernetes-kube-apiserver"
    assert details(WHOLE + line("*:443", "haproxy"), rules, name, "control-plane") == [
        "haproxy listens on 443 at every address",
        "that counts only if these hosts hold the address of “api”",
    ]


def test_what_is_beside_the_plan():
    text = (
        WHOLE
        + line("*:8443")
        + line("*:8001", "kubectl")
        + line("0.0.0.0:2345", "dlv")
        + line("127.0.0.1:8002", "kubectl")
        + line("*:9100", "node_exporter")
        + line("*:23456", "own")
        + line("127.0.0.1:45203", "containerd")
        + line("*:40000", "resolver", "udp")
    )
    found = beside(text, WEB)
    assert found == [
        (
            "forgotten | TCP 8001 of kubectl at every address | kubectl proxy or port-forward: "
            "whoever reaches it acts with the rights of who started it"
        ),
        (
            "forgotten | TCP 2345 of dlv at every address of IPv4 | a debugger: whoever reaches it "
            "runs what they want in that process"
        ),
        (
            "unexpected | TCP 9100 of node-exporter at every address | the catalogue knows that "
            "port of node-exporter, alibaba-ack, microshift and 4 more"
        ),
        "unexpected | TCP 23456 of own at every address | the catalogue knows nothing on that port",
        "expected | TCP 8443 of web at every address | rules: users-to-servers-own-web",
        "own-host | UDP 53 of the kernel at 127.0.0.53",
        "own-host | TCP 8002 of kubectl at 127.0.0.1",
        (
            "own-host | TCP 45203 of containerd at 127.0.0.1 | a random port, another one after "
            "each start"
        ),
        "ephemeral | UDP 40000 of resolver at every address",
    ]
    assert check(text, WEB).is_bad


def test_what_the_plan_has_on_loopback_is_told_where_it_is_not():
    rules = rules_of_plan("kubeadm-ha-calico")
    text = WHOLE + line("*:10257", "kube-controller") + line("*:10248", "ttyd")
    found = beside(text, rules, "beyond-loopback", "unexpected", group="control-plane")
    assert [one.split(" at ")[0] for one in found] == [
        "beyond-loopback | TCP 10257 of kube-controller",
        "unexpected | TCP 10248 of ttyd",
    ]


def test_a_stranger_in_the_range_of_nodeports_is_told_to_be_open():
    text = WHOLE + line("*:31000", "own") + line("*:31001", "kube-proxy")
    assert beside(text, rules_of_plan("k3s-single"), "unexpected", "expected") == [
        (
            "unexpected | TCP 31000 of own at every address | the catalogue knows nothing on that "
            "port | a rule of the plan lets it be reached all the same: "
            "admins-to-host-kubernetes-nodeport-tcp"
        ),
        (
            "expected | TCP 31001 of kube-proxy at every address | rules: "
            "admins-to-host-kubernetes-nodeport-tcp | a NodePort that kube-proxy keeps a socket for"
        ),
    ]


def plan_of(address, *, product="kubeadm"):
    """A control-plane host and a worker, of which the first is the one that was printed."""
    groups = [
        {"name": "servers", "roles": ["control-plane"], "addresses": [address]},
        {"name": "workers", "roles": ["worker"], "addresses": ["192.0.2.64/27"]},
        {"name": "admins", "roles": ["bastion"], "addresses": ["198.51.100.192/27"]},
    ]
    picks = [{"product": product}, {"product": "flannel"}, {"product": "infrastructure"}]
    return rules_of(groups=groups, picks=picks)


def test_a_control_plane_of_kubeadm_as_it_really_was():
    rules = plan_of("192.0.2.0/29")
    text = sample("ss-kubeadm-control-plane")
    found = check(text, rules)
    here = {
        f"{one.state.name} {rule.listeners[0]}"
        for rule, one in zip(rules.all_rules, found.rules, strict=True)
        if rule.destination.name == "servers"
    }
    assert here == {
        "listening kubernetes/etcd-client",
        "listening kubernetes/etcd-peer",
        "listening kubernetes/kube-apiserver",
        "listening kubernetes/kubelet-api",
        "listening flannel/vxlan",
        "listening infrastructure/ssh",
    }
    worst = beside(text, rules, "forgotten", "beyond-loopback", "unexpected")
    assert [one.split(" at ")[0] for one in worst] == [
        "forgotten | TCP 8888 of kubectl",
        "unexpected | TCP 8080 of ttyd",
    ]
    at_home = beside(text, rules, "own-host")
    assert sorted(int(one.split(" ")[3]) for one in at_home) == [
        53, 53, 2379, 2381, 10248, 10249, 10256, 10257, 10259, 37045, 43419, 45203,
    ]  # fmt: skip
    assert found.figures["own-host"] == 12
    assert found.is_bad


def test_servers_of_k3s_as_they_really_were():
    rules = plan_of("198.51.100.8/29", product="k3s")
    text = sample("netstat-k3s-server")
    by_row = {
        rule.listeners[0]: (one.state.name, [str(detail) for detail in one.details])
        for rule, one in zip(rules.all_rules, check(text, rules).rules, strict=True)
        if rule.destination.name == "servers" and rule.source.name == "workers"
    }
    assert by_row["k3s/api-and-supervisor"][0] == "listening"
    assert by_row["k3s/kubelet-api"] == (
        "loopback",
        [
            "k3s-server listens on 10250 at 127.0.0.1",
            "servers of K3s reach it through their tunnel all the same (egress-selector-mode)",
        ],
    )
    assert by_row["k3s/flannel-vxlan"][0] == "not-seen"


def test_a_paste_that_grep_cut_says_not_seen_and_offers_an_address():
    rules = plan_of("198.51.100.8/29", product="k3s")
    text = sample("netstat-k3s-server-2")
    found = check(text, rules, "servers")
    assert {one.state.name for one in found.rules} == {"not-seen", "unknown"}
    assert [str(one.reason) for one in found.doubts] == [
        (
            "the host has the address 172.31.37.191, which no group of the plan has: add it to "
            "“servers”"
        )
    ]
    assert not found.is_bad
