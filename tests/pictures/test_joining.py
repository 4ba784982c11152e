from hypothesis import given
from hypothesis import strategies as st

from portsref.pictures.joining import join
from tests.pictures.graphs import graph, opens, pairs

NAMES = "abcdef"
EDGES = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(["22", "443"])),
    min_size=1,
    unique_by=lambda edge: edge[:2],
)


def boxes(drawn):
    return [[end.name for end in node.ends] for node in join(drawn).nodes]


def test_groups_that_open_the_same_to_the_same_are_one_box():
    drawn = graph(
        opens("rack1", "api", "6443"), opens("rack2", "api", "6443"), opens("rack3", "api", "22")
    )
    assert boxes(drawn) == [["rack1", "rack2"], ["api"], ["rack3"]]


def test_groups_that_open_the_same_to_each_other_and_within_are_one_box():
    racks = ("rack1", "rack2", "rack3")
    drawn = graph(*(opens(one, other, "4240") for one in racks for other in racks))
    (node,) = join(drawn).nodes
    assert [end.name for end in node.ends] == list(racks)
    assert node.among == drawn.edges[0].allowed
    assert not join(drawn).lines


def test_groups_with_other_ports_within_are_two_boxes():
    drawn = graph(opens("rack1", "rack1", "22"), opens("rack2", "rack2", "443"))
    assert boxes(drawn) == [["rack1"], ["rack2"]]


def test_groups_of_different_zones_are_two_boxes():
    drawn = graph(
        opens("rack1", "api", zones="core dmz"), opens("rack2", "api", zones="office dmz")
    )
    assert boxes(drawn) == [["rack1"], ["api"], ["rack2"]]


@given(EDGES)
def test_a_picture_says_of_each_two_ends_what_the_rules_say(edges):
    drawn = graph(*(opens(*edge) for edge in edges))
    joined = join(drawn)
    said = {
        (one.name, other.name): line.allowed
        for line in joined.lines
        for one in joined.nodes[line.source].ends
        for other in joined.nodes[line.destination].ends
    }
    for node in joined.nodes:
        if node.among:
            said |= {(one.name, other.name): node.among for one in node.ends for other in node.ends}
    meant = {
        (drawn.ends[edge.source].name, drawn.ends[edge.destination].name): edge.allowed
        for edge in drawn.edges
    }
    # What hosts of one group open to each other is said of each group in its box.
    single = {pair for pair in said.keys() - meant.keys() if pair[0] == pair[1]}
    assert {pair: allowed for pair, allowed in said.items() if pair not in single} == meant
    assert pairs(drawn) == meant.keys()
