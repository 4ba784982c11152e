import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portsref.ports import ALL_PORTS, LONGEST_TEXT, PortRange, PortsError, PortSet

PORTS = st.integers(0, 65535)
RANGES = st.tuples(PORTS, PORTS).map(lambda ends: PortRange(min(ends), max(ends)))
PORT_SETS = st.lists(RANGES, max_size=6).map(PortSet.of)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("6443", "6443"),
        ("443,80", "80,443"),
        ("80, 81,82-90", "80-90"),
        ("30000-32767", "30000-32767"),
        ("30000–32767", "30000-32767"),
        ("0-65535", "0-65535"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_ports_are_read_and_printed_sorted_with_touching_ranges_joined(text, printed):
    assert str(PortSet.parse(text)) == printed


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("65536", "65536 is not a port: ports are 0 to 65535"),
        ("80-70000", "70000 is not a port: ports are 0 to 65535"),
        ("90-80", "90-80 ends before it starts"),
        ("80,,81", "'' is not a port or a range such as 30000-32767"),
        ("http", "'http' is not a port or a range such as 30000-32767"),
        ("-5", "'-5' is not a port or a range such as 30000-32767"),
        ("１０", "'１０' is not a port or a range such as 30000-32767"),
        ("1" * 5000, "is longer than 4096 characters"),
    ],
)
def test_what_is_no_port_is_refused_with_its_reason(text, reason):
    with pytest.raises(PortsError) as refused:
        PortSet.parse(text)
    assert str(refused.value) == reason


def test_a_text_as_long_as_may_be_is_read():
    text = "80" * 2 + ",443" * ((LONGEST_TEXT - 4) // 4)
    assert len(text) == LONGEST_TEXT
    assert str(PortSet.parse(text)) == "443,8080"


def test_people_read_ports_with_spaces_and_dashes():
    assert PortSet.parse("80,443,30000-32767").readable == "80, 443, 30000–32767"
    assert PortSet().readable == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0-65535", True), ("1-65535", True), ("2-65535", False), ("", False)],
)
def test_every_port_there_is_may_leave_out_zero(text, expected):
    assert PortSet.parse(text).has_every_port is expected


@given(PORT_SETS)
def test_the_text_form_reads_back_as_the_same_set(ports):
    assert PortSet.parse(str(ports)) == ports


@settings(deadline=None)  # sets of 65,536 numbers take their time
@given(PORT_SETS, PORT_SETS)
def test_port_sets_are_sets(one, other):
    assert set(one | other) == set(one) | set(other)
    assert set(one & other) == set(one) & set(other)
    assert set(one - other) == set(one) - set(other)
    assert (one <= other) == (set(one) <= set(other))
    assert len(one) == len(set(one))


@given(PORT_SETS, PORT_SETS)
def test_equal_sets_are_equal_values_however_they_were_made(one, other):
    assert (one - other) | (one & other) == one
    assert ALL_PORTS - (ALL_PORTS - one) == one


@given(PORT_SETS, PORTS)
def test_a_port_is_in_the_set_that_lists_it(ports, port):
    assert (port in ports) == (port in set(ports))
