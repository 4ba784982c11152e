"""Boxes of packets: what is met and what is left are told apart without loss."""

from hypothesis import given
from hypothesis import strategies as st

from portsref.verification.rules.space import Box, meet, meet_spaces, minus, minus_spaces, spans
from portsref.work import Work

NUMBERS = range(6)
SPANS = st.sets(st.sampled_from(NUMBERS), min_size=1).map(
    lambda numbers: spans((number, number) for number in numbers)
)
BOXES = st.builds(Box, st.sampled_from([4, 6]), SPANS, SPANS, SPANS, SPANS)
SPACES = st.lists(BOXES, max_size=3)


def numbers(found):
    return {number for first, last in found for number in range(first, last + 1)}


def packets(boxes):
    return {
        (box.family, source, destination, protocol, port)
        for box in boxes
        for source in numbers(box.sources)
        for destination in numbers(box.destinations)
        for protocol in numbers(box.protocols)
        for port in numbers(box.ports)
    }


@given(SPANS, SPANS)
def test_spans_are_sets_of_numbers(mine, theirs):
    assert numbers(meet(mine, theirs)) == numbers(mine) & numbers(theirs)
    assert numbers(minus(mine, theirs)) == numbers(mine) - numbers(theirs)


@given(SPACES, SPACES)
def test_spaces_are_sets_of_packets(mine, theirs):
    work = Work()
    assert packets(meet_spaces(mine, theirs, work)) == packets(mine) & packets(theirs)
    assert packets(minus_spaces(mine, theirs, work)) == packets(mine) - packets(theirs)


def test_what_is_left_of_a_box_is_at_most_four_boxes():
    whole = Box(4, *[((0, 9),)] * 4)
    assert len(list(whole.minus(Box(4, *[((3, 4),)] * 4)))) == 4
