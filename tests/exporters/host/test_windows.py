"""Windows: a script a group; every line is of a known shape, and texts stay in quotes."""

import re
from dataclasses import replace

import pytest

from portsref.exporters.host.hosts import NOBODYS_ADDRESS, NOT_WINDOWS, NOTHING_IN_COMMON
from portsref.exporters.host.windows import EXPORTER, NO_SCTP, quoted
from portsref.exporters.left_out import LeftOut
from portsref.planning.document import document_from, parse_document
from portsref.planning.engine import plan_rules
from portsref.planning.provenance import Provenance
from portsref.planning.rules import ANYWHERE
from portsref.ports import PortSet
from tests.exporters.host.reading import Line, differences, every_kind_of_rule, ranges, said_rules
from tests.exporters.hostile import hostile_rules
from tests.exporters.rule_sets import cause, group, rule, rule_set

STRING = (
    "'(?:[^'\u2018\u2019\u201a\u201b]|''|\u2018\u2018|\u2019\u2019|\u201a\u201a|\u201b\u201b)*'"
)
LIST = rf"@\({STRING}(?:, {STRING})*\)"
VARIABLE = r"\$[a-z0-9_]+_v[46](?:_\d+)?"
ENDS = rf"(?:{VARIABLE}|\({VARIABLE} \+ {VARIABLE}\)|{STRING})"
NAME = "'portsref[.-][a-z0-9-]+'"
RULE = re.compile(
    rf"New-NetFirewallRule @allow -Name ({NAME}) -DisplayName ({STRING})"
    rf"(?: -Description ({STRING}))? -Protocol (\w+)(?: -LocalPort ({LIST}))?(?: -IcmpType {LIST})?"
    rf"(?: -LocalAddress ({ENDS}))?(?: -RemoteAddress ({ENDS}))? \| Out-Null"
)
SHAPES = (
    RULE,
    re.compile(rf"{VARIABLE} = {LIST}"),
    re.compile(r"#.*"),
    re.compile(
        rf"Remove-NetFirewallRule -(?:Group 'portsref'|Name {NAME}) -ErrorAction SilentlyContinue"
    ),
    re.compile(r"\$ErrorActionPreference = 'Stop'"),
    re.compile(r"\$allow = @\{ Group = 'portsref'; [^{}]* \}"),
    re.compile(
        "Set-NetFirewallProfile -Profile Domain, Public, Private"
        " -Enabled True -DefaultInboundAction Block"
    ),
)
MIXED = """
schema: portsref.plan/v1
title: Linux and Windows
picks: [{product: kubeadm}, {product: calico}]
groups:
  - {name: servers, roles: [control-plane], addresses: [10.0.0.0/28, "2001:db8:1::/64"]}
  - {name: windows, roles: [worker], os: windows, addresses: [10.0.2.0/24, "2001:db8:3::/64"]}
  - {name: admins, roles: [bastion], addresses: [10.9.0.0/24]}
"""


def files(rules, **how):
    return {file.name: file.content.decode() for file in EXPORTER.export(rules, **how).files}


def statements(text):
    """The statements of a script, each on one line; a comment is one too."""
    joined = text.removeprefix("\ufeff").replace(" `\n    ", " ")
    return [line for line in joined.split("\n") if line]


def read(text):
    """What a script lets pass, by an own reader."""
    found, variables = [], {}
    for line in statements(text):
        if match := re.fullmatch(rf"(\S+) = ({LIST})", line):
            variables[match[1]] = re.findall("'(.*?)'", match[2])
        if (match := RULE.fullmatch(line)) and "-IcmpType" not in line:
            _, _, _, protocol, ports, local, remote = match.groups()
            number = {"TCP": 6, "UDP": 17, "ICMPv4": 1, "ICMPv6": 58}.get(protocol) or int(protocol)
            port_set = PortSet.parse(",".join(re.findall("'(.*?)'", ports))) if ports else None
            sources, destinations = (addresses(each, variables) for each in (remote, local))
            found.append(Line(number, sources, destinations, port_set))
    return found


def addresses(text, variables):
    if not text:
        return ()
    if text.startswith("'"):
        return ranges(text.strip("'"))
    return ranges(*(one for name in re.findall(VARIABLE, text) for one in variables[name]))


def test_every_statement_is_of_a_known_shape_and_texts_stay_in_quotes():
    for text in files(rule_set(*hostile_rules(), *every_kind_of_rule())).values():
        assert text.startswith("\ufeff#")
        for line in statements(text):
            assert any(shape.fullmatch(line) for shape in SHAPES), line
            assert line.isprintable()


def test_a_shape_is_no_other():
    named = "New-NetFirewallRule @allow -Name 'portsref-a' -DisplayName "
    assert RULE.fullmatch(f"{named}'a' -Protocol TCP | Out-Null")
    for line in (f"{named}'\u2019; reboot #' -Protocol TCP | Out-Null", "reboot", "$x = 1"):
        assert not any(shape.fullmatch(line) for shape in SHAPES)


def test_what_a_script_says_is_what_the_rules_say():
    rules = rule_set(*every_kind_of_rule(), *hostile_rules())
    for name in ("mine", "other"):
        [text] = [text for file, text in files(rules).items() if f".{name}." in file]
        mine = [each for each in said_rules("windows", rules) if each.destination.name == name]
        assert differences(read(text), mine, name) == []


def test_a_mixed_plan_has_a_script_for_its_windows_hosts_alone(catalogue):
    rules = plan_rules(parse_document(MIXED), catalogue)
    [text] = files(rules).values()
    to_linux = [item for item in EXPORTER.export(rules).left_out if item.why == NOT_WINDOWS]
    mine = [each for each in rules.rules if each.destination.name == "windows"]
    assert len(to_linux) + len(mine) == len(rules.rules)
    assert differences(read(text), mine, "mixed") == []


def test_reference_plans_have_no_windows_hosts(catalogue_rule_sets):
    assert [files(rules) for rules in catalogue_rule_sets] == [{}] * len(catalogue_rule_sets)


def test_a_rule_says_what_it_is_for_and_by_which_addresses():
    both = group("both", "10.0.1.0/24", "2001:db8::1")
    rules = rule_set(rule("a", both, group("mine", "10.0.0.1"), ports="80,443,500-900"))
    [text] = files(rules).values()
    variables = text[text.index("# both") : text.index("\nRemove-")]
    assert (
        variables
        == """\
# both
$both_v4 = @('10.0.1.0/24')
$both_v6 = @('2001:db8::1')
# mine
$mine_v4 = @('10.0.0.1')
"""
    )
    assert (
        text[text.index("New-NetFirewallRule @allow -Name 'portsref-a'") :]
        == """\
New-NetFirewallRule @allow -Name 'portsref-a' `
    -DisplayName 'portsref a' `
    -Description 'Purpose: Example API. (example/api)' `
    -Protocol TCP -LocalPort @('80', '443', '500-900') `
    -LocalAddress $mine_v4 `
    -RemoteAddress $both_v4 | Out-Null

# what no rule allows is blocked
Set-NetFirewallProfile -Profile Domain, Public, Private -Enabled True -DefaultInboundAction Block
"""
    )


def test_a_protocol_of_one_family_stays_in_it_where_nobody_knows_addresses():
    rules = rule_set(
        rule("ipip", ANYWHERE, group("mine"), ports="", protocol="IPIP"),
        rule("tcp", ANYWHERE, group("mine")),
    )
    [text] = files(rules).values()
    assert "-Protocol 4 `\n    -RemoteAddress '0.0.0.0-255.255.255.255' | Out-Null\n" in text
    assert "-Protocol TCP -LocalPort @('443') | Out-Null\n" in text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("it's", "'it''s'"),
        ("\u2018a\u2019 \u201ab\u201b", "'\u2018\u2018a\u2019\u2019 \u201a\u201ab\u201b\u201b'"),
        ("a|b", "'a/b'"),
        ("two\nlines", "'two lines'"),
    ],
)  # fmt: skip
def test_no_quote_ends_a_text(text, written):
    assert quoted(text) == written


def test_what_cannot_be_said_is_left_out_with_the_reason():
    sctp = rule("sctp", protocol="SCTP")
    nobody = rule("nobody", group("nobody"))
    apart = rule("apart", group("six", "2001:db8::1"), group("four", "10.0.0.1"))
    export = EXPORTER.export(rule_set(rule("a"), sctp, nobody, apart))
    assert export.left_out == (
        LeftOut(sctp, NO_SCTP),
        LeftOut(nobody, NOBODYS_ADDRESS),
        LeftOut(apart, NOTHING_IN_COMMON),
    )
    [text] = [file.content.decode() for file in export.files]
    assert "# - sctp: Windows Firewall matches ports of TCP and UDP alone\n" in text


def test_linux_hosts_have_no_script():
    data = {
        "schema": "portsref.plan/v1",
        "title": "Plan",
        "groups": [{"name": "control-plane", "roles": ["control-plane"]}],
    }
    rules = replace(rule_set(rule()), document=document_from(data))
    assert EXPORTER.export(rules).left_out == (LeftOut(rules.rules[0], NOT_WINDOWS),)


def test_a_delta_takes_away_by_name_and_leaves_all_else():
    closes = replace(rule("closes"), action="remove")
    whole = next(iter(files(rule_set(rule("closes"))).values()))
    delta = Provenance(delta="both")
    [text] = files(rule_set(rule("opens"), closes), provenance=delta).values()
    commands = [line for line in statements(text) if "NetFirewall" in line and line[0] != "#"]
    assert [line[:56] for line in commands] == [
        "Remove-NetFirewallRule -Name 'portsref-opens' -ErrorActi",
        "New-NetFirewallRule @allow -Name 'portsref-opens' -Displ",
        "Remove-NetFirewallRule -Name 'portsref-closes' -ErrorAct",
    ]
    assert "New-NetFirewallRule @allow -Name 'portsref-closes'" in whole
    assert "-Group 'portsref' -ErrorAction" in whole


def test_only_during_the_installation_is_told():
    [text] = files(rule_set(rule(causes=(cause(phase="installation"),)))).values()
    assert "'Purpose: Example API. Only during the installation. (example/api)'" in text
