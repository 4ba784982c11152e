"""What changed in the catalogue: a page, and feeds of all of it or of one product."""

import re
import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import condition, require_safe

from portsref.web.facts.catalogue import current_stamp
from portsref.web.facts.kept_pages import answer_kept
from portsref.web.facts.models import CatalogueVersion
from portsref.web.reference.changes.history import (
    ChangeText,
    VersionChanges,
    tell,
    told_versions,
)
from portsref.web.reference.rows import Link, Reader, current_reader
from portsref.web.shared.joining import clauses, fill, items, labelled, with_remark
from portsref.web.shared.row_words import address

VERSIONS_A_PAGE = 10
MOST_ENTRIES = 30
MOST_TOLD = 40
_SLUG = re.compile(r"[a-z0-9-]{1,64}")
# Names of entries follow from the catalogue alone, and are the same on every host.
_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "https://portsref/catalogue/")


def _newest(_request: HttpRequest, *_args: object, **_kwargs: object) -> str:
    newest = CatalogueVersion.objects.values_list("pk", flat=True).first()
    stamp = current_stamp()
    return f'"{newest}-{stamp.short_digest if stamp else ""}-{get_language()}"'


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What changed, field by field, newest first; `?product=` keeps one product."""
    return answer_kept(request, lambda: _page(request), _newest(request))


def _page(request: HttpRequest) -> HttpResponse:
    reader = current_reader()
    asked = request.GET.get("product", "")
    slug = asked if _SLUG.fullmatch(asked) else ""
    page = Paginator(told_versions(slug), VERSIONS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "",
        "versions": tell(reader, list(page.object_list), slug),
        "page": page,
        "filter": _filter(reader, slug) if slug else None,
        "feed": _feed_address(reader, slug),
        "all": address("reference:changes"),
        "query": f"product={slug}&" if slug else "",
    }
    return render(request, "reference/changes/changes.html", context)


def _filter(reader: Reader, slug: str) -> Link:
    product = reader.catalogue.products.get(slug)
    return reader.product_link(product) if product else Link(slug)


def _feed_address(reader: Reader, slug: str) -> str:
    if slug in reader.catalogue.products:
        return address("reference:product_feed", slug)
    return address("reference:feed")


@require_safe
@condition(etag_func=_newest)
def feed(request: HttpRequest) -> HttpResponse:
    """The newest versions of the catalogue, for feed readers (RFC 4287)."""
    return _atom(
        request, "", Link(gettext("Changes of the catalogue"), address("reference:changes"))
    )


@require_safe
@condition(etag_func=_newest)
def product_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest changes of one product."""
    reader = current_reader()
    product = reader.catalogue.products.get(slug)
    if product is None:
        raise Http404(gettext("The catalogue has no such product."))
    named = {"product": reader.product_link(product).text}
    title = fill(gettext("Changes of %(product)s"), named)
    return _atom(request, slug, Link(title, f"{address('reference:changes')}?product={slug}"))


def _atom(request: HttpRequest, slug: str, link: Link) -> HttpResponse:
    versions = list(told_versions(slug)[:MOST_ENTRIES])
    atom = Atom1Feed(
        title=f"{link.text} · portsref",
        link=request.build_absolute_uri(link.address),
        description=None,
        feed_url=request.build_absolute_uri(request.path),
        feed_guid=_name("feed", slug),
        author_name="portsref",
        language=get_language(),
    )
    for told in tell(current_reader(), versions, slug):
        atom.add_item(
            title=_title(told),
            link=f"{request.build_absolute_uri(link.address)}#{told.mark}",
            description=_text(told),
            unique_id=_name(slug, told.mark, told.digest),
            pubdate=told.loaded,
            updateddate=told.loaded,
        )
    response = HttpResponse(atom.writeString("utf-8"), content_type=Atom1Feed.content_type)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _title(told: VersionChanges) -> str:
    products = [product.link.text for product in told.products]
    more = [*products[:3], "…"] if len(products) > 3 else products
    return labelled(told.summary, items(more)) if more else told.summary


def _text(told: VersionChanges) -> str:
    """Each change as a line: whose it is, what became of it, and its fields; then mere sources."""
    facts = [
        _line(product.link.text, change) for product in told.products for change in product.changes
    ]
    sources = [
        labelled(product.link.text, _of_sources(len(product.sources)))
        for product in told.products
        if product.sources
    ]
    return "\n".join([*facts[:MOST_TOLD], *sources[:MOST_TOLD]]) or told.summary


def _line(product: str, change: ChangeText) -> str:
    fields = [f"{field.name}: {field.old} → {field.new}" for field in change.fields]
    return clauses([f"{product} · {with_remark(change.link.text, change.word)}", *fields])


def _of_sources(count: int) -> str:
    text = ngettext(
        "%(count)d with another source alone", "%(count)d with other sources alone", count
    )
    return text % {"count": count}


def _name(*parts: object) -> str:
    return uuid.uuid5(_NAMES, "/".join(map(str, parts))).urn
