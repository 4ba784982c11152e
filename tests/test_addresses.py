from ipaddress import ip_address
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsref.addresses import LONGEST_TEXT, AddressError, AddressRange, join_addresses

HOSTS = st.ip_addresses(v=4) | st.ip_addresses(v=6)


def ranges():
    return st.sampled_from([4, 6]).flatmap(
        lambda family: st.tuples(st.ip_addresses(v=family), st.ip_addresses(v=family)).map(
            lambda ends: AddressRange(min(ends), max(ends))
        )
    )


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("10.0.0.1/32", "10.0.0.1"),
        (" 10.0.0.0/24 ", "10.0.0.0/24"),
        ("10.0.0.0/255.255.255.0", "10.0.0.0/24"),
        ("10.0.0.0-10.0.0.255", "10.0.0.0/24"),
        ("10.0.0.1-10.0.0.9", "10.0.0.1-10.0.0.9"),
        ("10.0.0.1-10.0.0.1", "10.0.0.1"),
        (f"{'10.0.0.1':<{LONGEST_TEXT - 9}}-10.0.0.9", "10.0.0.1-10.0.0.9"),
        ("2001:DB8::/64", "2001:db8::/64"),
        ("2001:db8::1-2001:db8::3", "2001:db8::1-2001:db8::3"),
    ],
)
def test_addresses_are_read_and_printed_in_their_shortest_form(text, printed):
    assert str(AddressRange.parse(text)) == printed


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("10.0.0.1/24", "'10.0.0.1/24' has host bits set: write 10.0.0.0/24 or 10.0.0.1"),
        ("10.0.0.9-10.0.0.1", "'10.0.0.9-10.0.0.1' ends before it starts"),
        (
            "10.0.0.1-2001:db8::1",
            "'10.0.0.1-2001:db8::1' starts in IPv4 and ends in the other family",
        ),
        ("node1", "'node1' is a name: write its address"),
        ("worker-1.example.com", "'worker-1.example.com' is a name: write its address"),
        ("10.0.0.1:6443", "'10.0.0.1:6443' has a port: write the address alone"),
        ("[2001:db8::1]:6443", "'[2001:db8::1]:6443' has a port: write the address alone"),
        ("node1/24", "'node1/24' is not an IPv4 or IPv6 network"),
        ("10.0.0.256", "'10.0.0.256' is not an IPv4 or IPv6 address"),
        ("fe80::1%eth0", "'fe80::1%eth0' has a zone: remove %eth0"),
        ("", "'' is not an IPv4 or IPv6 address"),
        ("1" * (LONGEST_TEXT + 1), f"'{'1' * 40}'… is not an address"),
    ],
)
def test_what_is_no_address_is_refused_with_its_reason(text, reason):
    with pytest.raises(AddressError) as refused:
        AddressRange.parse(text)
    assert str(refused.value) == reason


@given(ranges())
def test_the_text_form_reads_back_as_the_same_addresses(addresses):
    assert AddressRange.parse(str(addresses)) == addresses


@given(ranges(), ranges())
def test_overlap_is_having_an_end_of_the_other_inside(one, other):
    inside = other.first in one or other.last in one or one.first in other
    assert one.overlaps(other) == other.overlaps(one) == inside


@given(ranges())
def test_networks_are_counted_without_making_them(addresses):
    assert addresses.network_count == len(addresses.networks)


@given(ranges())
def test_its_networks_hold_exactly_the_range(addresses):
    networks = addresses.networks
    assert networks[0].network_address == addresses.first
    assert networks[-1].broadcast_address == addresses.last
    size = int(addresses.last) - int(addresses.first) + 1
    assert sum(network.num_addresses for network in networks) == size


@given(ranges(), HOSTS)
def test_an_address_lies_between_the_ends_of_its_own_family(addresses, host):
    same = host.version == addresses.family
    between = same and addresses.first <= host <= addresses.last
    assert (host in addresses) == between


def test_ipv4_sorts_before_ipv6():
    texts = ["2001:db8::1", "10.0.0.2", "10.0.0.1"]
    assert [str(item) for item in sorted(map(AddressRange.parse, texts))] == [
        "10.0.0.1",
        "10.0.0.2",
        "2001:db8::1",
    ]
    assert ip_address("10.0.0.1") in AddressRange.parse("10.0.0.0/31")


@given(st.lists(ranges(), max_size=8))
def test_joined_ranges_hold_the_same_addresses_and_do_not_touch(parts):
    joined = join_addresses(parts)
    assert list(joined) == sorted(joined)
    assert all(
        one.family != other.family or int(one.last) + 1 < int(other.first)
        for one, other in pairwise(joined)
    )
    for part in parts:
        assert any(part.first in whole and part.last in whole for whole in joined)
    edges = {(whole.family, int(end)) for whole in joined for end in (whole.first, whole.last)}
    assert edges <= {(part.family, int(end)) for part in parts for end in (part.first, part.last)}
