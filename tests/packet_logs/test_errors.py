"""Error texts of programs: what was dialled, as far as they say it, and what became of it."""

from ipaddress import ip_address

import pytest

from portsref.packet_logs import base, dials, webhooks
from portsref.packet_logs.outcomes import find_outcome
from portsref.packet_logs.packets import Failure, Packet
from portsref.packet_logs.reading import Seen, read_packet, read_packet_log
from tests.packet_logs.lines import assert_kept_unread

NODE = "192.0.2.2"


def tried(destination, port, outcome, *, protocol="TCP", source=None, source_port=None, **names):
    ends = (ip_address(end) if end else None for end in (source, destination))
    return Packet(
        *ends,
        protocol,
        port,
        source_port,
        opens=True if protocol == "TCP" else None,
        failure=Failure(outcome, **names),
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("dial tcp 192.0.2.2:8132: connect: no route to host", tried(NODE, 8132, "no-route")),
        (
            "dial tcp 192.0.2.9:4321->192.0.2.2:8132: i/o timeout",
            tried(NODE, 8132, "timeout", source="192.0.2.9", source_port=4321),
        ),
        (
            (
                "E0301 11:12:13.1 1 controller.go:1] Get "
                '"https://192.0.2.2:10250/metrics": dial tcp '
                "192.0.2.2:10250: connect: connection refused"
            ),
            tried(NODE, 10250, "refused"),
        ),
        ("dial tcp [2001:db8::1]:6443: i/o timeout", tried("2001:db8::1", 6443, "timeout")),
        ("dial tcp4 192.0.2.2:2380: connect: connection timed out", tried(NODE, 2380, "timeout")),
        (
            "write udp 192.0.2.9:40000->192.0.2.2:8472: sendto: operation not permitted",
            tried(
                NODE, 8472, "not-permitted", protocol="UDP", source="192.0.2.9", source_port=40000
            ),
        ),
        (
            "read tcp 192.0.2.9:4321->192.0.2.2:6443: read: connection reset by peer",
            tried(NODE, 6443, "reset", source="192.0.2.9", source_port=4321),
        ),
        (
            "dial tcp 192.0.2.2:6443: connect: network is unreachable",
            tried(NODE, 6443, "no-network"),
        ),
        (
            'Get "https://192.0.2.2:10250/pods": context deadline exceeded',
            tried(NODE, 10250, "timeout"),
        ),
        ('Get "https://192.0.2.2/": EOF', tried(NODE, 443, "reset")),
        ('Get "http://192.0.2.2/": context deadline exceeded', tried(NODE, 80, "timeout")),
        (
            (
                "rafthttp: failed to dial 8211f1d0f64f3269 on stream Message (dial tcp "
                "192.0.2.2:2380: i/o "
                "timeout)"
            ),
            tried(NODE, 2380, "timeout"),
        ),
        (
            (
                r'{"level":"warn","msg":"retrying of unary invoker '
                r'failed","target":"etcd-endpoints://0xc0/'
                r'192.0.2.2:2379","error":"rpc error: desc = \"transport: Error while '
                r"dialing dial tcp "
                r'192.0.2.2:2379: i/o timeout\""}'
            ),
            tried(NODE, 2379, "timeout"),
        ),
        ("proxyconnect tcp: dial tcp 192.0.2.2:3128: i/o timeout", tried(NODE, 3128, "timeout")),
        # of DNS
        (
            "read udp 10.42.0.5:44211->10.43.0.10:53: i/o timeout",
            tried(
                "10.43.0.10", 53, "timeout", protocol="UDP", source="10.42.0.5", source_port=44211
            ),
        ),
        (
            "dial tcp: lookup api.example.com on 10.43.0.10:53: no such host",
            tried("10.43.0.10", 53, "no-name", protocol="UDP"),
        ),
        (
            "dial tcp: lookup api.example.com: i/o timeout",
            tried(None, 53, "timeout", protocol="UDP", host="api.example.com"),
        ),
        # by name alone
        (
            (
                'Get "https://registry-1.docker.io/v2/": net/http: request canceled '
                "while waiting for "
                "connection (Client.Timeout exceeded while awaiting headers)"
            ),
            tried(None, 443, "timeout", host="registry-1.docker.io"),
        ),
        (
            "Get https://api.example.com:6443/version: net/http: TLS handshake timeout",
            tried(None, 6443, "handshake", host="api.example.com"),
        ),
        # of other programs
        (
            "curl: (7) Failed to connect to 192.0.2.2 port 6443: Connection refused",
            tried(NODE, 6443, "refused"),
        ),
        (
            "ssh: connect to host 192.0.2.2 port 22: Connection timed out",
            tried(NODE, 22, "timeout"),
        ),
        (
            "nc: connect to 192.0.2.2 port 2379 (tcp) failed: No route to host",
            tried(NODE, 2379, "no-route"),
        ),
        ("cp1 [192.0.2.2] 2379 (?) : No route to host", tried(NODE, 2379, "no-route")),
        (
            (
                "HTTPSConnectionPool(host='192.0.2.2', port=443): Max retries exceeded with url: / "
                "([Errno 113] No route to host)"
            ),
            tried(NODE, 443, "no-route"),
        ),
        (
            (
                "The connection to the server 192.0.2.2:6443 was refused - did you "
                "specify the right host "
                "or port?"
            ),
            tried(NODE, 6443, "refused"),
        ),
        # of a server, which tells of who connected
        (
            "http: TLS handshake error from 192.0.2.9:40000: remote error: tls: bad certificate",
            tried(None, None, "certificate", source="192.0.2.9", source_port=40000),
        ),
        (
            (
                '{"level":"warn","msg":"rejected connection","remote-addr":"192.0.2.9:40000",'
                '"server-name":"","error":"unexpected EOF"}'
            ),
            tried(None, None, "reset", source="192.0.2.9", source_port=40000),
        ),
        # no firewall, whoever was dialled
        (
            "Unable to connect to the server: net/http: TLS handshake timeout",
            tried(None, None, "handshake"),
        ),
        (
            (
                "Unable to connect to the server: x509: certificate is valid for "
                "10.43.0.1, 127.0.0.1, not "
                "192.0.2.2"
            ),
            tried(None, None, "certificate"),
        ),
        (
            'Get "https://192.0.2.2:6443/": x509: certificate signed by unknown authority',
            tried(NODE, 6443, "certificate"),
        ),
    ],
)
def test_what_was_dialled_and_what_became_of_it(line, expected):
    assert read_packet(line) == expected


SERVICE = "cert-manager-webhook.cert-manager"
WEBHOOK = (
    'Internal error occurred: failed calling webhook "webhook.cert-manager.io": failed to call '
    'webhook: Post "https://cert-manager-webhook.cert-manager.svc:443/mutate?timeout=10s": '
)


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("context deadline exceeded", (None, None, "timeout")),
        ("Address is not allowed", (None, None, "outside-pod-network")),
        ('no endpoints available for service "cert-manager-webhook"', (None, None, "no-endpoints")),
        ("x509: certificate signed by unknown authority", (None, None, "certificate")),
        ("dial tcp 10.43.12.3:443: connect: connection refused", ("10.43.12.3", 443, "refused")),
        ("dial tcp 10.42.0.7:10250: i/o timeout", ("10.42.0.7", 10250, "timeout")),
    ],
)
@pytest.mark.parametrize("quote", ['"', r"\""])
def test_a_webhook_is_known_by_its_service(reason, expected, quote):
    names = ("webhook.cert-manager.io",)
    line = f"{WEBHOOK}{reason}".replace('"', quote)
    assert read_packet(line) == tried(*expected, service=SERVICE, names=names)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            (
                "failing or missing response from "
                "https://10.42.0.12:4443/apis/metrics.k8s.io/v1beta1: Get "
                '"https://10.42.0.12:4443/apis/metrics.k8s.io/v1beta1": dial tcp '
                "10.42.0.12:4443: connect: "
                "no route to host"
            ),
            tried("10.42.0.12", 4443, "no-route", names=("metrics.k8s.io",)),
        ),
        (
            (
                "v1beta1.metrics.k8s.io   kube-system/metrics-server   False "
                "(FailedDiscoveryCheck)   5d"
            ),
            tried(None, None, "failed", names=("metrics.k8s.io",)),
        ),
        (
            (
                'endpoints for service/metrics-server in "kube-system" have no addresses: '
                "v1beta1.metrics.k8s.io FailedDiscoveryCheck"
            ),
            tried(
                None,
                None,
                "failed",
                service="metrics-server.kube-system",
                names=("metrics.k8s.io",),
            ),
        ),
        (
            (
                "Error from server (ServiceUnavailable): the server is currently unable to handle "
                "the request (get nodes.metrics.k8s.io)"
            ),
            tried(None, None, "failed", names=("metrics.k8s.io",)),
        ),
        (
            (
                "memcache.go:287] couldn't get resource list for metrics.k8s.io/v1beta1: the "
                "server is currently unable to handle the request"
            ),
            tried(None, None, "failed", names=("metrics.k8s.io",)),
        ),
    ],
)
def test_an_aggregated_api_is_known_by_its_group(line, expected):
    assert read_packet(line) == expected


def test_peers_that_calico_misses_are_one_packet_each():
    line = (
        "calico/node is not ready: BIRD is not ready: BGP not established with 192.0.2.7,192.0.2.8"
    )
    log = read_packet_log(f"Warning  Unhealthy  kubelet  Readiness probe failed: {line}")
    assert log.packets == tuple(
        Seen(tried(peer, 179, "no-session"), 1, 1) for peer in ("192.0.2.7", "192.0.2.8")
    )
    (log,) = read_packet_log(f"2026-03-01 10:00:00.123 [INFO] {line[:-10]}").packets
    assert log.packet.destination == ip_address("192.0.2.7")
    assert read_packet("| 192.0.2.7 | node-to-node mesh | up | 10:00:00 | Established |") is None
    down = read_packet("| 192.0.2.7 | node-to-node mesh | start | 10:00:00 | Connect |")
    assert down == tried("192.0.2.7", 179, "no-session")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("cilium-health probe failing for node 192.0.2.7", tried("192.0.2.7", 4240, "timeout")),
        (
            (
                'cilium-health: Get "http://192.0.2.7:4240/hello": dial tcp '
                "192.0.2.7:4240: connect: "
                "connection refused"
            ),
            tried("192.0.2.7", 4240, "refused"),
        ),
        (
            "    ICMP to stack:   Connection timed out",
            tried(None, None, "timeout", protocol="ICMP"),
        ),
        (
            'Error from server: Get "https://192.0.2.7:10250/containerLogs/a": No agent available',
            tried(None, None, "no-agent", names=("konnectivity",)),
        ),
        (
            "rpc error: code = Unavailable desc = etcdserver: request timed out",
            tried(None, 2380, "timeout"),
        ),
    ],
)
def test_components_that_leave_out_their_port_are_known_by_their_words(line, expected):
    assert read_packet(line) == expected


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("context deadline exceeded", dials.NO_DESTINATION),
        ("dial unix /run/containerd.sock: connect: connection refused", dials.NO_DESTINATION),
        ("dial tcp 192.0.2.2:99999: i/o timeout", base.NOT_A_PORT),
        ("dial tcp 999.0.2.2:1: i/o timeout", base.NOT_AN_ADDRESS),
        ("FailedDiscoveryCheck", webhooks.NO_SERVICE),
        ("all is well", base.NOT_KNOWN),
    ],
)
def test_an_error_that_names_nothing_is_kept_with_its_reason(line, reason):
    assert_kept_unread(line, reason)


def test_equal_errors_are_one_with_a_count_but_not_with_a_line_of_a_log():
    text = "dial tcp 192.0.2.9:{}->192.0.2.2:8132: {}"
    log = read_packet_log(
        "\n".join(
            [
                text.format(4000, "i/o timeout"),
                text.format(4001, "i/o timeout"),
                text.format(4002, "connect: connection refused"),
                "SRC=192.0.2.9 DST=192.0.2.2 PROTO=TCP SPT=1 DPT=8132 SYN",
            ]
        )
    )
    assert [(seen.times, seen.line) for seen in log.packets] == [(2, 1), (1, 3), (1, 4)]


def test_what_says_more_precisely_what_happened_counts():
    assert find_outcome("timed out: connect: no route to host") == "no-route"
    assert find_outcome("net/http: TLS handshake timeout") == "handshake"
    assert find_outcome("all is well") is None
