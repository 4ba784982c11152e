"""What keeps people out, by axe, and pages that are wider than their window."""

from collections.abc import Iterable, Iterator
from typing import Literal

from playwright.sync_api import sync_playwright

from audit.findings import Finding
from audit.pages import Page
from audit.tools import CHROMIUM_FLAGS, chromium
from tests.browser.accessibility import violations

WIDTHS = (320, 1280)
type Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def findings(site: str, pages: Iterable[Page]) -> Iterator[Finding]:
    """One finding a page, in both themes; sideways scrolling at 320 px, which is 400 % of 1280."""
    listed = list(pages)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_FLAGS))
        for width, scheme in zip(WIDTHS, SCHEMES, strict=True):
            size = {"width": width, "height": 900}
            tab = browser.new_context(viewport=size, color_scheme=scheme).new_page()  # type: ignore[arg-type]
            for page in listed:
                tab.goto(site + page.path)
                wide = tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                found = [f"{rule}: {nodes[0][:110]}" for rule, nodes in violations(tab)]
                found += [f"{wide} px wider than the window"] if wide > 0 else []
                name = f"{page.name}, {width}, {scheme}"
                yield Finding("axe", name, f"{len(found)} violations", "0", not found, found)
        browser.close()
