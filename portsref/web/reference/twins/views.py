"""Pages as Markdown at their address with `.md`, and `llms.txt`, which leads there."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from portsref.catalogue.search.entries import Entry, is_wide
from portsref.catalogue.search.port_table import parse_port
from portsref.catalogue.search.ports_in_use import rows_using
from portsref.web.facts.kept_pages import kept_page
from portsref.web.reference.port.answer import answer_for
from portsref.web.reference.rows import Link, Reader, current_reader
from portsref.web.reference.twins.markdown import heading, link, plain, table
from portsref.web.shared.joining import clauses, fill, items
from portsref.web.shared.row_words import address

KIND = "text/markdown; charset=utf-8"


@require_safe
@kept_page
def port(request: HttpRequest, port: str) -> HttpResponse:
    """What a port is, what uses it, and where that is written."""
    try:
        number, protocol = parse_port(port)
    except ValueError as error:
        raise Http404(str(error)) from error
    if port != str(number) or protocol:
        raise Http404(port)
    reader = current_reader()
    entries = list(rows_using(reader.index, number))
    answer = answer_for(reader, number, entries)
    said = [answer.first, *answer.others] if answer else []
    named = [entry for entry in entries if not is_wide(entry.row)]
    ranges = [entry for entry in entries if is_wide(entry.row)]
    return _markdown(
        reader,
        heading(fill(gettext("Port %(number)s"), {"number": number}), 1),
        *(f"{plain(meaning.whole)}\n\n" for meaning in said),
        _rows(reader, gettext("Rows for this port"), named),
        _rows(reader, gettext("Ranges that include it"), ranges),
    )


@require_safe
@kept_page
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """What a product is, and all of its rows with their sources."""
    reader = current_reader()
    found = reader.catalogue.products.get(slug)
    if found is None:
        raise Http404(gettext("The catalogue has no such product."))
    entries = [entry for entry in reader.index.entries if entry.product is found]
    return _markdown(
        reader,
        heading(reader.product_link(found).text, 1),
        f"{plain(reader.text(found.summary, slug))}\n\n",
        _rows(reader, gettext("Ports"), entries),
    )


@require_safe
@kept_page
def llms(request: HttpRequest) -> HttpResponse:
    """What a language model should read of this site, as llmstxt.org has it."""
    reader = current_reader()
    products = [
        f"- {link(_twin(reader.product_link(product)))}: "
        f"{plain(reader.text(product.summary, product.product))}\n"
        for product in reader.catalogue.products.values()
    ]
    return HttpResponse(
        "".join((_INTRODUCTION.format(**_addresses()), "\n## Products\n\n", *products)),
        content_type="text/plain; charset=utf-8",
    )


_INTRODUCTION = """\
# portsref

> Every port that Kubernetes, its distributions, networks and add-ons use, each with its source, and the firewall rules that a cluster needs.

Facts have sources: cite them. A port's page is `{port}`, as Markdown `{port_twin}`, as data `{port_data}`; the same goes for products.

## Data

- [All facts]({catalogue}): JSON, with a schema
- [API]({api}): OpenAPI; rules, exports and diffs for a plan document

## Guides

- [How to read and approve a change request]({guide}): for network engineers; what never to open, and how firewalls take the files
"""  # noqa: E501 - a line of Markdown is a paragraph


def _addresses() -> dict[str, str]:
    """Where things are, with the number 10250 as an example."""
    page = address("reference:port", 10250)
    twin = page.rstrip("/")
    return {
        "port": page,
        "port_twin": f"{twin}.md",
        "port_data": f"{twin}.json",
        "catalogue": address("data:catalogue"),
        "api": address("api:openapi-json"),
        "guide": address("guide:change_requests_twin"),
    }


def _twin(page: Link) -> Link:
    return Link(page.text, f"{page.address.rstrip('/')}.md")


def _markdown(reader: Reader, *pieces: str) -> HttpResponse:
    version = plain(reader.catalogue.version)
    return HttpResponse("".join((*pieces, f"portsref {version}\n")), content_type=KIND)


def _rows(reader: Reader, title: str, entries: Iterable[Entry]) -> str:
    """Rows under a heading, each with its sources; nothing where there are none."""
    header = (
        gettext("Protocol"),
        gettext("Ports"),
        gettext("Component"),
        gettext("Hosts"),
        gettext("Used by"),
        gettext("Purpose"),
        gettext("Sources"),
    )
    written = table(header, (_cells(reader, entry) for entry in entries))
    return heading(title) + written if written else ""


def _cells(reader: Reader, entry: Entry) -> tuple[str, ...]:
    sheet = reader.detail(entry)
    words = sheet.words
    remarks = filter(None, (words.purpose, words.phase, words.condition))
    arrow = "←" if words.is_inbound else "→"
    return (
        words.protocol,
        words.ports,
        f"{link(words.component)} · {link(words.product)}",
        plain(items(host.text for host in words.hosts)),
        f"{arrow} {plain(items(peer.text for peer in words.peers))}",
        f"[{plain(clauses(remarks))}](<{words.address}>)",
        "<br>".join(link(source.link) for source in sheet.sources),
    )
