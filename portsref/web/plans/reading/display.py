"""What a reader wants to see of a plan, and how; all of it stands in addresses."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portsref.planning.choice import EVERYTHING, Choice, PhaseChoice

DISPLAY_NAMES = ("view", "merge", "boundary", "phase")
VIEWS = ("table", "matrix", "findings", "local")
PHASE_CHOICES: Mapping[PhaseChoice, Promise] = {
    "": _("All rules"),
    "operation": _("In operation"),
    "installation": _("Installation only"),
}


class Toggle(NamedTuple):
    """Something that can be chosen: its words, what a form or an address says, and if it is."""

    text: str
    query: str
    is_on: bool
    value: str = ""


@dataclass(frozen=True, slots=True)
class Display:
    """Which view a reader wants, and how the rules are to be shown."""

    view: str = "table"
    choice: Choice = EVERYTHING

    @classmethod
    def of(cls, values: Mapping[str, str]) -> "Display":
        """Read it from a query string or a form; what is not known is the table.

        Nothing is expanded: a page shows the addresses of an end together.
        """
        view = values.get("view", "")
        choice = replace(Choice.of(values), expand=False)
        return cls(view if view in VIEWS else "table", choice)

    @property
    def query(self) -> str:
        """What follows an address and shows the same."""
        view = "" if self.view == "table" else f"view={self.view}"
        return f"?{'&'.join(part for part in (view, self.choice.query) if part)}"

    @property
    def files_query(self) -> str:
        """What follows the address of the files of the same rules."""
        return f"?{self.choice.query}" if self.choice.query else ""

    @property
    def toggles(self) -> tuple[Toggle, ...]:
        """What can be switched on or off."""
        merge, boundary = self.choice.merge, self.choice.boundary
        return (
            self._toggle(gettext("Merge ports"), merge, merge=not merge),
            self._toggle(gettext("Across zones only"), boundary, boundary=not boundary),
        )

    @property
    def phases(self) -> tuple[Toggle, ...]:
        """The phases, one of which is chosen; the first is all of them."""
        return tuple(
            self._toggle(str(name), phase == self.choice.phase, phase=phase)._replace(value=phase)
            for phase, name in PHASE_CHOICES.items()
        )

    def _toggle(self, text: str, is_on: bool, **chosen: Any) -> Toggle:
        display = replace(self, choice=replace(self.choice, **chosen))
        return Toggle(text, display.query, is_on)
