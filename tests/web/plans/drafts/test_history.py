"""Steps of a draft as plain values: each can be undone and done once more."""

import pytest

from portsref.web.plans.drafts.history import (
    LARGEST_HISTORY,
    MOST_STEPS,
    ONE_STEP,
    History,
    history_text,
    read_history,
)

EMPTY = {"title": ("a",)}


def change(history, at=0, action="", joins=False, **changed):
    values = {**history.values, **{name: (text,) for name, text in changed.items()}}
    return history.changed_to(values, tuple(changed), action=action, at=at, joins=joins)


def test_a_step_is_undone_and_done_once_more():
    changed = change(History(EMPTY), zone="dmz")
    assert changed.undone().values == EMPTY
    assert changed.undone().redone() == History(changed.values, changed.steps, 1, "redo")


def test_a_field_that_was_not_there_goes_again():
    assert "zone" not in change(History(EMPTY), zone="dmz").undone().values


def test_there_is_nothing_to_undo_at_first_and_nothing_to_redo_at_the_end():
    first = History(EMPTY)
    assert (first.undone(), first.redone()) == (first, first)
    assert (first.to_undo, first.to_redo) == (None, None)


def test_a_change_after_an_undo_forgets_what_was_undone():
    history = change(change(History(EMPTY), zone="dmz").undone(), zone="core")
    assert history.to_redo is None
    assert history.undone().values == EMPTY


def test_typing_in_one_field_is_one_step():
    history = History(EMPTY)
    for at, text in enumerate(("ab", "abc", "abcd")):
        history = change(history, at=at, joins=True, title=text)
    assert len(history.steps) == 1
    assert history.undone().values == EMPTY


@pytest.mark.parametrize(
    "second",
    [
        {"title": "abc", "at": ONE_STEP + 1, "joins": True},
        {"title": "abc", "at": 1, "joins": False},
        {"zone": "core", "at": 1, "joins": True},
        {"title": "abc", "at": 1, "joins": True, "action": "add-group"},
    ],
    ids=["after a pause", "a choice", "another field", "a button"],
)
def test_what_is_not_going_on_typing_is_a_step_of_its_own(second):
    history = change(change(History(EMPTY), at=0, joins=True, title="ab"), **second)
    assert len(history.steps) == 2


def test_typing_that_comes_back_to_the_beginning_is_no_step():
    history = change(History(EMPTY), title="ab", joins=True)
    assert change(history, title="a", joins=True).steps == ()


def test_what_goes_along_is_undone_with_the_step_and_is_none_of_its_own():
    before = {"option:rke2:cni": ("cilium",), "brought": ("cilium",), "option:cilium:x": ("1",)}
    after = {"option:rke2:cni": ("canal",), "brought": ("canal",)}
    history = History(before).changed_to(after, ["option:rke2:cni"], at=0)
    assert history.undone().values == before
    assert History(before).changed_to(after, [], at=0) == History(after)


def test_old_steps_are_forgotten_when_there_are_too_many():
    history = History(EMPTY)
    for number in range(MOST_STEPS + 5):
        history = change(history, title=str(number))
    assert len(history.steps) == MOST_STEPS
    for _ in range(MOST_STEPS + 5):
        history = history.undone()
    assert history.values == {"title": ("4",)}


def test_steps_that_are_too_large_are_forgotten_and_the_values_stay():
    history = change(change(History(EMPTY), zone="dmz"), own="x" * LARGEST_HISTORY)
    assert history.steps == ()
    assert history.values["own"] == ("x" * LARGEST_HISTORY,)


def test_a_history_is_read_as_it_was_written():
    history = change(change(History(EMPTY), zone="dmz"), title="é“中”").undone()
    assert read_history(history_text(history, {"view": ("matrix",)})) == (
        history,
        {"view": ("matrix",)},
    )
