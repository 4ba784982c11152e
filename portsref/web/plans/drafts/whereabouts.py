"""Where in the composer a step of a draft is seen: in which panel, and in which row or field."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portsref.web.plans.composer.assumptions import id_of_option
from portsref.web.plans.composer.panels import Panel, line_of, panel_with
from portsref.web.plans.drafts.history import History, Values
from portsref.web.plans.drafts.states import data_from

_HEAD = frozenset({"title", "note"})  # always to be seen
_ROW = re.compile(r"(group|change)s-([0-9]+)-")
_OWN = re.compile(r"(own-[0-9]+)-")
_PICKED = frozenset({"picks", "handpicked"})


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The panel that shows a step, with the ids of its rows or fields; `part` is the outline's.

    `panel` is empty where the outline shows it, and nothing where it is seen whatever is open.
    """

    panel: str | None = None
    part: str = ""
    ids: tuple[str, ...] = ()

    def is_shown_by(self, panel: str) -> bool:
        """Tell whether it is seen while a panel is open; a change is, too, at a rule of it."""
        at_rule = panel.partition("@")[0].replace("rule:", "change:", 1)
        return self.panel is None or self.panel in {panel, at_rule}


def find_last(history: History) -> Whereabouts:
    """Where what was done or undone last is seen; of several panels the first is meant."""
    step = history.last
    names = step.names if step else ()
    sides = history.before_last, history.values
    places = [place for name in names for place in _places(name, *sides)]
    panels = [place.panel for place in places if place.panel is not None]
    if not panels:
        return Whereabouts(ids=tuple(one for place in places for one in place.ids))
    there = [place for place in places if place.panel in {None, panels[0]}]
    part = next(place.part for place in places if place.panel == panels[0])
    return Whereabouts(panels[0], part, tuple(one for place in there for one in place.ids))


def _places(name: str, before: Values, after: Values) -> Iterator[Whereabouts]:
    """Where a field is, by the values around the step."""
    kind, _, rest = name.partition(":")
    if name in _HEAD:
        yield Whereabouts(ids=(f"id_{name}",))
    elif name in _PICKED:
        for slug in sorted({*before.get(name, ())} ^ {*after.get(name, ())}):
            yield Whereabouts("", "runs", (line_of(f"product:{slug}"),))
    elif kind == "option":
        slug, _, option = rest.partition(":")
        yield Whereabouts(f"product:{slug}", ids=(id_of_option(slug, option),))
    elif kind in {"include", "only"}:
        yield Whereabouts(f"product:{rest}", ids=("panel-title",))
    elif row := _ROW.match(name):
        is_there = [any(one.startswith(row[0]) for one in side) for side in (before, after)]
        panel = Panel("group" if row[1] == "group" else "change", row[2])
        # one that came or went is seen by its line
        line = Whereabouts("", panel.part, (panel.line,))
        yield Whereabouts(panel.name, ids=(f"id_{name}",)) if all(is_there) else line
    elif own := _OWN.match(name):
        yield Whereabouts("own", ids=(own[1],))
    else:
        field = f"id_{name}"
        yield Whereabouts(panel_with(field, data_from({**before, **after}, {})), "where", (field,))
