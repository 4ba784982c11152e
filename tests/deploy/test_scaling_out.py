"""Three instances on one PostgreSQL behind the real HAProxy: as one, and restarted one by one."""

import re
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPMessage
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.deploy.proxies import HOST, Proxy, haproxy, production
from tests.server import ROOT, Server, clean_environment
from tests.web.plans.pages import FormReader

NAMES = ("one", "two", "three")
DRAINS = 3  # seconds; HAProxy asks each second
COMES_BACK = 3.0  # seconds in which HAProxy has asked twice
PAUSE = 0.05  # seconds between requests of one client of the steady load
CLIENTS = count()
PRODUCT = """
product: acme-fabric
name: Acme Fabric
kind: other
summary: What only this company has.
homepage: https://example.com/
checked: {version: "1.0", date: "2026-08-03"}
components: [{id: server, name: Server, roles: [worker], summary: Serves.}]
listeners:
  - id: api
    component: server
    protocol: TCP
    ports: "PORTS"
    roles: [worker]
    peers: [worker]
    purpose: The API.
    tls: tls
    required: true
    source: {url: "https://example.com/ports", basis: documented}
"""


@dataclass
class Site:
    """Three instances, and HAProxy in front of them."""

    environment: dict[str, str]
    data: Path
    products: Path
    instances: dict[str, Server] = field(default_factory=dict)
    proxy: Proxy | None = None

    def prepare(self) -> None:
        subprocess.run(
            [sys.executable, "manage.py", "prepare"],
            cwd=ROOT,
            env=clean_environment() | {"PORTSREF_DATA": str(self.data)} | self.environment,
            check=True,
        )

    def begin(self, name: str, port: int | None = None) -> None:
        """Start an instance, which does not prepare."""
        command = (sys.executable, "manage.py", "serve", "--prepared")
        server = Server(self.data, command, port=port, **self.environment)
        server.wait()
        self.instances[name] = server

    def restart(self, name: str) -> None:
        """As `systemctl restart` does, then wait for HAProxy."""
        server = self.instances[name]
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(timeout=30) == 0
        server.stop()
        self.begin(name, server.port)
        time.sleep(COMES_BACK)

    def of_each(self, path: str) -> list[tuple[int, str]]:
        """What each instance answers by itself."""
        answers = (
            server.get(path, **{"Host": HOST, "X-Forwarded-Proto": "https"})
            for server in self.instances.values()
        )
        return [(status, content.decode()) for status, _, content in answers]

    def answered(self) -> Counter[str]:
        """How often which instance answered, by HAProxy's log; `<NOSRV>` where none did."""
        assert self.proxy
        return Counter(re.findall(r"portsref/(\S+) [A-Z]", self.proxy.written()))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, postgresql: str) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    products = folder / "catalogue" / "products"
    products.mkdir(parents=True)
    environment = production() | {
        "DATABASE_URL": postgresql,
        "PORTSREF_CATALOGUE": str(products.parent),
        "DRAIN_SECONDS": str(DRAINS),
        "SAVE_LIMIT": "0",
        "DRAFT_LIMIT": "0",
    }
    site = Site(environment, folder / "data", products)
    try:
        site.prepare()
        for name in NAMES:
            site.begin(name)
        ports = [server.port for server in site.instances.values()]
        with haproxy(tmp_path_factory.mktemp("haproxy"), *ports) as site.proxy:
            yield site
    finally:
        for server in site.instances.values():
            server.stop()


@pytest.fixture
def proxy(site: Site) -> Proxy:
    assert site.proxy
    return site.proxy


def ask(proxy: Proxy, *what: Any, **headers: str) -> tuple[int, HTTPMessage, bytes]:
    """Ask as one of many clients: HAProxy limits how often one of them may ask."""
    return proxy.ask(*what, by=f"127.0.9.{next(CLIENTS) % 250 + 1}", **headers)


def save(proxy: Proxy, title: str) -> tuple[str, str]:
    """Save a preset as a browser does; the path of the plan and its edit key."""
    _, headers, page = ask(proxy, "GET", "/plans/new/?preset=k3s-single")
    headers = post(proxy, page, headers["Set-Cookie"].partition(";")[0], title)
    cookie = headers["Set-Cookie"]
    key = cookie.partition("=")[2].partition(";")[0]
    return headers["Location"].removesuffix("saved/"), key


def post(proxy: Proxy, page: bytes, cookies: str, title: str) -> HTTPMessage:
    """Send the form of a page, with another title."""
    form = FormReader()
    form.feed(page.decode())
    status, headers, content = ask(
        proxy,
        "POST",
        form.action,
        urlencode({**form.values, "title": title, "do": "save"}, doseq=True).encode(),
        Origin=f"https://{HOST}",
        Cookie=cookies,
        Content_Type="application/x-www-form-urlencoded",
    )
    assert status == 303, content.decode()
    return headers


def edit(proxy: Proxy, path: str, key: str, title: str) -> None:
    """Open the edit link and save the next revision, as a browser does."""
    cookie = f"edit-key-en={key}"
    status, headers, page = ask(proxy, "GET", f"{path}edit/", Cookie=cookie)
    assert status == 200
    token = headers["Set-Cookie"].partition(";")[0]
    post(proxy, page, f"{cookie}; {token}", title)


def title_of(page: str) -> str:
    return page.partition("<title>")[2].partition("</title>")[0].strip()


def test_what_one_instance_saves_every_instance_shows_at_once(site: Site, proxy: Proxy):
    before = site.answered()
    path, key = save(proxy, "Saved once")
    for status, page in site.of_each(path) * 2:  # the second time it is kept
        assert (status, title_of(page).startswith("Saved once")) == (200, True)
    for number in range(4):  # more than there are instances
        title = f"Edited {number}"
        edit(proxy, path, key, title)
        for status, page in site.of_each(path):
            assert (status, title_of(page).startswith(title)) == (200, True)
    assert set(site.answered() - before) == set(NAMES)


def test_a_wrong_key_is_refused_by_every_instance(site: Site, proxy: Proxy):
    path, _ = save(proxy, "Nobody else's")
    cookie = f"edit-key-en={secrets.token_urlsafe(32)}"
    before = site.answered()
    assert [ask(proxy, "GET", f"{path}edit/", Cookie=cookie)[0] for _ in range(6)] == [403] * 6
    assert set(site.answered() - before) == set(NAMES)


def test_of_two_who_save_the_same_revision_by_other_instances_one_is_told(proxy: Proxy):
    path, key = save(proxy, "Twice")
    plan = path.split("/")[2]
    document = b"schema: portsref.plan/v1\ntitle: %s\n"
    answers = []

    def push(number: int) -> None:
        status, _, _ = ask(
            proxy,
            "POST",
            f"/api/v1/plans/{plan}/revisions",
            document % f"Pushed {number}".encode(),
            Authorization=f"Bearer {key}",
            If_Match='"1"',
            Content_Type="application/yaml",
        )
        answers.append(status)

    pushing = [threading.Thread(target=push, args=[number]) for number in range(3)]
    for thread in pushing:
        thread.start()
    for thread in pushing:
        thread.join()
    assert sorted(answers) == [201, 412, 412]


def test_a_catalogue_that_one_prepares_every_instance_shows_at_once(site: Site):
    for ports in ("4711", "4712"):
        (site.products / "acme-fabric.yaml").write_text(PRODUCT.replace("PORTS", ports))
        site.prepare()
        for status, page in site.of_each("/products/acme-fabric/"):
            assert (status, ports in page) == (200, True)


@contextmanager
def steady_load(proxy: Proxy, path: str, key: str) -> Iterator[Counter[object]]:
    """Readers, and one who edits, until the block ends; how often they had which answer."""
    answers: Counter[object] = Counter()
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set():
            for address in ("/", path, "/products/cilium/", "/plans/new/?preset=rke2-cilium"):
                answers[_status(proxy, address)] += 1
                time.sleep(PAUSE)

    def write() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            try:
                edit(proxy, path, key, f"Edited under load {number}")
                answers["edited"] += 1
            except (AssertionError, OSError) as problem:
                answers[f"not edited: {problem!r:.300}"] += 1
            time.sleep(PAUSE)

    clients = [threading.Thread(target=work) for work in (read, read, write)]
    for client in clients:
        client.start()
    try:
        yield answers
    finally:
        ended.set()
        for client in clients:
            client.join()


def _status(proxy: Proxy, address: str) -> object:
    try:
        return ask(proxy, "GET", address)[0]
    except OSError as problem:
        return repr(problem)


def test_a_rolling_restart_fails_no_request(site: Site, proxy: Proxy):
    path, key = save(proxy, "Under load")
    first = {name: server.process.pid for name, server in site.instances.items()}
    before = site.answered()
    with steady_load(proxy, path, key) as answers:
        for name in NAMES:
            site.restart(name)
    assert set(answers) == {200, "edited"}
    assert answers[200] > 100
    assert answers["edited"] > 10
    assert set(site.answered() - before) == set(NAMES)
    assert first.keys() == site.instances.keys()
    assert not set(first.values()) & {server.process.pid for server in site.instances.values()}


def test_an_instance_that_dies_is_asked_no_more(site: Site, proxy: Proxy):
    server = site.instances["two"]
    server.process.kill()
    server.stop()
    time.sleep(0.2)
    before = site.answered()
    assert [ask(proxy, "GET", "/")[0] for _ in range(6)] == [200] * 6
    assert set(site.answered() - before) == {"one", "three"}
