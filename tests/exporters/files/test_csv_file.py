"""CSV: the columns of the contract, and nothing that a spreadsheet would run."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsref.addresses import AddressRange
from portsref.exporters.families import NOTHING_IN_COMMON
from portsref.exporters.files.csv_file import EXPORTER, HEADER, TOO_MANY_PAIRS
from portsref.exporters.left_out import LeftOut
from portsref.planning.choice import Choice
from portsref.planning.rules import ANYWHERE, Endpoint, Reason
from portsref.protocols import PROTOCOL_BY_NAME
from tests.exporters.rule_sets import cause, group, rule, rule_set

HEADER_LINE = (
    "name,source,destination,protocol,ports,action,source_group,destination_group,source_zone,"
    "destination_zone,product,component,purpose,condition,required,encryption,reference,note,phase"
)


def rows(*rules, **options):
    export = EXPORTER.export(rule_set(*rules), Choice(**options))
    return list(csv.DictReader(io.StringIO(export.file.content.decode(), newline="")))


def test_a_rule_is_one_row_under_the_header_of_the_contract():
    one = rule(
        "workers-to-api",
        group("workers", "10.0.1.0/24", "10.0.2.1-10.0.2.9", zone="core"),
        group("api", "10.0.0.100", zone="dmz"),
        ports="443,6443-6445",
        causes=(
            cause("example/api", reason=Reason("example", options=(("mode", "secure"),))),
            cause(
                "other/proxy",
                component="proxy",
                purpose="Proxied, too.",
                required=False,
                encryption="mtls",
                source="https://example.com/proxy",
                note='Says "maybe".',
            ),
        ),
    )
    export = EXPORTER.export(rule_set(one))
    assert export.file.content.decode() == (
        f"{HEADER_LINE}\n"
        'workers-to-api,10.0.1.0/24;10.0.2.1-10.0.2.9,10.0.0.100,TCP,"443,6443-6445",allow,'
        'workers,api,core,dmz,"example, other","server, proxy","Example API. Proxied, too.",'
        'mode = secure; always,yes,"tls, mtls",https://example.com/ports https://example.com/proxy,'
        '"Says ""maybe"".",\n'
    )
    assert (export.file.media_type, export.file.name, export.left_out) == (
        "text/csv; charset=utf-8", "example-plan-rules.csv", ()
    )  # fmt: skip


def test_rules_to_the_outside_come_last():
    outside = rule("out", destination=Endpoint("NTP servers", "outside"), ports="123")
    export = EXPORTER.export(rule_set(rule("in"), outbound=(outside,)))
    assert [line.split(",")[:3] for line in export.file.content.decode().splitlines()[1:]] == [
        ["in", "10.0.1.0/24", "10.0.0.1"],
        ["out", "10.0.1.0/24", "NTP servers"],
    ]


def test_an_end_without_addresses_is_its_name():
    found = rows(rule(source=ANYWHERE, destination=group("工作节点")))
    assert [(row["source"], row["destination"], row["source_group"]) for row in found] == [
        ("any", "工作节点", "any")
    ]


def test_a_protocol_without_ports_has_an_empty_cell():
    assert [(row["protocol"], row["ports"]) for row in rows(rule(protocol="ESP", ports=""))] == [
        ("ESP", "")
    ]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "' =1"),
        ("＝1+1", "'＝1+1"),
        ("a;=1+1;-2", "a;'=1+1;'-2"),
        ("two\nlines\r\nand\u2028more", "two lines and more"),
        ("1-2 = 3 @ 4", "1-2 = 3 @ 4"),
        ("'=1", "'=1"),
    ],
)
def test_what_a_spreadsheet_would_run_is_defused(text, cell):
    found = rows(rule(source=group(text, zone=text), causes=(cause(purpose=text, note=text),)))
    assert {
        name: found[0][name]
        for name in ("source", "source_group", "source_zone", "purpose", "note")
    } == dict.fromkeys(("source", "source_group", "source_zone", "purpose", "note"), cell)


@given(st.text())
def test_no_text_makes_a_live_cell_or_a_second_line(text):
    export = EXPORTER.export(rule_set(rule(causes=(cause(note=text),))))
    found = list(
        csv.reader(io.StringIO(export.file.content.decode(errors="surrogatepass"), newline=""))
    )
    assert [len(row) for row in found] == [len(HEADER), len(HEADER)]
    assert not found[1][-1].startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


def test_expanded_every_row_is_a_pair_of_one_family():
    one = rule(
        "pair",
        group("workers", "10.0.1.0/24", "2001:db8:1::/64"),
        group("api", "10.0.0.1", "10.0.0.2", "2001:db8::1"),
    )
    found = [(row["name"], row["source"], row["destination"]) for row in rows(one, expand=True)]
    assert found == [
        ("pair.1", "10.0.1.0/24", "10.0.0.1"),
        ("pair.2", "10.0.1.0/24", "10.0.0.2"),
        ("pair.3", "2001:db8:1::/64", "2001:db8::1"),
    ]


@pytest.mark.parametrize(
    ("protocol", "pairs"),
    [
        ("ICMP", [("10.0.1.0/24", "10.0.0.1")]),
        ("ICMPv6", [("2001:db8:1::/64", "2001:db8::1")]),
        ("IPIP", [("10.0.1.0/24", "10.0.0.1")]),
    ],
)
def test_expanded_a_protocol_stays_in_its_family(protocol, pairs):
    one = rule(
        source=group("workers", "10.0.1.0/24", "2001:db8:1::/64"),
        destination=group("api", "10.0.0.1", "2001:db8::1"),
        protocol=protocol,
        ports="",
    )
    assert [(row["source"], row["destination"]) for row in rows(one, expand=True)] == pairs


def test_expanded_an_end_without_addresses_is_still_a_row():
    found = rows(rule("one", group("workers"), group("api", "10.0.0.1", "10.0.0.2")), expand=True)
    assert [(row["name"], row["source"], row["destination"]) for row in found] == [
        ("one.1", "workers", "10.0.0.1"),
        ("one.2", "workers", "10.0.0.2"),
    ]


def test_expanded_two_ends_without_addresses_are_one_row():
    found = rows(rule("one", group("workers"), group("api")), expand=True)
    assert [(row["name"], row["source"], row["destination"]) for row in found] == [
        ("one", "workers", "api")
    ]


def test_a_rule_whose_ends_share_no_family_is_left_out_with_the_reason():
    apart = rule("apart", group("workers", "10.0.1.0/24"), group("api", "2001:db8::1"))
    export = EXPORTER.export(rule_set(apart, rule("kept")), Choice(expand=True))
    assert export.left_out == (LeftOut(apart, NOTHING_IN_COMMON),)
    assert [line.split(",")[0] for line in export.file.content.decode().splitlines()] == [
        "name",
        "kept",
    ]


def test_a_rule_of_more_pairs_than_there_is_room_for_is_left_out_whole():
    many = [f"10.0.{number // 250}.{number % 250}" for number in range(400)]
    large = rule("large", group("a", *many), group("b", *many[:200]))
    other = rule("other", group("c", *many), group("d", *many[:200]))
    export = EXPORTER.export(rule_set(large, other, rule("small")), Choice(expand=True))
    lines = export.file.content.decode().splitlines()
    assert (len(lines), lines[-1].split(",")[0]) == (1 + 400 * 200 + 1, "small")
    assert export.left_out == (LeftOut(other, TOO_MANY_PAIRS),)
    assert str(TOO_MANY_PAIRS) == (
        "with its address pairs the file would have more than 100,000 rows"
    )


def hosts(first, count):
    return [f"{first}.0.{number // 250}.{number % 250}" for number in range(count)]


def test_the_file_has_room_for_exactly_100_000_rows():
    whole = rule("whole", group("a", *hosts(10, 400)), group("b", *hosts(172, 250)))
    one = rule("one", group("c", "10.1.0.1"), group("d", "10.1.0.2"))
    left_out = EXPORTER.left_out(rule_set(whole, one), Choice(expand=True))
    assert left_out == (LeftOut(one, TOO_MANY_PAIRS),)
    assert EXPORTER.left_out(rule_set(one, whole), Choice(expand=True)) == (
        LeftOut(whole, TOO_MANY_PAIRS),
    )


def test_pairs_that_cannot_meet_take_no_room_but_must_find_some():
    ends = [*hosts(10, 200), *(f"2001:db8::{number:x}" for number in range(200))]
    large = [rule(f"large-{n}", group("a", *ends), group("b", *ends[:150])) for n in range(2)]
    mixed = [rule(f"mixed-{n}", group("a", *ends), group("b", *ends[150:250])) for n in range(2)]
    # twice 60,000 pairs of which 30,000 can meet, then twice 40,000 of which 20,000 can
    left_out = EXPORTER.left_out(rule_set(*large, *mixed), Choice(expand=True))
    assert [(item.rule.name, item.why) for item in left_out] == [("mixed-1", TOO_MANY_PAIRS)]


def test_a_name_takes_the_room_of_one_address():
    nearly = rule("nearly", group("a", *hosts(10, 333)), group("b", *hosts(172, 300)))
    named = rule("named", group("c"), group("d", *hosts(192, 100)))
    more = rule("more", group("e", "10.1.0.1"), group("f"))
    left_out = EXPORTER.left_out(rule_set(nearly, named, more), Choice(expand=True))
    assert left_out == (LeftOut(more, TOO_MANY_PAIRS),)
    assert EXPORTER.left_out(rule_set(nearly, more, named), Choice(expand=True)) == (
        LeftOut(named, TOO_MANY_PAIRS),
    )


def test_without_expanding_the_file_has_room_for_everything():
    large = rule("large", group("a", *hosts(10, 400)), group("b", *hosts(172, 400)))
    assert EXPORTER.left_out(rule_set(large, large), Choice()) == ()


ADDRESSES = st.lists(
    st.sampled_from(
        ["10.0.0.1", "10.0.1.0/24", "10.0.2.1-10.0.2.9", "2001:db8::1", "2001:db8::/64"]
    ),
    unique=True,
)


def _can_meet(source, destination, protocol):
    families = {AddressRange.parse(end).family for end in (source, destination) if end not in "ab"}
    return len(families) < 2 and families <= PROTOCOL_BY_NAME[protocol].families


@given(ADDRESSES, ADDRESSES, st.sampled_from(["TCP", "ICMP", "ICMPv6", "IPIP", "ESP"]))
def test_what_is_left_out_is_known_without_writing(sources, destinations, protocol):
    ports = "443" if protocol == "TCP" else ""
    ends = group("a", *sources), group("b", *destinations)
    rules = rule_set(rule("one", *ends, protocol=protocol, ports=ports))
    export = EXPORTER.export(rules, Choice(expand=True))
    written = [
        tuple(line.split(",")[1:3]) for line in export.file.content.decode().splitlines()[1:]
    ]
    assert written == [
        (source, destination)
        for source in sources or ["a"]
        for destination in destinations or ["b"]
        if _can_meet(source, destination, protocol)
    ]
    assert bool(written) != bool(export.left_out)
    assert export.left_out == EXPORTER.left_out(rules, Choice(expand=True))


def test_names_are_unique_when_everything_is_asked_for(catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        for options in (Choice(), Choice(merge=True), Choice(expand=True)):
            text = EXPORTER.export(rules, options).file.content.decode()
            names = [row["name"] for row in csv.DictReader(io.StringIO(text, newline=""))]
            assert len(names) == len(set(names))


def test_the_header_has_no_byte_order_mark():
    assert EXPORTER.export(rule_set()).file.content == f"{HEADER_LINE}\n".encode()
    assert ",".join(HEADER) == HEADER_LINE
