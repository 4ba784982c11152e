"""The yardstick of the pages: our own settings and middleware around a view that does nothing."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from portsref import urls
from portsref.settings import *  # noqa: F403 - settings are names of a module

ROOT_URLCONF = __name__


def empty(_request: HttpRequest) -> HttpResponse:
    """Answer with two bytes."""
    return HttpResponse("ok")


# Beside it stand our own addresses, because a server opens one of its pages before it serves.
urlpatterns = [path("", empty), *urls.urlpatterns]
