"""What stands behind the catalogue."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from portsref.web.facts.kept_pages import answer_kept
from portsref.web.reference.about.correction import FOLDER, address_of, find_correction
from portsref.web.reference.about.coverage import OLD, find_coverage
from portsref.web.reference.rows import current_reader


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the catalogue covers, on what it stands, how to correct a row, and what it is not."""
    today = localdate()
    return answer_kept(request, lambda: _page(request, today), today)


def _page(request: HttpRequest, today: date) -> HttpResponse:
    reader = current_reader()
    correction = find_correction(reader, request.GET.get("row", ""), request.GET.get("product", ""))
    context = {
        "section": "",
        "coverage": find_coverage(reader, today),
        "old_days": OLD,
        "version": reader.catalogue.version,
        "date": reader.catalogue.date,
        "correction": correction,
        "folder": FOLDER,
        "folder_address": address_of(FOLDER),
    }
    return render(request, "reference/about/about.html", context)
