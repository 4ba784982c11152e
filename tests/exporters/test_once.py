"""What many rules share is made once."""

from portsref.exporters.once import MOST, Once
from tests.exporters.rule_sets import group


def test_it_is_made_once_for_each_object_and_not_for_each_that_is_equal():
    made = []
    once = Once(lambda end: made.append(end) or len(made))
    one, equal = group("a", "10.0.0.1"), group("a", "10.0.0.1")
    assert [once(one), once(equal), once(one), once(equal)] == [1, 2, 1, 2]


def test_nothing_of_the_past_is_taken_for_a_new_object():
    once = Once(lambda value: value[0])
    assert [once([number]) for number in range(3 * MOST)] == list(range(3 * MOST))


def test_some_thousands_are_kept():
    once = Once(lambda value: value)
    values = [[number] for number in range(MOST + 1)]
    for value in values:
        once(value)
    assert once._made == {id(values[-1]): (values[-1], values[-1])}
