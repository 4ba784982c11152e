"""Logs as a whole: that nothing is swallowed, whichever reader a line has."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsref.packet_logs import (
    aws,
    base,
    cisco,
    dials,
    endpoints,
    interfaces,
    linux,
    outcomes,
    pf,
    readiness,
    reading,
    webhooks,
)
from portsref.packet_logs.reading import READERS, Seen, read_packet, read_packet_log
from tests.packet_logs.lines import UFW, assert_kept_unread, packet


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.label)
def test_the_sample_of_a_reader_is_its_own(reader):
    claims = [other.claim(reader.sample) for other in READERS]
    assert [*map(bool, claims)] == [other is reader for other in READERS]
    assert (read_packet(reader.sample),) == reader.read(reader.sample)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("nothing to see", base.NOT_KNOWN),
        ("SRC=10.0.0.1 DST=10.0.0.2 PROTO=TCP " + "x" * 5000, base.TOO_LONG),
    ],
)
def test_a_line_that_cannot_be_read_is_kept_with_its_reason(line, reason):
    assert_kept_unread(line, reason)


MODULES = (
    aws, base, cisco, dials, endpoints, interfaces, linux, outcomes, pf, readiness, reading,
    webhooks,
)  # fmt: skip
EXPRESSIONS = [it for each in MODULES for it in vars(each).values() if isinstance(it, re.Pattern)]


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=lambda expression: expression.pattern)
def test_no_expression_reads_a_long_word_again_from_each_of_its_characters(expression):
    """What repeats without bound gives nothing back, and stands behind a place where it begins."""
    classes_as_one = re.sub(r"\[[^]]*\]|\\.", "c", expression.pattern)
    text = classes_as_one.removesuffix(".*)")  # which takes all that is left, and cannot fail
    assert {*re.findall(r"[*+][+?]?", text)} <= {"*+", "++"}
    assert not re.match(r"(?:\((?:\?:|\?P<\w+>)?)*+.[*+]", text)


def test_equal_packets_are_one_with_a_count():
    log = read_packet_log(f"\n{UFW}\n{UFW.replace('40312', '40313')}\n{UFW.replace('10250', '22')}")
    expected = packet("10.0.1.7", "10.0.0.9", "TCP", 10250, None, opens=True)
    other = packet("10.0.1.7", "10.0.0.9", "TCP", 22, 40312, opens=True)
    assert log.packets == (Seen(expected, 2, 2), Seen(other, 1, 4))


def test_a_first_packet_among_later_ones_is_what_begins_the_connection():
    log = read_packet_log(f"{UFW.replace(' SYN ', ' ACK ')}\n{UFW}")
    assert [seen.packet.opens for seen in log.packets] == [True]


def test_a_daemon_that_counts_repetitions_is_believed():
    (seen,) = read_packet_log(f"rsyslogd: message repeated 5 times: [{UFW}]").packets
    assert seen.times == 5
    (seen,) = read_packet_log(
        "message repeated 27 times: [Mar 19 15:14:53 MSK/MSD: %ASA-session-6-106015: Deny TCP (no "
        "connection) from 192.0.2.6/57537 to 198.51.100.29/443 flags RST  on interface inside]"
    ).packets
    assert seen == Seen(packet("192.0.2.6", "198.51.100.29", "TCP", 443, 57537, opens=False), 27, 1)


def test_more_packets_than_are_told_apart_are_counted():
    lines = [UFW.replace("10250", str(port)) for port in range(1, 206)]
    log = read_packet_log("\n".join([*lines, lines[0]]))
    assert (len(log.packets), log.packets[0].times, log.beyond) == (200, 2, 5)


def test_more_lines_than_are_read_are_counted():
    log = read_packet_log("\n".join(["x"] * 5007 + [""]))
    assert (len(log.unreadable), log.not_read) == (5000, 7)
    lines = (256 * 1024) // (len(UFW) + 1)
    log = read_packet_log("\n".join([UFW] * (lines + 3)))
    assert (log.packets[0].times, log.not_read) == (lines, 3)


def test_what_is_shown_of_a_line_can_be_printed():
    (unreadable,) = read_packet_log("a\x00b\x1b[31mc").unreadable
    assert unreadable.text.isprintable()


WORDS = st.sampled_from(
    ["SRC=", "DST=", "PROTO=", "DPT=", "TYPE=", "10.0.0.1", "::1", "fe80::1%eth0", "TCP", "1",
     "999", "%ASA-4-106023:", "%ASA-6-106100:", "Deny", "src", "dst", "from", "to", "inside:",
     "/", "(1)", "->", "access-list a denied", "srcaddr", "dstaddr", "action", "REJECT", "OK",
     "-", "2", "[SRC=", "filterlog: ", "1,,,0,em0,match,block,in,4,0x0,,64,1,0,DF,6,tcp,9,",
     "1,,,0,em0,match,pass,in,6,0x0,0x0,1,UDP,17,9,::1,::2,5,6", ",", "dial tcp ", "[::1]", ":6443",
     "->", ": i/o timeout", "https://", "a.b.svc", "No agent available", "host='", "', port=1",
     "/apis/metrics.k8s.io/v1", "failed calling webhook", "lookup a on ", "x509:"]
)  # fmt: skip
lines = st.lists(st.one_of(WORDS, st.text(max_size=5)), max_size=16)
joined = st.builds(lambda words, by: by.join(words), lines, st.sampled_from(["", " "]))


@given(st.one_of(st.text(), st.lists(joined).map("\n".join)))
def test_whatever_the_text_every_line_is_read_or_counted(text):
    log = read_packet_log(text)
    counted = (
        sum(seen.times for seen in log.packets)
        + len(log.unreadable)
        + log.without_packet
        + log.beyond
        + log.not_read
    )
    assert counted == sum(bool(line.strip()) for line in text.split("\n"))


@given(st.lists(joined, max_size=1).map("".join))
def test_one_line_alone_is_read_as_among_others(line):
    alone = read_packet(line)
    among = read_packet_log(line).packets
    if "\n" not in line:
        assert [alone] == [seen.packet for seen in among] if alone else among == ()
