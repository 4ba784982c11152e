"""What Cisco ASA, Firepower, FWSM and PIX log."""

import pytest

from portsref.packet_logs import base, cisco
from portsref.packet_logs.reading import read_packet
from tests.packet_logs.lines import assert_kept_unread, packet


@pytest.mark.parametrize(
    ("line", "expected"),
    [
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
    ],
)  # fmt: skip
def test_lines_as_devices_write_them_are_read(line, expected):
    assert read_packet(line) == expected


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (
            "%ASA-1-106021: Deny TCP reverse path check from 192.0.2.2 to 192.0.2.3 on interface o",
            cisco.NOT_ABOUT_PACKETS,
        ),
        (
            "%ASA-4-106023: Deny tcp src outside:192.0.2.1/50240 dst inside:www.example.com/23 by",
            base.NOT_AN_ADDRESS,
        ),
        ("%ASA-6-302013: Built inbound TCP connection 1", cisco.NOT_ABOUT_PACKETS),
        ("%ASA-4-106023: Deny tcp", base.NO_ADDRESSES),
        ("%ASA-6-106100: access-list a", base.NO_ADDRESSES),
    ],
)
def test_a_line_that_cannot_be_read_is_kept_with_its_reason(line, reason):
    assert_kept_unread(line, reason)
