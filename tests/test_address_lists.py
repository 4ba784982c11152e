"""Pasted lists of addresses: what is meant is read, and the rest stays to be refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsref.address_lists import (
    MOST_COUNTED,
    Listed,
    Reading,
    Tally,
    count_address_list,
    read_address_list,
)
from portsref.addresses import AddressError, AddressRange


def texts(text):
    return [listed.text for listed in read_address_list(text)]


def parsed(text):
    return [str(AddressRange.parse(listed.text)) for listed in read_address_list(text)]


@pytest.mark.parametrize("between", ["\n", " ", ",", ", ", ";", "\t", " | ", "\r\n"])
def test_addresses_stand_beside_or_beneath_each_other(between):
    addresses = ["192.0.2.1", "192.0.2.128/25", "2001:db8::/64"]
    assert parsed(between.join(addresses)) == addresses


@pytest.mark.parametrize(
    "text",
    [
        "10.98.0.0 255.255.0.0",
        "10.98.0.0/255.255.0.0",
        "10.98.0.0 mask 255.255.0.0",
        "10.98.0.0 netmask 255.255.0.0",
        "10.98.0.0 0.0.255.255",
        "10.98.0.0,255.255.0.0",
    ],
)
def test_an_address_with_a_mask_is_a_network(text):
    assert parsed(text) == ["10.98.0.0/16"]


def test_a_mask_belongs_to_the_address_before_it_alone():
    assert parsed("192.0.2.1 255.255.255.255 10.0.0.0 255.0.0.0 192.0.2.2") == [
        "192.0.2.1",
        "10.0.0.0/8",
        "192.0.2.2",
    ]


def test_no_host_becomes_part_of_a_network():
    assert parsed("10.0.0.0 10.255.0.1 240.0.0.1") == ["10.0.0.0", "10.255.0.1", "240.0.0.1"]


@pytest.mark.parametrize(
    "text",
    [
        "192.0.2.10-192.0.2.25",
        "192.0.2.10 - 192.0.2.25",
        "192.0.2.10–192.0.2.25",
        "192.0.2.10-25",
        "192.0.2.10 – 25",
    ],
)
def test_a_range_may_have_blanks_and_only_the_last_number(text):
    assert parsed(text) == ["192.0.2.10-192.0.2.25"]


def test_ranges_of_ipv6_are_read():
    assert parsed("2001:db8::1 - 2001:db8::9") == ["2001:db8::1-2001:db8::9"]


def test_comments_and_empty_lines_are_left_out():
    assert parsed("# masters\n\n192.0.2.1 # node01\n// 192.0.2.2\n 192.0.2.3 // 192.0.2.4") == [
        "192.0.2.1",
        "192.0.2.3",
    ]


def test_a_long_line_is_read_to_its_end():
    addresses = [f"192.0.2.{number}" for number in range(200)]
    assert texts(", ".join(addresses)) == addresses


def test_names_beside_an_address_are_left_out():
    assert parsed("192.0.2.1 node01 node01.example.com\nnode02\t192.0.2.2") == [
        "192.0.2.1",
        "192.0.2.2",
    ]


def test_a_host_may_have_an_address_of_each_family():
    assert parsed("node01 192.0.2.1 2001:db8::1") == ["192.0.2.1", "2001:db8::1"]


def test_a_name_among_several_hosts_is_one_of_them_and_stays_to_be_refused():
    assert texts("192.0.2.1, node05, 192.0.2.2") == ["192.0.2.1", "192.0.2.2", "node05"]


def test_columns_with_names_are_read_and_their_heading_is_not():
    assert parsed('name,address,rack\n"node01","192.0.2.1","r-3"\nnode02,192.0.2.2,r-3') == [
        "192.0.2.1",
        "192.0.2.2",
    ]


def test_a_line_without_an_address_stays_with_its_number():
    assert list(read_address_list("192.0.2.1\nnode05\n192.0.2.300")) == [
        Listed("192.0.2.1", 1),
        Listed("node05", 2),
        Listed("192.0.2.300", 3),
    ]


@pytest.mark.parametrize("text", ["192.0.2.1 24", "192.0.2.1:6443", "10.0.0.1/99", "192.0.2"])
def test_what_looks_like_an_address_and_is_none_stays_to_be_refused(text):
    with pytest.raises(AddressError):
        parsed(text)


def test_brackets_and_quotes_around_an_address_are_no_part_of_it():
    assert parsed('["192.0.2.1", "[2001:db8::1]"]') == ["192.0.2.1", "2001:db8::1"]


@given(st.text())
def test_any_text_is_read_within_its_lines(text):
    assert all(1 <= listed.line <= len(text.splitlines()) for listed in read_address_list(text))


ADDRESSES = st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6).filter(lambda a: not a.scope_id))


@given(st.lists(ADDRESSES.map(str), max_size=9))
def test_hosts_a_line_each_are_what_they_were(addresses):
    assert texts("\n".join(addresses)) == addresses


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("", Reading()),
        ("  \n", Reading()),
        ("10.0.0.1\n10.0.0.2, 10.0.0.3", Reading((Tally(4, 3, 0, 0, 3),))),
        ("10.0.0.0/24\n10.0.1.1-25", Reading((Tally(4, 0, 1, 1, 256 + 25),))),
        ("10.98.0.0 255.255.0.0", Reading((Tally(4, 0, 1, 0, 65536),))),
        ("10.0.0.1\nnode05\n10.0.0.1/24", Reading((Tally(4, 1, 0, 0, 1),), unread=(2, 3))),
        (
            "192.0.2.1 2001:db8::1\n2001:db8:1::/64",
            Reading((Tally(4, 1, 0, 0, 1), Tally(6, 1, 1, 0, 2**64 + 1))),
        ),
        ("node05 node06 10.0.0.300", Reading(unread=(1,))),
    ],
)
def test_what_is_read_is_counted_and_lines_that_are_not_are_named(text, reading):
    assert count_address_list(text) == reading


def test_of_a_very_long_list_the_beginning_is_counted():
    assert count_address_list("10.0.0.1\n" * 100_000).tallies[0].hosts == MOST_COUNTED
