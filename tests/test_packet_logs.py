"""Lines of firewalls' logs: what is read of each kind, and that nothing is swallowed."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsref import packet_logs
from portsref.packet_logs import Packet, Seen, read_packet, read_packet_log

UFW = (
    "Nov 23 09:41:01 node1 kernel: [12345.678901] [UFW BLOCK] IN=eth0 OUT= MAC=52:54:00:12:34:56 "
    "SRC=10.0.1.7 DST=10.0.0.9 LEN=60 TOS=0x00 PREC=0x00 TTL=63 ID=1 DF PROTO=TCP SPT=40312 "
    "DPT=10250 WINDOW=64240 RES=0x00 SYN URGP=0"
)
AWS = (
    "2 123456789010 eni-1235b8ca123456789 172.31.9.69 172.31.9.12 49761 3389 6 20 4249 1418530010 "
    "1418530070 REJECT OK"
)
AWS_NO_DATA = "2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA"


def packet(source, destination, protocol, port=None, source_port=None, **what):
    ends = map(ip_address, (source, destination))
    return Packet(*ends, protocol, port, source_port, **what)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (UFW, packet("10.0.1.7", "10.0.0.9", "TCP", 10250, 40312, opens=True)),
        (UFW.replace("BLOCK", "ALLOW"),
         packet("10.0.1.7", "10.0.0.9", "TCP", 10250, 40312, opens=True, accepted=True)),
        (UFW.replace(" SYN ", " ACK SYN "),
         packet("10.0.1.7", "10.0.0.9", "TCP", 10250, 40312, opens=False)),
        (("IN= OUT=eth0 SRC=2001:0db8:0000:0000:0000:0000:0000:0001 DST=2001:0db8::2 LEN=104 TC=0 "
         "HOPLIMIT=64 FLOWLBL=1 PROTO=ICMPv6 TYPE=128 CODE=0 ID=1 SEQ=1"),
         packet("2001:db8::1", "2001:db8::2", "ICMPv6", icmp_type=128)),
        (("IN=eth0 SRC=10.0.0.1 DST=10.0.0.2 PROTO=ICMP TYPE=3 CODE=3 "
         "[SRC=10.0.0.2 DST=10.0.0.1 PROTO=UDP SPT=53 DPT=3]"),
         packet("10.0.0.1", "10.0.0.2", "ICMP", icmp_type=3)),
        ("SRC=10.0.0.1 DST=10.0.0.2 LEN=72 PROTO=UDP SPT=40312 DPT=8472 LEN=52",
         packet("10.0.0.1", "10.0.0.2", "UDP", 8472, 40312)),
        ("SRC=10.0.0.1 DST=10.0.0.2 PROTO=50", packet("10.0.0.1", "10.0.0.2", "ESP")),
        ("SRC=10.0.0.1 DST=10.0.0.2 PROTO=089", packet("10.0.0.1", "10.0.0.2", "89")),
        (AWS, packet("172.31.9.69", "172.31.9.12", "TCP", 3389, 49761)),
        ("2026-05-01T00:00:00.000Z " + AWS.replace("REJECT", "ACCEPT"),
         packet("172.31.9.69", "172.31.9.12", "TCP", 3389, 49761, accepted=True)),
        (("<164>Aug 28 2026 19:34:14: %ASA-4-106023: Deny tcp src outside:203.0.113.4/63659 dst "
         'dmz-1:192.0.2.5/8827 by access-group "outside_access_in" [0x0, 0x0]'),
         packet("203.0.113.4", "192.0.2.5", "TCP", 8827, 63659)),
        (("%ASA-4-106023: Deny icmp src inside:2001:db8::2 dst outside:2001:db8::777 "
         '(type 1, code 3) by access-group "in"'),
         packet("2001:db8::2", "2001:db8::777", "ICMPv6", icmp_type=1)),
        ("%ASA-4-106023: Deny protocol 50 src outside:192.0.2.2 dst inside:192.0.2.3",
         packet("192.0.2.2", "192.0.2.3", "ESP")),
        (("%ASA-2-106001: Inbound TCP connection denied from 203.0.113.4/40101 to 192.0.2.5/23 "
         "flags SYN  on interface outside"),
         packet("203.0.113.4", "192.0.2.5", "TCP", 23, 40101, opens=True)),
        ("%ASA-2-106006: Deny inbound UDP from 203.0.113.4/5353 to 192.0.2.5/161 on interface o",
         packet("203.0.113.4", "192.0.2.5", "UDP", 161, 5353)),
        ("%ASA-3-106010: Deny inbound protocol 47 src outside:192.0.2.2 dst outside:192.0.2.3",
         packet("192.0.2.2", "192.0.2.3", "GRE")),
        ("%ASA-3-106014: Deny inbound icmp src o:192.0.2.2 dst o:192.0.2.3(type 8, code 0)",
         packet("192.0.2.2", "192.0.2.3", "ICMP", icmp_type=8)),
        (("%ASA-6-106015: Deny TCP (no connection) from 192.0.2.2/443 to 192.0.2.3/40100 "
         "flags SYN ACK  on interface inside"),
         packet("192.0.2.2", "192.0.2.3", "TCP", 40100, 443, opens=False)),
        (("%FTD-6-106100: access-list a_in denied tcp i-1/192.0.2.2(48466) -> o/192.0.2.3(443) "
         "hit-cnt 3 300-second interval [0x1d5dc28a, 0x0]"),
         packet("192.0.2.2", "192.0.2.3", "TCP", 443, 48466)),
        ("%ASA-6-106100: access-list a_in permitted udp i/2001:db8::1(1)->o/2001:db8::2(53) hit",
         packet("2001:db8::1", "2001:db8::2", "UDP", 53, 1, accepted=True)),
    ],
)  # fmt: skip
def test_a_line_of_each_kind_is_read(line, expected):
    assert read_packet(line) == expected


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("nothing to see", packet_logs.NOT_KNOWN),
        ("SRC=10.0.0.1 PROTO=TCP DPT=80", packet_logs.NO_ADDRESSES),
        ("SRC=10.0.0.1 DST=router PROTO=TCP DPT=80", packet_logs.NOT_AN_ADDRESS),
        ("SRC=10.0.0.1 DST=10.0.0.2 LEN=9", packet_logs.NO_PROTOCOL),
        ("SRC=10.0.0.1 DST=10.0.0.2 FRAG:64 PROTO=TCP", packet_logs.NO_PORT),
        ("SRC=10.0.0.1 DST=10.0.0.2 PROTO=132", packet_logs.NO_PORT),
        ("SRC=10.0.0.1 DST=10.0.0.2 PROTO=TCP SPT=1 DPT=65536", packet_logs.NOT_A_PORT),
        ("SRC=10.0.0.1 DST=10.0.0.2 PROTO=TCP SPT=1 DPT=٣", packet_logs.NOT_A_PORT),
        ("%ASA-6-302013: Built inbound TCP connection 1", packet_logs.NOT_ABOUT_PACKETS),
        ("%ASA-4-106023: Deny tcp", packet_logs.NO_ADDRESSES),
        ("%ASA-6-106100: access-list a", packet_logs.NO_ADDRESSES),
        ("10.0.0.1 10.0.0.2 443 6 REJECT", packet_logs.NO_HEADER),
        ("SRC=10.0.0.1 DST=10.0.0.2 PROTO=TCP " + "x" * 5000, packet_logs.TOO_LONG),
    ],
)
def test_a_line_that_cannot_be_read_is_kept_with_its_reason(line, reason):
    log = read_packet_log(f"\n{line}\r\n")
    (unreadable,) = log.unreadable
    assert (unreadable.line, unreadable.reason) == (2, reason)
    assert unreadable.text == line[:200]
    assert "%(" not in unreadable.said
    assert log.packets == ()


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


def test_a_header_line_names_the_fields_of_what_follows():
    log = read_packet_log(
        "srcaddr dstaddr dstport protocol tcp-flags action\n"
        "10.0.0.1 10.0.0.2 443 6 2 REJECT\n"
        "10.0.0.1 10.0.0.2 444 6 18 REJECT\n"
        "10.0.0.1 10.0.0.2 443 REJECT\n"
        "${dstaddr},${srcaddr},${protocol},${dstport}\n"
        '"10.0.0.1","10.0.0.2","17","53"\n'
    )
    assert [seen.packet for seen in log.packets] == [
        packet("10.0.0.1", "10.0.0.2", "TCP", 443, opens=True),
        packet("10.0.0.1", "10.0.0.2", "TCP", 444, opens=False),
        packet("10.0.0.2", "10.0.0.1", "UDP", 53),
    ]
    assert [line.reason for line in log.unreadable] == [packet_logs.OTHER_FIELDS]
    assert log.without_packet == 2


def test_records_without_data_are_counted():
    log = read_packet_log(f"{AWS_NO_DATA}\n{AWS_NO_DATA.replace('NODATA', 'SKIPDATA')}\n{AWS}")
    assert (log.without_packet, len(log.packets), log.unreadable) == (2, 1, ())


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
     "-", "2", "[SRC="]
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
