"""Two teams review a plan, each in a browser of its own, and whoever made it answers."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.composing import at

PRESET = "/plans/new/?preset=rke2-cilium"
PHONE = {"width": 390, "height": 844}
RULES = 38

type Contexts = Callable[..., BrowserContext]


def compose(page: Page) -> str:
    """Save a plan; the address of its management, by which the browser may edit it."""
    page.goto(PRESET)
    page.locator("button[value=save]:visible").click()
    expect(page.locator("#edit-link")).to_be_visible()
    return page.locator("#edit-link").input_value().replace("/edit/", "/manage/")


def make_link(page: Page, manage: str, team: str) -> str:
    page.goto(manage)
    page.locator("#review-label").fill(team)
    page.locator("button[value=make]").click()
    return page.locator("#review-link").input_value()


def begin(page: Page, link: str, name: str) -> None:
    """Come by a link, and say who one is."""
    page.goto(link)
    expect(page).to_have_url(re.compile(r"/review/$"))
    page.locator("#reviewer-name").fill(name)
    page.locator(".reviewer button").click()
    expect(page.locator(".reviewer")).to_contain_text(name)


def row(page: Page, number: int) -> Locator:
    return page.locator(f"#r{number}")


def say(page: Page, number: int, verdict: str, comment: str) -> None:
    fold = row(page, number).locator(".verdict__acts .verdict__more")
    fold.locator("summary").click()
    fold.locator("textarea").fill(comment)
    fold.locator(f"button[value={verdict}]").first.click()
    expect(row(page, number).locator(".verdict__sign")).to_contain_text(
        {"rejected": "rejected", "question": "question"}[verdict]
    )


def state(page: Page) -> Locator:
    return page.locator("#review-top .review-state__said, #review-top .review-state__signed")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_two_teams_review_and_the_next_revision_keeps_what_did_not_change(
    new_context: Contexts, script: bool
):
    operator = new_context(java_script_enabled=script).new_page()
    manage = compose(operator)
    links = [make_link(operator, manage, team) for team in ("Network team", "Security")]
    network = new_context(java_script_enabled=script).new_page()
    security = new_context(java_script_enabled=script, viewport=PHONE).new_page()
    begin(network, links[0], "Nina Novak")
    begin(security, links[1], "Sam Okoro")

    row(network, 1).locator(".verdict__approve").click()
    expect(row(network, 1).locator(".verdict__sign")).to_contain_text("approved")
    say(network, 2, "question", "Why is this\nneeded?")
    expect(state(network)).to_contain_text(f"1 of {RULES} approved, 1 question, {RULES - 2} open")

    # the second saw a page from before: both stand, and he is told
    say(security, 1, "rejected", "Not from there.")
    told = row(security, 1) if script else security.locator(".notice")
    expect(told).to_contain_text("Nina Novak (Network team) approved")
    expect(row(security, 1).locator(".verdict__sign")).to_contain_text("others disagree")

    # all that is open at once, with the count said before
    security.goto(links[1].partition("?")[0])
    security.locator("#many-all").click()
    expect(security.locator("#review-top")).to_contain_text(f"Approve {RULES - 2} rules")
    security.locator("#review-top button[value=approved]").click()
    expect(security.locator(".notice")).to_contain_text(f"You approved {RULES - 2} rules.")

    # whoever made the plan answers
    operator.goto(links[0].partition("?")[0] + "?review=question")
    expect(operator.locator(".said__comment")).to_have_text("Why is this\nneeded?")
    operator.locator(".verdict .verdict__more summary").first.click()
    operator.locator(".verdict textarea").fill("For joining nodes.")
    operator.get_by_role("button", name="Send the answer").click()
    expect(operator.locator(".said__answer")).to_contain_text("For joining nodes.")
    operator.goto(manage)
    expect(operator.locator("#review-links ~ form").first).to_contain_text("Sam Okoro (Security)")

    # the next revision: what changed is open again, the rest is as it was
    operator.goto(manage.replace("/manage/", "/edit/"))
    at(operator, "#id_groups-2-addresses").fill("203.0.113.64/27")
    operator.locator("button[value=save]:visible").click()
    expect(operator.locator("#read-link")).to_be_visible()
    network.goto(links[0].partition("?")[0] + "?review=open")
    changed = network.locator(".verdict__changed").first
    expect(changed).to_contain_text(re.compile("in revision 1, changed since: .*addresses"))
    expect(state(network)).to_contain_text("Revision 2:")
    expect(network.locator(".review-top__lists")).to_contain_text("Questions")


def test_the_keyboard_alone_reviews(new_context: Contexts):
    page = new_context().new_page()
    begin(page, make_link(page, compose(page), "Network team"), "Nina Novak")
    approve = row(page, 1).locator(".verdict__approve")
    approve.focus()
    page.keyboard.press("Enter")
    expect(approve).to_have_attribute("aria-pressed", "true")
    expect(approve).to_be_focused()  # the row was swapped, and its reader is where he was
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(row(page, 1).locator(".verdict__acts textarea")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type("Not any more.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(row(page, 1).locator(".verdict__sign")).to_contain_text("rejected")
    expect(page.locator("#live")).to_contain_text("1 rejected")


def test_deciding_moves_nothing_that_one_looks_at(new_context: Contexts):
    page = new_context(viewport=PHONE).new_page()
    begin(page, make_link(page, compose(page), "Network team"), "Nina Novak")
    below = row(page, 20)
    below.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    where = below.bounding_box()
    below.locator(".verdict__approve").click()
    expect(below.locator(".verdict__sign")).to_contain_text("approved")
    assert page.evaluate("scrollY") == before
    after = below.bounding_box()
    assert where
    assert after
    assert after["y"] == where["y"]


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1280])
def test_no_width_scrolls_sideways(new_context: Contexts, width: int):
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    begin(page, make_link(page, compose(page), "A team of a rather long name"), "Nina Novak")
    say(page, 1, "question", "x" * 300)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_approved_plan_is_signed(new_context: Contexts):
    page = new_context().new_page()
    begin(page, make_link(page, compose(page), "Network team"), "Nina Novak")
    page.locator("#many-all").click()
    page.locator("#review-top button[value=approved]").click()
    expect(state(page)).to_contain_text("Approved by Nina Novak (Network team) on 20")
    page.get_by_role("link", name="Open the plan").click()
    expect(page.locator(".review-state")).to_contain_text("Approved by Nina Novak")
    page.emulate_media(media="print")
    expect(page.locator(".signing")).to_contain_text("Nina Novak (Network team)")
