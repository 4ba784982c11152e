"""What Linux kernels log: UFW, iptables, nftables, firewalld."""

import pytest

from portsref.packet_logs import base
from portsref.packet_logs.reading import read_packet
from tests.packet_logs.lines import UFW, assert_kept_unread, packet


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
    ],
)  # fmt: skip
def test_lines_as_devices_write_them_are_read(line, expected):
    assert read_packet(line) == expected


@pytest.mark.parametrize(
    ("interfaces", "from_pods", "to_pods"),
    [
        ("IN=eth0 OUT=", False, False),
        ("IN=cni0 OUT= PHYSIN=veth11b9bf43", True, False),
        ("IN=kube-bridge OUT=kube-bridge", True, True),
        ("filter_FWD_REJECT:IN=eth0 OUT=cali12345678901", False, True),
        ("IN=flannel.1 OUT=cni0", True, True),
        ("IN=br0 OUT=eth0 PHYSIN=veth1", True, False),
        ("IN=lxc12ab OUT=cilium_host", True, True),
        ("IN=ens192 OUT=bond0.12", False, False),
    ],
)
def test_interfaces_of_pods_are_known_by_their_names(interfaces, from_pods, to_pods):
    packet = read_packet(f"{interfaces} SRC=10.0.0.1 DST=10.0.0.2 PROTO=TCP SPT=1 DPT=80")
    assert (packet.from_pods, packet.to_pods) == (from_pods, to_pods)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (UFW.replace("BLOCK", "AUDIT"), base.WITHOUT_VERDICT),
        (UFW.replace("BLOCK", "AUDIT INVALID"), base.WITHOUT_VERDICT),
        ("ARP HTYPE=1 MACSRC=a IPSRC=192.0.2.1 MACDST=b IPDST=192.0.2.2", base.NO_ADDRESSES),
        ("SRC=2001:db8::1 DST=ff02::fb FRAG:1232 ID:2d4055e5 PROTO=UDP", base.NO_PORT),
        ("SRC=192.0.2.1 DST=192.0.2.2 PROTO=TCP INCOMPLETE [4 bytes]", base.NO_PORT),
        ("SRC=10.0.0.1 PROTO=TCP DPT=80", base.NO_ADDRESSES),
        ("SRC=10.0.0.1 DST=router PROTO=TCP DPT=80", base.NOT_AN_ADDRESS),
        ("SRC=10.0.0.1 DST=10.0.0.2 LEN=9", base.NO_PROTOCOL),
        ("SRC=10.0.0.1 DST=10.0.0.2 FRAG:64 PROTO=TCP", base.NO_PORT),
        ("SRC=10.0.0.1 DST=10.0.0.2 PROTO=132", base.NO_PORT),
        ("SRC=10.0.0.1 DST=10.0.0.2 PROTO=TCP SPT=1 DPT=65536", base.NOT_A_PORT),
        ("SRC=10.0.0.1 DST=10.0.0.2 PROTO=TCP SPT=1 DPT=٣", base.NOT_A_PORT),
    ],
)
def test_a_line_that_cannot_be_read_is_kept_with_its_reason(line, reason):
    assert_kept_unread(line, reason)
