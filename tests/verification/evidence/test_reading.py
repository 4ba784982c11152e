"""Every form of logs, flows and tables of connections: what was seen, and what is told."""

import json

import pytest

from tests.verification.evidence.reading import HUBBLE, kernel, seen, told_of

TCP = "src=10.9.0.5 dst=10.0.0.3 sport=40000 dport=443"
BACK = "src=10.0.0.3 dst=10.9.0.5 sport=443 dport=40000"
ONCE = "used True TCP 443 10.9.0.5->10.0.0.3"
FLOW_LOG = "2 1 eni-1 10.9.0.5 10.0.0.3 40000 443 6 20 4249 1418530010 1418530070 {} OK"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"tcp      6 431999 ESTABLISHED {TCP} {BACK} [ASSURED] mark=0 use=1", ONCE),
        (f"ipv4     2 tcp      6 431999 ESTABLISHED {TCP} {BACK} [ASSURED] mark=0 zone=0 use=2",
         ONCE),
        (f"tcp 6 100 TIME_WAIT {TCP} {BACK} [ASSURED] use=1 id=123", ONCE),
        (f"tcp 6 100 ESTABLISHED {TCP} packets=3 bytes=9 {BACK} packets=2 bytes=8 [OFFLOAD] use=1",
         ONCE),
        (f"[1609459200.123456]\t    [NEW] tcp      6 120 SYN_SENT {TCP} [UNREPLIED] {BACK}",
         ONCE.replace("used", "unanswered")),
        (f" [UPDATE] tcp 6 60 ESTABLISHED {TCP} {BACK} [ASSURED]", ONCE),
        (f"[DESTROY] tcp 6 {TCP} {BACK} [ASSURED]", ONCE),
        (f"tcp 6 10 CLOSE {TCP} {BACK} use=1", ONCE.replace("used", "weak")),
        (f"udp 17 29 {TCP} [UNREPLIED] {BACK} use=1", "weak True UDP 443 10.9.0.5->10.0.0.3"),
        (("icmp 1 29 src=10.9.0.5 dst=10.0.0.3 type=8 code=0 id=1 src=10.0.0.3 dst=10.9.0.5 type=0 "
         "code=0 id=1 use=1"), "used True ICMP 10.9.0.5->10.0.0.3"),
        (("icmpv6 58 29 src=2001:db8:9::1 dst=2001:db8::1 type=128 code=0 id=1 src=2001:db8::1 "
         "dst=2001:db8:9::1 type=129 code=0 id=1 use=1"),
         "used True ICMPv6 2001:db8:9::1->2001:db8::1"),
        ("unknown  50 599 src=10.9.0.5 dst=10.0.0.3 src=10.0.0.3 dst=10.9.0.5 use=1",
         "used True ESP 10.9.0.5->10.0.0.3"),
        (("tcp 6 99 ESTABLISHED src=10.9.0.5 dst=10.96.0.1 sport=40000 dport=443 src=10.0.0.3 "
         "dst=10.0.0.9 sport=6443 dport=40000 [ASSURED] use=1"),
         "used True TCP 443 10.9.0.5->10.96.0.1 or TCP 6443 10.0.0.9->10.0.0.3"),
    ],
)  # fmt: skip
def test_a_line_of_conntrack(line, expected):
    assert seen(line) == [expected]
    assert told_of(line) == []


def test_loopback_is_dropped_and_the_line_that_counts_is_no_connection():
    text = (
        "tcp 6 9 ESTABLISHED src=127.0.0.1 dst=127.0.0.1 sport=4 dport=5 src=127.0.0.1 "
        "dst=127.0.0.1 sport=5 dport=4 [ASSURED] use=1\n"
        "conntrack v1.4.6 (conntrack-tools): 1 flow entries have been shown.\n"
        "tcp 6 9 ESTABLISHED src=10.0.0.1 use=1\n"
    )
    assert seen(text) == []
    assert told_of(text) == ["paste:3: is no connection as conntrack lists them"]


SYN = {"destination_port": 443, "flags": {"SYN": True}}


def flow(**what):
    parts = {
        "time": "2026-03-02T10:15:30.1Z",
        "verdict": "FORWARDED",
        "IP": {"source": "10.9.0.5", "destination": "10.0.0.3"},
        "l4": {"TCP": {"source_port": 40000, "destination_port": 443}},
        "is_reply": False,
    }
    return json.dumps(parts | what)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (flow(), [ONCE]),
        (json.dumps({"flow": json.loads(flow()), "node_name": "a"}), [ONCE]),
        (flow(verdict="AUDIT"), [ONCE]),
        (flow(verdict="DROPPED", drop_reason_desc="X"), [ONCE.replace("used", "dropped")]),
        (flow(is_reply=True), ["weak True TCP 40000 10.0.0.3->10.9.0.5"]),
        (flow(is_reply=None), [ONCE.replace("True", "None")]),
        (flow(is_reply=None, l4={"TCP": SYN}), [ONCE]),
        (flow(l4={"UDP": {"destination_port": 53}}), ["used True UDP 53 10.9.0.5->10.0.0.3"]),
        (flow(l4={"ICMPv4": {"type": 8}}), ["used True ICMP 10.9.0.5->10.0.0.3"]),
        (flow(verdict="ERROR"), []),
        (flow(Type="L7"), []),
    ],
)  # fmt: skip
def test_a_flow_of_hubble(line, expected):
    assert seen(line) == expected


def test_the_flows_of_a_real_print():
    assert seen(HUBBLE) == [
        "weak True TCP 443 10.0.1.21->203.0.113.5",
        "used True TCP 80 10.0.0.14->10.0.1.21",
        "dropped True TCP 10250 192.0.2.20->192.0.2.11",
    ]
    assert told_of(HUBBLE) == ["paste:5: events were lost, so that there are gaps in it"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (("Mar  2 10:15:31.004: 10.9.0.5:40000 (world) -> 10.0.0.3:443 (host) to-stack FORWARDED "
         "(TCP Flags: SYN)"), [ONCE]),
        (("Mar 12 10:15:31.004 [node-a]: shop/web-0:40000 (ID:33) -> shop/cart-0:80 (ID:5) "
         "to-endpoint FORWARDED (TCP Flags: ACK)"), ["used True TCP 80 shop/web-0->shop/cart-0"]),
        (("Mar  2 10:15:31.004: 10.9.0.5:40000 (world) <- 10.0.0.3:443 (host) to-stack FORWARDED "
         "(TCP Flags: SYN, ACK)"), [ONCE.replace("used", "weak")]),
        (("Mar  2 10:15:31.004: 10.9.0.5:40000 (world) <> 10.0.0.3:443 (host) to-stack FORWARDED "
         "(UDP)"), ["used None UDP 443 10.9.0.5->10.0.0.3"]),
        (("Mar  2 10:15:31.004: 10.9.0.5:40000 (remote-node) -> 10.0.0.3:443 (host) "
         "Policy denied DROPPED (TCP Flags: SYN)"), [ONCE.replace("used", "dropped")]),
        (("2026-03-02T10:15:31.004Z: [2001:db8:9::1]:40000 (world) -> [2001:db8::1]:443 (host) "
         "to-stack FORWARDED (TCP Flags: SYN)"), ["used True TCP 443 2001:db8:9::1->2001:db8::1"]),
        (("Mar  2 10:15:31.004: 10.9.0.5 (world) -> 10.0.0.3 (host) to-stack FORWARDED "
         "(ICMPv4 EchoRequest)"), ["used True ICMP 10.9.0.5->10.0.0.3"]),
    ],
)  # fmt: skip
def test_a_line_of_hubble_observe(line, expected):
    assert seen(line) == expected
    assert told_of(line) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (kernel("10.9.0.5", "10.0.0.3"), ONCE.replace("used", "dropped")),
        (kernel("10.9.0.5", "10.0.0.3", prefix="[UFW ALLOW]"), ONCE),
        (kernel("10.9.0.5", "10.0.0.3", prefix="fw-accept:"), ONCE),
        (kernel("10.9.0.5", "10.0.0.3", prefix="mine:"), ONCE.replace("used", "weak")),
        (FLOW_LOG.format("REJECT"),
         ONCE.replace("used True", "dropped None")),
        (FLOW_LOG.format("ACCEPT"),
         ONCE.replace("True", "None")),
    ],
)  # fmt: skip
def test_a_line_of_a_firewall(line, expected):
    assert seen(line) == [expected]


def test_equal_lines_are_one_and_what_cannot_be_read_is_told_a_few_times():
    text = f"{kernel('10.9.0.5', '10.0.0.3')}\n" * 4 + "nonsense\n" * 9
    assert len(seen(text)) == 1
    assert len(told_of(text)) == 4
    assert told_of(text)[-1] == "paste:1: 6 more lines could not be read"
