"""Which rules lists of names hold, whatever the format, and what is left out."""

import re
from dataclasses import replace

import pytest

from portsref.exporters.base import CANNOT_REMOVE
from portsref.exporters.proxy import names
from portsref.exporters.proxy.panos_edl import EXPORTER as EDL
from portsref.exporters.proxy.plain_names import EXPORTER as NAMES
from portsref.exporters.registry import every_exporter
from portsref.planning.choice import Choice
from tests.exporters.proxy.samples import (
    WHOLE,
    asked_names,
    hostile_names,
    is_named,
    names_rule_set,
    outside,
    some_rules,
)
from tests.exporters.rule_sets import rule, rule_set
from tests.exporters.test_memory import MOST_MORE, RULES, peak

FORMATS = [exporter for exporter in every_exporter() if exporter.family == "proxy"]
HOSTILE_DNS = (
    "evil.example.com\nhttp_access allow all",
    "a b.example.com",
    "[x].example.com",
    "*",
    "*.",
    "*.com*",
    "a..example.com",
    "-n.example.com",
    "10.0.0.1",
    "EXAMPLE.com",
    "a.<region>.example.com",
    "a/b.example.com",
    "#.example.com",
    "x.*.example.com",
)


def content(exporter, *rules):
    return exporter.export(names_rule_set(*rules)).file.content.decode()


@pytest.mark.parametrize("exporter", FORMATS, ids=lambda exporter: exporter.name)
@pytest.mark.parametrize("dns", HOSTILE_DNS)
def test_what_is_no_whole_name_is_left_out_with_the_rule(exporter, dns):
    export = exporter.export(names_rule_set(rule(destination=outside("x", "a.example.com", dns))))
    assert [item.why for item in export.left_out] == [names.NAME_TO_FILL_IN]
    assert "a.example.com" not in export.file.content.decode()


@pytest.mark.parametrize("exporter", FORMATS, ids=lambda exporter: exporter.name)
def test_a_place_without_names_is_left_out(exporter):
    export = exporter.export(names_rule_set(rule(destination=outside("registry.example.com"))))
    assert [item.why for item in export.left_out] == [names.NO_NAME]


@pytest.mark.parametrize("exporter", FORMATS, ids=lambda exporter: exporter.name)
def test_rules_within_the_plan_are_no_matter_of_it(exporter):
    export = exporter.export(rule_set(rule("within", ports="1"), rule("udp", protocol="UDP")))
    assert export.left_out == ()
    assert "within" not in export.file.content.decode().replace("rules within the plan", "")


@pytest.mark.parametrize("exporter", FORMATS, ids=lambda exporter: exporter.name)
def test_icmp_has_no_ports_and_is_left_out(exporter):
    pinged = rule(destination=outside("x", "a.example.com"), protocol="ICMP", ports="")
    assert len(exporter.export(names_rule_set(pinged)).left_out) == 1


def test_a_list_without_ports_leaves_other_ports_out():
    others = rule(destination=outside("x", "a.example.com"), ports="443,8443")
    for exporter in (NAMES, EDL):
        export = exporter.export(names_rule_set(others))
        assert [item.why for item in export.left_out] == [names.OTHER_PORTS]


def test_the_plain_list_says_for_each_place_who_needs_it_and_has_no_name_twice():
    again = rule("again", destination=outside("Other", "registry.example.com"))
    text = content(NAMES, *some_rules(), again)
    assert (
        text[text.index("\n\n# Git") :]
        == """

# Git
# TCP 80,443, workers-git: Git. (argo-cd/git)
example.org
*.example.org
deep.example.org

# Other
# TCP 443, again: Example API. (example/api)
registry.example.com

# Registry
# TCP 443, workers-images: Example API. (example/api)
# TCP 443, servers-images: Example API. (example/api)
# registry.example.com stands above
*.storage.example.net
"""
    )


def test_every_line_of_a_plain_list_is_a_name_or_a_comment_whatever_the_texts_are():
    lines = content(NAMES, *hostile_names()).splitlines()
    kept = [line for line in lines if line and not line.startswith("#")]
    assert sorted(kept) == sorted(
        name
        for number in range(10)
        for name in (f"n{number}.example.com", f"*.n{number}.example.net")
    )


def test_a_dynamic_list_has_names_alone_that_match_nothing_more():
    lines = content(EDL, *some_rules()).splitlines()
    entries = [re.fullmatch(r"(\*\.)?[a-z0-9.-]+/", line)[0].removesuffix("/") for line in lines]
    assert entries == sorted({"registry.example.com", "*.storage.example.net", *WHOLE})
    for name in asked_names():
        wanted = any(is_named(name, dns) for found in some_rules() for dns in found.destination.dns)
        assert any(_matches(entry, name) for entry in entries) == wanted


def _matches(entry, name):
    """As PAN-OS reads it: `*` is one label or more, `/` the end of the name."""
    pattern = re.escape(entry).replace(r"\*", r"[^./]+(\.[^./]+)*")
    return re.fullmatch(pattern, name) is not None


@pytest.mark.parametrize("exporter", FORMATS, ids=lambda exporter: exporter.name)
def test_what_is_to_be_removed_is_left_out(exporter):
    (closed, *_) = some_rules()
    export = exporter.export(names_rule_set(replace(closed, action="remove")))
    assert [item.why for item in export.left_out] == [CANNOT_REMOVE]


@pytest.mark.parametrize("exporter", FORMATS, ids=lambda exporter: exporter.name)
def test_twice_the_rules_to_names_take_no_more_memory(exporter):
    one = some_rules()[-1]
    few, many = (
        names_rule_set(*(replace(one, name=f"rule-{number:05}") for number in range(count)))
        for count in (2 * RULES, 4 * RULES)  # lines are short, and a file has several pieces
    )
    for everything in (few, many):  # what a rule keeps for ever is kept now
        peak(exporter, everything, Choice())
    assert peak(exporter, many, Choice()) - peak(exporter, few, Choice()) < MOST_MORE
