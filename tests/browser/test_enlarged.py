"""The composer enlarged fourfold, where 1280 px are 320: nothing of it is cut, nothing sideways."""

import re
from collections.abc import Callable, Mapping

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.composing import show

PRESET = "/plans/new/?preset=kubeadm-calico"
ENLARGED = {"width": 320, "height": 256}
PREFIXES = {"en": "", "zh-hans": "/zh-hans"}
PANELS = (
    *("product:kubernetes", "product:calico", "group:0", "group:2", "change:0"),
    *("networks", "request", "exports", "own"),
)
# What is beyond the window, and text whose element does not show all of it. A field of one line
# scrolls, as fields do.
CUT = """() => [...document.querySelectorAll("main *")].filter((element) => {
  if (!element.checkVisibility()) return false;
  if (element.closest(".visually-hidden, .matrix-scroll, .picture-scroll")) return false;
  const { right, width } = element.getBoundingClientRect();
  if (width && right > innerWidth + 1) return true;
  if (element.matches("input") || element.clientWidth < 2) return false;
  const { overflowX } = getComputedStyle(element);
  return overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1;
}).map((element) => `${element.tagName}.${element.className}: ${element.textContent.trim()}`)"""

type Step = Callable[[Page], None]


def _remove_a_group(page: Page) -> None:
    page.locator("button[value='remove-group:1']").click()
    expect(page.locator("#removed-where")).to_be_visible()
    expect(page.locator("#step .step__fold")).to_be_attached()
    page.locator("#step summary").click()


def _undo(page: Page) -> None:
    _remove_a_group(page)
    page.locator("#undo").click()
    expect(page.locator("#step [value=redo]")).to_be_visible()


def _make_mistakes(page: Page) -> None:
    show(page, "group:1")
    page.locator("#id_groups-1-addresses").fill(f"10.0.0.1/24\n{'node-in-the-cellar-' * 4}05")
    page.locator("#id_groups-1-zone").focus()
    expect(page.locator("#problems li")).to_have_count(2)


def _ask_for_files(page: Page) -> None:
    page.locator("summary", has_text=re.compile("Files|文件")).click()
    expect(page.locator("#files button").first).to_be_visible()


def _find(page: Page) -> None:
    page.locator("#id_find").click()
    page.keyboard.type("haproxy")
    expect(page.locator("#found li:visible").first).to_be_visible()


def _show_rules(page: Page) -> None:
    page.locator("label", has=page.locator("#pane-rules")).click()
    page.locator(".rule__line").first.click()
    page.locator(".rule__links button").first.click()
    expect(page.locator(".rule .change__row").first).to_be_visible()


def _rules_as(view: str) -> Step:
    def step(page: Page) -> None:
        page.locator("label", has=page.locator("#pane-rules")).click()
        page.locator(f"#tab-{view}").click()
        expect(page.locator(f"#tab-{view}")).to_have_attribute("aria-current", "true")

    return step


STATES: Mapping[str, Step] = {
    "outline": lambda _page: None,
    **{panel: lambda page, panel=panel: show(page, panel) for panel in PANELS},
    "an own listener": lambda page: (show(page, "own"), page.locator("#add-own").click()),
    "kinds of groups": lambda page: page.locator("#add-group").click(),
    "products to find": _find,
    "a group removed": _remove_a_group,
    "a removal undone": _undo,
    "mistakes": _make_mistakes,
    "files": _ask_for_files,
    "a change at a rule": _show_rules,
    **{view: _rules_as(view) for view in ("matrix", "picture", "ports", "findings", "local")},
}


@pytest.mark.parametrize("language", PREFIXES)
def test_enlarged_fourfold_all_of_the_composer_is_within_the_window(
    new_context: Callable[..., BrowserContext], language: str
):
    page = new_context(viewport=ENLARGED).new_page()
    found = {}
    for state, step in STATES.items():
        page.goto(f"{PREFIXES[language]}{PRESET}")
        step(page)
        expect(page.locator(".htmx-request")).to_have_count(0)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if cut := page.evaluate(CUT):
            found[state] = cut
        if wide > ENLARGED["width"]:
            found[state] = [*cut, f"{wide} px"]
    assert found == {}


def test_what_cannot_be_seen_whole_is_found(page: Page):
    page.set_viewport_size(ENLARGED)
    page.goto(PRESET)
    name, panes = page.locator(".line__name").first, page.locator(".panes")
    name.evaluate("name => { Object.assign(name.style, { width: '3rem', overflow: 'hidden' }); }")
    name.evaluate("name => { name.style.whiteSpace = 'nowrap'; }")
    panes.evaluate("panes => { panes.style.width = '400px'; }")
    assert [one.partition(":")[0] for one in page.evaluate(CUT)] == [
        "SPAN.line__name",
        "DIV.panes no-print",
        "LABEL.",
    ]
