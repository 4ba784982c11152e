"""What another version changes, and what changed between revisions, by keyboard alone."""

import re

from playwright.sync_api import Page, expect

from tests.browser.composing import at, show

# From 1.27 on this plan has a port more, that of the cloud-controller-manager's webhook.
PLAN = (
    "/plans/new/?product=kubernetes&kubernetes=1.37"
    "&option=cloud-controller-manager:yes&option=cloud-controller-manager-webhook:yes"
)
WEBHOOK = re.compile("^10260$")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until that element has the focus."""
    goal = page.locator(selector).element_handle()
    for _ in range(250):
        if goal.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {selector}")


def test_a_version_is_previewed_and_chosen_by_keyboard(page: Page):
    page.goto(PLAN)
    show(page, "product:kubernetes")
    tab_to(page, "#versions > summary")
    page.keyboard.press("Enter")
    expect(page.locator("#versions")).to_contain_text("10260")
    expect(page.locator("#rules .ports", has_text=WEBHOOK)).to_have_count(1)
    tab_to(page, "button[value='choose-version:1.26']")
    page.keyboard.press("Enter")
    version = page.locator("#id_kubernetes")
    expect(version).to_have_value("1.26")
    expect(version).to_be_focused()
    expect(page.locator("#rules .ports", has_text=WEBHOOK)).to_have_count(0)
    expect(page.locator("#versions")).to_have_attribute("open", "")
    version.select_option("1.37")
    expect(page.locator("#rules .ports", has_text=WEBHOOK)).to_have_count(1)
    expect(page.locator("#versions")).to_have_attribute("open", "")


def test_revisions_and_versions_are_compared_by_keyboard(page: Page):
    page.goto(PLAN)
    page.locator("button[value=save]:visible").click()
    page.goto(page.locator("#edit-link").input_value())
    at(page, "#id_groups-1-addresses").fill("10.77.0.0/24")
    page.locator("button[value=save]:visible").click()
    page.goto(page.locator("#read-link").input_value())
    tab_to(page, "#id_before")
    expect(page.locator("#id_before")).to_have_value("1")
    page.keyboard.press("Tab")
    expect(page.locator("#id_after")).to_have_value("2")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/diff/1..2/")
    expect(page.locator(".delta--opened .pair__addresses").first).to_contain_text("10.77.0.0/24")
    tab_to(page, "a[href='#choose']")
    page.keyboard.press("Enter")
    tab_to(page, "#id_other_kubernetes")
    page.keyboard.type("1.26")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/diff/2..now/?kubernetes=1.26")
    expect(page).to_have_title(re.compile("Kubernetes 1.26"))
    expect(page.locator(".delta--closed .ports")).to_have_text("10260")
    expect(page.locator(".delta--opened")).to_contain_text("None.")
