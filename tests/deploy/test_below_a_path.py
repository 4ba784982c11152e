"""The whole site below a path of its host, behind the real nginx."""

import re
from collections.abc import Iterator
from http.client import HTTPMessage
from urllib.parse import urlencode, urlsplit

import pytest

from tests.deploy.proxies import HOST, Proxy, in_production, nginx
from tests.server import Server
from tests.web.plans.pages import FormReader

# What the documentation puts in the place of the locations of deploy/nginx.conf.
PASSED_ON = {
    "location / {": "location /portsref/ {",
    "location /static/ {": "location /portsref/static/ {",
}
# What others write: then nginx takes the path off.
TAKEN_OFF = {
    "location /static/ {\n        proxy_pass http://127.0.0.1:8000;": (
        "location /portsref/static/ {\n        proxy_pass http://127.0.0.1:8000/static/;"
    ),
    "proxy_pass http://127.0.0.1:8000;": "proxy_pass http://127.0.0.1:8000/;",
    "location / {": "location /portsref/ {",
}


@pytest.fixture(scope="module")
def portsref(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with in_production(tmp_path_factory.mktemp("data"), BASE_PATH="/portsref/") as server:
        yield server


@pytest.fixture(scope="module", params=[PASSED_ON, TAKEN_OFF], ids=["passed on", "taken off"])
def proxy(
    request: pytest.FixtureRequest, portsref: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("nginx")
    with nginx(folder, portsref.port, changes=request.param) as proxy:
        yield proxy


def ask(proxy: Proxy, path: str, **headers: str) -> tuple[int, HTTPMessage, str]:
    status, sent, content = proxy.ask("GET", path, **headers)
    return status, sent, content.decode(errors="replace")


def local_addresses(page: str) -> set[str]:
    """Every address of this site that a page names, without queries."""
    named = re.findall(r"""\s(?:href|src|action|data-hx-[a-z]+)="([^"#?]*)""", page)
    parts = [urlsplit(address) for address in named]
    return {part.path for part in parts if part.path.startswith("/") and not part.netloc}


@pytest.mark.parametrize("path", ["", "zh-hans/", "products/cilium/", "plans/new/", "about/"])
def test_every_address_on_a_page_stands_below_the_path_and_leads_somewhere(proxy: Proxy, path: str):
    status, _, page = ask(proxy, f"/portsref/{path}")
    assert status == 200
    addresses = local_addresses(page)
    assert [address for address in addresses if not address.startswith("/portsref/")] == []
    assets = {address for address in addresses if "/static/" in address}
    plain = path.removeprefix("zh-hans/")
    languages = {f"/portsref/{plain}", f"/portsref/zh-hans/{plain}"}
    assert assets
    assert languages <= addresses
    assert {ask(proxy, address)[0] for address in assets | languages} == {200}


def test_styles_find_their_files(proxy: Proxy):
    page = ask(proxy, "/portsref/")[2]
    for address in local_addresses(page):
        if address.endswith(".css"):
            for name in re.findall(r"url\([\"']?([^)\"']+)", ask(proxy, address)[2]):
                assert name.startswith("data:") or ask(proxy, name)[0] == 200


def test_a_plan_is_saved_and_opened_with_its_edit_link(proxy: Proxy):
    _, headers, page = ask(proxy, "/portsref/plans/new/?preset=k3s-single")
    form = FormReader()
    form.feed(page)
    assert "; Path=/portsref/;" in f"{headers['Set-Cookie']};"
    status, headers, _ = proxy.ask(
        "POST",
        form.action,
        urlencode({**form.values, "do": "save"}, doseq=True).encode(),
        Origin=f"https://{HOST}",
        Cookie=headers["Set-Cookie"].partition(";")[0],
        Content_Type="application/x-www-form-urlencoded",
    )
    assert status == 303
    assert re.fullmatch(r"/portsref/plans/[\w-]{24}/saved/", headers["Location"])
    kept = headers["Set-Cookie"]
    assert f"Path={headers['Location'].removesuffix('saved/')};" in f"{kept};"
    status, _, saved = ask(proxy, headers["Location"], Cookie=kept.partition(";")[0])
    assert status == 200
    links = re.findall(rf"https://{HOST}/[^\"<\s]*", saved)
    assert links
    assert [link for link in links if not link.startswith(f"https://{HOST}/portsref/")] == []


def test_the_api_the_probe_and_what_is_not_there_stand_below_the_path(proxy: Proxy):
    status, _, document = ask(proxy, "/portsref/api/v1/openapi.json")
    assert (status, '"/portsref/api/v1/ports' in document) == (200, True)
    status, headers, refusal = ask(proxy, "/portsref/api/v1/nothing")
    assert (status, headers["Content-Type"]) == (404, "application/json")
    assert refusal == '{"problems":[{"field":"","reason":"there is nothing at \'nothing\'"}]}'
    assert ask(proxy, "/portsref/healthz")[0] == 200
    assert "Disallow: /portsref/plans/" in ask(proxy, "/portsref/robots.txt")[2]
    assert ask(proxy, "/portsref/no/such/page/")[0] == 404
    assert ask(proxy, "/other/")[0] == 404


def test_a_probe_comes_past_the_proxy_by_either_address(portsref: Server):
    assert portsref.get("/healthz")[::2] == (200, b"ok\n")
    assert portsref.get("/portsref/healthz")[::2] == (200, b"ok\n")
