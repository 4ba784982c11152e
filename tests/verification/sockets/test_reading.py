"""Every form of `ss` and `netstat`: which sockets are read, and what is told."""

import pytest

from tests.verification.sockets.reading import sample, sockets, told_of

HEADER = "Netid State  Recv-Q Send-Q Local Address:Port Peer Address:Port Process\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEADER + "tcp LISTEN 0 128 0.0.0.0:22 0.0.0.0:*", "TCP *4 22"),
        (("Netid State Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n"
         'tcp LISTEN 0 128 *:6443 *:* users:(("kube-apiserver",pid=3,fd=3))'),
         "TCP *46 6443 kube-apiserver"),
        ("State Recv-Q Send-Q Local Address:Port Peer Address:Port\nLISTEN 0 128 *:22 *:*",
         "TCP *46 22"),
        ("State Recv-Q Send-Q Local Address:Port Peer Address:Port\nUNCONN 0 0 *:8472 *:*",
         "UDP *46 8472"),
        ("Netid State Local Address:Port Peer Address:Port\ntcp LISTEN 10.0.0.1:22 0.0.0.0:*",
         "TCP 10.0.0.1 22"),
        ("State Local Address:Port Peer Address:Port\nLISTEN 10.0.0.1:22 0.0.0.0:*",
         "TCP 10.0.0.1 22"),
        ("LISTEN 0 128 10.0.0.1:22 0.0.0.0:*", "TCP 10.0.0.1 22"),
        ("LISTEN 10.0.0.1:22 0.0.0.0:*", "TCP 10.0.0.1 22"),
        ("tcp LISTEN 0 128 :::6443 :::*", "TCP *46 6443"),
        ("tcp LISTEN 0 128 [::]:22 [::]:*", "TCP *6 22"),
        ("tcp LISTEN 0 128 [::]:22 [::]:* uid:0 ino:1 sk:2 cgroup:/x v6only:1 <->", "TCP *6 22"),
        ("tcp LISTEN 0 128 [::]:22 [::]:* ino:1 sk:2 v6only:0 <->", "TCP *46 22"),
        ("tcp LISTEN 0 128 [::ffff:10.0.0.1]:6443 *:*", "TCP 10.0.0.1 6443"),
        ("udp UNCONN 0 0 127.0.0.53%lo:53 0.0.0.0:*", "UDP 127.0.0.53 53"),
        ("udp UNCONN 0 0 [fe80::1]%eth0:546 [::]:*", "UDP fe80::1 546"),
        ("udp UNCONN 0 0 0.0.0.0%eth0:68 0.0.0.0:*", "UDP *4 68"),
        ("udp UNCONN 0 0 *%lo:68 0.0.0.0:*", "UDP 127.0.0.1 68"),
        ("sctp LISTEN 0 128 0.0.0.0:38412 0.0.0.0:*", "SCTP *4 38412"),
        ('tcp LISTEN 0 1 *:1 *:* users:(("a b",pid=1,fd=3),("c",pid=2,tid=9,fd=4))',
         "TCP *46 1 a-b c"),
        ('tcp LISTEN 0 1 *:22 *:* users:(("sshd",1266,3))', "TCP *46 22 sshd"),
        ("tcp LISTEN 0 1 localhost:22 0.0.0.0:*", "TCP 127.0.0.1 22"),
        ("tcp LISTEN 0 1 node1.example.com:22 0.0.0.0:*", "TCP ? 22"),
        ("tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN 812/sshd: /usr/sbi", "TCP *4 22 sshd"),
        ("tcp6 0 0 :::6443 :::* LISTEN 3/k3s server", "TCP *46 6443 k3s-server"),
        ("tcp 0 0 10.0.0.1:2379 0.0.0.0:* LISTEN -", "TCP 10.0.0.1 2379"),
        ("tcp 0 0 10.0.0.1:2379 0.0.0.0:* LISTEN 0 15983 77/etcd", "TCP 10.0.0.1 2379 etcd"),
        ("tcp 0 0 10.0.0.1:2379 0.0.0.0:* LISTEN root 15983 77/etcd off (0.00/0/0)",
         "TCP 10.0.0.1 2379 etcd"),
        ("udp 0 0 0.0.0.0:8472 0.0.0.0:* -", "UDP *4 8472"),
        ("udp6 0 0 fe80::1:546 :::* 5/dhclient", "UDP fe80::1 546 dhclient"),
    ],
)  # fmt: skip
def test_a_line_of_any_form(text, expected):
    assert sockets(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        HEADER + "tcp ESTAB 0 0 10.0.0.1:22 10.0.0.9:5000\n",
        HEADER + "u_str LISTEN 0 128 /run/x.sock 21000 * 0\nraw UNCONN 0 0 0.0.0.0:112 0.0.0.0:*\n",
        HEADER + "\t cubic rto:204 cwnd:10\n",
        "tcp 0 0 10.0.0.1:22 10.0.0.9:5000 ESTABLISHED 812/sshd\n",
        (
            "Active UNIX domain sockets (only servers)\n"
            "unix  2 [ ACC ] STREAM LISTENING 1234 1/init /run/systemd/private\n"
        ),
    ],
)
def test_what_does_not_wait_for_packets_is_passed_over(text):
    assert sockets(text) == []
    assert told_of(text) == []


def test_equal_lines_and_twins_of_both_families_are_one_socket():
    reused = 'tcp LISTEN 0 1 {}:80 *:* users:(("nginx",pid={},fd=6))\n'
    text = reused.format("*", 1) + reused.format("*", 2) + reused.format("[::]", 3)
    assert sockets(text) == ["TCP *46 80 nginx"]


def test_names_instead_of_numbers_are_read_as_iana_has_them_and_told():
    text = HEADER + "tcp LISTEN 0 1 *:sun-sr-https *:*\ntcp LISTEN 0 1 *:nonsense *:*\n"
    assert sockets(text) == ["TCP *46 6443"]
    assert told_of(text) == [
        (
            "paste:2: “sun-sr-https” was read as port 6443, as IANA has it, which need not be what "
            "listens there: print numbers with -n"
        ),
        "paste:3: “nonsense” is no name of a port that is known here: use -n",
    ]


@pytest.mark.parametrize(
    "text",
    [
        (
            "Active Internet connections (including servers)\n"
            "Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)\n"
            "tcp46      0      0  *.6443                 *.*                    LISTEN\n"
            "tcp4       0      0  127.0.0.1.631          *.*                    LISTEN\n"
        ),
        (
            "Active Connections\n\n"
            "  Proto  Local Address          Foreign Address        State           PID\n"
            "  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       1234\n"
            "  UDP    0.0.0.0:123            *:*                                    876\n"
        ),
    ],
    ids=["macos", "windows"],
)
def test_netstat_of_another_system_is_refused_with_a_way_out(text):
    assert sockets(text) == []
    [said] = told_of(text)
    assert "another system than Linux" in said
    assert "sudo ss -tulpn" in said


def test_what_cannot_be_read_is_told_a_few_times():
    told = told_of(HEADER + "nonsense that stands there\n" * 50)
    assert len(told) == 3
    assert told[0] == "paste:2: is no line of a socket that is known here"


def test_a_real_print_with_prompts_and_names():
    assert sockets(sample("ss-kubeadm-control-plane")) == [
        "UDP 127.0.0.53 53 systemd-resolve",
        "UDP *4 8472",
        "UDP 127.0.0.11 43419",
        "TCP 127.0.0.1 10248 kubelet",
        "TCP 127.0.0.1 10249 kube-proxy",
        "TCP 192.0.2.6 2379 etcd",
        "TCP 127.0.0.1 2379 etcd",
        "TCP 192.0.2.6 2380 etcd",
        "TCP 127.0.0.1 2381 etcd",
        "TCP *4 8080 ttyd",
        "TCP 127.0.0.1 10257 kube-controller",
        "TCP 127.0.0.1 10259 kube-scheduler",
        "TCP 127.0.0.1 45203 containerd",
        "TCP 127.0.0.53 53 systemd-resolve",
        "TCP 127.0.0.11 37045",
        "TCP *46 22 sshd",
        "TCP *46 10250 kubelet",
        "TCP *46 6443 kube-apiserver",
        "TCP *46 10256 kube-proxy",
        "TCP *46 8888 kubectl",
    ]
    told = told_of(sample("ss-kubeadm-control-plane"))
    assert [one.split("”")[0] for one in told] == [
        f"paste:{line}: “{name}" for line, name in ((3, "domain"), (12, "http-alt"), (18, "ssh"))
    ]


def test_a_print_of_k3s_whose_program_has_a_blank():
    found = sockets(sample("netstat-k3s-server-2"))
    assert len(found) == 12
    assert found[6:8] == ["TCP 172.31.37.191 2379 k3s-server", "TCP 172.31.37.191 2380 k3s-server"]
    assert told_of(sample("netstat-k3s-server-2")) == []
