"""Which rules a table lists, and how they stand in it, as an address or a form says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LISTING_NAMES = ("q", "zones", "by", "sort")
LONGEST_TEXT = 200
LONGEST_ZONES = 700
BY_NAMES: Mapping[str, str | Promise] = {
    "": format_lazy("{} → {}", pgettext_lazy("end", "source"), pgettext_lazy("end", "destination")),
    "port": _("port"),
    "component": _("component"),
}
SORT_NAMES: Mapping[str, str | Promise] = {
    "": _("port"),
    "component": _("component"),
    "encryption": _("encryption, plain text first"),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """A text that rules have, the zones of their ends, the heading they stand under, their order.

    `zones` is as `zones_of` calls them; empty for all.
    """

    text: str = ""
    zones: str = ""
    by: str = ""
    sort: str = ""

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Self:
        """Read it; what is not known is as if it were not there."""
        by, sort = values.get("by", ""), values.get("sort", "")
        return cls(
            text=" ".join(values.get("q", "")[:LONGEST_TEXT].split()),
            zones=values.get("zones", "")[:LONGEST_ZONES],
            by=by if by in BY_NAMES else "",
            sort=sort if sort in SORT_NAMES else "",
        )

    @property
    def is_narrow(self) -> bool:
        """Tell whether rules are left out."""
        return bool(self.text or self.zones)

    @property
    def query(self) -> str:
        """A query string, without its question mark, that is read as the same."""
        values = (self.text, self.zones, self.by, self.sort)
        named = zip(LISTING_NAMES, values, strict=True)
        return urlencode({name: value for name, value in named if value})


WHOLE = Listing()
