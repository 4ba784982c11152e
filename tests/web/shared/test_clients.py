"""Which client asks: an address that nobody can choose at will."""

import pytest
from django.test import RequestFactory, override_settings

from portsref.web.shared.clients import client_network


def asked_from(address, **headers):
    return client_network(RequestFactory().get("/", REMOTE_ADDR=address, **headers))


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("no address", ""),
    ],
)
def test_a_client_is_an_ipv4_address_or_a_network_of_64_bits(address, network):
    assert asked_from(address) == network


def test_what_a_client_says_of_itself_is_not_believed():
    assert asked_from("192.0.2.7", headers={"X-Forwarded-For": "198.51.100.1"}) == "192.0.2.7"


@override_settings(TRUST_PROXY=True)
@pytest.mark.parametrize(
    ("noted", "network"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("made-up, 203.0.113.9, 198.51.100.1", "198.51.100.1"),
        ("203.0.113.9,2001:db8::1", "2001:db8::/64"),
        ("203.0.113.9, unknown", ""),
        ("", "127.0.0.1"),
    ],
)
def test_behind_a_proxy_the_last_address_counts_which_the_proxy_noted(noted, network):
    assert asked_from("127.0.0.1", headers={"X-Forwarded-For": noted}) == network
