"""How to read and approve a change request: a guide for network engineers, and its Markdown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portsref.web.facts.kept_pages import kept_page
from portsref.web.plans.guide.sheet import guide_sheet
from portsref.web.plans.guide.twin import guide_markdown


@require_safe
@kept_page
def guide(request: HttpRequest) -> HttpResponse:
    """The page."""
    return render(request, "plans/guide/guide.html", {"section": "plans", "sheet": guide_sheet()})


@require_safe
@kept_page
def twin(request: HttpRequest) -> HttpResponse:
    """The same as Markdown, with one example of a file."""
    return HttpResponse(guide_markdown(), content_type="text/markdown; charset=utf-8")
