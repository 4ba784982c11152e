import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsref.web.plans.reading.between import Between
from portsref.web.plans.reading.display import Display
from tests.pictures.graphs import opens

RULES = (opens("workers", "api"), opens("admins", "api"), opens("api", "workers"))
NAMES = st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=8), max_size=3)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("workers..api", [RULES[0]]),
        ("workers..", [RULES[0]]),
        ("..api", [RULES[0], RULES[1]]),
        ("workers|admins..api", [RULES[0], RULES[1]]),
        ("workers", [RULES[0], RULES[2]]),
        ("nobody..api", []),
        ("", list(RULES)),
        ("..", list(RULES)),
        ("x" * 30_000, list(RULES)),
    ],
)
def test_rules_between_ends_are_kept(text, kept):
    assert list(Between.of(text).keep(RULES)) == kept


@given(NAMES, NAMES)
def test_whatever_a_group_is_called_an_address_can_say_it(sources, destinations):
    between = Between(tuple(sources), tuple(destinations))
    assert Between.of(str(between)) == between


@given(NAMES)
def test_so_it_can_of_either_side(names):
    assert Between.of(str(Between(either=tuple(names)))) == Between(either=tuple(names))


def test_an_address_and_a_button_of_the_composer_say_the_same():
    chosen = Display.of({"pair": "workers..api", "merge": "1"})
    assert chosen.query == "?merge=1&pair=workers..api"
    assert Display.of({"view": chosen.in_form, "merge": "1"}) == chosen


def test_other_views_show_the_rules_between_all_ends():
    assert not Display.of({"view": "matrix", "pair": "workers..api"}).between
