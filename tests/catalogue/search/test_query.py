"""What the search understands of what somebody typed."""

import pytest

from portsref.catalogue.search.query import LONGEST_QUERY, MOST_WORDS, Query, understand
from portsref.packet_logs.packets import Failure
from portsref.ports import PortSet


def query(ports="", protocol=None, *words, text=""):
    return Query(text=text, ports=PortSet.parse(ports), protocol=protocol, words=words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", query()),
        ("10250", query("10250")),
        ("8472/udp", query("8472", "UDP")),
        ("8472/UDP", query("8472", "UDP")),
        ("udp 8472", query("8472", "UDP")),
        ("udp/8472", query("8472", "UDP")),
        ("UDP:8472", query("8472", "UDP")),
        ("port 6443", query("6443")),
        ("10250端口", query("10250")),
        ("10.0.0.1:6443", query("6443")),
        ("30000-32767", query("30000-32767")),
        ("30000 – 32767 tcp", query("30000-32767", "TCP")),
        ("80, 443", query("80,443")),
        ("１０２５０", query("10250")),
        ("etcd", query("", None, "etcd")),
        ("cilium vxlan", query("", None, "cilium", "vxlan")),
        ("esp", query("", "ESP")),
        ("etcd 2379/tcp", query("2379", "TCP", "etcd")),
        ("99999", query("", None, "99999")),
        ("32767-30000", query("", None, "32767-30000")),
        (
            "IN=eth0 SRC=10.0.0.7 DST=10.0.0.9 PROTO=UDP SPT=40312 DPT=8472 LEN=58",
            query("8472", "UDP"),
        ),
        ("SRC=10.0.0.7 DST=10.0.0.9 PROTO=50", query("", "ESP")),
        ("PROTO=TCP DPT=2379", query("2379", "TCP")),
        ("2 1 eni-1 10.0.0.7 10.0.0.9 4000 2379 6 1 40 1 2 REJECT OK", query("2379", "TCP")),
        (
            "%ASA-4-106023: Deny udp src in:10.0.0.7/40312 dst dmz:10.0.0.9/8472 by access-group x",
            query("8472", "UDP"),
        ),
        ("dial tcp 192.0.2.2:8132: connect: no route to host", query("8132", "TCP")),
        ("read udp 10.42.0.5:4->10.43.0.10:53: i/o timeout", query("53", "UDP")),
        ("etcdserver: request timed out", query("2380", "TCP")),
        (
            "x509: certificate has expired",
            query("", None, "x509:", "certificate", "has", "expired"),
        ),
    ],
)
def test_a_query_is_understood(text, expected):
    understood = understand(text)
    assert (understood.ports, understood.protocol, understood.words) == (
        expected.ports,
        expected.protocol,
        expected.words,
    )


WEBHOOK = 'Post "https://cert-manager-webhook.cert-manager.svc:443/": context deadline exceeded'


def test_an_error_that_names_what_it_is_about_is_understood_by_that():
    understood = understand(WEBHOOK)
    assert understood.failure == Failure("timeout", "cert-manager-webhook.cert-manager")
    assert (understood.ports, understood.words, bool(understood)) == (PortSet(), (), True)
    assert understand("rpc error: No agent available").failure == Failure(
        "no-agent", names=("konnectivity",)
    )


@pytest.mark.parametrize(
    ("text", "is_evidence"),
    [(WEBHOOK, True), ("dial tcp 192.0.2.2:1: i/o timeout", True), ("PROTO=TCP DPT=1", True),
     ("10250/tcp", False), ("cert-manager webhook", False), ("", False)],
)  # fmt: skip
def test_lines_and_errors_are_known_as_evidence(text, is_evidence):
    assert understand(text).is_evidence == is_evidence


def test_a_very_long_query_is_cut():
    understood = understand("word " * 500)
    assert len(understood.text) <= LONGEST_QUERY
    assert len(understood.words) == MOST_WORDS


@pytest.mark.parametrize(
    ("text", "port"), [("10250", 10250), ("udp 53", 53), ("80,443", None), ("etcd 2379", None)]
)
def test_a_query_about_one_port_is_known_as_such(text, port):
    assert understand(text).only_port == port
