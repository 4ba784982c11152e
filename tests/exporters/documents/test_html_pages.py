"""A page that is a whole plan: nothing beside itself is needed, and every text stays a text."""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portsref.exporters.documents.html_file import EXPORTER
from portsref.exporters.language import CHINESE_TAG, find_language
from portsref.exporters.text import one_line
from portsref.planning.choice import Choice
from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules
from portsref.planning.provenance import Provenance
from tests.conftest import our_catalogue
from tests.exporters.documents.reading import XHTML, read_html
from tests.exporters.hostile_texts import HOSTILE, TEXTS, rules_of
from tests.exporters.rule_sets import cause, group, rule, rule_set

LINK = "https://example.com/plans/x/revisions/3/"
SAVED = Provenance(3, LINK)
PLAN = {
    "schema": "portsref.plan/v1",
    "title": "Payments",
    "request": {"ticket": "CHG-1234", "requester": "Platform team"},
    "picks": [{"product": "rke2", "options": {"cni": "cilium"}}],
    "groups": [
        {"name": "masters", "roles": ["control-plane"], "zone": "core",
         "addresses": ["10.0.0.1", "10.0.0.2", "10.0.0.3"]},
        {"name": "workers", "roles": ["worker"], "addresses": ["10.0.1.0/24"], "zone": "core"},
        {"name": "admins", "roles": ["bastion"], "addresses": ["10.0.9.0/24"], "zone": "office"},
    ],
    "changes": [
        {"listener": "kubernetes/kube-apiserver", "ports": "6444", "reason": "6443 is taken"},
        {"listener": "kubernetes/nodeport-tcp", "excluded": True, "reason": "no such Services"},
    ],
}  # fmt: skip


def page(rules, **how):
    how = {"provenance": SAVED, **how}
    return EXPORTER.export(rules, **how).file.content.decode()


def elements(text, name):
    tree = html5lib.HTMLParser(strict=True).parse(text)
    found = tree.iter() if name == "*" else tree.iter(f"{XHTML}{name}")
    return [element for element in found if isinstance(element.tag, str)]


def plain(element):
    return " ".join("".join(element.itertext()).split())


@pytest.fixture(scope="module")
def rules():
    return plan_rules(document_from(PLAN), our_catalogue())


def test_a_page_is_the_whole_plan(rules):
    found = read_html(page(rules), strict=True)
    assert [one for one in found.headings if "→" not in one] == [
        "Payments", "Rules", "The plan", "Where it runs", "What runs", "Networks",
        "Changed and added", "Not opened", "Picture", "Matrix",
        "Stays local", "Inside the pod network",
        "Findings", "Sources",
    ]  # fmt: skip
    text = plain(elements(page(rules), "body")[0])
    for part in ("CHG-1234", "Revision 3", LINK, rules.catalogue_version, "Platform team",
                 "6443 is taken", "no such Services", "cni = cilium", "10.0.0.1-10.0.0.3",
                 "office → core", "Approved by, Date and signature"):  # fmt: skip
        assert part in text


def test_every_rule_is_a_line_that_unfolds(rules):
    folds = [one for one in elements(page(rules), "details") if one.get("class") == "rule"]
    assert len(folds) == len(rules.all_rules)
    names = [plain(list(fold.iter(f"{XHTML}dd"))[-1]) for fold in folds]
    assert names == [one.name for one in rules.all_rules]


def test_sources_are_listed_once_and_named_by_number(rules):
    text = page(rules)
    (listed,) = (one for one in elements(text, "ol") if one.get("class") == "sources")
    sources = [plain(one) for one in listed]
    assert sources == list(dict.fromkeys(url for one in rules.all_rules for url in one.references))
    first = rules.all_rules[0]
    assert f"[{sources.index(first.references[0]) + 1}]" in text


def test_figures_count_what_is_chosen(rules):
    merged = page(rules, choice=Choice(merge=True))
    assert "ports of rules are merged" in merged
    (figures,) = (one for one in elements(merged, "dl") if one.get("class") == "figures")
    folds = [one for one in elements(merged, "details") if one.get("class") == "rule"]
    assert plain(figures).startswith(f"Rules{len(folds)}")


def test_a_page_is_in_the_readers_language(rules):
    found = read_html(
        page(rules, language=find_language(CHINESE_TAG, our_catalogue())), strict=True
    )
    assert {"规则", "规划内容", "部署位置", "通信矩阵", "出处"} <= set(found.headings)


def test_a_delta_request_says_what_is_to_be_removed():
    removed = rule_set(replace(rule("a"), action="remove"), rule("b"))
    text = page(removed, provenance=Provenance(delta="both"))
    assert re.findall(r'class="tag">(\w+)<', text)[:2] == ["remove", "allow"]
    assert 'class="tag">allow' not in page(removed)


def test_what_happens_not_to_be_there_has_no_heading():
    found = read_html(page(rule_set()), strict=True)
    assert not {"Matrix", "Picture"} & set(found.headings)
    assert "Where it runs" not in found.headings
    assert "Nothing is doubtful." in page(rule_set())


def test_nothing_is_loaded_and_only_its_own_style_and_script_count(rules):
    text = page(rules)
    (style,), (script,) = elements(text, "style"), elements(text, "script")
    (policy,) = (
        one.get("content")
        for one in elements(text, "meta")
        if one.get("http-equiv") == "Content-Security-Policy"
    )
    hashes = [
        f"'sha256-{b64encode(sha256(one.text.encode()).digest()).decode()}'"
        for one in (style, script)
    ]
    assert policy == (
        f"default-src 'none'; style-src {hashes[0]}; script-src {hashes[1]}; "
        "base-uri 'none'; form-action 'none'"
    )
    assert not {"img", "link", "iframe", "object"} & read_html(text, strict=True).elements
    attributes = {name for one in elements(text, "*") for name in one.keys()}  # noqa: SIM118 - no dict
    assert not {"src", "srcset", "style"} & attributes
    assert not [name for name in attributes if name.startswith("on")]


def test_two_hundred_rules_are_at_most_three_hundred_kilobytes():
    racks = [
        {"name": f"rack-{number}", "roles": ["worker"], "addresses": [f"10.1.{number}.0/24"]}
        for number in range(6)
    ]
    plan = {**PLAN, "groups": [PLAN["groups"][0], *racks], "changes": []}
    rules = plan_rules(document_from(plan), our_catalogue())
    assert len(rules.all_rules) >= 200
    kilobytes = len(page(rules).encode()) / 1024
    assert kilobytes / len(rules.all_rules) * 200 <= 300


def assert_all_is_there(text, texts):
    """Every text stands as it is where it belongs, on one line, and nothing else came of it."""
    found = read_html(text, strict=True)
    assert not found.elements & {"img", "em", "strong", "code", "iframe", "del", "mark"}
    assert len(elements(text, "script")) == len(elements(text, "style")) == 1
    assert not [link for link in found.links if link and not link.startswith(("#", "http"))]
    lines = [" ".join(one_line(each).split()) for each in texts]
    purposes = [
        plain(next(one.iter(f"{XHTML}bdi")))
        for one in elements(text, "span")
        if one.get("class") == "purpose"
    ]
    assert purposes[: len(lines)] == lines


def test_no_hostile_text_breaks_out():
    texts = [*HOSTILE, *(one + two for one, two in pairwise(HOSTILE))]
    assert_all_is_there(page(rules_of(*texts)), texts)


@given(st.lists(TEXTS, min_size=1, max_size=3))
@settings(max_examples=50, deadline=None)
def test_no_text_at_all_breaks_out(texts):
    assert_all_is_there(page(rules_of(*texts)), texts)


def test_names_of_products_and_options_that_nobody_knows_stay_text():
    hostile = "<script>x</script>"
    plan = {**PLAN, "picks": [{"product": "rke2", "options": {"cni": hostile}}],
            "title": "</title><script>", "groups": [{"name": hostile, "zone": hostile}],
            "changes": []}  # fmt: skip
    text = page(plan_rules(document_from(plan), our_catalogue()))
    assert len(elements(text, "script")) == 1
    assert hostile in plain(elements(text, "body")[0])


def test_the_ends_of_a_rule_have_as_many_addresses_as_a_heading_has_room_for():
    addresses = [f"10.0.0.{number}" for number in range(1, 21, 2)]
    text = page(rule_set(rule("a", group("many", *addresses), group("b"), causes=(cause(),))))
    assert "10.0.0.7 +6" in text
