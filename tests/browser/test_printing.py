"""A plan on paper: what the screen has room for, A4 upright has room for too."""

import pytest
from playwright.sync_api import Page

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
    cells = page.locator(".rules").first.locator("tbody tr").first.locator("td")
    assert min(cells.evaluate_all(WIDTHS)) >= 75
    assert page.evaluate("document.documentElement.scrollWidth") <= A4["width"]
