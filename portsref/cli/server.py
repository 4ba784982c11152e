"""A saved plan on a server, by the API: read by its link, saved by its edit key."""

import re
from urllib.parse import urlencode, urlsplit
from urllib.request import Request

from portsref.cli.asking import Answer, ask
from portsref.cli.running import CallError

_PATH = re.compile(r"(?P<base>.*?)(?:/zh-hans)?/plans/(?P<id>[A-Za-z0-9_-]{24})(?:/.*)?")
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class SavedPlan:
    """The plan behind a link; raises `CallError` for what is no link of a plan."""

    def __init__(self, link: str) -> None:
        parts = urlsplit(link)
        found = _PATH.fullmatch(parts.path)
        if parts.scheme not in {"http", "https"} or not parts.hostname or not found:
            raise CallError(f"{link[:200]!r} is not the link of a saved plan")
        if "key=" in parts.query:
            raise CallError("the link holds a key: give the link to read, and keep keys out of it")
        if parts.scheme == "http" and parts.hostname not in _THIS_MACHINE:
            raise CallError("a key is sent over https only: give the link with https://")
        self.link = f"{parts.scheme}://{parts.netloc}{found['base']}/plans/{found['id']}/"
        self._api = f"{parts.scheme}://{parts.netloc}{found['base']}/api/v1/plans/{found['id']}"

    def read(self) -> Answer:
        """The plan as its newest revision has it; raises `ProblemsError`."""
        return ask(Request(self._api), self.link)  # noqa: S310 - http and https alone, by `__init__`

    def save(self, document: str, *, key: str, base: int, note: str) -> Answer:
        """Save a document of JSON on top of a revision; raises `ProblemsError`."""
        query = urlencode({"note": note}) if note else ""
        request = Request(  # noqa: S310 - as above
            f"{self._api}/revisions?{query}",
            data=document.encode(),
            headers={
                "Content-Type": "application/json",
                "Authorization": f"Bearer {key}",
                "If-Match": f'"{base}"',
            },
        )
        return ask(request, self.link)
