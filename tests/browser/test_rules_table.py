"""Rules of a plan at every width, on paper, and unfolded: in English and in Chinese."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.payments import open_shared_plan

WIDTHS = [320, 390, 768, 800, 1024, 1280]
PHONE = {"width": 390, "height": 844}
PRESET = "/plans/new/?preset=openshift-bare-metal"
IS_TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"
HEIGHTS = "rows => rows.map(row => row.getBoundingClientRect().height)"
BOTTOM = "box => box.getBoundingClientRect().bottom + scrollY"
TOP = "row => Math.round(row.getBoundingClientRect().top)"
MOST_SCREENS = 6
MOST_PAGES = 6
RULES = 58  # of an ordinary plan; the one here has more


@pytest.fixture
def plan(page: Page) -> str:
    """The address of a saved plan of many rules."""
    page.goto(PRESET)
    page.locator("button[value=save]:visible").first.click()
    return re.sub("^https?://[^/]+", "", page.locator("#read-link").input_value())


@pytest.mark.parametrize("language", ["", "/zh-hans"])
@pytest.mark.parametrize("view", ["table", "local"])
def test_nothing_is_too_wide_and_no_row_is_a_tower(page: Page, plan: str, view: str, language: str):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{language}{plan}?view={view}")
        assert not page.evaluate(IS_TOO_WIDE), width
        assert max(page.locator(".rule").evaluate_all(HEIGHTS)) <= 170, width


@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_beside_the_form_there_is_room_for_words(page: Page, language: str):
    for width in [*WIDTHS, 961, 1090]:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{language}{PRESET}&view=table")
        assert not page.evaluate(IS_TOO_WIDE), width
        rows = page.locator(".rule:visible").evaluate_all(HEIGHTS)
        assert max(rows, default=0) <= 170, width


@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_on_a_phone_58_rules_take_six_screens_with_all_that_stands_above(page: Page, language: str):
    page.set_viewport_size(PHONE)
    open_shared_plan(page)
    page.goto(page.url.replace("/plans/", f"{language}/plans/"))
    last = page.locator(".rule").nth(RULES - 1)
    assert last.evaluate(BOTTOM) <= MOST_SCREENS * PHONE["height"]


def test_a_phone_shows_what_a_plan_comes_to_before_anything_else(page: Page):
    page.set_viewport_size(PHONE)
    open_shared_plan(page)
    sentence, button = page.locator(".plan .sentence"), page.locator(".plan__actions .button--main")
    assert sentence.evaluate(BOTTOM) < button.evaluate(BOTTOM) <= PHONE["height"] / 3
    assert page.locator(".rule").first.evaluate(BOTTOM) <= PHONE["height"] * 2 / 3 + 50


def test_on_paper_rules_take_six_pages(page: Page, plan: str):
    page.goto(plan)
    rules = page.locator(".rule").count()
    pages = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
    assert pages / rules * RULES <= MOST_PAGES


@pytest.fixture
def row(page: Page, plan: str) -> Callable[[int], str]:
    """Open the address of a rule; the text of what it shows."""

    def opened(number: int) -> str:
        page.goto(f"{plan}#r{number}")
        expect(page.locator(f"#more--r{number}")).to_be_visible()
        return page.locator(f"#more--r{number}").inner_text()

    return opened


def test_the_address_of_a_rule_unfolds_it(page: Page, row: Callable[[int], str]):
    text = row(7)
    assert "Why" in text
    assert "checked on" in text
    expect(page.locator("#r7")).to_be_in_viewport()
    expect(page.locator("#more--r8")).to_be_hidden()
    page.locator("#r7 .rule__line").click()
    expect(page.locator("#more--r7")).to_be_hidden()


def test_a_rule_is_unfolded_by_keyboard(page: Page, plan: str):
    page.goto(plan)
    page.locator("#r1 .rule__line").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#more--r1")).to_be_visible()
    expect(page.locator("#r1 .rule__line")).to_be_focused()


def test_a_list_follows_what_is_typed_and_the_field_keeps_focus(page: Page, plan: str):
    page.goto(plan)
    field = page.locator("#id_q")
    field.press_sequentially("etcd", delay=60)
    expect(page.locator(".listing-said b")).to_contain_text(" of ")
    expect(page.locator("#live")).to_have_text(re.compile("^[0-9]+ of [0-9]+ rules$"))
    expect(field).to_be_focused()
    expect(field).to_have_value("etcd")
    expect(page).to_have_url(re.compile(r"\?q=etcd$"))
    page.locator("#id_by").select_option("port")
    expect(page).to_have_url(re.compile(r"\?q=etcd&by=port$"))
    expect(page.locator(".rule__ends").first).to_be_visible()
    page.locator(".listing-said a").click()
    expect(field).to_have_value("")


def test_beside_the_form_a_list_follows_what_is_typed_too(page: Page):
    page.goto(f"{PRESET}&view=table")
    field = page.locator("#id_q")
    field.press_sequentially("etcd", delay=200)
    expect(page.locator(".listing-said b")).to_contain_text(" of ")
    expect(field).to_be_focused()
    expect(field).to_have_value("etcd")
    page.locator("#all-rules").click()
    expect(field).to_have_value("")
    expect(page.locator(".listing-said")).to_have_count(0)


@pytest.mark.parametrize("address", ["{plan}", f"{PRESET}&view=table"])
def test_on_a_phone_lists_are_folded_and_stay_unfolded(page: Page, plan: str, address: str):
    page.set_viewport_size(PHONE)
    page.goto(address.format(plan=plan))
    if address != "{plan}":
        page.locator("label", has=page.locator("#pane-rules")).click()
    expect(page.locator("#id_sort")).to_be_hidden()
    page.locator(".listing-bar__fold").click()
    for order in ("component", ""):
        page.locator("#id_sort").focus()
        page.locator("#id_sort").select_option(order)
        expect(page.locator(".htmx-request")).to_have_count(0)
        expect(page.locator("#id_sort")).to_be_visible()
        expect(page.locator("#id_sort")).to_be_focused()


def test_where_there_is_room_lists_stand_beside_the_text(page: Page, plan: str):
    page.goto(plan)
    expect(page.locator(".listing-bar__fold")).to_be_hidden()
    tops = page.locator("#id_q, #id_by, #id_sort").evaluate_all(f"all => all.map({TOP})")
    assert max(tops) - min(tops) <= 2


@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, PHONE])
def test_changing_at_a_rule_moves_nothing(page: Page, size: dict[str, int]):
    page.set_viewport_size(size)
    page.goto("/plans/new/?preset=rke2-cilium&view=table")
    if size == PHONE:
        page.locator("label", has=page.locator("#pane-rules")).click()
    row = page.locator(f"#{page.locator('.rule', has_text='9963').first.get_attribute('id')}")
    row.locator(".rule__line").click()
    change = row.locator("button[value^=change-here]")
    change.hover()  # which brings it into view, as a reader did
    before = row.evaluate(TOP)
    change.click()
    field = row.locator("input[name=changes-1-ports]")
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()
    assert abs(row.evaluate(TOP) - before) <= 2
    field.press_sequentially("9970", delay=120)
    expect(row.locator(".ports")).to_have_text("9970")
    expect(field).to_have_value("9970")
    expect(field).to_be_focused()
    assert abs(row.evaluate(TOP) - before) <= 2
    expect(page.locator("[name=changes-1-ports]")).to_have_count(1)


def test_a_listener_is_left_out_at_its_rule_which_stays_visible(page: Page):
    page.goto("/plans/new/?preset=rke2-cilium&view=table")
    row = page.locator(f"#{page.locator('.rule', has_text='9963').first.get_attribute('id')}")
    row.locator(".rule__line").click()
    row.locator("button[value^=change-here]").click()
    row.locator("input[name=changes-1-excluded]").check()
    reason = row.locator("input[name=changes-1-reason]")
    reason.press_sequentially("nobody asks", delay=120)
    expect(row).to_have_class(re.compile("rule--left-out"))
    expect(reason).to_have_value("nobody asks")
    expect(reason).to_be_focused()
    expect(row.locator(".rule__why")).to_contain_text("left out: nobody asks")
    row.get_by_role("button", name="Undo this change").click()
    expect(page.locator(".rule--left-out")).to_have_count(0)
