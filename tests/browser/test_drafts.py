"""Drafts in a real browser: nothing that was typed or chosen is lost, and every step goes back."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

PRESET = "/plans/new/?preset=rke2-cilium"
DRAFT = re.compile(r"/plans/new/[\w-]{24}/$")
IPSEC, WIREGUARD = "#id_option-cilium-encryption-2", "#id_option-cilium-encryption-1"


def choose(page: Page, option: str) -> None:
    page.locator("label", has=page.locator(option)).click()


def open_part(page: Page, part: str) -> None:
    """Open a part of the plan instead of what is open."""
    if page.locator("#panel-back").is_visible():
        page.locator("#panel-back").click()
    page.locator(f"button[value='open:{part}']").click()
    expect(page.locator("#side")).to_have_attribute("data-panel", part)


def field(page: Page, name: str) -> Locator:
    """A field of the form, on the page or carried along."""
    return page.locator(f"#composer [name='{name}']")


def begin(page: Page) -> None:
    """Change a title and an option; wait until both are kept."""
    page.goto(f"{PRESET}&panel=product:cilium")
    page.locator("#id_title").fill("Payments")
    expect(page).to_have_url(DRAFT)
    choose(page, IPSEC)
    expect(page.locator("#step")).to_contain_text("wireguard → ipsec")


def expect_all(page: Page) -> None:
    expect(page.locator("#id_title")).to_have_value("Payments")
    expect(page.locator(IPSEC)).to_be_checked()
    expect(page.locator("#draft")).to_contain_text(re.compile(r"draft saved|草稿已保存"))


def test_a_reload_and_the_way_back_lead_to_the_same_state(page: Page):
    page.goto("/plans/new/")
    begin(page)
    page.reload()
    expect_all(page)
    page.goto("/ports/10250/")
    page.go_back()
    expect_all(page)
    page.go_forward()
    page.go_back()
    expect_all(page)


def test_the_other_language_leads_to_the_same_draft(page: Page):
    begin(page)
    page.locator("[data-language-link]").click()
    expect(page).to_have_url(re.compile(r"/zh-hans/plans/new/[\w-]{24}/$"))
    expect_all(page)
    page.locator("[data-language-link]").click()
    expect(page).to_have_url(DRAFT)
    expect_all(page)


def test_what_was_typed_last_comes_along_into_the_other_language(page: Page):
    page.goto(PRESET)
    page.locator("#id_title").fill("Payments")
    page.locator("[data-language-link]").click()
    expect(page).to_have_url(re.compile(r"/zh-hans/plans/new/[\w-]{24}/$"))
    expect(page.locator("#id_title")).to_have_value("Payments")


def test_a_page_that_is_left_at_once_is_sent_all_the_same(page: Page):
    begin(page)
    open_part(page, "group:0")
    page.locator("#id_groups-0-zone").fill("edge")
    page.goto("/ports/10250/")
    page.go_back()
    expect(page.locator("#id_groups-0-zone")).to_have_value("edge")


def test_a_closed_browser_finds_its_draft_again(browser: Browser, base_url: str):
    first = browser.new_context(base_url=base_url)
    begin(first.new_page())
    cookies = first.cookies()
    first.close()
    again = browser.new_context(base_url=base_url)
    again.add_cookies(cookies)
    page = again.new_page()
    page.goto("/plans/new/")
    page.get_by_role("link", name="Payments").click()
    expect_all(page)
    expect(page.locator("#undo")).to_have_attribute("title", re.compile("wireguard → ipsec"))
    again.close()


def test_half_typed_values_come_back_with_what_is_wrong_with_them(page: Page):
    begin(page)
    open_part(page, "group:1")
    page.locator("#id_groups-1-addresses").fill("10.0.0.1/24")
    expect(page.locator("#id_groups-1-addresses_error")).to_be_visible()
    page.reload()
    expect(page.locator("#id_groups-1-addresses")).to_have_value("10.0.0.1/24")
    expect(page.locator("#id_groups-1-addresses_error")).to_be_visible()


def test_steps_are_undone_and_done_again_by_buttons(page: Page):
    begin(page)
    page.locator("#undo").click()
    expect(page.locator(WIREGUARD)).to_be_checked()
    expect(page.locator("#undo")).to_be_focused()
    page.locator("#undo").press("Enter")
    expect(page.locator("#id_title")).to_have_value("RKE2 with Cilium")
    expect(page.locator("#undo")).to_have_attribute("aria-disabled", "true")
    page.locator("#redo").click()
    expect(page.locator("#id_title")).to_have_value("Payments")
    page.locator("#redo").click()
    expect(page.locator(IPSEC)).to_be_checked()


def test_what_is_undone_is_opened_and_marked_and_the_rules_stay(page: Page):
    begin(page)
    open_part(page, "group:0")
    expect(page.locator("#id_groups-0-addresses")).to_be_focused()
    page.evaluate("scrollTo(0, 400)")
    page.locator("#undo").dispatch_event("click")
    expect(page.locator("#side")).to_have_attribute("data-panel", "product:cilium")
    option = page.locator("#option-cilium-encryption")
    expect(option).to_have_class(re.compile("is-moved"))
    expect(option).to_be_in_viewport(ratio=1)
    assert page.evaluate("scrollY") == 400
    page.locator("#option-cilium-tunnel").get_by_text("geneve").click()
    expect(page.locator("#step")).to_contain_text("vxlan → geneve")
    expect(page.locator(".is-moved")).to_have_count(0)


def test_a_line_that_comes_back_is_marked_in_the_outline(page: Page):
    page.set_viewport_size({"width": 1024, "height": 700})
    page.goto(PRESET)
    page.locator("label", has=page.locator("#part-where")).click()
    page.locator("button[value='remove-group:1']").click()
    expect(page.locator("#removed-where")).to_be_visible()
    page.locator("label", has=page.locator("#part-runs")).click()
    open_part(page, "product:cilium")
    page.locator("#undo").click()
    line = page.locator("#line-group-1")
    expect(line).to_be_visible()
    expect(line).to_have_class(re.compile("is-moved"))
    expect(page.locator("#undo")).to_be_focused()


def test_on_a_phone_what_is_undone_is_in_sight(page: Page):
    page.set_viewport_size({"width": 390, "height": 700})
    begin(page)
    page.locator("#panel-back").click()
    page.locator("#line-group-3").click()
    page.locator("#step button").click()
    expect(page.locator("#option-cilium-encryption")).to_have_class(re.compile("is-moved"))
    expect(page.locator("#option-cilium-encryption")).to_be_in_viewport(ratio=1)


def test_steps_are_undone_by_keyboard_outside_of_text(page: Page):
    begin(page)
    expect(page.locator(IPSEC)).to_be_focused()
    page.keyboard.press("ControlOrMeta+z")
    expect(page.locator(WIREGUARD)).to_be_checked()
    page.keyboard.press("ControlOrMeta+Shift+z")
    expect(page.locator(IPSEC)).to_be_checked()


def test_in_a_field_the_keyboard_takes_back_what_was_typed_there(page: Page):
    begin(page)
    page.locator("#id_title").press("End")
    page.keyboard.type("!")
    page.keyboard.press("ControlOrMeta+z")
    expect(page.locator("#id_title")).to_have_value("Payments")
    expect(page.locator(IPSEC)).to_be_checked()


@pytest.mark.parametrize("where", ["#removed-where", "#step"])
def test_a_removed_group_comes_back(page: Page, where: str):
    page.goto(PRESET)
    page.locator("button[value='remove-group:1']").click()
    expect(page.locator("#removed-where")).to_contain_text("Group “workers” removed")
    page.locator(where).get_by_role("button", name="Undo").click()
    expect(field(page, "groups-1-name")).to_have_value("workers")
    expect(page.locator("#removed-where")).to_be_hidden()


def test_typing_after_a_removal_takes_its_notice_away(page: Page):
    page.goto(PRESET)
    page.locator("button[value='remove-group:1']").click()
    expect(page.locator("#removed-where")).to_be_visible()
    page.locator("#id_title").fill("Mine")
    expect(page.locator("#removed-where")).to_be_hidden()


def test_a_choice_says_what_it_did_and_shows_which(page: Page):
    begin(page)
    step = page.locator("#step")
    expect(step).to_contain_text("Encryption between nodes: wireguard → ipsec")
    expect(step.locator(".step__figure--opened")).to_contain_text("+4")
    step.locator("summary").click()
    expect(step.locator(".step__effect--opened")).to_contain_text("ESP")
    expect(step.locator(".step__effect--closed")).to_contain_text("51871")


def test_of_two_tabs_the_second_is_told(context: BrowserContext, page: Page):
    begin(page)
    other = context.new_page()
    other.goto(page.url)
    open_part(page, "group:0")
    page.locator("#id_groups-0-zone").fill("edge")
    expect(page.locator("#undo")).to_have_attribute("title", re.compile("Zone"))
    choose(other, WIREGUARD)
    expect(other.locator("#step")).to_contain_text("Another tab changed this draft as well.")
    other.locator("#undo").click()
    expect(field(other, "groups-0-zone")).to_have_value("edge")


def test_leaving_asks_only_where_no_draft_is_kept(page: Page):
    begin(page)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator("#id_title").fill("Other")
    page.evaluate("() => { location.href = '/ports/10250/'; }")
    expect(page).to_have_url(re.compile("/ports/10250/$"))
    assert asked == []
    page.go_back()
    page.locator("#id_title").press("End")
    page.keyboard.type("!")
    with page.expect_event("dialog"):
        page.evaluate(
            "() => { document.getElementById('draft').dataset.notKept = ''; location.href = '/'; }"
        )
    assert asked == ["beforeunload"]


def test_a_plan_that_is_saved_is_no_draft_any_more(page: Page):
    begin(page)
    draft = page.url
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#read-link")).to_be_visible()
    page.goto(draft)
    expect(page).to_have_url(re.compile(r"/plans/[\w-]{24}/edit/$"))
    page.goto("/plans/new/")
    expect(page.locator("#drafts")).to_have_count(0)


def test_a_draft_is_thrown_away_and_brought_back(page: Page):
    begin(page)
    page.goto("/plans/new/")
    page.get_by_role("button", name="Throw “Payments” away").click()
    expect(page.locator(".drafts")).to_contain_text("“Payments” was thrown away.")
    page.get_by_role("button", name="Bring back").click()
    page.get_by_role("link", name="Payments").click()
    expect_all(page)


def test_all_of_it_works_without_a_script(browser: Browser, base_url: str):
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    page = context.new_page()
    page.goto(PRESET)
    page.locator("#id_title").fill("No script")
    page.locator("button[value='remove-group:1']").click()
    expect(page).to_have_url(DRAFT)
    expect(page.locator("#removed-where")).to_contain_text("Group “workers” removed")
    expect(page.locator("#step")).to_contain_text("Group “workers” removed")
    page.reload()
    expect(page.locator("#id_title")).to_have_value("No script")
    page.locator("#undo").click()
    expect(field(page, "groups-1-name")).to_have_value("workers")
    expect(page).to_have_url(re.compile("#line-group-1$"))
    page.locator("#redo").click()
    expect(field(page, "groups-3-name")).to_have_count(1)
    expect(field(page, "groups-1-name")).to_have_count(0)
    page.locator("[data-language-link]").click()
    expect(page.locator("#id_title")).to_have_value("No script")
    context.close()
