"""SVG: all that the rules say is in the picture, and no text is more than a text."""

from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from portsref.exporters.documents.svg_file import (
    EXPORTER,
    TOO_MANY_ARROWS,
    TOO_MANY_BOXES,
)
from portsref.exporters.language import find_language
from portsref.exporters.text import one_line
from portsref.planning.provenance import Provenance
from tests.exporters.hostile_texts import HOSTILE, TEXTS, rules_of
from tests.exporters.rule_sets import group, rule, rule_set

SVG = "{http://www.w3.org/2000/svg}"
SAVED = Provenance(3, "https://example.com/plans/x/")
ALLOWED = {"svg", "title", "desc", "style", "g", "rect", "path", "polygon", "text"}


def drawn(rules, **what):
    content = EXPORTER.export(rules, provenance=SAVED, **what).file.content
    return ElementTree.fromstring(content)


def titles(picture):
    return ["".join(each.itertext()) for each in picture.iter(f"{SVG}title")]


def test_every_arrow_and_box_says_in_its_title_what_it_means():
    core, office = (
        group("workers", "10.0.0.0/24", zone="core"),
        group("admins", "10.1.0.0/24", zone="office"),
    )
    picture = drawn(
        rule_set(
            rule("one", office, core, ports="22"),
            rule("two", core, core, ports="8472", protocol="UDP"),
            rule("three", core, core, ports="4240,10250"),
        )
    )
    assert titles(picture) == [
        "Who may connect to whom: Example plan",
        "admins may connect to workers: TCP 22",
        "admins",
        "workers",
        "Hosts of workers may connect to each other: UDP 8472; TCP 4240, 10250",
    ]
    texts = ["".join(text.itertext()) for text in picture.iter(f"{SVG}text")]
    assert texts == [
        "Example plan",
        "Revision: 3 · Link: https://example.com/plans/x/",
        "Catalogue: 2026-11-23.01234567 · Kubernetes: 1.37 · Rules: 3",
        "crosses zones",
        "within a zone",
        "office",
        "core",
        "22",
        "admins",
        "10.1.0.0/24",
        "workers",
        "10.0.0.0/24",
        "4240 · 10250 · 8472/udp",
    ]


def test_in_chinese_it_speaks_chinese(catalogue):
    rules = rule_set(rule("one", group("管理员"), group("工作节点"), ports="22"))
    picture = drawn(rules, language=find_language("zh-Hans", catalogue))
    assert "管理员可以连接工作节点：TCP 22" in titles(picture)


def test_no_hostile_text_becomes_an_element_or_an_attribute():
    texts = [text for text in HOSTILE if len(text) < 5_000]
    picture = drawn(rules_of(*texts))
    assert {each.tag.removeprefix(SVG) for each in picture.iter()} <= ALLOWED
    assert not any(name.startswith("on") for each in picture.iter() for name in each.attrib)
    said = " ".join(titles(picture))
    assert all(one_line(text) in said for text in texts)


@given(st.lists(TEXTS, min_size=1, max_size=3))
@settings(max_examples=40, deadline=None)
def test_no_text_at_all_breaks_the_picture(texts):
    assert {each.tag.removeprefix(SVG) for each in drawn(rules_of(*texts)).iter()} <= ALLOWED


def test_there_is_room_for_100_boxes():
    rules = [rule(f"{n}", group(f"{n}"), group("api")) for n in range(101)]
    left_out = EXPORTER.export(rule_set(*rules)).left_out
    assert [(item.rule.name, item.why) for item in left_out] == [
        ("99", TOO_MANY_BOXES),
        ("100", TOO_MANY_BOXES),
    ]


def test_there_is_room_for_1_200_arrows():
    rules = [rule(f"{n}", group(f"{n // 40}"), group(f"{n % 40}")) for n in range(1_201)]
    left_out = EXPORTER.export(rule_set(*rules)).left_out
    assert [(item.rule.name, item.why) for item in left_out] == [("1200", TOO_MANY_ARROWS)]
