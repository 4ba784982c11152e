"""What stands behind the catalogue."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portsref.web.facts.kept_pages import kept_page
from portsref.web.reference.rows import current_reader


@require_safe
@kept_page
def about(request: HttpRequest) -> HttpResponse:
    """Where the facts come from, how to correct one, and what may be done with them."""
    catalogue = current_reader().catalogue
    context = {
        "section": "",
        "products": len(catalogue.products),
        "rows": len(catalogue.rows),
        "documented": sum(
            row.source is not None and row.source.basis == "documented"
            for row in catalogue.rows.values()
        ),
        "version": catalogue.version,
        "date": catalogue.date,
        "digest": catalogue.digest,
    }
    return render(request, "reference/about/about.html", context)
