"""What a reader wants to see of a plan, and how; all of it stands in addresses."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portsref.planning.choice import EVERYTHING, Choice, PhaseChoice
from portsref.planning.document import LONGEST_NAME
from portsref.web.plans.reading.between import Between
from portsref.web.plans.reading.listing import LISTING_NAMES, WHOLE, Listing

DISPLAY_NAMES = ("view", "merge", "boundary", "phase", "pair", "group", *LISTING_NAMES)
VIEWS = ("table", "matrix", "picture", "ports", "findings", "local")
PHASE_CHOICES: Mapping[PhaseChoice, Promise] = {
    "": _("All rules"),
    "operation": _("In operation"),
    "installation": _("Installation only"),
}

EVERYWHERE = Between()
LONGEST_OPENED = 2000
LONGEST_CHECK = 32


class Toggle(NamedTuple):
    """Something that can be chosen: its words, what a form or an address says, and if it is."""

    text: str
    query: str
    is_on: bool
    value: str = ""


@dataclass(frozen=True, slots=True)
class Display:
    """Which view a reader wants, and how the rules are to be shown.

    The table alone may list only some of the rules: the others show all of them. The
    ports are those of one group. `check` is the kind of the kept checks by which table and matrix
    are coloured.
    """

    view: str = "table"
    choice: Choice = EVERYTHING
    between: Between = EVERYWHERE
    group: str = ""
    check: str = ""
    listing: Listing = WHOLE
    opened: tuple[str, ...] = ()

    @classmethod
    def of(cls, values: Mapping[str, str]) -> "Display":
        """Read it from a query string or a form; what is not known is the table.

        Nothing is expanded: a page shows the addresses of an end together.
        """
        view, _, what = values.get("view", "").partition(":")
        choice = replace(Choice.of(values), expand=False)
        check = values.get("check", "")[:LONGEST_CHECK]
        if view == "ports":
            group = (what or values.get("group", ""))[:LONGEST_NAME]
            return cls(view, choice, group=group, check=check)
        if view in VIEWS and view != "table":
            return cls(view, choice, check=check)
        between = Between.of(what or values.get("pair", ""))
        listing = Listing.of(values)
        return cls("table", choice, between, check=check, listing=listing, opened=_opened(values))

    @property
    def in_form(self) -> str:
        """What a form says of the view, in one value because a button has only one."""
        what = self.group or str(self.between)
        return f"{self.view}:{what}" if what else self.view

    @property
    def query(self) -> str:
        """What follows an address and shows the same."""
        view = "" if self.view == "table" else f"view={self.view}"
        named = {"pair": str(self.between), "group": self.group, "check": self.check}
        what = urlencode({name: value for name, value in named.items() if value})
        parts = (view, self.choice.query, what, self.listing.query)
        return f"?{'&'.join(filter(None, parts))}"

    def opening(self, key: str) -> str:
        """What follows an address and shows the same with a rule unfolded."""
        query = self.query
        return f"{query}{'' if query == '?' else '&'}{urlencode({'open': key})}"

    @property
    def all_query(self) -> str:
        """The same between all ends."""
        return replace(self, between=EVERYWHERE).query

    def listing_query(self, **what: str) -> str:
        """What follows an address and lists other rules, or in another way."""
        return replace(self, listing=replace(self.listing, **what)).query

    @property
    def whole_query(self) -> str:
        """What follows an address and lists all rules in the same way."""
        return replace(
            self, between=EVERYWHERE, listing=replace(self.listing, text="", zones="")
        ).query

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


def _opened(values: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of rules that are to be unfolded: `open` of an address, `opened` of a form."""
    text = values.get("open") or ""
    both = f"{text},{values.get('opened') or ''}"[:LONGEST_OPENED]
    return tuple(sorted({key for key in both.split(",") if key}))
