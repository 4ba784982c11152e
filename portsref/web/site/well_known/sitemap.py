"""Every page of the reference for search engines, in both languages."""

from collections.abc import Iterator

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as render_sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from portsref.web.facts.catalogue import current_index
from portsref.web.facts.kept_pages import kept_page

type _Page = tuple[str, ...]  # name of an address, and what it is about


class _Reference(Sitemap):  # type: ignore[type-arg]  # it takes none when it runs
    """Pages that tell something of their own: rows stand on those of their ports and products."""

    i18n = True
    alternates = True

    def items(self) -> list[_Page]:
        """List the pages, in order of what people look for."""
        return list(_pages())

    def location(self, item: _Page) -> str:
        """The address of a page in the current language."""
        name, *about = item
        return reverse(name, args=about)


def _pages() -> Iterator[_Page]:
    index = current_index()
    services = index.catalogue.services
    yield ("reference:explore",)
    yield from (("reference:port", str(port)) for port in sorted(index.known_ports))
    yield ("reference:products",)
    for product in index.catalogue.products.values():
        yield ("reference:product", product.product)
        yield from (
            ("reference:component", product.product, component.id)
            for component in product.components
        )
    yield ("reference:protocols",)
    yield from (("reference:protocol", item.protocol) for item in services.protocols.protocols)
    yield ("reference:scenarios",)
    yield from (("reference:scenario", item.scenario) for item in services.scenarios)
    yield ("reference:providers",)
    yield from (("reference:provider", item.provider) for item in services.providers)
    yield from (("reference:changes",), ("reference:dropped",), ("reference:about",))
    yield ("guide:change_requests",)


@require_safe
@kept_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the pages as sitemaps.org describes it."""
    return render_sitemap(request, {"reference": _Reference}).render()
