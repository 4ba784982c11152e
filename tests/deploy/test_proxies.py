"""nginx, Caddy and HAProxy with the files of deploy/, before portsref as production runs it."""

import re
import secrets
import time
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPMessage
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from tests.deploy.proxies import HOST, Proxy, caddy, haproxy, in_production, nginx
from tests.server import ROOT, Server, free_port
from tests.web.plans.pages import FormReader

PROXIES = {"nginx": nginx, "caddy": caddy, "haproxy": haproxy}
MEBIBYTE = 1024 * 1024
SLOW_CLIENTS = 12  # portsref has four threads here


@pytest.fixture(scope="module")
def portsref(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("data")
    with in_production(data, SAVE_LIMIT="1/hour", METRICS="1") as server:
        yield server


@pytest.fixture(scope="module", params=PROXIES)
def proxy(
    request: pytest.FixtureRequest, portsref: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    name = str(request.param)
    with PROXIES[name](tmp_path_factory.mktemp(name), portsref.port) as proxy:
        yield proxy


def own_address(proxy: Proxy, number: int) -> str:
    """Clients of the two proxies are different ones, as portsref counts them."""
    return f"127.0.{1 + list(PROXIES).index(proxy.name)}.{number}"


def is_from_portsref(headers: HTTPMessage) -> bool:
    return "Content-Security-Policy" in headers


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile", "haproxy.cfg"])
def test_the_documentation_shows_the_file(name: str):
    file = (ROOT / "deploy" / name).read_text(encoding="utf-8")
    assert f"\n{file}```\n" in (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")


def test_pages_come_by_https_and_http_leads_there(proxy: Proxy):
    status, headers, page = proxy.ask("GET", "/")
    assert status == 200
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert is_from_portsref(headers)
    style = page.decode().partition('<link rel="stylesheet" href="')[2].partition('"')[0]
    assert proxy.ask("GET", style)[0] == 200
    status, headers, _ = proxy.ask("GET", "/products/", secure=False)
    assert (status // 100, urlsplit(headers["Location"]).scheme) == (3, "https")


def test_metrics_are_for_whoever_asks_past_the_proxy(proxy: Proxy, portsref: Server):
    status, _, counted = portsref.get("/metrics")
    assert status == 200
    asked = re.findall(r"portsref_\w+", (ROOT / "deploy" / "alerts.yaml").read_text())
    assert asked
    assert [name for name in asked if name not in counted.decode()] == []
    status, headers, _ = proxy.ask("GET", "/metrics")
    assert (status, is_from_portsref(headers)) == (404, False)


def test_a_large_body_is_refused(proxy: Proxy):
    status, headers, _ = proxy.ask("POST", "/api/v1/rules", b"x" * (6 * MEBIBYTE))
    assert (status, is_from_portsref(headers)) == (413, False)


def test_a_large_body_of_unknown_length_is_not_taken(proxy: Proxy):
    body = iter([b"x" * MEBIBYTE] * 6)
    status, _, _ = proxy.ask("POST", "/api/v1/rules", body, Content_Type="application/yaml")
    # portsref takes no body whose length it is not told; Caddy asks it while the body still comes,
    # and who of both refuses first is not said
    assert status in {"nginx": {413}, "caddy": {411, 413}, "haproxy": {411}}[proxy.name]


def test_the_largest_body_that_portsref_takes_gets_there(proxy: Proxy):
    assert is_from_portsref(proxy.ask("POST", "/api/v1/rules", b"x" * (5 * MEBIBYTE))[1])


def test_slow_clients_keep_nobody_waiting(proxy: Proxy):
    begun = (
        f"POST /plans/new/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 1000\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\ntitle="
    ).encode()
    with ExitStack() as clients:
        for number in range(SLOW_CLIENTS):
            client = clients.enter_context(proxy.connect(by=own_address(proxy, 100)))
            client.sendall(begun if number % 2 else begun[:40])
        time.sleep(0.5)  # for all of it to arrive where it is kept
        started = time.monotonic()
        assert proxy.ask("GET", "/plans/new/")[0] == 200
        assert time.monotonic() - started < 5


def test_a_client_that_asks_too_often_is_told_and_others_are_not(tmp_path: Path, portsref: Server):
    with nginx(tmp_path, portsref.port) as proxy:
        answers = [proxy.ask("GET", "/robots.txt", by="127.0.3.1")[0] for _ in range(80)]
        assert answers[:40] == [200] * 40
        assert set(answers[40:]) == {200, 429}
        assert proxy.ask("GET", "/robots.txt", by="127.0.3.2")[0] == 200
        assert proxy.ask("GET", "/static/none.css", by="127.0.3.1")[0] == 404


def save(proxy: Proxy, by: str, claimed: str, host: str = HOST) -> tuple[int, str]:
    """Save a preset as a browser does; status, and the cookie with the edit key."""
    path = "/plans/new/?preset=k3s-single"
    _, headers, page = proxy.ask("GET", path, by=by, Host=host)
    form = FormReader()
    form.feed(page.decode())
    token = headers["Set-Cookie"].partition(";")[0]
    status, headers, _ = proxy.ask(
        "POST",
        form.action,
        urlencode({**form.values, "do": "save"}, doseq=True).encode(),
        by=by,
        Host=host,
        Origin=f"https://{host}",
        Cookie=token,
        Content_Type="application/x-www-form-urlencoded",
        X_Forwarded_For=claimed,
    )
    return status, headers.get("Set-Cookie", "")


def test_portsref_learns_who_asks_and_nobody_can_claim_to_be_another(proxy: Proxy):
    one, other = own_address(proxy, 1), own_address(proxy, 2)
    assert save(proxy, one, "192.0.2.1")[0] == 303
    assert save(proxy, one, "192.0.2.2")[0] == 429
    assert save(proxy, other, "192.0.2.1")[0] == 303


def test_a_plan_is_saved_where_the_proxy_listens_on_another_port(proxy: Proxy):
    assert save(proxy, own_address(proxy, 4), "", host=f"{HOST}:{proxy.https}")[0] == 303


def test_an_edit_key_is_in_no_log(proxy: Proxy):
    status, cookie = save(proxy, own_address(proxy, 3), "")
    assert (status, "; Secure" in cookie) == (303, True)
    key = cookie.partition("=")[2].partition(";")[0]
    path = cookie.partition("Path=")[2].partition(";")[0]
    edit = f"{path}edit/?key={key}"
    status, headers, _ = proxy.ask("GET", edit)
    assert (status, headers["Location"]) == (303, f"{path}edit/")
    page = f"https://{HOST}{edit}"
    assert proxy.ask("GET", f"{path}edit/", Cookie=f"edit-key-en={key}", Referer=page)[0] == 200
    assert proxy.ask("GET", edit, secure=False)[0] // 100 == 3
    assert proxy.ask("POST", edit, b"x" * (6 * MEBIBYTE))[0] == 413
    for _ in range(60):
        proxy.ask("GET", edit, by="127.0.3.3")  # until nginx refuses
    time.sleep(0.2)
    assert f"{path}edit/" in proxy.written()
    assert key not in proxy.written()


@pytest.mark.parametrize("name", PROXIES)
def test_an_edit_key_is_in_no_log_where_portsref_is_down(name: str, tmp_path: Path):
    key = secrets.token_urlsafe(32)
    with PROXIES[name](tmp_path, free_port()) as proxy:
        assert proxy.ask("GET", f"/plans/{'x' * 24}/edit/?key={key}")[0] in {502, 503}
        time.sleep(0.2)
        assert f"/plans/{'x' * 24}/edit/" in proxy.written()
        assert key not in proxy.written()
