"""What the composer says beneath a field of addresses: how much of it was read."""

from collections.abc import Iterator

from django.utils.translation import gettext, ngettext

from portsref.address_lists import Tally, count_address_list
from portsref.web.shared.joining import clauses, fill, items, labelled, with_remark

MOST_TOLD = 10**9  # addresses: beyond that a number says nothing


def say_addresses(text: str) -> str:
    """How many hosts, networks and ranges a text has, and how many lines are not understood."""
    reading = count_address_list(text)
    read = clauses(_families(reading.tallies))
    unread = len(reading.unread)
    if not unread:
        return read
    if not read:
        return ngettext("%(count)d line not read", "%(count)d lines not read", unread) % {
            "count": unread
        }
    words = ngettext(
        "%(read)s read, %(count)d line not", "%(read)s read, %(count)d lines not", unread
    )
    return fill(words, {"read": read, "count": unread})


def _families(tallies: tuple[Tally, ...]) -> Iterator[str]:
    for tally in tallies:
        words = with_remark(items(_entries(tally)), _addresses(tally))
        yield labelled(f"IPv{tally.family}", words) if len(tallies) > 1 else words


def _entries(tally: Tally) -> Iterator[str]:
    counts = (
        (tally.hosts, ngettext("%(count)d host", "%(count)d hosts", tally.hosts)),
        (tally.networks, ngettext("%(count)d network", "%(count)d networks", tally.networks)),
        (tally.ranges, ngettext("%(count)d range", "%(count)d ranges", tally.ranges)),
    )
    return (words % {"count": count} for count, words in counts if count)


def _addresses(tally: Tally) -> str:
    """How many addresses there are, where networks or ranges hide it."""
    if not (tally.networks or tally.ranges) or tally.addresses > MOST_TOLD:
        return ""
    return gettext("%(count)s addresses") % {"count": f"{tally.addresses:,}"}
