"""Markdown and AsciiDoc hold the same, and whatever is in a text stays a text."""

import shutil
import subprocess
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import markdown
from markdown_it import MarkdownIt

from portsref.exporters.documents import asciidoc_file, markdown_file
from portsref.exporters.language import CHINESE_TAG, ENGLISH, find_language
from portsref.exporters.text import one_line
from portsref.planning.choice import EVERYTHING, Choice
from portsref.planning.provenance import Provenance
from portsref.planning.rules import Finding
from tests.conftest import our_catalogue
from tests.exporters.documents.reading import read_html
from tests.exporters.hostile_texts import HOSTILE, TEXTS, rules_of
from tests.exporters.rule_sets import cause, group, rule, rule_set

LINK = "https://example.com/plans/x/revisions/3/"
SAVED = Provenance(3, LINK)
HOSTILE_PAIRS = [one + two for one, two in pairwise(HOSTILE)]
CATALOGUE = our_catalogue()
RULES = rule_set(
    replace(
        rule(
            "workers-to-api",
            group("workers", "10.0.1.0/24", "2001:db8::/64"),
            group("api"),
            causes=(cause(required=False, phase="installation"),),
        )
    ),
    findings=(Finding("open-to-any", "warning", "groups[workers]", {"listener": "a/b"}),),
)


def by_markdown_it(text):
    return read_html(MarkdownIt("commonmark").enable("table").render(text), strict=False)


def by_python_markdown(text):
    return read_html(markdown(text, extensions=["tables", "sane_lists"]), strict=False)


def by_asciidoctor(text):
    asciidoctor = shutil.which("asciidoctor")
    if not asciidoctor:
        pytest.skip("needs Asciidoctor: apt install asciidoctor")
    done = subprocess.run(
        [asciidoctor, "-v", "-S", "unsafe", "--failure-level", "INFO", "-o", "-", "-"],
        input=text, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert not done.stderr
    return read_html(done.stdout, strict=False)


JUDGES = {
    "markdown-it": (markdown_file.EXPORTER, by_markdown_it),
    "python-markdown": (markdown_file.EXPORTER, by_python_markdown),
    "asciidoctor": (asciidoc_file.EXPORTER, by_asciidoctor),
}


@pytest.fixture(params=JUDGES.values(), ids=JUDGES)
def read(request):
    exporter, read = request.param

    def export(rules, choice=EVERYTHING, provenance=SAVED, language=ENGLISH):
        return read(exporter.export(rules, choice, provenance, language).file.content.decode())

    return export


def test_a_document_names_its_plan_and_holds_rules_findings_and_sources(read):
    found = read(RULES, Choice(merge=True))
    assert found.headings == ["Example plan", "Rules", "Findings", "Sources"]
    about, rules, findings, sources = found.tables
    assert about == [
        ["Field", "Value"],
        ["Plan", "Example plan"],
        ["Revision", "3"],
        ["Link", LINK],
        ["Catalogue", "2026-11-23.01234567"],
        ["Kubernetes", "1.37"],
        ["Chosen", "ports of rules are merged"],
        ["Rules", "1"],
    ]
    assert rules == [
        ["From", "To", "Protocol", "Ports", "What it is for", "Why it is there", "Encryption",
         "Row of the catalogue", "Name"],
        ["workers 10.0.1.0/24 2001:db8::/64", "api", "TCP", "443", "Example API. (server)",
         "always; the cluster works without it; needed for the installation only", "TLS",
         "example/api", rules[1][-1]],
    ]  # fmt: skip
    assert findings == [
        ["Severity", "Finding", "What to do", "Place in the plan"],
        ["warning", findings[1][1], findings[1][2], "groups[workers]"],
    ]
    assert sources == [
        ["Row of the catalogue", "Source"], ["example/api", "https://example.com/ports"]
    ]  # fmt: skip
    assert [link for link in found.links if link] == [LINK, "https://example.com/ports"]


def test_a_document_is_in_the_readers_language(read):
    found = read(RULES, language=find_language(CHINESE_TAG, CATALOGUE))
    assert found.headings == ["Example plan", "规则", "检查结果", "出处"]
    assert found.tables[0][1] == ["规划", "Example plan"]


def test_a_delta_request_says_what_is_to_be_removed(read):
    removed = rule_set(replace(rule("a"), action="remove"), rule("b"))
    [_, rules, _] = read(removed, provenance=Provenance(delta="both")).tables
    assert [row[2] for row in rules] == ["Action", "remove", "allow"]


def test_where_nothing_is_doubtful_it_says_so(read):
    assert read(rule_set(rule())).headings == ["Example plan", "Rules", "Findings", "Sources"]


def assert_all_is_there(found, texts):
    """Every text stands in its cell as it is, on one line, and nothing else came of it."""
    lines = [" ".join(one_line(text).split()) for text in texts]
    _, rules, findings, sources = found.tables
    assert {len(row) for row in rules} == {9}
    assert {len(row) for row in findings} == {4}
    assert {len(row) for row in sources} == {2}
    assert [row[4] for row in rules[1 : len(texts) + 1]] == [
        " ".join(one_line(f"{text} ({text})").split()) for text in texts
    ]
    assert [row[1] for row in rules[1 : len(texts) + 1]] == lines
    assert [row[3] for row in findings[1:]] == lines
    assert not found.elements & {"script", "img", "em", "strong", "code", "iframe", "del", "mark"}


def test_no_hostile_text_breaks_out(read):
    texts = [*HOSTILE, *HOSTILE_PAIRS]
    found = read(rules_of(*texts))
    assert_all_is_there(found, texts)
    assert [link for link in found.links if link and "javascript" in link] == []


@given(st.lists(TEXTS, min_size=1, max_size=3))
@settings(max_examples=50, deadline=None)
def test_no_text_at_all_breaks_out_of_markdown(texts):
    exporter, judge = JUDGES["markdown-it"]
    found = judge(exporter.export(rules_of(*texts)).file.content.decode())
    assert_all_is_there(found, texts)
