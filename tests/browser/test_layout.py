"""How the composer is laid out: nothing that one looks at moves, and all of it is within reach."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.composing import at, show

PRESET = "/plans/new/?preset=rke2-cilium"
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def settle(page: Page) -> None:
    expect(page.locator(".htmx-request")).to_have_count(0)
    page.wait_for_timeout(150)


def places(page: Page) -> tuple[float, float]:
    """Where the page and the outline are scrolled to."""
    return page.evaluate("[scrollY, document.getElementById('side').scrollTop]")


def choose(page: Page, option: str) -> None:
    page.locator("label", has=page.locator(option)).click()


STEPS: dict[str, Callable[[Page], None]] = {
    "open": lambda page: page.locator("#line-group-1").click(),
    "add a group": lambda page: page.locator("button[value='add-group:etcd']").dispatch_event(
        "click"
    ),
    "remove a group": lambda page: page.locator("button[value='remove-group:3']").dispatch_event(
        "click"
    ),
    "remove a change": lambda page: page.locator("button[value='remove-change:0']").dispatch_event(
        "click"
    ),
}


@pytest.mark.parametrize("step", STEPS)
def test_no_step_moves_the_rules(page: Page, step: str):
    page.set_viewport_size(WIDE)
    page.goto(PRESET)
    page.evaluate("scrollTo(0, 500)")
    STEPS[step](page)
    settle(page)
    assert places(page)[0] == 500


@pytest.mark.parametrize("width", [768, 1024, 1440])
def test_the_first_change_moves_nothing_to_make_room_for_what_is_said(page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{PRESET}&panel=product:cilium")
    seen = page.locator("#panel-back, .sentence, #tab-table, #id_title, button[value=save]:visible")
    before = [one.bounding_box() for one in seen.all()]
    choose(page, "#id_option-cilium-encryption-2")
    expect(page.locator("#step")).to_contain_text("wireguard → ipsec")
    expect(page.locator("#draft time")).to_be_visible()
    assert [one and one["y"] for one in map(Locator.bounding_box, seen.all())] == [
        one and one["y"] for one in before
    ]


@pytest.mark.parametrize("width", [1024, 1100, 1280])
def test_views_and_their_toggles_stand_on_one_line_or_each_on_one_of_its_own(
    page: Page, width: int
):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(PRESET)
    places = [page.locator(one).bounding_box() for one in (".tabs", ".sheet__toggles")]
    (tabs, toggles) = [one for one in places if one]
    whole = page.locator(".sheet__bar").bounding_box()
    assert whole is not None
    if tabs["y"] == toggles["y"]:
        assert tabs["width"] + toggles["width"] == pytest.approx(whole["width"])
    else:
        assert {tabs["width"], toggles["width"]} == {whole["width"]}


def test_an_option_moves_neither_the_rules_nor_the_panel(page: Page):
    page.set_viewport_size({"width": 1440, "height": 600})
    page.goto(PRESET)
    show(page, "product:cilium")
    settle(page)
    page.evaluate("scrollTo(0, 400); document.getElementById('side').scrollTop = 120")
    choose(page, "#id_option-cilium-encryption-2")
    settle(page)
    assert places(page) == [400, 120]


def test_on_a_phone_an_option_stays_beneath_the_finger(page: Page):
    page.set_viewport_size(PHONE)
    page.goto(PRESET)
    show(page, "product:cilium")
    page.evaluate("scrollTo(0, 300)")
    option = page.locator("label", has=page.locator("#id_option-cilium-encryption-2"))
    before = option.bounding_box()
    option.click()
    settle(page)
    after = option.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(after["y"] - before["y"]) < 1


def test_who_comes_back_to_the_outline_finds_it_as_it_was(page: Page):
    page.set_viewport_size(PHONE)
    page.goto(PRESET)
    page.evaluate("scrollTo(0, 420)")
    page.locator("#line-change-0").click()
    settle(page)
    page.locator("#panel-back").click()
    settle(page)
    assert places(page)[0] == 420
    expect(page.locator("#line-change-0")).to_be_focused()


def test_on_a_phone_plan_and_rules_take_turns(page: Page):
    page.set_viewport_size(PHONE)
    page.goto(PRESET)
    expect(page.locator("#side")).to_be_visible()
    expect(page.locator("#result")).to_be_hidden()
    choose(page, "#pane-rules")
    expect(page.locator("#side")).to_be_hidden()
    expect(page.locator(".rule").first).to_be_visible()


def test_between_them_one_part_of_the_outline_is_shown_at_a_time(page: Page):
    page.set_viewport_size({"width": 1024, "height": 900})
    page.goto(PRESET)
    expect(page.locator("#runs")).to_be_visible()
    expect(page.locator("#where")).to_be_hidden()
    choose(page, "#part-where")
    expect(page.locator("#where")).to_be_visible()
    expect(page.locator("#runs")).to_be_hidden()
    show(page, "group:0")
    page.locator("#panel-back").click()
    expect(page.locator("#line-group-0")).to_be_focused()


def test_the_first_address_is_within_twelve_tab_stops(page: Page):
    page.goto(PRESET)
    for key in ("Tab", "Tab", "Enter", "Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#id_groups-0-addresses")).to_be_focused()


def press_until(page: Page, key: str, focused: str) -> int:
    """Press a key until what it leads to has the focus; how often that was."""
    for presses in range(1, 80):
        page.keyboard.press(key)
        if page.evaluate("selector => document.activeElement.matches(selector)", focused):
            return presses
    pytest.fail(f"{key} does not lead to {focused}")


def test_from_nothing_to_a_saved_plan_by_keyboard_alone(page: Page):
    def fill_in(number: int, addresses: str) -> None:
        page.keyboard.press("Enter")
        expect(page.locator(f"#id_groups-{number}-addresses")).to_be_focused()
        page.keyboard.insert_text(addresses)

    page.goto("/plans/new/?empty")
    stops = press_until(page, "Tab", "a.skip[href='#where-title']")
    page.keyboard.press("Enter")
    stops += press_until(page, "Tab", "#line-group-0")
    assert stops <= 12
    fill_in(0, "10.1.0.11-10.1.0.13")
    expect(page.locator("#id_groups-0-addresses_read")).to_have_text("1 range (3 addresses)")
    press_until(page, "Shift+Tab", "#panel-next")
    fill_in(1, "10.1.1.0/24")
    press_until(page, "Shift+Tab", "#panel-back")
    page.keyboard.press("Enter")
    expect(page.locator("#line-group-1")).to_be_focused()
    press_until(page, "Shift+Tab", "#id_find")
    page.keyboard.type("k3s")
    expect(page.locator("#found li:visible")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#line-product-k3s")).to_be_focused()
    expect(page.locator(".pair").first).to_be_visible()
    press_until(page, "Shift+Tab", "button[value=save]")
    page.keyboard.press("Enter")
    expect(page.locator("#read-link")).to_be_visible()
    page.goto(page.locator("#read-link").input_value())
    expect(page.locator("main")).to_contain_text("10.1.0.11")


def test_a_first_plan_takes_at_most_twelve_clicks(page: Page):
    clicks = 0

    def click(selector: str) -> None:
        nonlocal clicks
        clicks += 1
        page.locator(selector).first.click()

    def write(field: str, addresses: str) -> None:
        expect(page.locator(field)).to_be_focused()
        page.keyboard.press("ControlOrMeta+A")
        page.keyboard.insert_text(addresses)

    page.goto("/plans/new/")
    click("a[href$='preset=rke2-cilium']")
    click("#line-group-0")
    write("#id_groups-0-addresses", "10.1.0.11-10.1.0.13")
    click("#panel-next")
    write("#id_groups-1-addresses", "10.1.1.0/24")
    click("#panel-next")
    write("#id_groups-2-addresses", "10.9.0.0/24")
    click("#panel-next")
    write("#id_groups-3-addresses", "10.8.0.0/16")
    click("#panel-back")
    click("#add-group")
    click("button[value='add-group:api']")
    write("#id_groups-4-addresses", "10.1.0.100")
    expect(page.locator("#id_groups-4-addresses_read")).to_have_text("1 host")
    click("button[value=save]:visible")
    expect(page.locator("#read-link")).to_be_visible()
    assert clicks <= 12
    page.goto(page.locator("#read-link").input_value())
    expect(page.locator("main")).to_contain_text("10.1.0.100")


def test_a_closed_part_travels_along(page: Page):
    page.goto(PRESET)
    at(page, "#id_groups-0-zone").fill("edge")
    show(page, "request")
    page.locator("#id_ticket").fill("CHG-7")
    show(page, "group:0")
    expect(page.locator("#id_groups-0-zone")).to_have_value("edge")
    show(page, "request")
    expect(page.locator("#id_ticket")).to_have_value("CHG-7")
