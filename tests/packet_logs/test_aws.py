"""AWS VPC flow logs, with and without a header line."""

import pytest

from portsref.packet_logs import aws
from portsref.packet_logs.reading import read_packet, read_packet_log
from tests.packet_logs.lines import AWS, AWS_NO_DATA, assert_kept_unread, packet


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (AWS, packet("172.31.9.69", "172.31.9.12", "TCP", 3389, 49761)),
        ("2026-05-01T00:00:00.000Z " + AWS.replace("REJECT", "ACCEPT"),
         packet("172.31.9.69", "172.31.9.12", "TCP", 3389, 49761, accepted=True)),
    ],
)  # fmt: skip
def test_lines_as_devices_write_them_are_read(line, expected):
    assert read_packet(line) == expected


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("10.0.0.1 10.0.0.2 443 6 REJECT", aws.NO_HEADER),
    ],
)
def test_a_line_that_cannot_be_read_is_kept_with_its_reason(line, reason):
    assert_kept_unread(line, reason)


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
    assert [line.reason.text for line in log.unreadable] == [aws.OTHER_FIELDS]
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
