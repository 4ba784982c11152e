"""The fields of the composer in a real browser, while somebody types into them."""

from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.composing import add_group, at, show

PRESET = "/plans/new/?preset=rke2-cilium"
PASTE = """(field, text) => {
  field.focus();
  field.dispatchEvent(new ClipboardEvent("paste", { bubbles: true }));
  field.value = text;
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
}"""


def test_after_a_paste_it_is_said_what_was_read(page: Page):
    page.goto(PRESET)
    field, read = (
        at(page, "#id_groups-1-addresses"),
        at(page, "#id_groups-1-addresses_read"),
    )
    expect(read).to_have_text("IPv4: 1 network (64 addresses); IPv6: 1 network")
    hosts = [f"192.0.2.{number}" for number in range(33, 53)]
    field.evaluate(PASTE, "\n".join([*hosts[:4], "node05", *hosts[4:], "10.0.0.300"]))
    expect(read).to_have_text("20 hosts read, 2 lines not")
    expect(page.locator("#live")).to_have_text("20 hosts read, 2 lines not")
    error = at(page, "#id_groups-1-addresses_error")
    expect(error).to_contain_text(
        "Line 5: node05 is a name. Write its address.\nLine 22: 10.0.0.300"
    )
    field.evaluate(PASTE, "\n".join(hosts))
    expect(read).to_have_text("20 hosts")
    expect(error).to_be_hidden()
    expect(field).to_have_attribute("aria-describedby", "id_groups-1-addresses_read")


def test_the_first_key_presses_of_an_address_are_no_mistake(page: Page):
    page.goto(PRESET)
    add_group(page)
    expect(page.locator("#id_groups-4-name")).to_be_focused()
    asked: list[str] = []
    page.on("request", lambda request: request.method == "POST" and asked.append(request.url))
    field = page.locator("#id_groups-4-addresses")
    field.press_sequentially("10.0.", delay=30)
    page.wait_for_timeout(2500)
    assert asked == []
    expect(page.locator("#problems")).to_be_empty()
    field.press_sequentially("0.7", delay=30)
    expect(page.locator("#id_groups-4-addresses_read")).to_have_text("1 host")
    expect(page.locator("#problems")).to_be_empty()


def test_a_half_address_is_judged_when_its_field_is_left(page: Page):
    page.goto(PRESET)
    field, error = at(page, "#id_groups-1-addresses"), "#id_groups-1-addresses_error"
    field.clear()
    field.press_sequentially("10.0.")
    at(page, "#id_groups-1-zone").focus()
    expect(page.locator(error)).to_have_text(
        "10.0. is not an address, a network or a range such as 10.0.0.1-10.0.0.9."
    )
    expect(page.locator("#live")).to_contain_text("One problem to fix: ")
    field.fill("10.0.0.1")
    expect(page.locator(error)).to_be_hidden()
    expect(page.locator("#problems")).to_be_empty()


def test_a_network_is_judged_after_a_pause_before_its_last_digit(page: Page):
    page.goto(PRESET)
    field, error = at(page, "#id_groups-1-addresses"), "#id_groups-1-addresses_error"
    field.clear()
    field.press_sequentially("10.20.0.0/1", delay=20)
    page.wait_for_timeout(700)
    expect(page.locator(error)).to_be_hidden()
    field.press_sequentially("6")
    expect(at(page, "#id_groups-1-addresses_read")).to_have_text("1 network (65,536 addresses)")
    field.press("Backspace")
    expect(page.locator(error)).to_contain_text("10.20.0.0/1 has host bits set")


def test_other_fields_count_while_one_is_unfinished(page: Page):
    page.goto(PRESET)
    at(page, "#id_groups-0-name").fill("masters")
    field = at(page, "#id_groups-1-addresses")
    field.clear()
    field.press_sequentially("10.0.")
    expect(page.locator(".pair__ends").first).to_contain_text("masters")
    expect(page.locator(".pair__addresses", has_text="192.0.2.64/26").first).to_be_visible()
    expect(page.locator("#problems")).to_be_empty()
    expect(field).to_have_value("10.0.")


def test_what_was_typed_before_a_button_that_failed_counts(browser: Browser, base_url: str):
    page = browser.new_page(base_url=base_url)  # that a request fails is no complaint here
    page.goto(PRESET)
    at(page, "#id_groups-0-name").fill("masters")

    def fail_late(route: Route) -> None:
        page.wait_for_timeout(600)  # what was typed would have been asked for meanwhile
        route.abort()

    page.route("**/plans/new/**", fail_late, times=1)
    page.locator("#panel-back").click()
    expect(page.locator(".pair__ends").first).to_contain_text("masters")
    page.close()


def test_a_problem_is_read_out_once(page: Page):
    page.goto(PRESET)
    at(page, "#id_groups-1-addresses").fill("node05")
    expect(page.locator("#live")).to_contain_text("node05 is a name")
    page.locator("#live").evaluate("live => { live.textContent = ''; }")
    with page.expect_response("**/plans/new/"):
        page.locator("#id_title").evaluate(
            "field => { field.value = 'Other';"
            " field.dispatchEvent(new Event('input', { bubbles: true })); }"
        )
    page.wait_for_timeout(400)
    expect(page.locator("#live")).not_to_contain_text("node05")


def test_a_renamed_group_is_called_by_its_new_name_everywhere(page: Page):
    page.goto(PRESET)
    name = at(page, "#id_groups-0-name")
    name.press("End")
    name.press_sequentially("-1")
    new = "control-plane-1"
    expect(page.locator("#panel-title")).to_have_text(new)
    expect(page.locator(".pair__ends", has_text=new).first).to_be_visible()
    page.locator("#panel-back").click()
    expect(page.locator("#line-group-0 .line__name")).to_have_text(new)
    expect(page.locator("#line-change-0")).to_contain_text(new)
    show(page, "change:0")
    box = page.locator("label", has=page.locator("input[name$='-peers'][value='0']"))
    expect(box).to_have_text(new)
    old = page.get_by_text("control-plane", exact=True)
    assert [words for words in old.all_inner_texts() if words] == []


def test_a_limit_begins_with_who_connects_and_is_kept_when_nobody_is_left(page: Page):
    page.goto(PRESET)
    summed = page.locator(".composer__sum b").first
    before = summed.inner_text()
    rule = page.locator(".rule", has_text="Kubelet API").first
    rule.click()
    page.get_by_role("button", name="Change port, leave out, limit").first.click()
    limit = page.get_by_label("Only from these groups")
    with page.expect_response("**/plans/new/**"):
        limit.check()
    expect(page.locator("#side")).to_contain_text("only from")
    expect(summed).to_have_text(before)
    ticked = page.locator(".change__peers input:checked")
    for _ in range(ticked.count()):
        with page.expect_response("**/plans/new/**"):
            ticked.first.uncheck()
        expect(page.locator(".htmx-request")).to_have_count(0)
    expect(summed).not_to_have_text(before)
    closed = summed.inner_text()
    expect(page.locator("#side").get_by_label("Only from these groups")).to_be_checked()
    page.locator("#panel-back").click()
    expect(page.locator("#side")).to_contain_text("only from no group")
    expect(summed).to_have_text(closed)


def test_an_own_listener_is_filled_in_field_by_field(page: Page):
    page.goto(PRESET)
    show(page, "own")
    page.get_by_role("button", name="Add a listener").click()
    purpose = page.locator("#id_own-0-purpose")
    expect(purpose).to_be_focused()
    purpose.press_sequentially("Backup agent")
    page.locator("#id_own-0-ports").press_sequentially("7000")
    own = page.locator("#own-0")
    own.get_by_role("group", name="Listens on").get_by_label("workers").check()
    page.wait_for_timeout(1000)
    expect(page.locator("#problems")).to_be_empty()
    expect(own.locator(".field__error:visible")).to_have_count(0)
    own.get_by_role("group", name="Who connects").get_by_label("control plane").check()
    expect(page.locator(".rule", has_text="Backup agent").first).to_contain_text("7000")
    expect(page.locator("#own-0_says")).to_have_text("TCP 7000; workers")


def test_an_own_listener_that_is_left_half_says_what_is_missing(page: Page):
    page.goto(PRESET)
    show(page, "own")
    page.get_by_role("button", name="Add a listener").click()
    page.locator("#id_own-0-purpose").fill("Backup agent")
    page.locator("#id_title").focus()
    expect(page.locator("#id_own-0-roles_error")).to_contain_text("Tick at least one role")
    expect(page.locator("#id_own-0-rest_error")).to_be_hidden()


def test_own_listeners_work_without_a_script(browser: Browser, base_url: str):
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    page = context.new_page()
    page.goto(PRESET)
    show(page, "own")
    page.get_by_role("button", name="Add a listener").click()
    page.locator("#id_own-0-purpose").fill("Backup agent")
    page.locator("#id_own-0-ports").fill("7000")
    own = page.locator("#own-0")
    own.get_by_role("group", name="Listens on").get_by_label("workers").check()
    own.get_by_role("group", name="Who connects").get_by_label("everybody").check()
    page.get_by_role("button", name="Add a listener").click()
    expect(page.locator("#id_own-1-purpose")).to_be_focused()
    page.locator("#own-1 .drop").click()
    expect(page.locator("#own-1")).to_have_count(0)
    expect(page.locator(".rule", has_text="Backup agent").first).to_contain_text("7000")
    page.locator("#own-text > summary").click()
    page.locator("#id_own").fill(
        "- {id: x, protocol: UDP, ports: '9', roles: [etcd], peers: [worker], purpose: X}"
    )
    add_group(page)
    show(page, "own")
    expect(page.locator("#id_own-1-ports")).to_have_value("9")
    expect(page.locator("#id_own")).to_have_value("")
    context.close()
