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
    ("line", "expected"),
    [
        # firewalld's prefix, without a space before IN=
        (("Jul 19 19:21:07 vbox kernel: filter_IN_public_REJECT: IN=enp0s8 OUT= "
          "MAC=08:00:27:40:b7:96:d0:11:e5:1a:ce:3b:08:00 SRC=192.0.2.115 DST=192.0.2.108 LEN=64 "
          "TOS=0x00 PREC=0x00 TTL=64 ID=0 DF PROTO=TCP SPT=62290 DPT=80 WINDOW=65535 RES=0x00 CWR "
          "ECE SYN URGP=0"),
         packet("192.0.2.115", "192.0.2.108", "TCP", 80, 62290, opens=True)),
        ("[9.8] dropIN=eth0 OUT=eth1 SRC=192.0.2.1 DST=192.0.2.2 LEN=60 PROTO=UDP SPT=1 DPT=53",
         packet("192.0.2.1", "192.0.2.2", "UDP", 53, 1)),
        # nftables with `flags all`: the link's addresses, sequence numbers, options
        (("DROP SYN IN=eth0 OUT= MACSRC=d2:74:7f:6e:37:e3 MACDST=96:00:04:3d:da:0b MACPROTO=0800 "
          "SRC=192.0.2.90 DST=198.51.100.90 LEN=52 TOS=0x00 PREC=0x00 TTL=57 ID=1 DF PROTO=TCP "
          "SPT=443 DPT=40100 SEQ=2 ACK=3 WINDOW=501 RES=0x00 ACK FIN URGP=0 OPT (0101080A) UID=0"),
         packet("192.0.2.90", "198.51.100.90", "TCP", 40100, 443, opens=False)),
        (("Feb 11 05:12:04 host kernel: [48121.398591] [UFW BLOCK] IN=eth0 OUT= SRC=203.0.113.176 "
          "DST=198.51.100.251 LEN=88 TOS=0x00 PREC=0x00 TTL=47 ID=40372 PROTO=ICMP TYPE=3 CODE=1 "
          "[SRC=198.51.100.251 DST=192.0.2.100 LEN=60 TOS=0x00 PREC=0x00 TTL=46 ID=20340 DF "
          "PROTO=TCP SPT=33114 DPT=16984 WINDOW=5840 RES=0x00 SYN URGP=0 ] MTU=1500"),
         packet("203.0.113.176", "198.51.100.251", "ICMP", icmp_type=3)),
        # a tunnel of IPv6 in IPv4 has addresses of its own before the packet's
        (("[UFW BLOCK] IN=he-ipv6 OUT= MAC=70:71 TUNNEL=203.0.113.26->192.0.2.15 "
          "SRC=2001:0db8:0000:0000:0000:0000:d842:501a DST=2001:0db8:0000:0000:0000:0000:c0a8:14fd "
          "LEN=216 TC=0 HOPLIMIT=64 FLOWLBL=0 PROTO=ICMPv6 TYPE=1 CODE=2 [SRC=2001:db8::1 "
          "DST=2001:db8::2 LEN=168 TC=0 HOPLIMIT=255 FLOWLBL=0 PROTO=ICMPv6 TYPE=137 CODE=0 ] "),
         packet("2001:db8::d842:501a", "2001:db8::c0a8:14fd", "ICMPv6", icmp_type=1)),
        ("SRC=2001:db8::1 DST=2001:db8::2 LEN=9 TC=0 HOPLIMIT=64 FLOWLBL=0 OPT ( ESP SPI=0x1 )",
         packet("2001:db8::1", "2001:db8::2", "ESP")),
        ("IN=eth0 OUT= SRC=192.0.2.1 DST=192.0.2.2 LEN=9 FRAG:185 PROTO=ICMP ",
         packet("192.0.2.1", "192.0.2.2", "ICMP")),
        # Cisco: classes in the number, users and names in parentheses, types without them
        (("<34>:%ASA-session-6-106100: access-list outside_access_in permitted tcp "
          "outside/203.0.113.97(58344) -> NEX-DMZ/192.0.2.239(443) hit-cnt 1 first hit [0x8, 0xf]"),
         packet("203.0.113.97", "192.0.2.239", "TCP", 443, 58344, accepted=True)),
        (("%ASA-6-106100: access-list in denied udp in/192.0.2.1(1039)(LOCAL\\a user, 7:eng) -> "
          "out/198.51.100.10(53)(LOCAL\\b) hit-cnt 144 300-second interval [0xd820e56a, 0x0]"),
         packet("192.0.2.1", "198.51.100.10", "UDP", 53, 1039)),
        ("%ASA-6-106100: access-list a denied icmp i/192.0.2.1(8) -> o/198.51.100.10(0) hit-cnt 1",
         packet("192.0.2.1", "198.51.100.10", "ICMP", icmp_type=8)),
        ("%ASA-6-106100: access-list a est-allowed tcp i/192.0.2.1(1) -> o/198.51.100.10(22) hit",
         packet("192.0.2.1", "198.51.100.10", "TCP", 22, 1, accepted=True)),
        ("%ASA-6-106100: Access-list a Denied tcp i/192.0.2.1(1) -> o/198.51.100.10(22) hit-cnt 1",
         packet("192.0.2.1", "198.51.100.10", "TCP", 22, 1)),
        (("Mar 23 2012 11:58:07: %ASA-4-106023: Deny tcp src INSIDE:192.0.2.21/2414(LOCAL\\a) dst "
          'OUTSIDE:198.51.100.160/443(www.example.com) by access-group "A" [0x1e1,0x1e1]'),
         packet("192.0.2.21", "198.51.100.160", "TCP", 443, 2414)),
        ("%FWSM-4-106023: Deny icmp src dmz:192.0.2.30 dst outside:198.51.100.8 type 3, code 0, by",
         packet("192.0.2.30", "198.51.100.8", "ICMP", icmp_type=3)),
        ("%ASA-4-106023: Deny protocol 103 src outside:192.0.2.1/50240 dst inside:192.0.2.2/23 by",
         packet("192.0.2.1", "192.0.2.2", "103")),
        (("<162>:Jan 15 01:34:34 MSK: %FWSM-session-2-106007: Deny inbound UDP from 192.0.2.89/53 "
          "to 198.51.100.180/65308 due to DNS Response"),
         packet("192.0.2.89", "198.51.100.180", "UDP", 65308, 53)),
        ("%ASA-3-710003: TCP access denied by ACL from 203.0.113.160/8949 to outside:192.0.2.38/23",
         packet("203.0.113.160", "192.0.2.38", "TCP", 23, 8949)),
        ("%PIX-3-710003: TCP access denied by ACL from 203.0.113.130/54065 to out:192.0.2.98/ssh",
         packet("203.0.113.130", "192.0.2.98", "TCP", 22, 54065)),
        # pf
        (("<134>1 2026-09-25T21:27:07-04:00 fw filterlog 31386 - [meta sequenceId=\"1\"] 15,,,"
          "ecd3a310894625657c6591b80daa956a,igb1,match,block,in,4,0x0,,244,54321,0,none,6,tcp,40,"
          "203.0.113.53,192.0.2.163,51234,23,0,S,1,,1024,,"),
         packet("203.0.113.53", "192.0.2.163", "TCP", 23, 51234, opens=True)),
        (("Feb 10 22:26:53 fw filterlog[13075]: 67,16777216,,0,vtnet0,match,pass,out,4,0x0,,127,"
          "3328,0,DF,6,tcp,366,192.0.2.66,198.51.100.4,443,50001,326,PA,1:327,9,253,,"),
         packet("192.0.2.66", "198.51.100.4", "TCP", 50001, 443, opens=False, accepted=True)),
        (("Jul 13 17:40:42 pfSense filterlog: 7,16777216,,1000000105,ovpns1,match,block,in,6,0x00,"
          "0xaf8ff,1,UDP,17,48,2001:db8:ed1e::1000,ff02::fb,5353,5353,48"),
         packet("2001:db8:ed1e::1000", "ff02::fb", "UDP", 5353, 5353)),
        (("Dec  5 09:53:08 pfsense filterlog: 5,,,1000103483,vtnet1,match,block,in,4,0x0,,64,"
          "48961,0,DF,1,icmp,84,192.0.2.1,192.0.2.201,request,5113,6664"),
         packet("192.0.2.1", "192.0.2.201", "ICMP", icmp_type=8)),
        (("filterlog: 5,,,0,em0,match,block,out,4,0x0,,64,1,0,none,1,icmp,56,192.0.2.1,192.0.2.201,"
          "unreachport,192.0.2.1,17,53"),
         packet("192.0.2.1", "192.0.2.201", "ICMP", icmp_type=3)),
        (("filterlog: ,,,0,igb1,match,block,in,6,0x00,0x00000,255,ipv6-icmp,58,32,2001:db8::1,"
          "ff02::1:ffac:f98,datalength=32,neighbrsol,0,,,"),
         packet("2001:db8::1", "ff02::1:ffac:f98", "ICMPv6", icmp_type=135)),
        (("filterlog: 48,,,1000000201,em0,match,block,in,4,0x10,,255,53650,0,DF,112,carp,56,"
          "192.0.2.1,224.0.0.18,advertise,255,1,2,0,1"),
         packet("192.0.2.1", "224.0.0.18", "VRRP")),
    ],
)  # fmt: skip
def test_lines_as_devices_write_them_are_read(line, expected):
    assert read_packet(line) == expected


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("nothing to see", packet_logs.NOT_KNOWN),
        (UFW.replace("BLOCK", "AUDIT"), packet_logs.WITHOUT_VERDICT),
        (UFW.replace("BLOCK", "AUDIT INVALID"), packet_logs.WITHOUT_VERDICT),
        ("ARP HTYPE=1 MACSRC=a IPSRC=192.0.2.1 MACDST=b IPDST=192.0.2.2", packet_logs.NO_ADDRESSES),
        ("SRC=2001:db8::1 DST=ff02::fb FRAG:1232 ID:2d4055e5 PROTO=UDP", packet_logs.NO_PORT),
        ("SRC=192.0.2.1 DST=192.0.2.2 PROTO=TCP INCOMPLETE [4 bytes]", packet_logs.NO_PORT),
        ("fw filterlog: malformed", packet_logs.NOT_KNOWN),
        ("filterlog: 5,,,0,em0,match,block,in,4,truncated-ip=9,", packet_logs.NO_ADDRESSES),
        (
            "filterlog: 5,,,0,em0,match,rdr,in,4,0x0,,64,1,0,DF,6,tcp,60,192.0.2.1,192.0.2.2,1,2,",
            packet_logs.WITHOUT_VERDICT,
        ),
        (
            "filterlog: 5,,,0,em0,match,block,in,4,0x0,,64,1,8,none,17,udp,60,192.0.2.1,192.0.2.2,",
            packet_logs.NO_PORT,
        ),
        (
            "%ASA-1-106021: Deny TCP reverse path check from 192.0.2.2 to 192.0.2.3 on interface o",
            packet_logs.NOT_ABOUT_PACKETS,
        ),
        (
            "%ASA-4-106023: Deny tcp src outside:192.0.2.1/50240 dst inside:www.example.com/23 by",
            packet_logs.NOT_AN_ADDRESS,
        ),
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
    (seen,) = read_packet_log(
        "message repeated 27 times: [Mar 19 15:14:53 MSK/MSD: %ASA-session-6-106015: Deny TCP (no "
        "connection) from 192.0.2.6/57537 to 198.51.100.29/443 flags RST  on interface inside]"
    ).packets
    assert seen == Seen(packet("192.0.2.6", "198.51.100.29", "TCP", 443, 57537, opens=False), 27, 1)


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


def test_the_addresses_of_a_flow_log_are_those_of_the_packet():
    log = read_packet_log(
        "version interface-id account-id vpc-id subnet-id instance-id srcaddr dstaddr srcport "
        "dstport protocol tcp-flags type pkt-srcaddr pkt-dstaddr action log-status\n"
        "3 eni-11111111111111111 123456789010 vpc-abcdefab012345678 subnet-11111111aaaaaaaaa - "
        "10.40.1.175 10.40.2.236 39812 80 6 3 IPv4 10.20.33.164 10.40.2.236 ACCEPT OK\n"
        "3 eni-22222222222222222 123456789010 vpc-abcdefab012345678 subnet-22222222bbbbbbbbb - "
        "10.40.2.236 10.40.2.31 80 39812 6 19 IPv4 10.40.2.236 10.20.33.164 ACCEPT OK\n"
        "3 eni-22222222222222222 123456789010 vpc-abcdefab012345678 subnet-22222222bbbbbbbbb - "
        "10.40.2.236 10.40.2.31 80 39813 6 0 IPv4 - - REJECT OK\n"
    )
    assert [seen.packet for seen in log.packets] == [
        packet("10.20.33.164", "10.40.2.236", "TCP", 80, 39812, opens=True, accepted=True),
        packet("10.40.2.236", "10.20.33.164", "TCP", 39812, 80, opens=False, accepted=True),
        packet("10.40.2.236", "10.40.2.31", "TCP", 39813, 80),
    ]


def test_records_of_icmp_have_no_type_and_of_ipv6_no_other_form():
    start = "2 123456789010 eni-1235b8ca123456789"
    log = read_packet_log(
        f"{start} 203.0.113.12 172.31.16.139 0 0 1 4 336 1432917027 1432917142 REJECT OK\n"
        f"{start} 2001:db8:1234:a100:8d6e:3477:df66:f105 2001:db8:1234:a102:3304:8879:34cf:4071 "
        "34892 22 6 54 8855 1477913708 1477913820 ACCEPT OK\n"
    )
    assert [seen.packet for seen in log.packets] == [
        packet("203.0.113.12", "172.31.16.139", "ICMP"),
        packet("2001:db8:1234:a100:8d6e:3477:df66:f105", "2001:db8:1234:a102:3304:8879:34cf:4071",
               "TCP", 22, 34892, accepted=True),
    ]  # fmt: skip


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
     "-", "2", "[SRC=", "filterlog: ", "1,,,0,em0,match,block,in,4,0x0,,64,1,0,DF,6,tcp,9,",
     "1,,,0,em0,match,pass,in,6,0x0,0x0,1,UDP,17,9,::1,::2,5,6", ","]
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
