import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsref.pictures.port_map import SCALE, Band, Lane, Listening, Scale, port_map, spread
from portsref.ports import PortRange, PortSet

WIDTHS = st.lists(st.tuples(st.floats(0, 1000), st.floats(10, 60)), min_size=1, max_size=16).map(
    sorted
)


def lane(*ports, **what):
    listening = (
        Listening(part, text, f"place-{text}", **what)
        for text in ports
        for part in PortSet.parse(text).ranges
    )
    return Lane("tcp", "TCP", tuple(listening))


def test_the_scale_covers_all_ports_once():
    assert SCALE[0][0] == 0
    assert SCALE[-1][1] == 65536
    assert all(one[1] == other[0] for one, other in pairwise(SCALE))
    assert sum(share for _, _, share in SCALE) == pytest.approx(1)


def test_ports_that_matter_stand_apart():
    scale = Scale(1080)
    for one, other in pairwise((179, 2379, 6443, 9345, 10250, 10450, 30000, 32767)):
        assert scale.x(other) - scale.x(one) > 15


@given(WIDTHS)
def test_labels_stand_in_order_apart_and_in_the_picture(labels):
    wishes, rooms = zip(*labels, strict=True)
    places = spread(wishes, rooms, 1000)
    lefts = [place - room / 2 for place, room in zip(places, rooms, strict=True)]
    assert lefts[0] >= -1e-6
    assert places[-1] + rooms[-1] / 2 <= 1000 + 1e-6
    for (left, room), following in zip(zip(lefts, rooms, strict=True), lefts[1:], strict=False):
        assert left + room <= following + 1e-6


def test_a_label_stands_above_its_port_where_there_is_room():
    assert spread([100, 500], [40, 40], 1000) == [100, 500]


def test_each_range_is_a_link_to_where_it_is_listed():
    drawn = port_map("<hosts>", [lane("443,2379-2380", "22")], [Band("a & b", PortRange(0, 9))]).svg
    picture = ElementTree.fromstring(drawn)
    links = [link.get("href") for link in picture.iter("a")]
    assert links == ["#place-22", "#place-443,2379-2380", "#place-443,2379-2380"]
    assert "<hosts>" in "".join(picture.itertext())


@pytest.mark.parametrize("is_upright", [False, True])
def test_it_becomes_wider_where_a_lane_has_many_ports(is_upright):
    few, many = (
        port_map("", [lane(*map(str, range(9000, end)))], [], is_upright=is_upright)
        for end in (9010, 9100)
    )
    assert many.width > few.width


def test_upright_it_is_as_wide_as_a_phone_and_has_the_same_ports_and_places():
    lanes = [lane("443,2379-2380,6443", "22", "10250", "30000-32767"), lane("8472")]
    wide, upright = (port_map("", lanes, [], is_upright=how) for how in (False, True))
    assert upright.width < 360 < wide.width
    marks = re.compile(r'<a class="port-map__mark" href="(.*?)".*?>([\d–]+)</text></a>')
    assert marks.findall(upright.svg) == marks.findall(wide.svg) != []


def test_upright_labels_stand_beside_one_another():
    drawn = port_map("", [lane(*map(str, range(9000, 9020)))], [], is_upright=True).svg
    places = [float(x) for x in re.findall(r"translate\(([\d.]+) ", drawn)]
    assert len(places) == 20
    assert all(other - one > 11 for one, other in pairwise(places))


def test_a_port_that_is_wanted_twice_has_a_sign():
    assert "⚠ 80<" in port_map("", [lane("80", is_shared=True)], []).svg
