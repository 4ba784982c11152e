"""What browser tests of the composer do: open parts of a plan, fill in fields wherever they are."""

import re

from playwright.sync_api import Locator, Page, expect

_ROW = re.compile(r"#(?:id_)?(group|change)s-(\d+)-")
_REQUEST = ("ticket", "requester", "environment", "justification", "expires")


def panel_of(selector: str) -> str:
    """The part of the plan that has a field."""
    if match := _ROW.match(selector):
        return f"{match[1]}:{match[2]}"
    if match := re.match(r"#(?:id_)?option-([a-z0-9]+)-", selector):
        return f"product:{match[1]}"
    if selector.startswith("#id_networks"):
        return "networks"
    return "request" if selector.removeprefix("#id_") in _REQUEST else "own"


def show(page: Page, panel: str) -> None:
    """Open a part of the plan by its line of the outline, unless it is open."""
    expect(page.locator(".htmx-request")).to_have_count(0)
    side = page.locator("#side")
    if side.get_attribute("data-panel") == panel:
        return
    if side.get_attribute("data-panel"):
        page.locator("#panel-back").click()
    page.locator(f"#line-{panel.replace(':', '-')}").click()
    expect(side).to_have_attribute("data-panel", panel)


def at(page: Page, selector: str) -> Locator:
    """A field, in the part of the plan that has it, which is opened."""
    show(page, panel_of(selector))
    return page.locator(selector)


def add_group(page: Page, kind: str = "other") -> None:
    """Add a group of a kind by the menu."""
    if page.locator("#panel-back").count():
        page.locator("#panel-back").click()
    page.locator("#add-group").click()
    page.locator(f"button[value='add-group:{kind}']").click()
