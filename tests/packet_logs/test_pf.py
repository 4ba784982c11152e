"""What filterlog writes on pfSense and OPNsense."""

import pytest

from portsref.packet_logs import base
from portsref.packet_logs.reading import read_packet
from tests.packet_logs.lines import assert_kept_unread, packet


@pytest.mark.parametrize(
    ("line", "expected"),
    [
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
        ("fw filterlog: malformed", base.NOT_KNOWN),
        ("filterlog: 5,,,0,em0,match,block,in,4,truncated-ip=9,", base.NO_ADDRESSES),
        (
            "filterlog: 5,,,0,em0,match,rdr,in,4,0x0,,64,1,0,DF,6,tcp,60,192.0.2.1,192.0.2.2,1,2,",
            base.WITHOUT_VERDICT,
        ),
        (
            "filterlog: 5,,,0,em0,match,block,in,4,0x0,,64,1,8,none,17,udp,60,192.0.2.1,192.0.2.2,",
            base.NO_PORT,
        ),
    ],
)
def test_a_line_that_cannot_be_read_is_kept_with_its_reason(line, reason):
    assert_kept_unread(line, reason)
