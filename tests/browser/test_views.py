"""Picture, matrix and ports in a real browser: pointing, pressing, heads that stay."""

import pytest
from playwright.sync_api import Page, expect

PRESET = "/plans/new/?preset=kubeadm-calico"


@pytest.fixture
def picture(page: Page) -> Page:
    page.goto(f"{PRESET}&view=picture")
    return page


def opacity(page: Page, selector: str) -> float:
    return float(
        page.locator(f"{selector}:visible").first.evaluate("one => getComputedStyle(one).opacity")
    )


def test_pointing_at_an_arrow_shows_what_it_joins(picture):
    picture.emulate_media(reduced_motion="reduce")
    arrow = picture.locator(".picture__line--crossing:visible").first
    classes = (arrow.get_attribute("class") or "").split()
    source, destination = (
        next(one.removeprefix(kind) for one in classes if one.startswith(kind))
        for kind in ("from-", "to-")
    )
    arrow.focus()
    assert opacity(picture, f".from-{source}.to-{destination}") == 1
    assert opacity(picture, f".box-{source}") == 1
    assert opacity(picture, f".box-{destination}") == 1
    assert opacity(picture, f".picture__box:not(.box-{source}, .box-{destination})") < 0.5


def test_in_the_composer_an_arrow_opens_its_rules(picture):
    picture.locator(".picture__line--crossing .picture__ports:visible").first.click()
    expect(picture.locator(".between b")).to_be_visible()
    expect(picture.locator("#tab-table")).to_have_attribute("aria-current", "true")


def test_a_cell_of_the_matrix_opens_its_rules(page: Page):
    page.goto(f"{PRESET}&view=matrix")
    page.locator(".matrix__cell").first.click()
    expect(page.locator(".between b")).to_have_text("control-plane → control-plane")


def test_a_mark_of_the_ports_leads_to_its_row(page: Page):
    page.goto(f"{PRESET}&view=ports")
    page.locator(".port-map__mark:visible").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".listening tr:target")).to_have_count(1)


@pytest.mark.parametrize("view", ["matrix", "picture", "ports", "findings"])
@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_no_view_is_wider_than_its_window(view, width, page: Page):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{PRESET}&view={view}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("view", ["picture", "ports"])
@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1440])
@pytest.mark.parametrize("preset", ["kubeadm-calico", "openshift-bare-metal", "rke2-cilium"])
def test_a_drawing_can_be_read_without_moving_it(preset, view, width, page: Page):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"/plans/new/?preset={preset}")
    page.locator("button[value=save]:visible").first.click()
    page.goto(f"{page.locator('#read-link').input_value()}?view={view}")
    window = page.locator(".picture-scroll:visible")
    expect(window).to_have_count(1)
    expect(window).to_have_accessible_name("Picture" if view == "picture" else "Port map")
    assert window.evaluate("one => one.scrollWidth <= one.clientWidth")
    drawing = window.locator("svg").first
    assert drawing.evaluate("one => one.clientWidth / one.getAttribute('width')") >= 0.7
