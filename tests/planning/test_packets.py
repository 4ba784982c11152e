"""Which packets a rule set allows."""

from dataclasses import replace
from ipaddress import ip_address

import pytest

from portsref.planning.packets import allows
from portsref.planning.rules import ANYWHERE, Endpoint
from tests.exporters.rule_sets import group, rule, rule_set

WORKERS = group("workers", "10.0.1.0/24", "2001:db8:1::/64")
MASTERS = group("masters", "10.0.0.1-10.0.0.3", "2001:db8::1")
API = rule("api", WORKERS, MASTERS, "6443,8000-8010")
PING = rule("ping", WORKERS, MASTERS, "", protocol="ICMP")
OPEN = rule("open", ANYWHERE, MASTERS, "443")
UNKNOWN = rule("unknown", group("storage"), MASTERS, "443")
TIME = rule("time", WORKERS, Endpoint("NTP servers", "outside"), "123", protocol="UDP")
RULES = rule_set(API, PING, OPEN, UNKNOWN, outbound=(TIME,))


def names(source, destination, protocol, port=None):
    ends = (
        end if " " in end or end.isalpha() else ip_address(end) for end in (source, destination)
    )
    return [found.name for found in allows(RULES, *ends, protocol, port)]


@pytest.mark.parametrize(
    ("packet", "expected"),
    [
        (("10.0.1.7", "10.0.0.3", "TCP", 6443), ["api"]),
        (("10.0.1.7", "10.0.0.3", "TCP", 8010), ["api"]),
        (("10.0.1.7", "10.0.0.3", "TCP", 8011), []),
        (("10.0.1.7", "10.0.0.3", "UDP", 6443), []),
        (("10.0.1.7", "10.0.0.4", "TCP", 6443), []),
        (("10.0.2.7", "10.0.0.3", "TCP", 6443), []),
        (("10.0.0.3", "10.0.1.7", "TCP", 6443), []),
        (("2001:db8:1::9", "2001:db8::1", "TCP", 6443), ["api"]),
        (("2001:db8:1::9", "10.0.0.3", "TCP", 6443), []),
        (("10.0.1.7", "10.0.0.3", "TCP"), []),
        (("10.0.1.7", "10.0.0.3", "ICMP"), ["ping"]),
        (("10.0.1.7", "10.0.0.3", "ICMP", 8), ["ping"]),
        (("203.0.113.9", "10.0.0.3", "TCP", 443), ["open"]),
        (("203.0.113.9", "2001:db8::1", "TCP", 443), []),
        (("storage", "10.0.0.3", "TCP", 443), ["open", "unknown"]),
        (("10.0.1.7", "NTP servers", "UDP", 123), ["time"]),
        (("10.0.1.7", "DNS servers", "UDP", 123), []),
        (("10.0.1.7", "203.0.113.9", "UDP", 123), []),
    ],
)  # fmt: skip
def test_a_packet_is_allowed_by_the_rules_that_hold_both_ends_and_the_port(packet, expected):
    assert names(*packet) == expected


def test_a_rule_to_be_removed_allows_nothing():
    removed = rule_set(replace(API, action="remove"))
    assert allows(removed, ip_address("10.0.1.7"), ip_address("10.0.0.3"), "TCP", 6443) == ()
