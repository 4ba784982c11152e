"""The composer in a real browser: rules follow what is typed, and no key press is lost."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import violations
from tests.browser.composing import add_group, at, show

UNFOLD = "document.querySelectorAll('details:not(.menu)').forEach((fold) => { fold.open = true; })"
PRESET = "/plans/new/?preset=rke2-cilium"


def save(page: Page) -> tuple[str, str]:
    """Save the plan that is composed; the link to read it and the link to edit it."""
    page.get_by_role("button", name="Save").click()
    read, edit = page.locator("#read-link"), page.locator("#edit-link")
    expect(read).to_be_visible()
    return read.input_value(), edit.input_value()


def test_rules_follow_an_option_and_focus_stays(page: Page):
    page.goto(PRESET)
    expect(page.locator(".rules", has_text="51871").first).to_be_visible()
    at(page, "#id_option-cilium-encryption-1").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".rules", has_text="51871")).to_have_count(0)
    expect(at(page, "#id_option-cilium-encryption-0")).to_be_focused()
    sentence = page.locator(".sentence").inner_text()
    expect(page.locator("#live")).to_have_text(sentence)


def test_what_is_brought_in_changes_with_what_brings_it_in(page: Page):
    page.goto(PRESET)
    show(page, "product:rke2")
    page.locator("label", has=page.locator("#id_option-rke2-cni-0")).click()
    page.locator("#panel-back").click()
    expect(page.locator("#product-canal")).to_be_visible()
    expect(page.locator("#product-cilium")).to_have_count(0)


def test_the_option_about_control_plane_hosts_is_set_where_it_is_told(page: Page):
    page.goto(PRESET)
    show(page, "networks")
    page.locator("#id_option-rke2-servers-run-pods-0").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#assumptions")).to_contain_text("by the plan")
    expect(page.locator("#id_option-rke2-servers-run-pods-1")).to_be_focused()


def test_what_is_taken_for_granted_leads_to_the_option_that_decides(page: Page):
    page.goto(PRESET)
    show(page, "networks")
    page.locator("#assumptions").get_by_role("button", name="Tunnel between nodes").press("Enter")
    option = page.locator("#option-cilium-tunnel")
    expect(option).to_be_focused()
    expect(option).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(option.locator("input:checked")).to_be_focused()


def test_assumed_networks_are_taken_over_and_what_is_typed_counts_at_once(page: Page):
    page.goto(PRESET)
    show(page, "networks")
    page.locator("#use-networks-pods").press("Enter")
    field = page.locator("#id_networks-pods")
    expect(field).to_have_value("10.42.0.0/16")
    expect(field).to_be_focused()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("10.99.0.0/16")
    expect(page.locator(".assumption--network", has_text="10.99.0.0/16")).to_be_visible()
    expect(field).to_be_focused()


def test_a_place_that_a_group_is_stands_beside_its_roles(page: Page):
    page.goto(PRESET)
    show(page, "group:0")
    page.locator("#group-0").get_by_label("Nodes of the joined clusters").check()
    page.locator("#panel-back").click()
    line = page.locator("#line-group-0")
    expect(line).to_be_focused()
    expect(line).to_contain_text("control plane, Nodes of the joined clusters")


def test_an_error_stands_at_its_field_while_typing_goes_on(page: Page):
    page.goto(PRESET)
    field, error = at(page, "#id_groups-1-addresses"), "#id_groups-1-addresses_error"
    field.fill("10.0.0.1/24")
    expect(page.locator(error)).to_contain_text("write 10.0.0.0/24 or 10.0.0.1")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    expect(page.locator(".composer__sum")).to_contain_text("from before the last change")
    expect(page.locator(".rules").first).to_be_visible()
    field.fill("10.0.0.0/24")
    expect(page.locator(error)).to_be_hidden()
    expect(page.locator("#problems")).to_be_empty()
    expect(page.locator(".pair__addresses", has_text="10.0.0.0/24").first).to_be_visible()


def test_a_product_is_found_and_added_by_keyboard(page: Page):
    page.goto(PRESET)
    page.locator("#id_find").focus()
    expect(page.locator("#found li").first).to_be_visible()
    page.keyboard.type("jaeg")
    expect(page.locator("#found li:visible")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(page.locator("#add-product-jaeger")).to_be_focused()
    page.keyboard.press("Enter")
    line = page.locator("#line-product-jaeger")
    expect(line).to_be_focused()
    expect(line).to_contain_text("0: stays in the pod network")
    expect(page.locator("#found")).to_be_hidden()


def test_a_group_is_added_and_named_at_once(page: Page):
    page.goto(PRESET)
    page.locator("#id_title").fill("Mine")
    add_group(page)
    expect(page.locator("#id_groups-4-name")).to_be_focused()
    expect(page.locator("#id_title")).to_have_value("Mine")


def test_enter_in_a_field_loses_nothing(page: Page):
    page.goto(PRESET)
    at(page, "#id_groups-0-name").fill("masters")
    page.keyboard.press("Enter")
    expect(page.locator(".pair__ends").first).to_contain_text("masters")
    expect(at(page, "#id_groups-0-name")).to_have_value("masters")


def test_a_plan_is_saved_read_and_edited(page: Page):
    page.goto(PRESET)
    read, edit = save(page)
    page.goto(read)
    expect(page.locator("h1")).to_have_text("RKE2 with Cilium")
    page.goto(edit)
    page.locator("#id_title").fill("Second")
    save(page)
    page.goto(read)
    expect(page.locator("h1")).to_have_text("Second")
    expect(page.locator(".revisions li")).to_have_count(2)


def test_all_of_it_works_without_a_script(browser: Browser, base_url: str):
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    page = context.new_page()
    page.goto(PRESET)
    page.locator("#id_title").fill("No script")
    add_group(page)
    page.locator("#id_groups-4-addresses").fill("nonsense")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#id_groups-4-addresses_error")).to_contain_text("nonsense")
    page.locator("#id_groups-4-addresses").fill("192.0.2.200")
    page.get_by_role("button", name="Matrix").click()
    expect(page.locator(".matrix")).to_be_visible()
    read, _ = save(page)
    page.goto(read)
    expect(page.locator("h1")).to_have_text("No script")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390])
def test_plans_are_accessible_and_fit_the_screen(
    browser: Browser, base_url: str, scheme: str, width: int
):
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        base_url=base_url,
        bypass_csp=True,
    )
    page = context.new_page()
    page.goto(PRESET)
    read, edit = save(page)
    addresses = ("/plans/new/", PRESET, "/plans/new/?empty", read, f"{read}?view=matrix")
    for address in (*addresses, f"{read}?view=findings", f"{read}?view=local", edit):
        page.goto(address)
        page.evaluate(UNFOLD)
        assert violations(page) == [], address
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, address
    context.close()


def test_the_next_focus_is_never_under_the_head(page: Page):
    page.goto("/plans/new/?preset=kubeadm-calico&view=table")
    page.get_by_role("button", name=re.compile("Findings")).click()
    page.locator(".finding button[value^='open:']").first.click()
    expect(page.locator("#side :focus")).to_be_in_viewport()
