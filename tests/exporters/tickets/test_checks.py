"""What receivers will ask, and where in the plan it is mended."""

from dataclasses import replace

import pytest

from portsref.exporters.base import MOST_DOUBTS, Doubts
from portsref.exporters.registry import every_exporter, find_exporter
from portsref.planning.choice import EVERYTHING
from portsref.planning.rules import ANYWHERE
from tests.exporters.rule_sets import group, rule, rule_set
from tests.exporters.tickets import cases

TICKETS = ("tufin-csv", "tufin-json", "algosec", "firemon", "servicenow", "panos-csv")
SAID = {
    "tufin-json": {"workflow": "W", "step": "S", "access-field": "A", "justification-field": "R"},
    "firemon": {"application-name": "Shop", "application-owner": "Ana"},
    "servicenow": {"assignment-group": "Network", "approval-group": "Risk"},
}


def doubts(name, rules):
    """Place, rule and words of each doubt."""
    found = find_exporter(name).doubts(rules, EVERYTHING)
    assert found.further == 0
    return [(doubt.place, doubt.rule, str(doubt.message)) for doubt in found.told]


@pytest.mark.parametrize("name", TICKETS)
def test_a_request_that_has_all_that_is_asked_raises_no_doubt(name):
    assert doubts(name, cases.requested(rule(), exports=SAID)) == []


@pytest.mark.parametrize("name", TICKETS)
def test_a_request_needs_who_why_and_until_when(name):
    silent = cases.requested(
        rule(), exports=SAID, requester="", justification="", expires="", ticket=""
    )
    assert doubts(name, silent) == [
        ("request.requester", "", "The request names nobody who asks for it."),
        ("request.justification", "", "The request has no justification."),
        ("request.expires", "", "The request says no day until which it is needed."),
    ]


@pytest.mark.parametrize("name", ["algosec", "firemon"])
def test_who_asks_is_known_by_an_address(name):
    rules = cases.requested(rule(), exports=SAID, requester="Ana")
    words = "The receiver knows who asks by an e-mail address: add it."
    assert doubts(name, rules) == [("request.requester", "", words)]


def test_words_of_the_installation_are_asked_for():
    assert doubts("tufin-json", cases.requested(rule())) == [
        (
            f"request.exports.tufin-json.{setting}",
            "",
            f"“{label}” differs from one installation to the next: the file says “{default}”.",
        )
        for setting, label, default in (
            ("workflow", "Workflow", "APG Access Request"),
            ("step", "First step", "Enter your request"),
            ("access-field", "Field of access requests", "Required Access"),
            ("justification-field", "Field of the justification", "Business Justification"),
        )
    ]
    assert doubts("servicenow", cases.requested(rule())) == [
        ("request.exports.servicenow.assignment-group", "",
         "The receiver asks for “Assigned to”."),
        ("request.exports.servicenow.approval-group", "",
         "The receiver asks for “Approved by”."),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["tufin-csv", "tufin-json", "servicenow", "panos-csv"])
def test_any_address_is_told_for_each_rule(name):
    v4 = group("api", "10.0.0.1")
    rules = cases.requested(
        rule("in", ANYWHERE, v4), rule("out", v4, ANYWHERE), rule("in-2", ANYWHERE, v4),
        exports=SAID,
    )  # fmt: skip
    source = "Any address may connect: reviewers want a group instead."
    assert doubts(name, rules) == [
        ("changes[example/api]", "in", source),
        ("groups", "out", "It leads to any address: reviewers want a group instead."),
        ("changes[example/api]", "in-2", source),
    ]


@pytest.mark.parametrize("name", TICKETS)
def test_a_wide_network_is_told_once(name):
    wide, host = group("wide", "10.0.0.0/15", "10.4.0.0/16"), group("host", "10.9.0.1")
    rules = cases.requested(rule("a", wide, host), rule("b", host, wide), exports=SAID)
    words = "10.0.0.0/15 is wider than /16: reviewers want smaller networks."
    assert doubts(name, rules) == [("groups[wide]", "a", words)]


def test_a_wide_network_of_ipv6_is_told_too():
    wide = group("wide", "2001:db8::/32", "2001:db9::/48")
    rules = cases.requested(rule("a", wide, wide), exports=SAID)
    words = "2001:db8::/32 is wider than /48: reviewers want smaller networks."
    assert doubts("servicenow", rules) == [("groups[wide]", "a", words)]


def test_a_line_has_as_many_addresses_as_the_receiver_takes():
    many = group("many", *(f"10.0.0.{n}" for n in range(1, 8, 2)), "2001:db8::1")
    exports = SAID | {"servicenow": SAID["servicenow"] | {"most-addresses": "3"}}
    rules = cases.requested(rule("a", many, cases.V4), rule("b", many, many), exports=exports)
    words = "A line has 4 addresses, and the receiver takes 3: use networks or ranges."
    assert doubts("servicenow", rules) == [("groups[many]", "a", words)]


def test_a_number_must_be_one():
    exports = SAID | {"servicenow": SAID["servicenow"] | {"most-addresses": "many"}}
    place = "request.exports.servicenow.most-addresses"
    assert doubts("servicenow", cases.requested(rule(), exports=exports)) == [
        (place, "", "“Most addresses in a line” must be a number.")
    ]


def test_ipv6_is_asked_about_where_the_receiver_has_limits():
    rules = cases.requested(rule("a", cases.WORKERS, cases.V4), exports=SAID)
    words = {
        "tufin-json": "SecureChange has no topology for IPv6: its handlers choose the targets.",
        "algosec": "FireFlow changes IPv6 rules of Cisco ASA devices alone.",
    }
    for name, expected in words.items():
        assert doubts(name, rules) == [("groups[workers]", "a", expected)]
    exports = SAID | {"tufin-json": SAID["tufin-json"] | {"topology": "no"}}
    assert doubts("tufin-json", cases.requested(*rules.rules, exports=exports)) == []


def test_a_setting_that_no_format_has_is_told():
    exports = {"csv": {"workflow": "x"}, "gone": {"x": "y"}}
    words = "The format csv has no setting “workflow”."
    assert doubts("csv", cases.requested(rule(), exports=exports)) == [
        ("request.exports.csv.workflow", "", words)
    ]


def test_other_formats_have_no_doubts():
    silent = [each for each in every_exporter() if each.name not in TICKETS]
    assert {each.doubts(rule_set(rule()), EVERYTHING) for each in silent} == {Doubts()}


def test_what_is_left_out_is_no_doubt():
    rules = cases.requested(rule("any", ANYWHERE, cases.API), exports=SAID)
    export = find_exporter("firemon").export(rules)
    assert (len(export.left_out), export.doubts) == (1, Doubts())


def test_an_export_has_the_doubts_that_are_asked_for_without_it():
    rules = replace(cases.two_families(), outbound=(cases.named_only(),))
    for name in TICKETS:
        exporter = find_exporter(name)
        assert exporter.export(rules).doubts == exporter.doubts(rules, EVERYTHING)


def test_of_many_doubts_the_first_are_told_and_the_others_counted():
    rules = [rule(f"in-{n}", ANYWHERE, cases.API) for n in range(MOST_DOUBTS + 50)]
    found = find_exporter("servicenow").doubts(cases.requested(*rules, exports=SAID), EVERYTHING)
    assert (len(found.told), found.further, found.count) == (MOST_DOUBTS, 50, MOST_DOUBTS + 50)
