from xml.etree import ElementTree

from portsref.pictures.thumbnail import thumbnail
from tests.exporters.rule_sets import group, rule, rule_set


def test_a_thumbnail_has_boxes_and_lines_and_no_words():
    core = group("<workers>", "10.0.0.0/24", zone="core")
    admins = group("admins & co", "10.1.0.0/24", zone="office")
    drawn = ElementTree.fromstring(thumbnail(rule_set(rule("one", admins, core))))
    kinds = [element.get("class") for element in drawn]
    assert kinds.count("thumbnail__box") == 2
    assert kinds.count("thumbnail__line thumbnail__line--crossing") == 1
    assert kinds.count("thumbnail__zone") == 2
    assert "".join(drawn.itertext()) == ""
    assert (drawn.get("width"), drawn.get("height")) == ("160", "96")


def test_without_rules_it_is_empty():
    assert len(ElementTree.fromstring(thumbnail(rule_set()))) == 0
