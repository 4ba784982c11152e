"""What the explorer's address asks for, and the facets beside its rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.keys import product_of
from portsref.catalogue.search.entries import SORTS
from portsref.catalogue.search.facets import FACETS
from portsref.catalogue.search.index import Found, SearchIndex
from portsref.catalogue.search.query import LONGEST_QUERY, Filters, understand
from portsref.protocols import PROTOCOL_NAMES
from portsref.web.reference.rows import Reader
from portsref.web.shared.joining import labelled
from portsref.web.shared.pieces import GAP
from portsref.web.shared.row_words import (
    DIRECTION_NAMES,
    LISTED_NAMES,
    REQUIRED_NAMES,
    ROLE_HEADINGS,
    SCOPE_NAMES,
    word,
)

MOST_VALUES = 50
LONGEST_VALUE = 130
SHOWN = 7
MOST_COMPONENTS = 60
HOME = "kubernetes"
VALUE_TEMPLATE = "reference/explorer/_facet_value.html"

FACET_NAMES: dict[str, str | Promise] = {
    "product": _("Product"),
    "role": _("Role"),
    "component": _("Component"),
    "protocol": _("Protocol"),
    "direction": _("Direction"),
    "scope": _("Reachable from"),
    "required": _("Required"),
    "listed": _("Official table"),
    "kubernetes": _("Kubernetes version"),
}
SORT_NAMES: dict[str, str | Promise] = {
    "documented": _("as documented"),
    "port": _("port"),
    "component": _("component"),
    "product": _("product"),
}
_WORDS = {
    "role": ROLE_HEADINGS,
    "direction": DIRECTION_NAMES,
    "scope": SCOPE_NAMES,
    "required": REQUIRED_NAMES,
    "listed": LISTED_NAMES,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The state of the explorer; its address says all of it."""

    filters: Filters = field(default_factory=Filters)
    sort: str = SORTS[0]
    page: int = 1
    is_opening: bool = False

    @classmethod
    def of(cls, query: QueryDict, index: SearchIndex) -> Self:
        """Read an address; the bare one, without a query string, opens on Kubernetes."""
        if not query:
            return cls(filters=opening_filters(index), is_opening=True)
        chosen = {facet: _values(query.getlist(facet)) for facet in FACETS}
        sort = query.get("sort", "")
        page = query.get("page", "")
        return cls(
            filters=Filters(
                query=understand(query.get("q", "")[:LONGEST_QUERY]),
                chosen={facet: values for facet, values in chosen.items() if values},
            ),
            sort=sort if sort in SORTS else SORTS[0],
            page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
        )

    def query_string(self, *, page: int = 1) -> str:
        """The query string of this state; it always has a `q`, so it is never the opening one."""
        values = [("q", self.filters.query.text)]
        values += [(facet, value) for facet in FACETS for value in sorted(self.filters.of(facet))]
        if self.sort != SORTS[0]:
            values.append(("sort", self.sort))
        if page > 1:
            values.append(("page", str(page)))
        return urlencode(values)

    def without(self, facet: str, value: str) -> Self:
        """The state with one value of a facet taken away."""
        chosen = {**self.filters.chosen, facet: self.filters.of(facet) - {value}}
        return replace(self, filters=replace(self.filters, chosen=chosen), is_opening=False)

    def without_query(self) -> Self:
        """The state with nothing searched for."""
        return replace(self, filters=replace(self.filters, query=understand("")))

    def without_facets(self) -> Self:
        """The state with nothing chosen."""
        return replace(self, filters=replace(self.filters, chosen={}), is_opening=False)

    def sorted_by(self, sort: str) -> Self:
        """The same rows in another order."""
        return replace(self, sort=sort)


def opening_filters(index: SearchIndex) -> Filters:
    """The documented tables of Kubernetes itself, in its newest version."""
    chosen = {"product": HOME, "listed": "yes", "kubernetes": index.catalogue.newest_kubernetes}
    return Filters(chosen={facet: frozenset({value}) for facet, value in chosen.items()})


def _values(values: Iterable[str]) -> frozenset[str]:
    sensible = [value for value in values if value and len(value) <= LONGEST_VALUE]
    return frozenset(sensible[:MOST_VALUES])


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """A value that can be chosen, and how many rows it would give."""

    value: str
    label: str
    count: int
    is_chosen: bool
    mark: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class FacetField:
    """A facet: what is shown at once, and what unfolds."""

    name: str
    label: str
    values: tuple[FacetChoice, ...]
    more: tuple[FacetChoice, ...]
    chosen: int
    html: SafeString
    more_html: SafeString


@dataclass(frozen=True, slots=True)
class FilterLink:
    """Something asked for, and the address without it."""

    label: str
    query_string: str


def facets(asked: Asked, found: Found, reader: Reader) -> tuple[FacetField, ...]:
    """Every facet with its values, in the order of the page."""
    return tuple(_facet(name, asked, found, reader) for name in FACET_NAMES)


def chips(asked: Asked, reader: Reader) -> tuple[FilterLink, ...]:
    """What is asked for, one by one."""
    query = asked.filters.query
    without = asked.without_query().query_string()
    text = (FilterLink(f"“{query.text}”", without),) if query.text else ()
    return text + tuple(
        FilterLink(
            _chip_label(facet, value, reader),
            asked.without(facet, value).query_string(),
        )
        for facet in FACET_NAMES
        for value in sorted(asked.filters.of(facet))
    )


def _facet(name: str, asked: Asked, found: Found, reader: Reader) -> FacetField:
    values = _facet_values(name, asked, found, reader)
    is_long = name in {"product", "component"}
    first = [
        value
        for place, value in enumerate(values)
        if value.is_chosen or not is_long or (place < SHOWN and value.count)
    ]
    more = sorted(set(values) - set(first), key=lambda value: value.label.casefold())
    if len(more) == 1:
        first, more = first + more, []
    return FacetField(
        name=name,
        label=str(FACET_NAMES[name]),
        values=tuple(first),
        more=tuple(more),
        chosen=len(asked.filters.of(name)),
        html=_facet_html(name, first, reader),
        more_html=_facet_html(name, more, reader),
    )


def _facet_html(name: str, values: Iterable[FacetChoice], reader: Reader) -> SafeString:
    lines = [_value_html(name, value, reader) for value in values]
    return SafeString("".join(lines))


def _value_html(name: str, value: FacetChoice, reader: Reader) -> str:
    context = {"facet": name, "value": value}
    if not value.count and value.is_chosen:  # it may be anything: the reader typed it
        return render_to_string(VALUE_TEMPLATE, {**context, "count": 0})
    key = (name, value.value, value.is_chosen, value.note, bool(value.count))
    return reader.pieces.fill(key, VALUE_TEMPLATE, {**context, "count": GAP}, gap=value.count)


def _facet_values(name: str, asked: Asked, found: Found, reader: Reader) -> list[FacetChoice]:
    chosen = asked.filters.of(name)
    counts = found.counts[name]
    names = _all_values(name, reader, set(counts) | chosen)
    has_notes = name == "component" and len({product_of(key) for key in counts}) > 1
    values = [
        FacetChoice(
            value=value,
            label=value_label(name, value, reader),
            count=counts[value],
            is_chosen=value in chosen,
            mark=f"{name}-{value.replace('/', '-').replace('.', '-')}",
            note=_product_note(value, reader) if has_notes else "",
        )
        for value in names
    ]
    if name in {"product", "component"}:
        values.sort(key=_prominence)
        return values[:MOST_COMPONENTS] if name == "component" else values
    return values


def _product_note(component: str, reader: Reader) -> str:
    """Whose component it is, said where there are components of several products."""
    slug = product_of(component)
    return value_label("product", slug, reader) if slug in reader.catalogue.products else ""


def _prominence(value: FacetChoice) -> tuple[bool, bool, int, str]:
    """Sort key: what was chosen first, then Kubernetes itself, then what has the most rows."""
    is_elsewhere = value.value != HOME or not value.count
    return not value.is_chosen, is_elsewhere, -value.count, value.label.casefold()


def _all_values(name: str, reader: Reader, present: set[str]) -> list[str]:
    """The values of a facet in their order; of roles and protocols those that would give rows."""
    known = _known_values(name, reader.catalogue)
    shown = [value for value in known if name not in {"role", "protocol"} or value in present]
    return shown + sorted(present - set(known))


def _known_values(name: str, catalogue: Catalogue) -> Iterable[str]:
    if name == "product":
        return catalogue.products
    if name == "kubernetes":
        return catalogue.kubernetes_versions
    if name == "role":
        return catalogue.role
    if name == "protocol":
        return PROTOCOL_NAMES
    return _WORDS.get(name, ())


def value_label(name: str, value: str, reader: Reader) -> str:
    """What a value of a facet is called."""
    if name in _WORDS:
        return word(_WORDS[name], value)
    return reader.names.get(value, value) if name in {"product", "component"} else value


def _chip_label(facet: str, value: str, reader: Reader) -> str:
    label = value_label(facet, value, reader)
    if facet == "kubernetes":
        return gettext("Kubernetes %(version)s") % {"version": value}
    if facet == "scope" or (facet, value) == ("listed", "no"):
        return labelled(str(FACET_NAMES[facet]), label)
    return label
