"""What makes a picture right: all of it is there, and nothing stands on anything else."""

from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portsref.pictures.labels import width_of
from portsref.pictures.layout import lay_out
from portsref.pictures.measures import FULL, SMALL, UPRIGHT
from portsref.planning.engine import plan_rules
from portsref.planning.presets import PRESETS
from tests.pictures.graphs import graph, opens, plan


def preset_graph(preset, catalogue):
    rule_set = plan_rules(preset.document(), catalogue)
    return graph(*rule_set.all_rules, document=rule_set.document)


def box_area(box):
    return box.x, box.y, box.right, box.bottom


def label_area(label):
    width = width_of(label.text, 11, is_mono=True)
    left = label.x - width if label.anchor == "end" else label.x
    return left, label.y - 9, left + width, label.y + 2


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def areas(picture):
    labels = [route.label for route in picture.routes if route.label and not route.label.is_again]
    return [*map(box_area, picture.boxes), *map(label_area, labels)]


@pytest.mark.parametrize("measures", [FULL, UPRIGHT], ids=["wide", "upright"])
@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_in_a_picture_of_a_preset_nothing_stands_on_anything_else(preset, measures, catalogue):
    picture = lay_out(preset_graph(preset, catalogue), measures)
    assert [pair for pair in combinations(areas(picture), 2) if overlap(*pair)] == []
    for left, top, right, bottom in areas(picture):
        assert left >= picture.x
        assert top >= picture.y
        assert right <= picture.x + picture.width
        assert bottom <= picture.y + picture.height


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_groups_of_a_zone_stand_in_its_frame_and_others_do_not(preset, catalogue):
    picture = lay_out(preset_graph(preset, catalogue))
    for frame in picture.frames:
        area = frame.x, frame.y, frame.x + frame.width, frame.bottom
        for box in picture.boxes:
            if box.node.zone == frame.zone and box.node.is_outside == frame.is_outside:
                assert area[0] <= box.x
                assert box.right <= area[2]
                assert area[1] <= box.y
                assert box.bottom <= area[3]
            else:
                assert not overlap(area, box_area(box))


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_an_upright_picture_is_as_wide_as_a_phone_and_joins_the_same(preset, catalogue):
    drawn = preset_graph(preset, catalogue)
    wide, upright = lay_out(drawn), lay_out(drawn, UPRIGHT)
    assert upright.width <= 390
    assert [route.line for route in upright.routes] == [route.line for route in wide.routes]
    assert [box.node for box in upright.boxes] == [box.node for box in wide.boxes]
    assert {box.column for box in upright.boxes} == {0}


def test_the_same_rules_give_the_same_picture(catalogue):
    (one, other) = (lay_out(preset_graph(PRESETS[0], catalogue)) for _ in range(2))
    assert one.routes == other.routes
    assert one.boxes == other.boxes


def test_of_nothing_there_is_an_empty_picture():
    assert lay_out(graph()).boxes == ()
    assert lay_out(graph(), SMALL).routes == ()


ZONES = ("core", "dmz", "office")
ROLES = ("worker", "api-endpoint", "client", "control-plane")
GROUPS = [
    {"name": f"group {number}", "roles": [ROLES[number % 4]], "zone": ZONES[number % 3]}
    for number in range(8)
]
PORTS = ("22", "443,8443", "2379-2380,6443,9345,10250", "30000-32767")


@settings(deadline=None, max_examples=60)
@example(
    [
        (GROUPS[6], GROUPS[2], "2379-2380,6443,9345,10250"),
        (GROUPS[4], GROUPS[4], "443,8443"),
    ]
)
@given(
    st.lists(
        st.tuples(st.sampled_from(GROUPS), st.sampled_from(GROUPS), st.sampled_from(PORTS)),
        min_size=1,
        max_size=40,
        unique_by=lambda edge: (edge[0]["name"], edge[1]["name"]),
    )
)
def test_in_any_picture_boxes_and_labels_stand_apart(edges):
    rules = [
        opens(source["name"], end["name"], ports, zones=f"{source['zone']} {end['zone']}")
        for source, end, ports in edges
    ]
    drawn = graph(*rules, document=plan(*GROUPS))
    for measures in (FULL, UPRIGHT):
        picture = lay_out(drawn, measures)
        assert [pair for pair in combinations(areas(picture), 2) if overlap(*pair)] == []
