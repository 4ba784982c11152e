"""What stands above a list of rules: a text to find, headings, order, zones, and what was found."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from django.utils.translation import ngettext

from portsref.planning.rules import Rule
from portsref.web.plans.reading.display import Display, Toggle
from portsref.web.plans.reading.listing import BY_NAMES, SORT_NAMES
from portsref.web.plans.reading.zones import ZoneChoice, count_zones

FEW_RULES = 6  # which need nothing above them


class ListingBar:
    """The choices of a list of rules, for the rules that it could have."""

    def __init__(
        self, display: Display, rules: Sequence[Rule], listed: int, *, has_zones: bool
    ) -> None:
        self.listing = display.listing
        self._display = display
        self._rules = rules
        self._listed = listed
        self._has_zones = has_zones

    @property
    def is_needed(self) -> bool:
        """Tell whether there is anything to choose."""
        return len(self._rules) > FEW_RULES or bool(self._display.listing.query)

    @property
    def is_chosen(self) -> bool:
        """Tell whether one of its lists is not as it is at first."""
        listing = self.listing
        return bool(listing.by or listing.sort or listing.zones)

    @property
    def count(self) -> str:
        """How many rules are listed, of how many."""
        total = len(self._rules)
        words = ngettext("%(count)d of %(total)d rule", "%(count)d of %(total)d rules", total)
        return words % {"count": self._listed, "total": total}

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was found where there are rules."""
        return bool(self._rules) and not self._listed

    @property
    def headings(self) -> tuple[Toggle, ...]:
        """By what rules can stand together."""
        return tuple(
            Toggle(str(name), self._display.listing_query(by=by), by == self.listing.by, by)
            for by, name in BY_NAMES.items()
        )

    @property
    def orders(self) -> tuple[Toggle, ...]:
        """In which order rules can stand under a heading."""
        return tuple(
            Toggle(
                str(name), self._display.listing_query(sort=sort), sort == self.listing.sort, sort
            )
            for sort, name in SORT_NAMES.items()
        )

    @cached_property
    def zones(self) -> tuple[ZoneChoice, ...]:
        """Pairs of zones with their rules; none where there is but one to choose."""
        choices = tuple(self._zones()) if self._has_zones else ()
        return choices if len(choices) > 1 or self.listing.zones else ()

    def _zones(self) -> Iterator[ZoneChoice]:
        for value, text, count in count_zones(self._rules):
            query = self._display.listing_query(zones=value)
            yield ZoneChoice(value, text, count, value == self.listing.zones, query)

    @property
    def all_zones_query(self) -> str:
        """What follows an address and lists rules of all zones."""
        return self._display.listing_query(zones="")

    @property
    def carried(self) -> tuple[tuple[str, str], ...]:
        """What a form of a saved plan must carry along, by name."""
        display = self._display
        choice = display.choice
        values = {
            "merge": "1" if choice.merge else "",
            "boundary": "1" if choice.boundary else "",
            "phase": choice.phase,
            "check": display.check,
            "pair": str(display.between),
            "zones": self.listing.zones,
        }
        return tuple((name, value) for name, value in values.items() if value)
