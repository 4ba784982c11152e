"""Keys that a request brings along: `Authorization: Bearer` with that of a link."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from portsref.web.api.bodies import RefusedError

HEADER = "Authorization"
SECURITY_SCHEMES: Mapping[str, Any] = {
    "reviewKey": {
        "type": "http",
        "scheme": "bearer",
        "description": "The key of a review link: what stands behind `key=` in its address.",
    },
    "editKey": {
        "type": "http",
        "scheme": "bearer",
        "description": "The key of the edit link: what stands behind `key=` in its address.",
    },
}


def key_in(request: HttpRequest, link: str) -> str:
    """The key of such a link that the request brings along; raises `RefusedError` without one."""
    scheme, _, key = request.headers.get(HEADER, "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise RefusedError(f"send the key of {link} as `Authorization: Bearer …`", 401, HEADER)
    return key.strip()
