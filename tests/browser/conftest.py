"""Browser tests: a real Chromium against a real server, with a data folder of its own."""

import shutil
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request, WebError

from tests.browser.kept_contexts import KeptContexts
from tests.server import Server

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HERE = Path(__file__).parent
# What is reported as an error and is none: answers that a page means to give, which Chromium
# reports, and a request that a newer one took the place of, which htmx reports.
EXPECTED = (
    *(
        f"Failed to load resource: the server responded with a status of {status} "
        for status in (403, 404, 409, 422)
    ),
    "htmx:afterRequest, ",
    "htmx:sendAbort, ",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith("tests/browser/"):
            item.add_marker(pytest.mark.browser)


def find_chromium() -> str | None:
    """The first of the programs that is installed."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The program; the tests are skipped where there is none."""
    program = find_chromium()
    if program is None:
        pytest.skip("no Chromium found; get one with: sudo apt install chromium")
    return program


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium: str) -> dict[str, object]:
    # as root, and in containers with a small /dev/shm, Chromium does not start without these
    return {"executable_path": chromium, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


@pytest.fixture(scope="session")
def base_url(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:  # noqa: ARG001 - no server is needed without a browser
    """The server's address, so that tests say `page.goto("/ports/10250/")`."""
    server = Server(tmp_path_factory.mktemp("data"))
    server.wait()
    yield f"http://127.0.0.1:{server.port}"
    server.stop()


@pytest.fixture(scope="session")
def browser(browser: Browser, base_url: str) -> Browser:
    """A browser whose contexts, once closed, are emptied and given to later tests."""
    browser.new_context = KeptContexts(browser.new_context, base_url).take
    return browser


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], base_url: str
) -> Iterator[Callable[..., BrowserContext]]:
    """Every page is watched: a script error, anything blocked or from elsewhere fails the test."""
    complaints: list[str] = []
    watched: list[BrowserContext] = []

    def note_message(message: ConsoleMessage) -> None:
        is_expected = message.text.startswith(EXPECTED)
        is_expected &= "/static/" not in message.location["url"] or message.text.startswith("htmx:")
        if message.type in {"error", "warning"} and not is_expected:
            complaints.append(f"{message.page.url if message.page else ''}: {message.text}")

    def note_request(request: Request) -> None:
        if not request.url.startswith(base_url):
            complaints.append(f"asks for {request.url}")

    def note_error(error: WebError) -> None:
        complaints.append(str(error.error))

    watches = {"console": note_message, "weberror": note_error, "request": note_request}

    def new_watched_context(**how: object) -> BrowserContext:
        context = new_context(**how)
        watched.append(context)
        for event, watch in watches.items():
            context.on(event, watch)
        return context

    yield new_watched_context
    for context, (event, watch) in product(watched, watches.items()):
        context.remove_listener(event, watch)
    assert complaints == []
