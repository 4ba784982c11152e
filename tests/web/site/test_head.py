"""HEAD has the headers of GET, and the server is handed no body that it would have to drop."""

from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

pytestmark = pytest.mark.django_db


def ask(method: str, path: str) -> tuple[str, dict[str, str], bytes]:
    """Status, headers and all that the application hands to its server."""
    begun: list[Any] = []
    environ = RequestFactory().generic(method, path).environ
    answer = WSGIHandler()(environ, lambda status, headers: begun.extend((status, dict(headers))))
    content = b"".join(answer)
    answer.close()
    return begun[0], begun[1], content


@pytest.mark.parametrize(
    "path", ["/", "/api/v1/catalogue", "/robots.txt", "/healthz", "/no/such/page/"]
)
def test_head_is_get_without_the_body(path: str):
    status, headers, content = ask("GET", path)
    assert content
    without = ask("HEAD", path)
    assert without[0] == status
    assert without[2] == b""
    assert without[1]["Content-Length"] == headers["Content-Length"] == str(len(content))
    assert without[1].keys() == headers.keys()


def test_head_of_a_static_file_has_no_body():
    style = settings.STATIC_URL + "css/base.css"
    assert ask("GET", style)[2]
    assert ask("HEAD", style)[2] == b""
