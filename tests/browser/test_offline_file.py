"""A plan in one file, opened from a disk in a browser without a network."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.accessibility import violations

HOSTILE = "<script>document.title='owned'</script><img src=https://evil.example/x>"
PLAN = {
    "schema": "portsref.plan/v1",
    "title": f"Payments {HOSTILE}",
    "picks": [{"product": "rke2", "options": {"cni": "cilium"}}],
    "groups": [
        {"name": "masters", "roles": ["control-plane"], "addresses": ["10.0.0.1-10.0.0.3"]},
        {"name": HOSTILE, "roles": ["worker"], "addresses": ["10.0.1.0/24"], "zone": HOSTILE},
        {"name": "admins", "roles": ["bastion"], "addresses": ["10.0.9.0/24"], "zone": "office"},
    ],
}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def file(page: Page, tmp_path: Path) -> str:
    """The address of the file, as the page of a shared plan offers it."""
    page.goto("/plans/new/")
    page.locator(".start__plan summary").click()
    page.locator("#id_text").fill(json.dumps(PLAN))
    page.locator("button[value=import]").click()
    page.locator("button[value=save]:visible").click()
    page.goto(page.locator("#read-link").input_value())
    page.locator(".plan__more summary").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Offline copy").click()
    path = tmp_path / "plan.html"
    download.value.save_as(path)
    return path.as_uri()


@pytest.fixture
def offline(
    browser_type_launch_args: dict[str, object], playwright: object, file: str
) -> Iterator[Callable[..., Page]]:
    """Opens the file without a network; whatever is asked for or refused fails the test."""
    browser = playwright.chromium.launch(**browser_type_launch_args)
    complaints: list[str] = []

    def open_file(**how: object) -> Page:
        context: BrowserContext = browser.new_context(offline=True, **how)
        context.on("console", lambda message: complaints.append(message.text))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        page = context.new_page()
        page.on("request", lambda request: request.url == file or complaints.append(request.url))
        page.goto(file)
        return page

    yield open_file
    browser.close()
    assert complaints == []


def test_rules_are_found_by_words_and_unfold(offline: Callable[..., Page]):
    page = offline()
    rules = page.locator(".rule")
    every = rules.count()
    page.get_by_label("Find rules").fill("masters etcd client api")
    expect(page.locator("output")).to_have_text(f"1 / {every}")
    expect(page.locator(".rule:visible")).to_have_count(1)
    expect(page.locator(".pair:visible")).to_have_count(1)
    page.locator(".rule:visible summary").click()
    expect(page.locator(".rule:visible .more")).to_contain_text("kubernetes/etcd")
    page.get_by_label("Find rules").fill("")
    expect(page.locator(".rule:visible")).to_have_count(every)
    page.get_by_role("button", name="Unfold all").click()
    expect(page.locator(".rule[open]")).to_have_count(every)


def test_hostile_names_are_only_names(offline: Callable[..., Page]):
    page = offline()
    expect(page).to_have_title(f"Payments {HOSTILE}")
    expect(page.locator("h1")).to_have_text(f"Payments {HOSTILE}")
    assert page.locator("img").count() == 0


def test_it_is_whole_without_a_script(offline: Callable[..., Page]):
    page = offline(java_script_enabled=False)
    expect(page.locator(".finder")).to_be_hidden()
    page.locator(".rule summary").first.click()
    expect(page.locator(".rule .more").first).to_be_visible()
    for part in ("plan", "matrix", "findings", "sources"):
        expect(page.locator(f"#{part}")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_keeps_nobody_out(
    new_context: Callable[..., BrowserContext], offline: Callable[..., Page], scheme: str
):
    source = offline().content()
    page = new_context(bypass_csp=True, color_scheme=scheme).new_page()
    page.set_content(source)
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert violations(page) == []


def test_a_phone_shows_all_of_the_width(offline: Callable[..., Page]):
    page = offline(viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_both_themes_are_there(offline: Callable[..., Page]):
    colour = "getComputedStyle(document.body).backgroundColor"
    found = [offline(color_scheme=scheme).evaluate(colour) for scheme in ("light", "dark")]
    assert found == ["rgb(255, 255, 255)", "rgb(16, 19, 23)"]
