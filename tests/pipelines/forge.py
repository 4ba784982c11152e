"""As much of GitHub and GitLab as keeps comments, for one merge request."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

GITHUB = "/repos/acme/cluster/issues"
GITLAB = "/api/v4/projects/7/merge_requests/12/notes"
TOKENS = {"Authorization": "Bearer github-token", "PRIVATE-TOKEN": "gitlab-token"}


class Forge(ThreadingHTTPServer):
    """Keeps comments in the order in which they were written, as `comments`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.comments: dict[int, str] = {}
        self.calls: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Forge

    def do_GET(self) -> None:
        page = int(re.search(r"[?&]page=([0-9]+)", self.path)[1])  # type: ignore[index]
        kept = list(self.server.comments.items())[(page - 1) * 100 : page * 100]
        self._answer([{"id": number, "body": body} for number, body in kept])

    def do_POST(self) -> None:
        number = 1000 + len(self.server.comments)
        self._keep(number)

    def do_PATCH(self) -> None:
        self._keep(int(self.path.rpartition("/")[2]))

    def do_PUT(self) -> None:
        self.do_PATCH()

    def _keep(self, number: int) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]
        if self._is_allowed():
            self.server.comments[number] = body
        self._answer({"id": number})

    def _is_allowed(self) -> bool:
        return any(self.headers.get(name) == token for name, token in TOKENS.items())

    def _answer(self, data: object) -> None:
        path = self.path.partition("?")[0]
        known = re.fullmatch(
            rf"{GITHUB}/12/comments|{GITHUB}/comments/[0-9]+|{GITLAB}(/[0-9]+)?", path
        )
        self.server.calls.append(f"{self.command} {path}")
        status = 404 if not known else 200 if self._is_allowed() else 403
        body = json.dumps(data if status == 200 else {"message": "Nobody may"}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def running_forge() -> Iterator[Forge]:
    """A forge that answers until the block ends."""
    with Forge() as forge:
        threading.Thread(target=forge.serve_forever, daemon=True).start()
        yield forge
        forge.shutdown()


def github(forge: Forge) -> dict[str, str]:
    """What a pull request's job of GitHub Actions has in its environment."""
    return {
        "GITHUB_ACTIONS": "true",
        "GITHUB_API_URL": forge.address,
        "GITHUB_REPOSITORY": "acme/cluster",
        "GITHUB_REF": "refs/pull/12/merge",
        "GITHUB_TOKEN": "github-token",
    }


def gitlab(forge: Forge) -> dict[str, str]:
    """What a merge request's job of GitLab CI has in its environment."""
    return {
        "GITLAB_CI": "true",
        "CI_API_V4_URL": f"{forge.address}/api/v4",
        "CI_PROJECT_ID": "7",
        "CI_MERGE_REQUEST_IID": "12",
        "GITLAB_TOKEN": "gitlab-token",
    }
