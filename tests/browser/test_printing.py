"""A plan on paper: what the screen has room for, A4 upright has room for too."""

import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from tests.browser.payments import open_shared_plan

PRESET = "/plans/new/?preset=k3s-single"
A4 = {"width": 703, "height": 1021}  # within the margins, in CSS pixels
WIDTHS = "cells => cells.map(cell => cell.getBoundingClientRect().width)"


@pytest.mark.parametrize("view", ["table", "local"])
def test_every_column_of_a_printed_table_has_room_for_words(page: Page, view: str):
    page.goto(PRESET)
    page.locator("button[value=save]:visible").click()
    page.goto(f"{page.locator('#read-link').input_value()}?view={view}")
    page.emulate_media(media="print")
    page.set_viewport_size(A4)
    cells = page.locator(".rule__line").first.locator("> :visible:not(.rule__number)")
    assert min(cells.evaluate_all(WIDTHS)) >= 75
    assert page.evaluate("document.documentElement.scrollWidth") <= A4["width"]


@pytest.fixture
def shared(page: Page) -> Page:
    """The page of a plan of sixty rules and more, as somebody opens it who got the link."""
    open_shared_plan(page)
    return page


def printed(page: Page, paper: str) -> list[str]:
    """The text of each page on that paper, its words apart by one blank each."""
    reader = PdfReader(io.BytesIO(page.pdf(format=paper)))
    return [" ".join(sheet.extract_text().split()) for sheet in reader.pages]


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_sixty_rules_are_at_most_six_numbered_pages_of_either_paper(
    shared: Page, paper: str, language: str
):
    if language == "zh-hans":
        shared.goto(shared.url.replace("/plans/", "/zh-hans/plans/"))
    sheets = printed(shared, paper)
    assert shared.locator(".rule").count() >= 58
    assert len(sheets) <= 6
    for number, sheet in enumerate(sheets, start=1):
        if language == "en":
            assert f"page {number} of {len(sheets)}" in sheet
        else:  # the sign for a page is another one to who reads the file, as its fonts have it
            assert re.search(rf"第 {number} .，共 {len(sheets)} .", sheet)


def test_paper_has_the_whole_plan_in_the_order_of_a_change_request(shared: Page):
    every = " ".join(printed(shared, "A4"))
    address = shared.url.rstrip("/") + "/revisions/1/"
    for part in ("CHG-1234", "10.0.1.39", "No UDP Services here", "51871 is taken"):
        assert part in every
    order = ["Payments cluster, DC1", "RKE2 with Cilium on Kubernetes", address, "Platform team",
             "Where it runs", "What runs", "admins → api", "Known only by name", "Sources",
             "Requested by"]  # fmt: skip
    places = [every.index(part) for part in order]
    assert places == sorted(places)


def test_paper_has_nothing_that_only_a_screen_has_a_use_for(shared: Page):
    every = " ".join(printed(shared, "A4"))
    for part in ("Copy link", "More", "Merge ports", "options at their defaults", "Protocols"):
        assert part not in every


def test_rules_name_sources_by_their_number_in_the_list(shared: Page):
    every = " ".join(printed(shared, "A4"))
    numbers = {
        int(number) for found in re.findall(r"\[([0-9, ]+)]", every) for number in found.split(",")
    }
    listed = shared.locator(".sources__list li").count()
    assert numbers == set(range(1, listed + 1))


def test_a_dark_screen_prints_black_on_white(
    new_context: Callable[..., BrowserContext], shared: Page
):
    page = new_context(color_scheme="dark").new_page()
    page.goto(shared.url)
    page.emulate_media(media="print")
    colours = page.locator("body").evaluate(
        "body => [getComputedStyle(body).color, getComputedStyle(body).backgroundColor]"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_a_qr_code_comes_on_demand_without_a_script_and_goes_again(
    new_context: Callable[..., BrowserContext], shared: Page
):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(shared.url)
    code = page.locator("#qr")
    expect(code).to_be_hidden()
    page.locator(".plan__more summary").click()
    page.get_by_role("button", name="QR code").click()
    expect(code).to_be_visible()
    expect(code).to_contain_text("/revisions/1/")
    page.keyboard.press("Escape")
    expect(code).to_be_hidden()
