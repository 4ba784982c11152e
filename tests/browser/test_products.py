"""A product's page in a browser: options change what it needs, where the reader stands."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

WIDTHS = (320, 390, 768, 1024, 1440)
PAGES = (
    "/ports/443/",
    "/products/rke2/?option=cni:cilium",
    "/components/cilium/cilium-agent/",
    "/listeners/kubernetes/kube-apiserver/",
    "/about/?row=cilium/vxlan",
    "/changes/",
)


def test_a_choice_by_keyboard_changes_the_rows_and_keeps_the_place(page: Page):
    page.goto("/products/cilium/")
    choice = page.locator("#choose-encryption-wireguard")
    choice.focus()
    before = choice.bounding_box()["y"]
    page.keyboard.press("Enter")
    expect(page.locator("#without-encryption")).to_be_visible()
    expect(page.locator("#choose-encryption-wireguard")).to_be_focused()
    expect(page).to_have_url("/products/cilium/?option=encryption:wireguard")
    expect(page.locator("#of-cilium ~ *, .needs__rows")).to_contain_text("51871")
    expect(page.locator("#live")).to_contain_text("With these options")
    assert abs(choice.bounding_box()["y"] - before) < 2


def test_the_plan_of_the_button_has_the_options(page: Page):
    page.goto("/products/rke2/")
    page.locator("#choose-cni-cilium").click()
    expect(page.locator("#without-cni")).to_be_visible()
    link = page.get_by_role("link", name="Compose a plan with it")
    expect(link).to_have_attribute("href", "/plans/new/?product=rke2&option=cni%3Acilium")


def test_going_back_shows_what_was_there(page: Page):
    page.goto("/products/cilium/")
    page.locator("#choose-tunnel-geneve").click()
    expect(page.locator("#without-tunnel")).to_be_visible()
    page.go_back()
    expect(page.locator("#without-tunnel")).to_have_count(0)
    expect(page.locator("#choose-tunnel-vxlan")).to_have_attribute("aria-current", "true")


def test_without_script_a_choice_is_a_link(new_context: Callable[..., BrowserContext]):
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/products/cilium/")
    page.locator("#choose-tunnel-geneve").click()
    expect(page.locator("#without-tunnel")).to_be_visible()
    expect(page.locator(".needs__rows")).to_contain_text("6081")


@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_no_page_is_wider_than_its_window(page: Page, language: str):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for address in PAGES:
            page.goto(language + address)
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, f"{address} at {width}: {wide} px too wide"


def test_a_row_of_the_answer_unfolds_and_leads_to_its_correction(page: Page):
    page.goto("/ports/10250/")
    page.locator(".rows__open").first.click()
    page.get_by_role("link", name="Correct this row").click()
    expect(page.locator(".about__correction")).to_contain_text("kubernetes.yaml")
