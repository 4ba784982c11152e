"""Tools that look something up: ports, words, products, formats."""

from collections.abc import Container
from typing import Literal

from pydantic import Field

from portsref.catalogue.search.entries import Entry
from portsref.catalogue.search.port_table import LONGEST_PORTS, parse_ports
from portsref.catalogue.search.query import LONGEST_QUERY, Filters, Query, understand
from portsref.cli.mcp.base import Answer, Asked, AskedPage, Paged, Told, Tool, lines_of, on_page
from portsref.cli.mcp.known import known_catalogue, known_index
from portsref.cli.mcp.rows import ToldRow, told_rows
from portsref.documents.problems import Problem, ProblemsError
from portsref.exporters.registry import every_exporter

_LONGEST_NAME = 130
_MOST_VALUES = 20


class RowsAnswer(Answer, Paged):
    """Rows of the catalogue, best first."""

    rows: list[ToldRow]
    meant: str = Field(description="What may have been meant, where nothing is found.")

    @property
    def text(self) -> str:
        """A paragraph a row."""
        nothing = f"Nothing in the catalogue. Near it: {self.meant or 'nothing'}."
        told = [row.lines for row in self.rows] or ["" if self.count else nothing]
        return lines_of(f"Rows: {self.count}. Catalogue {self.catalogue}.", *told, self.more)


class AskedPorts(AskedPage):
    """Ports that somebody asks about."""

    ports: str = Field(
        min_length=1,
        max_length=LONGEST_PORTS,
        description="A port, a range or several, with a protocol if one is meant: 10250, 8472/udp, "
        "80,443 or 30000-32767/tcp.",
    )


def what_uses_port(asked: AskedPorts) -> RowsAnswer:
    """Say which components of Kubernetes, its distributions, networks and add-ons use a port.

    Each with its hosts, who connects, why, how it is encrypted, and the page or line of code that
    shows it. Rows that name just this port come before ranges that hold it.
    """
    try:
        ports, protocol = parse_ports(asked.ports)
    except ValueError as error:
        raise ProblemsError([Problem("", "ports", str(error))]) from error
    index = known_index()
    found = index.find(Filters(Query(ports=ports, protocol=protocol))).entries
    near = index.near(ports.ranges[0].first) if len(ports) == 1 else ()
    return _rows(found, asked.page, ", ".join(map(str, near)))


class AskedSearch(AskedPage):
    """What somebody looks for."""

    query: str = Field(
        "",
        max_length=LONGEST_QUERY,
        description="Ports, a protocol, words that must all be there, a line of a firewall's log, "
        "or the text of an error.",
    )
    product: list[str] = Field([], max_length=_MOST_VALUES, description="Slugs of products.")
    role: list[str] = Field(
        [], max_length=_MOST_VALUES, description="Roles of the hosts, such as worker or etcd."
    )
    direction: Literal["", "inbound", "outbound"] = Field(
        "", description="Only what listens, or only what dials."
    )


def search(asked: AskedSearch) -> RowsAnswer:
    """Find ports of the catalogue by words, products, roles, a log line or an error text."""
    index = known_index()
    _refuse_unknown("product", asked.product, known_catalogue().products.keys())
    _refuse_unknown("role", asked.role, known_catalogue().role.keys())
    chosen = {
        "product": frozenset(asked.product),
        "role": frozenset(asked.role),
        "direction": frozenset([asked.direction] if asked.direction else []),
    }
    query = understand(asked.query)
    if not query and not any(chosen.values()):
        raise ProblemsError([Problem("", "query", "is missing: say what you look for")])
    wanted = {facet: values for facet, values in chosen.items() if values}
    found = index.find(Filters(query, wanted)).entries
    return _rows(found, asked.page, "" if found else index.suggest(query) or "")


def _rows(found: tuple[Entry, ...], page: int, meant: str) -> RowsAnswer:
    return RowsAnswer(
        catalogue=known_catalogue().version,
        rows=told_rows(on_page(found, page)),
        meant=meant,
        **Paged.numbers(len(found), page),
    )


def _refuse_unknown(field: str, values: list[str], known: Container[str]) -> None:
    unknown = [value for value in values if value not in known]
    if unknown:
        raise ProblemsError([Problem("", field, f"the catalogue has no {field} {unknown[0]!r}")])


class AskedProduct(AskedPage):
    """A product that somebody asks about."""

    product: str = Field(min_length=1, max_length=_LONGEST_NAME, description="Its slug: cilium.")


class ToldOption(Told):
    """What an operator decides about a product."""

    id: str
    label: str
    choices: list[str]
    default: str


class ProductAnswer(Answer, Paged):
    """A product with its options, and a page of its own rows."""

    product: str
    name: str
    kind: str
    summary: str
    homepage: str
    base: str = Field(description="A distribution also has the rows of this product.")
    options: list[ToldOption]
    rows: list[ToldRow]

    @property
    def text(self) -> str:
        """The product, its options, its rows."""
        base = f" It also has the rows of {self.base}." if self.base else ""
        options = [
            f"- {option.id} ({option.label}): {', '.join(option.choices)}; default {option.default}"
            for option in self.options
        ]
        return lines_of(
            f"{self.name} ({self.product}, {self.kind}): {self.summary} {self.homepage}{base}",
            f"Catalogue {self.catalogue}.",
            "Options:" if options else "",
            *options,
            f"Rows: {self.count}.",
            *(row.lines for row in self.rows),
            self.more,
        )


def product(asked: AskedProduct) -> ProductAnswer:
    """Say which ports a product uses, and what an operator decides about it.

    Every listener and outbound need with its condition and sources, and the options, with their
    choices and default, that a plan may set for it.
    """
    found = known_catalogue().products.get(asked.product)
    if found is None:
        reason = f"the catalogue has no product {asked.product!r}: list_products lists them"
        raise ProblemsError([Problem("", "product", reason)])
    of_product = {"product": frozenset([asked.product])}
    entries = known_index().find(Filters(chosen=of_product)).entries
    return ProductAnswer(
        catalogue=known_catalogue().version,
        product=found.product,
        name=found.name,
        kind=found.kind,
        summary=found.summary,
        homepage=found.homepage,
        base=found.base or "",
        options=[
            ToldOption(
                id=option.id,
                label=option.label,
                choices=list(option.choices),
                default=option.default,
            )
            for option in found.options
        ],
        rows=told_rows(on_page(entries, asked.page)),
        **Paged.numbers(len(entries), asked.page),
    )


class ToldProduct(Told):
    """A product in short."""

    product: str = Field(description="Its slug, by which plans pick it.")
    name: str
    kind: str
    summary: str


class ProductsAnswer(Answer):
    """All products, sorted by slug."""

    products: list[ToldProduct]

    @property
    def text(self) -> str:
        """A line a product."""
        lines = [f"- {each.product} ({each.kind}): {each.summary}" for each in self.products]
        return lines_of(f"Products: {len(lines)}. Catalogue {self.catalogue}.", *lines)


class AskedNothing(Asked):
    """No arguments."""


def list_products(_asked: AskedNothing) -> ProductsAnswer:
    """List the products that the catalogue knows, with the slugs by which plans pick them."""
    products = known_catalogue().products.values()
    told = [
        ToldProduct(product=each.product, name=each.name, kind=each.kind, summary=each.summary)
        for each in products
    ]
    return ProductsAnswer(catalogue=known_catalogue().version, products=told)


class ToldFormat(Told):
    """An export format."""

    name: str
    label: str
    family: str = Field(description="To whom a file is sent.")
    summary: str
    is_text: bool = Field(description="Others are written by the command or the site alone.")


class FormatsAnswer(Answer):
    """All export formats."""

    formats: list[ToldFormat]

    @property
    def text(self) -> str:
        """A line a format."""
        lines = [f"- {each.name} ({each.family}): {each.summary}" for each in self.formats]
        return lines_of(*lines)


def list_formats(_asked: AskedNothing) -> FormatsAnswer:
    """List the formats in which export_plan writes rules: tickets, firewalls, clouds, clusters."""
    told = [
        ToldFormat(
            name=each.name,
            label=each.label,
            family=each.family,
            summary=each.summary,
            is_text=each.is_text,
        )
        for each in every_exporter()
    ]
    return FormatsAnswer(catalogue=known_catalogue().version, formats=told)


TOOLS: tuple[Tool, ...] = (
    Tool.of(what_uses_port, title="What uses a port", asked=AskedPorts, answer=RowsAnswer),
    Tool.of(search, title="Search the catalogue", asked=AskedSearch, answer=RowsAnswer),
    Tool.of(
        product, title="Ports and options of a product", asked=AskedProduct, answer=ProductAnswer
    ),
    Tool.of(list_products, title="All products", asked=AskedNothing, answer=ProductsAnswer),
    Tool.of(list_formats, title="All export formats", asked=AskedNothing, answer=FormatsAnswer),
)
