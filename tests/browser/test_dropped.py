"""A dropped packet, from the line in a log to the plan that has it, with a script and without."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.composing import at

LINE = "kernel: [UFW BLOCK] SRC=192.0.2.70 DST=192.0.2.11 PROTO=TCP SPT=40000 DPT=64999 SYN"


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("is_reader", [True, False])
def test_what_is_missing_is_added_and_saved(
    new_context: Callable[..., BrowserContext], is_reader: bool, script: bool
):
    """By a reader to a copy, by whoever saved the plan to the plan itself."""
    page = new_context(java_script_enabled=script).new_page()
    page.goto("/plans/new/?preset=rke2-cilium")
    page.locator("button[value=save]:visible").click()
    read = page.locator("#read-link").input_value()
    if is_reader:
        page = new_context(java_script_enabled=script).new_page()
    page.goto(read)
    page.locator(".plan__more summary").click()
    page.get_by_role("link", name="Why is this dropped?").click()
    page.get_by_label("Packet log lines").fill(LINE)
    page.get_by_role("button", name="Explain").click()
    expect(page.locator(".packet__verdict .tag")).to_have_text("Not in the plan")
    page.get_by_role("button", name="Add to a copy" if is_reader else "Add to the plan").click()
    expect(at(page, "#id_own-0-rest")).to_have_value(re.compile("dropped-tcp-64999"))
    page.locator("button[value=save]:visible").click()
    saved = page.locator("#read-link").input_value()
    assert (saved == read) is not is_reader
    page.goto(f"{saved}dropped/")
    page.get_by_label("Packet log lines").fill(LINE)
    page.get_by_role("button", name="Explain").click()
    expect(page.locator(".packet__verdict .tag")).to_have_text("In the plan")


@pytest.mark.parametrize("address", ["/", "/products/"])
def test_an_error_in_the_search_box_is_explained_and_stands_in_no_address(
    new_context: Callable[..., BrowserContext], address: str
):
    error = 'Post "https://cert-manager-webhook.cert-manager.svc:443/": context deadline exceeded'
    page = new_context().new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.locator("#search-input").fill(error)
    page.locator("#search-input").press("Enter")
    expect(page.get_by_role("main")).to_contain_text("No answer came")
    expect(page.get_by_label("Packet log lines")).to_have_value(error)
    assert not [url for url in asked if "webhook" in url]


def test_a_line_that_is_pasted_into_the_search_box_is_explained_at_once(
    new_context: Callable[..., BrowserContext],
):
    context = new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto("/")
    page.evaluate("line => navigator.clipboard.writeText(line)", LINE)
    page.locator("#search-input").focus()
    page.keyboard.press("Control+V")
    expect(page).to_have_url(re.compile("/dropped/#packets$"))
    expect(page.get_by_label("Packet log lines")).to_have_value(LINE)
