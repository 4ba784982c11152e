"""What a composer's form held, step by step: plain values, of which every change can be undone.

A step has only what it changed, before and after, so a long history is hardly larger than a form.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

type Values = Mapping[str, tuple[str, ...]]
type Side = tuple[str, ...] | None  # None where the form had no such field
type Delta = Mapping[str, tuple[Side, Side]]
type Move = Literal["", "undo", "redo"]

MOST_STEPS = 100
LARGEST_HISTORY = 256 * 1024  # characters; older steps than these hold are forgotten
ONE_STEP = 60  # seconds: who goes on in the same field later takes a step of its own


@dataclass(frozen=True, slots=True)
class Step:
    """One change: what was pressed (`add-group`; empty where somebody typed or chose), and when.

    `names` are the fields that it is about; `delta` also has what went with them.
    """

    action: str
    at: int
    names: tuple[str, ...]
    delta: Delta

    def before(self, values: Values) -> Values:
        """Undo it in the values that it led to."""
        return _with(values, {name: sides[0] for name, sides in self.delta.items()})

    def after(self, values: Values) -> Values:
        """Do it once more to the values that it came from."""
        return _with(values, {name: sides[1] for name, sides in self.delta.items()})

    @property
    def size(self) -> int:
        """How much room it takes, roughly."""
        texts = (text for sides in self.delta.values() for side in sides for text in side or ())
        return sum(map(len, texts)) + sum(map(len, self.delta))


@dataclass(frozen=True, slots=True)
class History:
    """The values of now, and the steps that led there; those from `position` on were undone.

    `moved` tells whether the last thing done was to go back or forth.
    """

    values: Values
    steps: tuple[Step, ...] = ()
    position: int = 0
    moved: Move = ""

    @property
    def to_undo(self) -> Step | None:
        """The step that would be undone."""
        return self.steps[self.position - 1] if self.position else None

    @property
    def to_redo(self) -> Step | None:
        """The step that would be done once more."""
        return self.steps[self.position] if self.position < len(self.steps) else None

    @property
    def last(self) -> Step | None:
        """What was done or undone last."""
        return self.to_redo if self.moved == "undo" else self.to_undo

    @property
    def before_last(self) -> Values:
        """The values that there were before that."""
        if self.last is None:
            return self.values
        return (self.last.after if self.moved == "undo" else self.last.before)(self.values)

    def undone(self) -> "History":
        """Without the last step; the same where there is none."""
        if not (step := self.to_undo):
            return self
        return History(step.before(self.values), self.steps, self.position - 1, "undo")

    def redone(self) -> "History":
        """With the step that was undone last; the same where there is none."""
        if not (step := self.to_redo):
            return self
        return History(step.after(self.values), self.steps, self.position + 1, "redo")

    def changed_to(
        self,
        values: Values,
        names: Iterable[str],
        *,
        action: str = "",
        at: int,
        joins: bool = False,
    ) -> "History":
        """The history with other values, of which `names` are what somebody changed.

        Without any it is no step. With `joins` it is part of the step before, if that was typed
        into the same field a moment ago.
        """
        if not (about := tuple(names)):
            return replace(self, values=values)
        step = Step(action, at, about, differences(self.values, values))
        done = self.steps[: self.position]
        if joins and done and self.position == len(self.steps) and _is_one(done[-1], step):
            step = _joined(done[-1], step)
            done = done[:-1]
        steps = _bounded((*done, step) if step.delta else done)
        return History(values, steps, len(steps))


def differences(before: Values, after: Values) -> Delta:
    """Each field that says something else, with both; the order of boxes and blanks say nothing."""
    names = dict.fromkeys((*before, *after))
    sides = ((name, before.get(name), after.get(name)) for name in names)
    return {name: (one, other) for name, one, other in sides if _said(one) != _said(other)}


def history_text(history: History, aside: Values) -> str:
    """A history with what else is kept beside it, as it is stored."""
    steps = [[step.action, step.at, step.names, step.delta] for step in history.steps]
    kept = [history.values, steps, history.position, history.moved, aside]
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def read_history(text: str) -> tuple[History, Values]:
    """What `history_text` wrote."""
    values, steps, position, moved, aside = json.loads(text)
    read = tuple(
        Step(action, at, tuple(names), _delta(delta)) for action, at, names, delta in steps
    )
    return History(_values(values), read, position, moved), _values(aside)


def _values(stored: Mapping[str, list[str]]) -> Values:
    return {name: tuple(texts) for name, texts in stored.items()}


def _delta(stored: Mapping[str, list[Any]]) -> Delta:
    def side(texts: list[str] | None) -> Side:
        return None if texts is None else tuple(texts)

    return {name: (side(before), side(after)) for name, (before, after) in stored.items()}


def _with(values: Values, changed: Mapping[str, Side]) -> Values:
    together = {**values, **changed}
    return {name: side for name, side in together.items() if side is not None}


def _said(side: Side) -> tuple[str, ...]:
    return tuple(sorted(filter(None, side or ())))


def _is_one(before: Step, after: Step) -> bool:
    """Tell whether both are typing in one field, without a long pause."""
    are_typed = not before.action and not after.action and len(after.names) == 1
    return are_typed and before.names == after.names and after.at - before.at <= ONE_STEP


def _joined(before: Step, after: Step) -> Step:
    """Both steps as one; without a delta where the second took the first back."""
    names = dict.fromkeys((*before.delta, *after.delta))
    sides = (
        (name, before.delta.get(name, after.delta.get(name, (None, None)))[0],
         after.delta.get(name, before.delta.get(name, (None, None)))[1])
        for name in names
    )  # fmt: skip
    delta = {name: (one, other) for name, one, other in sides if _said(one) != _said(other)}
    return replace(after, delta=delta)


def _bounded(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The newest steps, as many as there is room for."""
    return tuple(reversed(list(_that_fit(reversed(steps)))))


def _that_fit(steps: Iterable[Step]) -> Iterator[Step]:
    room = LARGEST_HISTORY
    for _, step in zip(range(MOST_STEPS), steps, strict=False):
        room -= step.size
        if room < 0:
            return
        yield step
