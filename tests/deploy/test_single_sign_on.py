"""Single sign-on before portsref: the real nginx with deploy/nginx-sso.conf, and who it asks.

That one is a stand-in, which knows one session and keeps all that it is told.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from tests.deploy.proxies import HOST, Proxy, in_production, nginx
from tests.server import ROOT, Server
from tests.web.plans.pages import FormReader

NGINX = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
SIGN_ON = (ROOT / "deploy" / "nginx-sso.conf").read_text(encoding="utf-8")
SESSION = "_oauth2_proxy=signed-in"
OPEN = NGINX[NGINX.index("    location / {") : NGINX.index("    location /static/ {")]
PLAN = b"schema: portsref.plan/v1\ntitle: From a pipeline\n"


@dataclass
class SignOn:
    """Who is asked whether somebody has signed in, and what it heard."""

    port: int = 0
    heard: list[str] = field(default_factory=list)


@contextmanager
def sign_on() -> Iterator[SignOn]:
    found = SignOn()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.heard.append(f"{self.requestline}\n{self.headers}")
            signed_in = SESSION in self.headers.get("Cookie", "")
            status = 200 if self.path.startswith("/oauth2/start") else 202 if signed_in else 401
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def portsref(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with in_production(tmp_path_factory.mktemp("data")) as server:
        yield server


@pytest.fixture
def asked() -> Iterator[SignOn]:
    with sign_on() as asked:
        yield asked


@pytest.fixture
def proxy(tmp_path: Path, portsref: Server, asked: SignOn) -> Iterator[Proxy]:
    here = SIGN_ON.replace("127.0.0.1:4180", f"127.0.0.1:{asked.port}")
    with nginx(tmp_path, portsref.port, {OPEN: here + "\n"}) as proxy:
        yield proxy


@pytest.fixture
def plan(proxy: Proxy) -> tuple[str, str]:
    """The path of a plan, and its edit key, saved by somebody who has signed in."""
    _, headers, page = proxy.ask("GET", "/plans/new/?preset=k3s-single", Cookie=SESSION)
    form = FormReader()
    form.feed(page.decode())
    status, headers, _ = proxy.ask(
        "POST",
        form.action,
        urlencode({**form.values, "do": "save"}, doseq=True).encode(),
        Origin=f"https://{HOST}",
        Cookie=f"{SESSION}; {headers['Set-Cookie'].partition(';')[0]}",
        Content_Type="application/x-www-form-urlencoded",
    )
    assert status == 303
    key = headers["Set-Cookie"].partition("=")[2].partition(";")[0]
    return headers["Location"].removesuffix("saved/"), key


def led_to(headers: HTTPMessage) -> str:
    """Where an answer leads, below the site."""
    leads = urlsplit(headers["Location"])
    assert leads.hostname == HOST
    return f"{leads.path}?{leads.query}"


def test_pages_are_for_those_who_have_signed_in(proxy: Proxy):
    for path in ("/", "/zh-hans/products/", "/plans/new/"):
        assert proxy.ask("GET", path, Cookie=SESSION)[0] == 200
        status, headers, _ = proxy.ask("GET", path, Cookie="_oauth2_proxy=other")
        assert (status, led_to(headers)) == (302, f"/oauth2/start?rd={path}")
    assert proxy.ask("GET", "/", HX_Request="true")[0] == 401


def test_files_of_pages_and_the_api_are_open_and_metrics_are_for_nobody(proxy: Proxy):
    page = proxy.ask("GET", "/", Cookie=SESSION)[2].decode()
    style = page.partition('<link rel="stylesheet" href="')[2].partition('"')[0]
    assert proxy.ask("GET", style)[0] == 200
    assert proxy.ask("GET", "/api/v1/ports/10250")[0] == 200
    assert proxy.ask("GET", "/metrics", Cookie=SESSION)[0] == 404


def test_a_pipeline_pushes_with_the_edit_key_alone(proxy: Proxy, plan: tuple[str, str]):
    path, key = plan
    status, headers, answer = proxy.ask(
        "POST",
        f"/api/v1/plans/{path.split('/')[2]}/revisions",
        PLAN,
        Authorization=f"Bearer {key}",
        If_Match='"1"',
        Content_Type="application/yaml",
    )
    assert (status, headers["ETag"]) == (201, '"2"'), answer
    shown = proxy.ask("GET", path, Cookie=SESSION)[2].decode()
    assert "From a pipeline" in shown


def test_whoever_is_asked_for_sessions_learns_no_key(
    proxy: Proxy, plan: tuple[str, str], asked: SignOn
):
    path, key = plan
    assert proxy.ask("GET", f"{path}edit/?key={key}", Cookie=SESSION)[0] == 303
    status, headers, _ = proxy.ask("GET", f"{path}edit/?key={key}")
    assert (status, led_to(headers)) == (302, f"/oauth2/start?rd={path}edit/")
    cookies = f"edit-key-en={key}; {SESSION}"
    page = f"https://{HOST}{path}edit/?key={key}"
    assert proxy.ask("GET", f"{path}edit/", Cookie=cookies, Referer=page)[0] == 200
    proxy.ask("GET", path, Cookie=SESSION, Authorization=f"Bearer {key}")
    assert len(asked.heard) > 4
    assert key not in "".join(asked.heard) + proxy.written()


def test_the_documentation_shows_the_file():
    shown = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    assert f"\n{SIGN_ON}```\n" in shown
