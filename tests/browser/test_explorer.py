"""The explorer in a real browser: quick with a script, whole without one, usable by keyboard."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

PAGES = (
    "/",
    "/?q=",
    "/?q=kubelt",
    "/ports/10250/",
    "/ports/99999/",
    "/products/",
    "/products/rke2/",
    "/components/kubernetes/etcd/",
    "/listeners/kubernetes/etcd-client/",
    "/about/",
    "/change-requests/",
    "/zh-hans/",
)


def test_searching_swaps_the_rows_and_the_back_button_brings_the_page_back(page: Page):
    page.goto("/")
    page.keyboard.press("/")
    expect(page.locator("#search-input")).to_be_focused()
    page.keyboard.type("cilium vxlan")
    expect(page.locator("h1")).to_have_text("“cilium vxlan”")
    expect(page).to_have_url(re.compile(r"\?q=cilium\+?(%20)?vxlan"))
    expect(page.locator("#live")).to_contain_text("“cilium vxlan”")
    expect(page.locator("#search-input")).to_be_focused()
    page.go_back()
    expect(page.locator("h1")).to_have_text("Ports that Kubernetes uses")
    expect(page.locator("header.bar")).to_have_count(1)


def test_a_facet_keeps_focus_and_says_how_many_rows_remain(page: Page):
    page.goto("/")
    box = page.locator("#choose-role-worker")
    box.focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("role=worker"))
    expect(page.locator("#choose-role-worker")).to_be_focused()
    expect(page.locator("#choose-role-worker")).to_be_checked()
    expect(page.locator("#live")).to_contain_text("4 of")
    expect(page.locator("section h2")).to_have_text(["Worker nodes"])


def test_a_row_unfolds_and_folds_by_keyboard(page: Page):
    page.goto("/")
    link = page.get_by_role("link", name="etcd client API")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".rows__detail")).to_contain_text("--listen-client-urls")
    expect(link).to_have_attribute("aria-expanded", "true")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".rows__detail")).to_be_hidden()
    expect(link).to_have_attribute("aria-expanded", "false")


def test_picks_are_kept_while_looking_around_and_become_a_plan(page: Page):
    page.goto("/")
    page.get_by_role("checkbox", name="Pick TCP 6443 kube-apiserver").check()
    page.get_by_role("checkbox", name="Pick TCP 10250 kubelet").first.check()
    expect(page.locator("[data-tray-count]")).to_have_text("2 rows picked")
    page.goto("/?q=cilium+vxlan")
    expect(page.locator("[data-tray-count]")).to_have_text("2 rows picked")
    page.get_by_role("button", name="Compose a plan").click()
    expect(page).to_have_url(
        re.compile(r"/plans/new/\?listener=kubernetes%2Fkube-apiserver&listener=")
    )


def test_the_theme_is_remembered(page: Page):
    page.emulate_media(color_scheme="light")
    page.goto("/")
    page.get_by_role("button", name="Switch between light and dark theme").click()
    page.goto("/products/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_everything_works_without_a_script(browser: Browser, base_url: str):
    page = browser.new_context(java_script_enabled=False, base_url=base_url).new_page()
    page.goto("/")
    page.locator("#choose-listed-yes").uncheck()
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile("q=&product=kubernetes"))
    page.get_by_role("link", name="etcd client API").click()
    expect(page.locator("h1")).to_contain_text("2379 etcd")
    page.go_back()
    page.get_by_role("checkbox", name="Pick TCP 6443 kube-apiserver").check()
    page.get_by_role("button", name="Compose a plan").click()
    expect(page).to_have_url(re.compile("listener=kubernetes%2Fkube-apiserver"))


@pytest.mark.parametrize("width", [320, 1440])
def test_no_page_is_wider_than_the_window(page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 800})
    for address in PAGES:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_the_first_page_is_under_60_kb_with_all_that_it_loads(page: Page):
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto("/", wait_until="networkidle")
    assert sum(sizes) < 60 * 1024
    assert len(sizes) > 10
    assert min(sizes) > 0  # nothing was there already
