"""What a rule says when somebody unfolds it: why, how encrypted, since when, by which source."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.products import Listener, Row
from portsref.planning.rules import Cause
from portsref.web.plans.finding_words import catalogue_name, product_words, say_reason
from portsref.web.plans.reading.encryption import PlanEncryption
from portsref.web.shared.joining import fill, items, sentences
from portsref.web.shared.row_words import (
    BASIS_NAMES,
    ROLE_NAMES,
    listener_address,
    place_words,
    translated,
    version_words,
    word,
)

MOST_UNFOLDED = 100  # rows that come with all that is known of them; of others it is asked for
MOST_SOURCES = 6
MOST_CAUSES = 12  # of a merged rule, whose rows stand on pages of their own


@dataclass(frozen=True, slots=True)
class SourceText:
    """Where a fact stands: the site, the address, from what it was taken, and when that was."""

    site: str
    address: str
    basis: str
    checked: str


@dataclass(frozen=True, slots=True)
class CauseFacts:
    """All that is known of one row that makes a rule needed; `title` tells it from others."""

    title: str
    address: str
    why: str
    encryption: str
    is_plain: bool
    versions: str
    setting: str
    note: str
    documented: str
    sources: tuple[SourceText, ...]


class Unfolding:
    """Facts about the causes of rules, worded where somebody asks for them."""

    def __init__(self, catalogue: Catalogue, encryption: PlanEncryption) -> None:
        self._catalogue = catalogue
        self._encryption = encryption

    def facts(self, causes: Iterable[Cause]) -> tuple[CauseFacts, ...]:
        """Each row of the causes once, in their order, as many as help."""
        by_row: dict[str, list[Cause]] = {}
        for cause in causes:
            by_row.setdefault(cause.listener, []).append(cause)
        return tuple(map(self._of_row, list(by_row.values())[:MOST_CAUSES]))

    def _of_row(self, causes: list[Cause]) -> CauseFacts:
        first = causes[0]
        row = self._catalogue.rows.get(first.listener)
        encryption = self._encryption.of(first)
        product = first.reason.product
        note, setting = first.note or "", (row.setting if row else None) or ""
        return CauseFacts(
            title=self._title(first),
            address=listener_address(first.listener) if row else "",
            why=sentences(self._why(causes)),
            encryption=encryption.sentence,
            is_plain=encryption.is_plain,
            versions=version_words(row) if row and (row.since or row.until) else "",
            setting=translated(self._catalogue, setting, product),
            note=translated(self._catalogue, note, product),
            documented=self._documented(row),
            sources=tuple(self._sources(causes, row)),
        )

    def _title(self, cause: Cause) -> str:
        names = {
            "component": catalogue_name(cause.listener, self._catalogue),
            "product": product_words(cause.reason.product, self._catalogue),
        }
        return fill(gettext("%(component)s of %(product)s"), names)

    def _why(self, causes: list[Cause]) -> Iterator[str]:
        """Whole sentences: by what it is in the plan, and what happens without it."""
        product = product_words(causes[0].reason.product, self._catalogue)
        for cause in causes:
            reason = say_reason(cause.reason, self._catalogue)
            if reason == product:
                yield fill(gettext("Needed because %(product)s runs here."), {"product": product})
            else:
                yield fill(gettext("Needed because of this: %(reason)s."), {"reason": reason})
        if any(cause.required for cause in causes):
            yield gettext("Something breaks without it.")
        else:
            yield gettext("Optional: the cluster works without it.")

    def _documented(self, row: Row | None) -> str:
        """Who connects by the product's own table, where that is wider than who really does."""
        if not isinstance(row, Listener) or not row.documented_peers:
            return ""
        names = items(self._peer(row, peer) for peer in row.documented_peers)
        return fill(
            gettext("The product's own table says that %(names)s connect."), {"names": names}
        )

    def _peer(self, row: Row, peer: str) -> str:
        if peer in ROLE_NAMES:
            return word(ROLE_NAMES, peer)
        component = self._catalogue.find_component(row.product, peer)
        if component:
            return translated(self._catalogue, component.name, row.product)
        return place_words(self._catalogue, peer, row.product)

    def _sources(self, causes: list[Cause], row: Row | None) -> Iterator[SourceText]:
        """Those that the rule was made by, then those that its row has besides today."""
        product = self._catalogue.products.get(causes[0].reason.product)
        known = {source.address: source for source in (row.source if row else ())}
        urls = dict.fromkeys([*(cause.source for cause in causes if cause.source), *known])
        for url in list(urls)[:MOST_SOURCES]:
            source = known.get(url)
            checked = product.checked.date if product else ""
            yield SourceText(
                site=site_of(url),
                address=url,
                basis=word(BASIS_NAMES, source.basis) if source else "",
                checked=(source.read or checked) if source else "",
            )


def site_of(url: str) -> str:
    """What people call the place of a source: its host, with the repository where it is GitHub."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if host != "github.com":
        return host
    return "/".join([host, *parts.path.strip("/").split("/")[:2]])
