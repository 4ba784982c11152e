"""Browser contexts that serve many tests: to Chromium a new one costs as much as several pages."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial

from playwright.sync_api import BrowserContext, Page


class KeptContexts:
    """Contexts that are kept when they are closed, by what they were made with.

    Each is given out as empty as a new one: no pages, no cookies, nothing stored. What stays is the
    process that shows the pages, and the static files that it has read.
    """

    def __init__(self, make: Callable[..., BrowserContext], base_url: str) -> None:
        self._make = make
        self._base_url = base_url
        self._idle: dict[str, list[tuple[BrowserContext, Page]]] = defaultdict(list)

    def take(self, **how: object) -> BrowserContext:
        """A context made with `how`; closing it empties and keeps it."""
        idle = self._idle[repr(sorted(how.items()))]
        context, keeper = idle.pop() if idle else self._start(how)
        context.close = partial(self._keep, context, keeper, idle)
        return context

    def _start(self, how: dict[str, object]) -> tuple[BrowserContext, Page]:
        """Make a context, and in it a page that keeps the process alive between tests."""
        context = self._make(**how)
        keeper = context.new_page()
        keeper.goto(f"{self._base_url}/healthz")
        return context, keeper

    @staticmethod
    def _keep(
        context: BrowserContext, keeper: Page, idle: list[tuple[BrowserContext, Page]]
    ) -> None:
        for page in context.pages:
            if page is not keeper:
                # a composer would send what was typed last, and the answer bring cookies
                page.evaluate("document.getElementById('composer')?.remove()")
                page.close()
        context.clear_cookies()
        keeper.evaluate("localStorage.clear()")
        idle.append((context, keeper))
