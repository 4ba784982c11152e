"""The whole way of a reader: search, pick, compose, save, hand on, download, come back and change.

In both languages, with a script and without one. What is blocked, or fails in a script, fails the
test, as in every browser test.
"""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.browser.composing import add_group, at, show

PREFIXES = {"en": "", "zh-hans": "/zh-hans"}
PRESET = "/plans/new/?preset=rke2-cilium"
HEADER = (
    "name,source,destination,protocol,ports,action,source_group,destination_group,source_zone,"
    "destination_zone,product,component,purpose,condition,required,encryption,reference,note,phase"
)
API, KUBELET = "kubernetes-kube-apiserver", "kubernetes-kubelet-api"
TABLE = "https://kubernetes.io/docs/reference/networking/ports-and-protocols/"
API_NOTE = '"Often published on 443, by another port setting or by a load balancer in front."'
KUBELET_NOTE = (
    '"Metrics Server, Prometheus and other agents dial it too, from the nodes that run them: '
    'their own products open it."'
)


def csv_of(workers: str) -> str:
    """The file of the plan that is composed here; the addresses of the workers change later."""
    api = f"kubernetes,kube-apiserver,Kubernetes API.,always,yes,tls,{TABLE},{API_NOTE},"
    kubelet = f"kubernetes,kubelet,Kubelet API.,always,yes,tls,{TABLE},{KUBELET_NOTE},"
    admins, masters = "203.0.113.0/27", "192.0.2.11"
    lines = [
        HEADER,
        f"admins-to-masters-{API},{admins},{masters},TCP,6443,allow,admins,masters,office,,{api}",
        f"masters-to-workers-{KUBELET},{masters},{workers},TCP,10250,allow,masters,workers,,,{kubelet}",
        f"workers-to-masters-{API},{workers},{masters},TCP,6443,allow,workers,masters,,,{api}",
    ]
    return "".join(f"{line}\n" for line in lines)


class Reader:
    """Somebody with a browser of his own: his language, and whether scripts run."""

    def __init__(
        self, new_context: Callable[..., BrowserContext], language: str, *, script: bool
    ) -> None:
        self._new_context = new_context
        self.language = language
        self.script = script
        self.page = self.open_browser()

    def open_browser(self) -> Page:
        """A page in a browser that was never here: no cookies, nothing stored."""
        return self._new_context(java_script_enabled=self.script, accept_downloads=True).new_page()

    def go(self, address: str) -> None:
        self.page.goto(PREFIXES[self.language] + address)
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)

    def write(self, field: str, text: str) -> None:
        self.field(field).fill(text)

    def field(self, name: str) -> Locator:
        """A field of the plan, in the part that has it, which is opened."""
        selector = f"#id_{name}"
        return self.page.locator(selector) if name == "title" else at(self.page, selector)

    def paste(self, field: str, text: str) -> None:
        """Paste a long text at once; `write` goes through it line by line, as somebody types."""
        target = self.page.locator(f"#id_{field}")
        target.evaluate("(field, text) => { field.value = text; }", text)
        target.dispatch_event("input")

    def press(self, action: str) -> None:
        """Press the button of the composer that does `action`."""
        self.page.locator(
            f"button[name=do][value='{action}']:not(.visually-hidden):visible"
        ).first.click()

    def see_rules_follow(self) -> None:
        """They follow by themselves where scripts run, by a button where they do not."""
        if not self.script:
            self.press("preview")

    def save(self) -> tuple[str, str]:
        """Save; the link to read the plan, and the one to edit it."""
        self.press("save")
        read, edit = self.page.locator("#read-link"), self.page.locator("#edit-link")
        expect(read).to_be_visible()
        expect(edit).to_be_visible()
        return read.input_value(), edit.input_value()


@pytest.fixture(params=["en", "zh-hans"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def reader(
    new_context: Callable[..., BrowserContext], language: str, request: pytest.FixtureRequest
) -> Reader:
    return Reader(new_context, language, script=bool(request.param))


def download(page: Page, name: str) -> tuple[str, str]:
    """Take a file of a saved plan, and come back; its name and its text."""
    plan = page.url
    page.locator(".head__end a[href*='/files/']").click()
    with page.expect_download() as waiting:
        page.locator(f"a[download][href$='/export/{name}/']").click()
    text = Path(waiting.value.path()).read_bytes().decode()
    page.goto(plan)
    return waiting.value.suggested_filename, text


def rules_on(page: Page) -> list[str]:
    """The rules as the table shows them: from, to, protocol and ports."""
    return [
        " ".join((*ends.split(), *rule.split()))
        for pair in page.locator(".pair").all()
        for ends in [pair.locator(".pair__ends").inner_text()]
        for rule in pair.locator(".rule__ports").all_inner_texts()
    ]


def search_and_look(reader: Reader) -> None:
    """Search 10250 from the head of the page and see a row's facts."""
    page = reader.page
    reader.go("/")
    page.locator("#search-input").fill("10250")
    if not reader.script:
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("10250")
    expect(page).to_have_url(re.compile(rf"{PREFIXES[reader.language]}/\?q=10250"))
    row = page.locator("tr", has=page.locator(".pick[value='kubernetes/kubelet-api']")).first
    row.locator(".rows__open").click()
    expect(page.locator("main .facts", has_text="KubeletConfiguration")).to_be_visible()
    if not reader.script:
        expect(page).to_have_url(re.compile("/listeners/kubernetes/kubelet-api/"))
        page.go_back()
        expect(page).to_have_url(re.compile("q=10250"))


def pick_two_rows(reader: Reader) -> None:
    """With a script picks outlive the page; without one, they are ticked where both stand."""
    page = reader.page
    if reader.script:
        page.locator(".pick[value='kubernetes/kubelet-api']").first.check()
        page.locator("#search-input").fill("6443")
        expect(page.locator("h1")).to_contain_text("6443")
    else:
        reader.go("/")
        page.locator(".pick[value='kubernetes/kubelet-api']").first.check()
    page.locator(".pick[value='kubernetes/kube-apiserver']").first.check()
    page.locator("#picks .button--main").click()
    expect(page).to_have_url(re.compile(rf"{PREFIXES[reader.language]}/plans/new/\?listener="))


def describe_the_hosts(reader: Reader) -> None:
    """Two groups get names and addresses; a third one is added."""
    page = reader.page
    reader.write("title", "Picked by a walk")
    reader.write("groups-0-name", "masters")
    reader.write("groups-0-addresses", "192.0.2.11")
    reader.write("groups-1-name", "workers")
    reader.write("groups-1-addresses", "192.0.2.64/26")
    add_group(page)
    expect(page.locator("#id_groups-2-name")).to_be_focused()
    reader.write("groups-2-name", "admins")
    reader.write("groups-2-zone", "office")
    reader.write("groups-2-addresses", "203.0.113.0/27")
    page.locator("input[name=groups-2-roles][value=bastion]").check()
    expect(reader.field("groups-1-addresses")).to_have_value("192.0.2.64/26")
    reader.see_rules_follow()


def test_from_a_search_to_a_second_revision(reader: Reader):
    search_and_look(reader)
    pick_two_rows(reader)
    describe_the_hosts(reader)
    ends = reader.page.locator(".pair__ends")
    expect(ends).to_have_count(3)
    expect(ends.first).to_contain_text("admins")
    read, edit = reader.save()

    key = edit.partition("key=")[2]
    assert len(key) >= 20
    saved_without_key = reader.page.url.partition("?")[0]
    stranger = reader.open_browser()
    stranger.goto(read)
    expect(stranger.locator("h1")).to_have_text("Picked by a walk")
    expect(stranger.locator("html")).to_have_attribute("lang", reader.language)
    assert key not in stranger.content()
    to = stranger.locator(".pair__ends .visually-hidden").first.text_content()
    assert [rule.replace(f" {to} ", " ") for rule in rules_on(stranger)] == [
        "admins → masters TCP 6443",
        "masters → workers TCP 10250",
        "workers → masters TCP 6443",
    ]
    name, text = download(stranger, "csv")
    assert name == "picked-by-a-walk-r1-rules.csv"
    assert text == csv_of("192.0.2.64/26")
    answer = stranger.goto(saved_without_key)
    assert answer is not None
    assert answer.status == 403

    reader.page.goto(edit)
    expect(reader.page).to_have_url(re.compile("/edit/$"))
    expect(reader.field("groups-2-zone")).to_have_value("office")
    reader.write("groups-1-addresses", "192.0.2.128/26")
    reader.see_rules_follow()
    expect(reader.page.locator(".pair__addresses", has_text="192.0.2.128/26")).to_have_count(2)
    assert reader.save() == (read, edit)

    stranger.goto(read)
    expect(stranger.locator(".revisions li")).to_have_count(2)
    expect(stranger.locator(".pair__addresses", has_text="192.0.2.128/26")).to_have_count(2)
    name, newer = download(stranger, "csv")
    assert name == "picked-by-a-walk-r2-rules.csv"
    assert newer == csv_of("192.0.2.128/26")
    stranger.locator(".revisions a[href$='/revisions/1/']").click()
    expect(stranger.locator(".plan > .notice a[href]")).to_be_visible()
    assert download(stranger, "csv")[1] == text


def test_an_edit_link_opens_the_plan_in_both_languages_and_stays_in_no_address(reader: Reader):
    reader.go(PRESET)
    _, edit = reader.save()
    elsewhere = reader.open_browser()
    elsewhere.goto(edit)
    expect(elsewhere).to_have_url(re.compile("/edit/$"))
    other = next(language for language in PREFIXES if language != reader.language)
    elsewhere.locator(f"a[hreflang='{other}'], a[lang='{other}']").first.click()
    expect(elsewhere).to_have_url(re.compile(rf"{PREFIXES[other]}/plans/[^/]+/edit/$"))
    elsewhere.locator("button[value=save]:visible").first.click()
    expect(elsewhere.locator("#edit-link")).to_be_visible()
    assert "key" not in elsewhere.url
    assert elsewhere.evaluate("document.cookie") == ""


def test_the_links_of_a_saved_plan_can_be_taken_along(reader: Reader):
    reader.go(PRESET)
    read, edit = reader.save()
    page = reader.page
    mail = page.locator("a[href^='mailto:?']").get_attribute("href") or ""
    sent = parse_qs(urlsplit(mail).query)
    assert sent["subject"] == [page.locator("h1").inner_text()]
    assert {read, edit} <= set(sent["body"][0].split("\r\n"))
    if reader.script:
        page.evaluate("window.print = () => { document.title = 'printed'; }")
        page.locator("[data-print]").click()
        expect(page).to_have_title("printed")
        page.locator("#edit-link").focus()
        assert page.evaluate("getSelection().toString()") == edit
    else:
        expect(page.locator("[data-print]")).to_be_hidden()


@pytest.mark.parametrize("way", ["pasted", "as a file"])
def test_an_exported_plan_comes_back_the_same(reader: Reader, tmp_path: Path, way: str):
    reader.go(PRESET)
    page = reader.page
    page.goto(reader.save()[0])
    _, csv = download(page, "csv")
    _, yaml = download(page, "yaml")
    reader.go("/plans/new/")
    page.locator(".start__plan summary").click()
    if way == "pasted":
        reader.paste("text", yaml)
    else:
        file = tmp_path / "plan.yaml"
        file.write_text(yaml, encoding="utf-8")
        page.locator("#id_file").set_input_files(file)
    page.locator("button[value=import]").click()
    expect(at(page, "#id_groups-3-name")).to_have_value("users")
    page.goto(reader.save()[0])
    assert download(page, "csv")[1] == csv
    assert plan_part(download(page, "yaml")[1]) == plan_part(yaml)


def plan_part(yaml: str) -> str:
    """The export without its head, which says when and from where it came."""
    found = re.search(r"^plan:\n(?:[ -].*\n)+", yaml, re.MULTILINE)
    assert found, yaml[:400]
    return found[0]


def test_a_wrong_address_is_said_at_its_field_and_nothing_is_lost(reader: Reader):
    page = reader.page
    reader.go(PRESET)
    reader.write("title", "Mine")
    reader.write("groups-0-name", "masters")
    reader.write("groups-1-addresses", "192.0.2.64/26 10.0.0.1/24 nonsense")
    reader.write("ticket", "CHG-1")
    reader.write("justification", "because")
    reader.press("save")
    error = at(page, "#id_groups-1-addresses_error")
    expect(error).to_contain_text("10.0.0.0/24")
    expect(error).to_contain_text("nonsense")
    field = at(page, "#id_groups-1-addresses")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_attribute(
        "aria-describedby", re.compile(r"\bid_groups-1-addresses_error\b")
    )
    expect(page.locator("#problems a[href='#id_groups-1-addresses']").first).to_be_visible()
    written = {
        "title": "Mine",
        "groups-0-name": "masters",
        "groups-1-addresses": "192.0.2.64/26 10.0.0.1/24 nonsense",
        "ticket": "CHG-1",
        "justification": "because",
    }
    for name, text in written.items():
        expect(reader.field(name)).to_have_value(text)
    reader.write("groups-1-addresses", "192.0.2.64/26")
    page.goto(reader.save()[0])
    expect(page.locator("h1")).to_have_text("Mine")
    expect(page.locator(".plan__request")).to_contain_text("because")


def test_somebody_elses_revision_is_not_written_over(reader: Reader):
    reader.go(PRESET)
    read, edit = reader.save()
    other = reader.open_browser()
    for page, title in ((reader.page, "Second"), (other, "Third")):
        page.goto(edit)
        page.locator("#id_title").fill(title)
    reader.save()
    save = other.locator("button[value=save]:visible")
    save.click()
    expect(other.locator("[role=alert] a[href$='/revisions/2/']")).to_be_visible()
    expect(other.locator(".compare")).to_contain_text("Second")
    expect(other.locator("#id_title")).to_have_value("Third")
    save.click()
    expect(other.locator("#read-link")).to_have_value(read)
    other.goto(read)
    expect(other.locator("h1")).to_have_text("Third")
    expect(other.locator(".revisions li")).to_have_count(3)


def tab_to(page: Page, goal: Locator, key: str = "Tab") -> None:
    """Press Tab until the goal has the focus."""
    expect(goal).to_be_visible()
    element = goal.element_handle()  # found once: to find it after each press takes twice the time
    for _ in range(250):
        page.keyboard.press(key)
        if element.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"Tab does not lead to {goal}")


def test_search_by_keyboard_alone(new_context: Callable[..., BrowserContext], language: str):
    reader = Reader(new_context, language, script=True)
    page = reader.page
    reader.go("/products/")
    page.keyboard.press("/")
    expect(page.locator("#search-input")).to_be_focused()
    page.keyboard.type("10250")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("10250")
    row = page.locator("tr", has=page.locator(".pick[value='kubernetes/kubelet-api']")).first
    tab_to(page, row.locator(".pick"))
    page.keyboard.press("Space")
    expect(page.locator("#picks .button--main")).to_be_visible()
    tab_to(page, row.locator(".rows__open"))
    page.keyboard.press("Enter")
    expect(page.locator(".rows__detail")).to_contain_text("KubeletConfiguration")
    tab_to(page, row.locator(".pick"), "Shift+Tab")
    page.keyboard.press("Enter")
    show(page, "product:kubernetes")
    expect(page.locator("#id_only-kubernetes-kubelet-api")).to_be_checked()


def test_a_group_is_added_by_keyboard_alone(
    new_context: Callable[..., BrowserContext], language: str
):
    reader = Reader(new_context, language, script=True)
    page = reader.page
    reader.go(PRESET)
    expect(page.locator(".sentence")).to_be_visible()
    tab_to(page, page.locator("#add-group"))
    page.keyboard.press("Enter")
    tab_to(page, page.locator("button[value='add-group:other']"))
    page.keyboard.press("Enter")
    expect(page.locator("#id_groups-4-name")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("storage")
    tab_to(page, page.locator("#id_groups-4-zone"))
    page.keyboard.type("core")
    tab_to(page, page.locator("#id_groups-4-addresses"))
    page.keyboard.type("198.51.100.0/24")
    tab_to(page, page.locator("input[name=groups-4-roles][value=worker]"))
    page.keyboard.press("Space")
    expect(page.locator(".pair__addresses", has_text="198.51.100.0/24").first).to_be_visible()
    expect(page.locator("input[name=groups-4-roles][value=worker]")).to_be_focused()
    expect(page.locator("#id_groups-4-name")).to_have_value("storage")


def test_what_is_typed_and_pressed_while_an_answer_is_awaited_is_not_lost(page: Page):
    page.goto(PRESET)
    composer = re.compile("/plans/new/$")
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route(composer, hold_the_first)
    with page.expect_request(composer):
        page.locator("#line-group-0").click()
    page.locator("#id_title").fill("Mine")
    page.locator("#id_merge").check()
    page.locator("#tab-matrix").click()
    held[0].continue_()
    expect(page.locator("#id_groups-0-addresses")).to_be_visible()
    expect(page.locator(".matrix")).to_be_visible()
    expect(page.locator("#id_title")).to_have_value("Mine")
    expect(page.locator("#id_merge")).to_be_checked()


def test_saving_right_after_typing_saves_once(page: Page):
    page.goto(PRESET)
    composer, posts = re.compile("/plans/new/$"), []

    def hold_the_save(route: Route) -> None:
        posts.append(route)
        if not route.request.is_navigation_request():
            route.continue_()

    page.route(composer, hold_the_save)
    with page.expect_request(lambda request: request.is_navigation_request()):
        page.locator("#id_title").fill("Mine")
        page.locator("button[value=save]:visible").click(no_wait_after=True)
    page.wait_for_timeout(500)  # longer than what is typed waits for more
    *typed, save = posts  # on a slow machine what was typed goes first
    assert save.request.is_navigation_request()
    assert len(typed) <= 1
    assert not any(re.search("(^|&)do=|name=.do.", one.request.post_data or "") for one in typed)
    save.continue_()
    expect(page.locator("#read-link")).to_be_visible()
    page.unroute(composer)
    page.goto("/plans/new/")
    expect(page.locator("#drafts")).to_have_count(0)


def test_a_product_is_added_as_soon_as_its_line_is_there(page: Page):
    page.goto("/plans/new/?empty")
    asked: list[bool] = []
    page.on("request", lambda request: asked.append(request.is_navigation_request()))
    page.evaluate("""() => new MutationObserver((_, observer) => {
        const line = document.querySelector("#found button[value='add-product:k3s']");
        if (line) { observer.disconnect(); line.click(); }
    }).observe(document.getElementById("found"), { childList: true })""")
    page.locator("#id_find").focus()
    expect(page.locator("#line-product-k3s")).to_be_visible()
    assert True not in asked


@pytest.mark.parametrize("keys", [[], ["ArrowDown"]], ids=["field", "list"])
def test_an_answer_to_what_was_typed_disturbs_nobody_who_finds_a_product(
    page: Page, keys: list[str]
):
    page.goto("/plans/new/?empty")
    held: list[Route] = []

    def hold_the_rules(route: Route) -> None:
        if route.request.headers.get("hx-target") == "result":
            held.append(route)
        else:
            route.continue_()

    page.route("**/plans/new/**", hold_the_rules)
    page.locator("#line-group-0").click()
    page.locator("#id_groups-0-addresses").fill("10.1.0.11")
    with page.expect_request(lambda request: request.headers.get("hx-target") == "result"):
        page.locator("#panel-back").click()
    page.locator("#id_find").focus()
    expect(page.locator("#found button[value='add-product:k3s']")).to_be_visible()
    page.keyboard.type("k3s")
    for key in keys:
        page.keyboard.press(key)
    with page.expect_response(lambda answer: answer.request.headers.get("hx-target") == "result"):
        held[-1].continue_()
    expect(page.locator("#line-group-0")).to_contain_text("1 address")
    page.wait_for_timeout(100)
    expect(page.locator("#id_find")).to_have_value("k3s")
    page.keyboard.press("Enter")
    expect(page.locator("#line-product-k3s")).to_be_focused()
    expect(page.locator("#id_find")).to_have_value("")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_other_language_shows_the_same_page(
    new_context: Callable[..., BrowserContext], *, script: bool
):
    reader = Reader(new_context, "en", script=script)
    page = reader.page
    reader.go(PRESET)
    read = urlsplit(reader.save()[0]).path
    for address in (
        "/?q=etcd&role=control-plane",
        "/ports/10250/tcp/",
        "/listeners/kubernetes/kubelet-api/",
        "/scenarios/proxy-protocol/",
        PRESET,
        f"{read}?view=matrix",
        f"{read}revisions/1/?view=findings&boundary=1",
    ):
        reader.go(address)
        page.locator("[data-language-link]").click()
        expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
        expect(page).to_have_url(re.compile(f"/zh-hans{re.escape(address)}$"))
        page.locator("[data-language-link]").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page).to_have_url(re.compile(f"[0-9]{re.escape(address)}$"))


def test_the_other_language_follows_what_was_chosen_since(page: Page):
    page.goto("/")
    page.locator("#choose-role-worker").check()
    expect(page).to_have_url(re.compile("role=worker"))
    page.locator("[data-language-link]").click()
    expect(page).to_have_url(re.compile(r"/zh-hans/\?.*role=worker"))
    expect(page.locator("#choose-role-worker")).to_be_checked()


@pytest.mark.parametrize(("system", "other"), [("light", "dark"), ("dark", "light")])
def test_the_chosen_theme_holds_on_every_page(
    new_context: Callable[..., BrowserContext], system: str, other: str
):
    page = new_context(color_scheme=system).new_page()
    page.goto("/")
    of_system = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    page.locator("[data-theme-switch]").click()
    for address in ("/zh-hans/products/", PRESET, "/plans/new/"):
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("data-theme", other)
        expect(page.locator("body")).not_to_have_css("background-color", of_system)
    page.locator("[data-theme-switch]").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", system)
    expect(page.locator("body")).to_have_css("background-color", of_system)


def test_back_and_forward_lead_through_the_facets(page: Page):
    page.goto("/")
    title = page.locator("h1").inner_text()
    worker, tcp = page.locator("#choose-role-worker"), page.locator("#choose-protocol-TCP")
    worker.check()
    expect(page).to_have_url(re.compile("role=worker"))
    count = page.locator("#listeners .head p").inner_text()
    tcp.check()
    expect(page).to_have_url(re.compile("protocol=TCP"))
    expect(page.locator("#listeners .head p")).not_to_have_text(count)
    page.go_back()
    expect(page).not_to_have_url(re.compile("protocol=TCP"))
    expect(worker).to_be_checked()
    expect(tcp).not_to_be_checked()
    expect(page.locator("#listeners .head p")).to_have_text(count)
    page.go_back()
    expect(page).not_to_have_url(re.compile("role=worker"))
    expect(worker).not_to_be_checked()
    expect(page.locator("h1")).to_have_text(title)
    page.go_forward()
    expect(worker).to_be_checked()
    expect(page.locator("#listeners .head p")).to_have_text(count)
