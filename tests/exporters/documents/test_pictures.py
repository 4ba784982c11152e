"""DOT and Mermaid: every group a box, every pair an arrow, and no text more than a text."""

import re
import shutil
import subprocess
from collections import Counter
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portsref.exporters.documents import dot_file, mermaid_file
from portsref.exporters.documents.mermaid_file import TOO_LONG, TOO_MANY_ARROWS
from portsref.exporters.text import one_line
from portsref.planning.provenance import Provenance
from portsref.planning.rules import ANYWHERE
from tests.exporters.hostile_texts import HOSTILE, TEXTS, rules_of
from tests.exporters.rule_sets import group, rule, rule_set

SAVED = Provenance(3, "https://example.com/plans/x/")
RULES = rule_set(
    rule("a", group("workers", *(f"10.0.0.{n}" for n in range(1, 7)), zone="core"), group("api")),
    rule("b", group("workers", "10.0.0.1", zone="core"), group("api"), ports="80-90"),
    rule("c", group("workers", zone="core"), group("api"), ports="", protocol="ESP"),
    rule("d", ANYWHERE, group("any"), ports="1"),
    rule("e", group("api"), group("api"), ports="2"),
)
SVG = "{http://www.w3.org/2000/svg}"


def written(exporter, rules):
    return exporter.export(rules, provenance=SAVED).file.content.decode()


def test_mermaid_has_a_box_for_each_group_and_an_arrow_for_each_pair():
    assert (
        written(mermaid_file.EXPORTER, RULES)
        == """\
flowchart LR
  %% Plan: Example plan
  %% Revision: 3
  %% Link: https:#47;#47;example.com/plans/x/
  %% Catalogue: 2026-11-23.01234567
  %% Kubernetes: 1.37
  %% Rules: 5
  subgraph z0["core"]
  n0["workers<br/>10.0.0.1<br/>10.0.0.2<br/>10.0.0.3<br/>10.0.0.4<br/>and 2 more"]
  end
  n1["api"]
  n2["any address"]
  n3["any"]
  n0 -->|"TCP 80-90,443<br/>ESP"| n1
  n2 -->|"TCP 1"| n3
  n1 -->|"TCP 2"| n1
"""
    )


def test_dot_draws_the_same():
    assert (
        written(dot_file.EXPORTER, RULES).partition("  label=")[2]
        == """\
"Example plan"
  subgraph cluster_0 {
  label="core"
  n0 [label="workers\\n10.0.0.1\\n10.0.0.2\\n10.0.0.3\\n10.0.0.4\\nand 2 more"]
  }
  n1 [label="api"]
  n2 [label="any address"]
  n3 [label="any"]
  n0 -> n1 [label="TCP 80-90,443\\nESP"]
  n2 -> n3 [label="TCP 1"]
  n1 -> n1 [label="TCP 2"]
}
"""
    )


def by_graphviz(text):
    """The texts of the picture that Graphviz makes, and how many boxes and arrows it has."""
    dot = shutil.which("dot")
    if not dot:
        pytest.skip("needs Graphviz: apt install graphviz")
    done = subprocess.run(
        [dot, "-Tsvg"], input=text, capture_output=True, text=True, check=True, timeout=120
    )
    assert not done.stderr
    svg = ElementTree.fromstring(done.stdout)
    texts = ["".join(each.itertext()).replace("\xa0", " ") for each in svg.iter(f"{SVG}text")]
    return texts, Counter(each.get("class") for each in svg.iter(f"{SVG}g"))


def test_graphviz_draws_every_plan(catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        _, drawn = by_graphviz(written(dot_file.EXPORTER, rules))
        pairs = {
            (rule.source.kind, rule.source.name, rule.destination.kind, rule.destination.name)
            for rule in rules.all_rules
        }
        ends = {pair[:2] for pair in pairs} | {pair[2:] for pair in pairs}
        assert (drawn["node"], drawn["edge"]) == (len(ends), len(pairs))


def test_graphviz_draws_every_hostile_text_as_it_is():
    texts = [text for text in HOSTILE if len(text) < 5_000]
    drawn, counted = by_graphviz(written(dot_file.EXPORTER, rules_of(*texts)))
    lines = {" ".join(line.split()) for line in drawn}
    expected = {
        " ".join(one_line(said).split())
        for number, text in enumerate(texts)
        for said in (f"{number}{text}", text)
    }
    assert expected - {""} <= lines
    assert counted["graph"] == 1


LABEL = r'"[^"\n]+"'
LINES = re.compile(
    rf"flowchart LR|  %% [^%{{}}\n]*|  subgraph z\d+\[{LABEL}\]|  end|  n\d+\[{LABEL}\]"
    rf"|  n\d+ -->\|{LABEL}\| n\d+"
)


@given(st.lists(TEXTS, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_every_line_of_mermaid_is_one_of_five_kinds(texts):
    lines = written(mermaid_file.EXPORTER, rules_of(*texts)).removesuffix("\n").split("\n")
    assert all(map(LINES.fullmatch, lines))
    labels = [label for line in lines for label in re.findall(LABEL, line)]
    assert not any(re.search(r"[`<>{}\[\]*_|\\&]", label.replace("<br/>", "")) for label in labels)


@given(st.lists(TEXTS, min_size=1, max_size=2))
@settings(max_examples=8, deadline=None)
def test_no_text_at_all_breaks_out_of_dot(texts):
    _, counted = by_graphviz(written(dot_file.EXPORTER, rules_of(*texts)))
    assert counted["graph"] == 1


def test_mermaid_has_room_for_500_arrows():
    rules = [rule(f"{n}", group(f"{n // 25}"), group(f"{n % 25}")) for n in range(501)]
    export = mermaid_file.EXPORTER.export(rule_set(*rules))
    assert [(item.rule.name, item.why) for item in export.left_out] == [("500", TOO_MANY_ARROWS)]
    text = export.file.content.decode()
    assert text.count(" -->") == 500
    assert "%% 1: the picture has room for 500 arrows" in text


def test_mermaid_has_room_for_50_000_characters():
    rules = [rule(f"{n}", group(f"{n}" + "é_" * 2_000), group("api")) for n in range(9)]
    export = mermaid_file.EXPORTER.export(rule_set(*rules))
    assert {item.why for item in export.left_out} == {TOO_LONG}
    assert 40_000 < len(export.file.content.decode()) <= 50_000
