"""What a product needs with some options, told before anything else about it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext, ngettext

from portsref.catalogue.needs import Needs, Options, Part, find_needs
from portsref.catalogue.products import Listener, Option, Product, Row
from portsref.catalogue.search.meanings import ends_of
from portsref.web.reference.rows import Link, Reader, RowGroup
from portsref.web.shared.joining import fill, items, labelled
from portsref.web.shared.row_words import choice_word

MOST_OPTIONS = 60
MOST_NAMED = 3
_OPTION = re.compile(r"(?:([a-z0-9-]{1,64})/)?([a-z0-9-]{1,64}):([A-Za-z0-9._-]{1,64})")


@dataclass(frozen=True, slots=True)
class OptionChoice:
    """One choice of an option: its page, and which rows come and go where it is taken."""

    mark: str
    label: str
    address: str
    is_default: bool
    is_chosen: bool
    adds: str
    removes: str


@dataclass(frozen=True, slots=True)
class OptionField:
    """What an operator decides, and what each choice changes."""

    mark: str
    label: str
    setting: str
    explain: str
    choices: tuple[OptionChoice, ...]
    is_changed: bool


@dataclass(frozen=True, slots=True)
class NeedsGroup:
    """Rows of one product under a heading that leads to it."""

    rows: RowGroup
    owner: Link | None


@dataclass(frozen=True, slots=True)
class NeedsSheet:
    """What a product needs with the options chosen, what else it can need, and the options."""

    sentence: str
    groups: tuple[NeedsGroup, ...]
    others: RowGroup
    options: tuple[OptionField, ...]
    chosen: tuple[Link, ...]
    unknown: tuple[str, ...]
    compose: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """A product with the options that are no defaults, and what it needs with them."""

    reader: Reader
    product: Product
    chosen: Options
    needs: Needs

    def text(self, text: str | None) -> str:
        """A sentence of the product in the reader's language."""
        return self.reader.text(text, self.product.product)

    def address(self, options: Options) -> str:
        """The product's page with other options."""
        query = urlencode(_as_query(options), safe=":")
        page = self.reader.product_link(self.product).address
        return f"{page}?{query}" if query else page

    def named(self, name: str) -> str:
        """A chosen option with its choice: `Tunnel between nodes: geneve`."""
        option = self.product.option(name)
        label = self.text(option.label) if option else name
        return labelled(label, self.choice_word(self.chosen[name]))

    def choice_word(self, value: str) -> str:
        """A choice in the reader's language."""
        return choice_word(self.reader.catalogue, value, self.product.product)

    def without(self, name: str) -> Options:
        """The chosen options but one."""
        return {option: value for option, value in self.chosen.items() if option != name}


def needs_sheet(reader: Reader, product: Product, query: QueryDict) -> NeedsSheet:
    """Lay out what `product` needs with the options that an address asks for."""
    chosen, unknown = read_options(product, query)
    asked = _Asked(reader, product, chosen, find_needs(reader.catalogue, product, chosen))
    others = gettext("Only with other options")
    return NeedsSheet(
        sentence=_sentence(asked),
        groups=tuple(_groups(reader, asked.needs)),
        others=_group(reader, "others", others, asked.needs.other_rows),
        options=tuple(_field(asked, option) for option in product.options),
        chosen=tuple(
            Link(asked.named(name), asked.address(asked.without(name)), f"without-{name}")
            for name in chosen
        ),
        unknown=unknown,
        compose=urlencode([("product", product.product), *_as_query(chosen)]),
    )


def read_options(product: Product, query: QueryDict) -> tuple[dict[str, str], tuple[str, ...]]:
    """The options of an address that are no defaults, as of the composer; and what is no option."""
    chosen: dict[str, str] = {}
    unknown: list[str] = []
    for text in query.getlist("option")[:MOST_OPTIONS]:
        match = _OPTION.fullmatch(text)
        option = product.option(match[2]) if match else None
        is_ours = match is not None and match[1] in {None, product.product}
        if match and is_ours and option and match[3] in option.choices:
            chosen[match[2]] = match[3]
        else:
            unknown.append(text[:100])
    changed = {
        option.id: chosen[option.id]
        for option in product.options
        if chosen.get(option.id, option.default) != option.default
    }
    return changed, tuple(dict.fromkeys(unknown))


def _as_query(options: Options) -> list[tuple[str, str]]:
    return [("option", f"{name}:{value}") for name, value in options.items()]


def _sentence(asked: _Asked) -> str:
    """`With default options: 5 rows to open between hosts, 4 in the pod network.`"""
    rows = [row for part in asked.needs.parts for row in part.rows]
    said = {"needs": items(_counts(rows)) or gettext("nothing")}
    if asked.chosen:
        return fill(gettext("With these options: %(needs)s."), said)
    return fill(gettext("With default options: %(needs)s."), said)


def _counts(rows: Sequence[Row]) -> Iterable[str]:
    listeners = [row for row in rows if isinstance(row, Listener)]
    own = [row for row in listeners if row.scope == "loopback" or set(ends_of(row)) == {"self"}]
    pods = [row for row in listeners if row.scope == "pod" and row not in own]
    opened = len(listeners) - len(own) - len(pods)
    reached = len(rows) - len(listeners)
    counts = (
        (
            ngettext("%(n)d row to open between hosts", "%(n)d rows to open between hosts", opened),
            opened,
        ),
        (ngettext("%(n)d in the pod network", "%(n)d in the pod network", len(pods)), len(pods)),
        (ngettext("%(n)d on the host itself", "%(n)d on the host itself", len(own)), len(own)),
        (ngettext("%(n)d to reach elsewhere", "%(n)d to reach elsewhere", reached), reached),
    )
    return [text % {"n": count} for text, count in counts if count]


def _groups(reader: Reader, needs: Needs) -> Iterable[NeedsGroup]:
    """The product's own rows, those of each product beneath or beside it, and what all dial."""
    for part in needs.parts:
        listeners = [row for row in part.rows if isinstance(row, Listener)]
        if listeners:
            name = f"of-{part.product.product}"
            group = _group(reader, name, _heading(reader, part, needs), listeners)
            is_own = part is needs.parts[0]
            yield NeedsGroup(group, None if is_own else reader.product_link(part.product))
    dialled = [row for part in needs.parts for row in part.rows if not isinstance(row, Listener)]
    if dialled:
        yield NeedsGroup(_group(reader, "reaches", gettext("What it must reach"), dialled), None)


def _heading(reader: Reader, part: Part, needs: Needs) -> str:
    if part is needs.parts[0]:
        return gettext("What listens")
    named = {"product": reader.product_link(part.product).text}
    if part.is_brought_in:
        return fill(gettext("Of %(product)s, which it brings in"), named)
    return fill(gettext("Of %(product)s, on which it is built"), named)


def _group(reader: Reader, name: str, heading: str, rows: Iterable[Row]) -> RowGroup:
    entries = [reader.index.by_key[row.key] for row in rows]
    several = len({entry.product.product for entry in entries}) > 1
    return reader.group(name, heading, entries, with_product=several, with_hosts=True)


def _field(asked: _Asked, option: Option) -> OptionField:
    return OptionField(
        mark=option.id,
        label=asked.text(option.label),
        setting=asked.text(option.setting),
        explain=asked.text(option.explain),
        choices=tuple(_choice(asked, option, value) for value in option.choices),
        is_changed=option.id in asked.chosen,
    )


def _choice(asked: _Asked, option: Option, value: str) -> OptionChoice:
    taken = asked.without(option.id)
    if value != option.default:
        taken = {**taken, option.id: value}
    now = asked.needs.keys
    then = find_needs(asked.reader.catalogue, asked.product, taken).keys
    return OptionChoice(
        mark=f"{option.id}-{value}".replace(".", "-"),
        label=asked.choice_word(value),
        address=asked.address(taken),
        is_default=value == option.default,
        is_chosen=value == asked.needs.options[option.id],
        adds=_ports_of(asked.reader, then - now),
        removes=_ports_of(asked.reader, now - then),
    )


def _ports_of(reader: Reader, keys: Iterable[str]) -> str:
    """`UDP 6081, TCP 4240`; of many the first, and how many more."""
    entries = sorted((reader.index.by_key[key] for key in keys), key=lambda each: each.position)
    words = map(reader.words, entries)
    said = list(dict.fromkeys(f"{row.protocol} {row.ports}".strip() for row in words))
    more = len(said) - MOST_NAMED
    if more < 2:
        return items(said)
    further = ngettext("%(count)d more", "%(count)d more", more) % {"count": more}
    return items([*said[:MOST_NAMED], further])
