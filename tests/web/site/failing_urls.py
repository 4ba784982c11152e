"""Our addresses, and one of the API and one page that fail."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from portsref import urls
from portsref.urls import handler400, handler403, handler404, handler500

__all__ = ("handler400", "handler403", "handler404", "handler500", "urlpatterns")


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(request.path)


urlpatterns = [path("api/v1/fails", fail), path("fails/", fail), *urls.urlpatterns]
