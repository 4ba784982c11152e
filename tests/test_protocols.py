from typing import get_args

import pytest

from portsref.catalogue.products import Protocol
from portsref.protocols import NAMES_WITH_PORTS, PROTOCOL_NAMES, PROTOCOLS, find_protocol
from portsref.web.api.reference import PortProtocol


def test_no_two_protocols_share_a_name_or_a_number():
    assert len(set(PROTOCOL_NAMES)) == len({each.number for each in PROTOCOLS}) == len(PROTOCOLS)


def test_files_may_name_every_protocol_and_no_other():
    assert get_args(Protocol.__value__) == PROTOCOL_NAMES


def test_the_api_has_pages_of_ports_for_every_protocol_with_ports():
    assert [name.upper() for name in get_args(get_args(PortProtocol)[0])] == [*NAMES_WITH_PORTS]


@pytest.mark.parametrize(
    ("text", "name"),
    [("tcp", "TCP"), ("ICMPV6", "ICMPv6"), ("4", "IPIP"), ("132", "SCTP"), ("112", "VRRP")],
)
def test_a_protocol_is_found_by_its_name_or_number(text, name):
    found = find_protocol(text)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("text", ["", "006", "256", "tcp6", "²"])
def test_nothing_else_means_a_protocol(text):
    assert find_protocol(text) is None


def test_ip_carries_what_its_families_say():
    one_family = {each.name: each.families for each in PROTOCOLS if len(each.families) == 1}
    assert one_family == {"ICMP": {4}, "ICMPv6": {6}, "IPIP": {4}, "IP6IP6": {6}}
