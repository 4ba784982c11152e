"""What a first visit and the change of a facet weigh over the wire, and whether anything jumps."""

from collections.abc import Iterable, Iterator
from typing import Any

from playwright.sync_api import Browser, CDPSession, sync_playwright

from audit.findings import Finding
from audit.pages import Page
from audit.tools import CHROMIUM_FLAGS, chromium

FIRST_VISIT = 60 * 1024
SWAP = 10 * 1024
SHIFT = 0.01
PHONE = {"width": 390, "height": 844}
# What Chromium has counted of the page's jumps since it began.
COUNT_SHIFTS = """new Promise(resolve => {
  let sum = 0;
  new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => resolve(sum), 300);
})"""


class Wire:
    """Bytes that came over the network, headers included, as the browser counts them."""

    def __init__(self, session: CDPSession) -> None:
        self.bytes = 0
        session.on("Network.loadingFinished", self._count)
        session.send("Network.enable")

    def _count(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])


def findings(site: str, pages: Iterable[Page]) -> Iterator[Finding]:
    """Weights and jumps of each page on a phone, then of one facet of the explorer."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_FLAGS))
        for page in pages:
            yield from _first_visit(browser, site, page)
        yield _facet(browser, site)
        browser.close()


def _first_visit(browser: Browser, site: str, page: Page) -> Iterator[Finding]:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    tab = context.new_page()
    wire = Wire(context.new_cdp_session(tab))
    tab.goto(site + page.path, wait_until="networkidle")
    shift = tab.evaluate(COUNT_SHIFTS)
    goal = f"< {FIRST_VISIT / 1024:.0f} KiB"
    weight = f"{wire.bytes / 1024:.1f} KiB"
    yield Finding("first visit", page.name, weight, goal, wire.bytes < FIRST_VISIT)
    yield Finding("shift", page.name, f"{shift:.4f}", f"< {SHIFT}", shift < SHIFT)
    context.close()


def _facet(browser: Browser, site: str) -> Finding:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    tab.goto(site, wait_until="networkidle")
    wire = Wire(context.new_cdp_session(tab))
    tab.locator("#facet-protocol input").first.check()
    tab.wait_for_load_state("networkidle")
    tab.wait_for_timeout(500)
    weight = f"{wire.bytes / 1024:.1f} KiB"
    return Finding(
        "swap", "explorer, one facet", weight, f"< {SWAP / 1024:.0f} KiB", wire.bytes < SWAP
    )
