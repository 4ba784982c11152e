"""From which zone into which rules lead, to be counted and chosen."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext

from portsref.planning.rules import Endpoint, Rule

OUTSIDE = "~"  # no zone is called so: names are written as an address encodes them
MOST_CHOICES = 40


@dataclass(frozen=True, slots=True)
class ZoneChoice:
    """A pair of zones: what an address says of it, its words, and how many rules it has."""

    value: str
    text: str
    count: int
    is_on: bool
    query: str


def zones_of(rule: Rule) -> str:
    """The zones of both ends as an address has them: `office..core`.

    Empty for a group without one, `~` for anything else than groups.
    """
    return f"{_zone(rule.source)}..{_zone(rule.destination)}"


def _zone(end: Endpoint) -> str:
    if end.kind != "group":
        return OUTSIDE
    return quote(end.zone or "", safe="").replace(".", "%2E").replace("~", "%7E")


def zone_words(rule: Rule) -> str:
    """The zones of both ends in words."""
    none, outside = gettext("no zone"), gettext("outside")
    ends = (
        (end.zone or none) if end.kind == "group" else outside
        for end in (rule.source, rule.destination)
    )
    return " → ".join(ends)


def count_zones(rules: Iterable[Rule]) -> list[tuple[str, str, int]]:
    """Pairs of zones with their words and their rules: those that cross first, then by count."""
    words: dict[str, tuple[bool, str]] = {}
    counts: Counter[str] = Counter()
    for rule in rules:
        zones = zones_of(rule)
        counts[zones] += 1
        if zones not in words:
            words[zones] = (not rule.crosses_zones, zone_words(rule))
    order = sorted(counts, key=lambda zones: (words[zones][0], -counts[zones], zones))
    return [(zones, words[zones][1], counts[zones]) for zones in order[:MOST_CHOICES]]
