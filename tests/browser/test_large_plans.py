"""A plan of a thousand rules in a real browser: folded, and only what changes is sent."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.composing import show

PLAN = {
    "schema": "portsref.plan/v1",
    "title": "Racks",
    "picks": [{"product": "kubeadm"}, {"product": "cilium"}],
    "groups": [
        {"name": "control-plane", "roles": ["control-plane"], "addresses": ["10.0.0.0/28"]},
        *(
            {"name": f"rack-{number}", "roles": ["worker"], "addresses": [f"10.1.{number}.0/24"]}
            for number in range(10)
        ),
    ],
}


@pytest.fixture
def composer(page: Page) -> Page:
    page.goto("/plans/new/")
    page.locator(".start__plan summary").click()
    page.locator("#id_text").fill(json.dumps(PLAN))
    page.locator("button[value=import]").click()
    expect(page.locator("#composer")).to_be_visible()
    return page


def test_a_fold_is_opened_by_keyboard_and_focus_stays(composer: Page):
    toggle = composer.locator(".fold__toggle", has_text="rack-3")
    expect(composer.locator(".rules")).to_have_count(0)
    toggle.focus()
    composer.keyboard.press("Enter")
    expect(toggle).to_have_attribute("aria-expanded", "true")
    expect(toggle).to_be_focused()
    expect(composer.locator(".rules").first).to_be_visible()
    assert violations(composer) == []
    composer.keyboard.press("Enter")
    expect(toggle).to_have_attribute("aria-expanded", "false")
    expect(composer.locator(".rules")).to_have_count(0)


def test_what_is_open_stays_open_while_options_change(composer: Page):
    toggle = composer.locator(".fold__toggle", has_text="rack-3")
    toggle.click()
    show(composer, "product:cilium")
    with composer.expect_response("**/plans/new/**") as answer:
        composer.locator("label", has=composer.locator("#id_option-cilium-encryption-1")).click()
    assert answer.value.status == 200
    expect(toggle).to_have_attribute("aria-expanded", "true")


def test_a_title_leaves_the_rules_alone(composer: Page):
    composer.locator("#result").evaluate("result => { result.mark = true; }")
    with composer.expect_response("**/plans/new/") as answer:
        composer.locator("#id_title").fill("Other")
    assert len(answer.value.body()) < 2500  # when the draft was kept, and what can be undone
    assert composer.locator("#result").evaluate("result => result.mark")


def test_a_title_that_is_wrong_and_right_again(composer: Page):
    error = composer.locator("#id_title_error")
    composer.locator("#id_title").fill("a\u202eb")
    expect(error).to_have_text("Use one line of printable characters.")
    expect(composer.locator(".composer__sum")).to_contain_text("from before the last change")
    composer.locator("#id_title").fill("Right")
    expect(error).to_be_hidden()
    expect(composer.locator(".composer__sum")).not_to_contain_text("from before the last change")
