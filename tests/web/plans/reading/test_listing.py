"""Which rules a table lists: found by a text, between zones, by port or by component, sorted."""

from dataclasses import replace

import pytest
from django.http import QueryDict

from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.web.plans.reading.display import Display
from portsref.web.plans.reading.filtering import RuleFilter
from portsref.web.plans.reading.rule_rows import RuleRows
from portsref.web.plans.reading.sheet import RuleSheet
from portsref.web.plans.reading.zones import zones_of
from portsref.web.plans.saving import save_new_plan
from tests.exporters.rule_sets import cause, group, rule
from tests.web.plans.pages import text


@pytest.fixture
def rule_set(catalogue):
    return plan_rules(find_preset("rke2-cilium").document(), catalogue)


@pytest.fixture
def sheet(rule_set, catalogue):
    def of(query=""):
        return RuleSheet(rule_set, catalogue, Display.of(QueryDict(query)))

    return of


@pytest.fixture
def found(catalogue):
    """The names of the rules that a text finds, of three."""
    rules = (
        rule("api", ports="6443", causes=(cause(component="kube-apiserver", purpose="The API."),)),
        rule("range", ports="8000-8100", source=group("admins", "192.0.2.0/24", zone="office")),
        rule("udp", ports="644", protocol="UDP", causes=(cause(encryption="none"),)),
    )
    rules = tuple(replace(one, number=number) for number, one in enumerate(rules, 1))
    rule_filter = RuleFilter(RuleRows(catalogue))
    return lambda words: [one.name for one in rule_filter.keep(rules, words)]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("6443", ["api"]),
        ("tcp/6443", ["api"]),
        ("udp/6443", []),
        ("8080", ["range"]),
        ("8090-9000", ["range"]),
        ("64", ["api", "udp"]),
        ("644", ["udp"]),
        ("tcp", ["api", "range"]),
        ("the API", ["api"]),
        ("admins", ["range"]),
        ("office", ["range"]),
        ("192.0.2.77", ["range"]),
        ("192.0.2.0/25", ["range"]),
        ("192.0.9.1", []),
        ("plain", ["udp"]),
        ("r2", ["range"]),
        ("tcp 8050 office", ["range"]),
        ("70000", []),
        ("", ["api", "range", "udp"]),
    ],
)
def test_rules_are_found_by_port_address_and_word(found, words, names):
    assert found(words) == names


def test_zones_are_counted_and_chosen(sheet):
    choices = sheet().bar.zones
    assert [(one.value, one.text, one.count) for one in choices] == [
        ("office..core", "office → core", 3),
        ("core..~", "core → outside", 1),
        ("core..core", "core → core", 34),
    ]  # fmt: skip
    chosen = sheet("zones=office..core")
    assert {zones_of(one) for one in chosen.listed.all_rules} == {"office..core"}
    assert chosen.bar.count == "3 of 38 rules"


def test_a_zone_whose_name_is_a_sign_is_chosen_too():
    odd = rule(source=group("a", zone="~"), destination=group("b", zone="x..y"))
    assert zones_of(odd) == "%7E..x%2E%2Ey"


@pytest.mark.parametrize("by", ["port", "component"])
def test_rules_stand_under_their_port_or_component(sheet, by):
    listed = sheet(f"by={by}")
    rows = [
        row for one in listed.groups for row in one.rules
    ]  # fmt: skip
    assert len(rows) == listed.count
    assert all(row.ends for row in rows)
    headings = [one.heading for one in listed.groups]
    assert len(set(headings)) == len(headings)
    assert ("TCP 6443" if by == "port" else "kube-apiserver") in headings


def test_plain_text_comes_first_where_it_is_asked_for(sheet):
    for pair in sheet("sort=encryption").pairs:
        plain = [row.words.plain for row in pair.rules]
        assert plain == sorted(plain, reverse=True)


def test_what_is_chosen_stands_in_addresses():
    query = "q=etcd+tls&zones=core..core&by=port&sort=component"
    display = Display.of(QueryDict(query))
    assert display.query == f"?{query}"
    assert display.whole_query == "?by=port&sort=component"
    assert (
        Display.of(QueryDict("by=nonsense&sort=nonsense&view=matrix&q=x")).query == "?view=matrix"
    )


@pytest.fixture
def address(rule_set, db):  # noqa: ARG001 - there must be a database first
    return f"/plans/{save_new_plan(rule_set).revision.plan_id}/"


def test_htmx_gets_the_list_alone(address, client):
    headers = {"HX-Request": "true", "HX-Target": "listing"}
    part = text(client.get(address, {"q": "6443"}, headers=headers))
    assert part.lstrip().startswith('<div class="listing" id="listing">')
    assert 'data-say="3 of 38 rules"' in part


def test_htmx_gets_what_a_rule_unfolds_to(address, client):
    headers = {"HX-Request": "true", "HX-Target": "more--r7"}
    part = text(client.get(address, {"open": "r7"}, headers=headers))
    assert "Something breaks without it." in part
    assert "<li" not in part


def test_a_rule_is_open_where_its_address_says_so(address, client):
    page = text(client.get(address, {"open": "r7"}))
    assert '<details class="rule__fold" id="fold-r7" open>' in page


def test_where_nothing_is_found_the_page_leads_back(address, client):
    page = text(client.get(address, {"q": "no such thing", "by": "port"}))
    assert "No rule is like this" in page
    assert 'href="?by=port">Show all rules</a>' in page
