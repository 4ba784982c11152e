"""Every kind of page, in both languages: axe finds nothing, and nothing is wider than a phone."""

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.accessibility import violations
from tests.browser.composing import at, show

PREFIXES = {"en": "", "zh-hans": "/zh-hans"}
PRESET = "/plans/new/?preset=rke2-cilium"
PHONE = 390

FIREWALL = """\
*filter
:INPUT DROP [0:0]
-A INPUT -p tcp --dport 6443 -j ACCEPT
-A INPUT -p tcp --dport 9999 -j ACCEPT
-A INPUT -p tcp --dport 8472 -j ACCEPT
"""

type Step = Callable[[Page], None]

# Kind to address; {read} is a saved plan with two revisions, {edit} its composer.
ADDRESSES: Mapping[str, str] = {
    "explorer": "/",
    "explorer of everything": "/?q=",
    "explorer of a search": "/?q=etcd",
    "explorer without rows": "/?q=kubelt",
    "port": "/ports/10250/",
    "port of one protocol": "/ports/53/udp/",
    "port that nothing uses": "/ports/65000/",
    "no such port": "/ports/99999/",
    "products": "/products/",
    "product": "/products/rke2/",
    "product with places outside": "/products/aks/",
    "component": "/components/kubernetes/etcd/",
    "listener": "/listeners/kubernetes/etcd-client/",
    "protocols": "/protocols/",
    "protocol": "/protocols/sctp/",
    "scenarios": "/scenarios/",
    "scenario of the PROXY protocol": "/scenarios/proxy-protocol/",
    "scenario": "/scenarios/source-ip/",
    "providers": "/providers/",
    "provider": "/providers/aws-load-balancer-controller/",
    "about": "/about/",
    "guide": "/change-requests/",
    "correcting a row": "/about/?row=cilium/vxlan",
    "product with other options": "/products/cilium/?option=tunnel:geneve&option=colour:red",
    "changes": "/changes/",
    "changes of a product": "/changes/?product=cilium",
    "start of a plan": "/plans/new/",
    "start of an import": "/plans/new/import/",
    "empty composer": "/plans/new/?empty",
    "composer": PRESET,
    "composer of picked rows": "/plans/new/?listener=kubernetes/kubelet-api",
    "composer on a product": f"{PRESET}&panel=product:cilium",
    "composer on versions": f"{PRESET}&panel=product:kubernetes",
    "composer on a group": f"{PRESET}&panel=group:1",
    "composer on networks": f"{PRESET}&panel=networks",
    "composer on the request": f"{PRESET}&panel=request",
    "composer on own listeners": f"{PRESET}&panel=own",
    "composer on a choice of listeners": f"{PRESET}&panel=changer",
    "composer with a matrix": f"{PRESET}&view=matrix",
    "composer with a picture": f"{PRESET}&view=picture",
    "composer with ports": f"{PRESET}&view=ports",
    "composer with findings": f"{PRESET}&view=findings",
    "composer of a saved plan": "{edit}",
    "plan": "{read}",
    "plan as a matrix": "{read}?view=matrix",
    "plan with rules found": "{read}?q=etcd&by=port&sort=encryption",
    "plan without rules found": "{read}?q=nothing+of+it",
    "plan as a matrix of rules found": "{read}?view=matrix&q=etcd",
    "plan as a picture": "{read}?view=picture",
    "plan as ports of a group": "{read}?view=ports",
    "plan with its findings": "{read}?view=findings",
    "plan with what stays local": "{read}?view=local",
    "plan with merged ports across zones": "{read}?merge=1&boundary=1",
    "plan in operation": "{read}?phase=operation",
    "former revision": "{read}revisions/1/",
    "two revisions compared": "{read}diff/1..2/",
    "two revisions compared by address": "{read}diff/1..2/?by=address",
    "nothing different": "{read}diff/2..2/",
    "plan compared with another version": "{read}diff/1..now/?kubernetes=1.19",
    "no such version": "{read}diff/1..now/?kubernetes=9.9",
    "choice of revisions": "{read}diff/",
    "what the edit link allows": "{manage}",
    "deleting": "{delete}",
    "review without a key": "{read}review/",
    "review link that does not work": "{read}review/?key=wrong",
    "review before a name is said": "{review}",
    "no such format": "{read}revisions/1/export/nonsense/",
    "files": "{read}files/",
    "files for hosts": "{read}files/?to=hosts",
    "files that are not found": "{read}files/?q=nothing+of+it",
    "nothing ticked": "{read}revisions/1/files.zip",
    "file of a format": "{read}revisions/1/files/nftables/",
    "packet log on a plan": "{read}dropped/",
    "checks of a plan": "{read}check/",
    "check of firewalls": "{read}check/rules/",
    "check by probes": "{read}check/probes/",
    "plan coloured by a check": "{checked}?check=rules",
    "plan as a matrix coloured by a check": "{checked}?view=matrix&check=rules",
    "packet log": "/dropped/",
    "draft that is gone": f"/plans/new/{'x' * 24}/",
    "editing without the key": "{read}edit/",
    "no such page": "/nowhere/",
}


def _remove_a_group(page: Page) -> None:
    page.locator("button[value='remove-group:1']").click()
    expect(page.locator("#removed-where")).to_be_visible()
    expect(page.locator("#step .step__fold")).to_be_visible()


def _undo_an_option(page: Page) -> None:
    show(page, "product:cilium")
    page.locator("label", has=page.locator("#id_option-cilium-tunnel-1")).click()
    expect(page.locator("#step .step__fold")).to_be_visible()
    page.locator("#undo").click()
    expect(page.locator(".is-moved")).to_be_visible()


def _begin_a_draft(page: Page) -> None:
    page.locator("#id_title").fill("A draft")
    expect(page.locator("#draft time")).to_be_visible()


def _find_the_draft(page: Page) -> None:
    _begin_a_draft(page)
    page.locator(".bar__nav a[aria-current]").click()
    expect(page.locator("#drafts")).to_be_visible()
    page.locator(".drafts button").first.click()
    expect(page.locator(".drafts__item--thrown")).to_be_visible()


def _be_offered_a_draft(page: Page) -> None:
    address = page.url
    _begin_a_draft(page)
    page.goto(address)
    expect(page.locator(".draft-offer")).to_be_visible()


def _press_save(page: Page) -> None:
    page.locator("button[value=save]:visible").click()


def _make_a_mistake(page: Page) -> None:
    page.locator("#id_title").fill("\u202e")
    at(page, "#id_groups-1-addresses").fill("10.0.0.1/24")
    at(page, "#id_own").evaluate("field => { field.value = '- nonsense'; }")
    _press_save(page)
    expect(at(page, "#id_groups-1-addresses_error")).to_be_visible()


def _save(page: Page) -> None:
    _press_save(page)
    expect(page.locator("#edit-link")).to_be_visible()


def _be_overtaken(page: Page) -> None:
    page.locator("input[name=base]").evaluate("field => { field.value = '1'; }")
    page.locator("#id_title").fill("Mine")
    _press_save(page)
    expect(page.locator(".compare")).to_be_visible()


def _import_nonsense(page: Page) -> None:
    page.locator(".start__plan summary").click()
    page.locator("#id_text").fill("nonsense: [")
    page.locator("button[value=import]").click()
    expect(page.locator("#id_text_error")).to_be_visible()


def _read_files(page: Page) -> None:
    nodes = (
        "NAME STATUS ROLES AGE VERSION\nw1 Ready worker 1d v1.36.1\nw1 Ready worker 1d v1.35.1\n"
    )
    page.locator("#id_paste").fill(f"{nodes}---\nunknown: 1\n")
    page.locator("button[value=read]").click()
    expect(page.locator("#accept, #unread").first).to_be_attached()


def _unfold_a_row(page: Page) -> None:
    page.locator(".pick").first.check()
    page.locator(".rows__open").first.click()
    expect(page.locator(".rows__detail")).to_be_visible()


def _change_a_listener(page: Page) -> None:
    page.locator(".rule__line").first.click()
    page.locator(".rule__links button").first.click()
    expect(page.locator("[id^='id_changes-'][id$='-ports']:visible").first).to_be_visible()


def _go_back(page: Page) -> None:
    show(page, "product:kubernetes")
    page.locator("#versions summary").click()
    page.locator("button[value='choose-version:1.22']").click()
    expect(page.locator("#id_kubernetes")).to_have_value("1.22")


def _paste_packets(page: Page) -> None:
    ends = (("192.0.2.65", 10250), ("192.0.2.65", 2379), ("10.9.9.9", 22), ("192.0.2.65", 54321))
    lines = [f"SRC={source} DST=192.0.2.11 PROTO=TCP DPT={port}" for source, port in ends]
    page.locator("#id_lines").fill("\n".join([*lines, "no line of a log"]))
    page.locator(".log > form .button--main").click()
    expect(page.locator("#packets")).to_be_attached()


def _check_firewalls(page: Page) -> None:
    page.locator("select[name=group]").select_option(index=1)
    page.locator("#id_paste").fill(FIREWALL)
    page.locator(".check-form .button--main").click()
    expect(page.locator("#result")).to_be_visible()


def _keep_a_check(page: Page) -> None:
    _check_firewalls(page)
    page.locator("button[value=keep]").click()
    expect(page.locator("#kept")).to_be_visible()


def _show_the_qr_code(page: Page) -> None:
    page.locator(".plan__more summary").click()
    page.get_by_role("button", name=re.compile("QR|二维码")).click()
    expect(page.locator("#qr")).to_be_visible()


def _unfold_a_format(page: Page) -> None:
    page.locator("a[data-toggles='shown--nftables']").click()
    expect(page.locator("#shown--nftables pre")).to_be_visible()


def _ask_for_files(page: Page) -> None:
    page.locator("summary", has_text=re.compile("Files|文件")).click()
    expect(page.locator("#files button").first).to_be_visible()


def _begin_review(page: Page) -> None:
    page.locator("#reviewer-name").fill("Nina Novak")
    page.locator(".reviewer button").click()
    expect(page.locator(".verdict__approve").first).to_be_visible()


def _decide(page: Page) -> None:
    """Approve a rule, ask about the next, and reject another without saying why."""
    _begin_review(page)
    page.locator(".verdict__approve").nth(0).click()
    expect(page.locator(".said--approved").first).to_be_visible()
    asked = page.locator(".verdict").nth(1)
    asked.locator("summary").first.click()
    asked.locator("textarea").fill("Why?")
    asked.locator("button[value=question]").click()
    expect(page.locator(".said--question").first).to_be_visible()
    refused = page.locator(".verdict").nth(2)
    refused.locator("summary").first.click()
    refused.locator("button[value=rejected]").click()
    expect(page.locator(".field__error")).to_be_visible()


def _make_review_link(page: Page) -> None:
    page.locator("#review-label").fill(f"Team {uuid4()}")
    page.locator("button[value=make]").click()
    expect(page.locator("#review-link")).to_be_visible()


# Kinds that only an action leads to: the address to begin at, and what to do there.
REACHED: Mapping[str, tuple[str, Step]] = {
    "unfolded format": ("{read}files/", _unfold_a_format),
    "composer with its files": (PRESET, _ask_for_files),
    "unfolded row": ("/", _unfold_a_row),
    "files that were read": ("/plans/new/import/", _read_files),
    "files that were read into a plan": ("{update}", _read_files),
    "refused import": ("/plans/new/", _import_nonsense),
    "composer with mistakes": (PRESET, _make_a_mistake),
    "composer with a change": (PRESET, _change_a_listener),
    "composer with other versions": ("/plans/new/?preset=openshift-bare-metal", _go_back),
    "composer with a group removed": (PRESET, _remove_a_group),
    "composer with an option undone": (PRESET, _undo_an_option),
    "start of a plan with drafts": (PRESET, _find_the_draft),
    "composer with an older draft": ("{edit}", _be_offered_a_draft),
    "plan just saved": (PRESET, _save),
    "overtaken composer": ("{edit}", _be_overtaken),
    "plan with its QR code": ("{read}", _show_the_qr_code),
    "packets explained by a plan": ("{read}dropped/", _paste_packets),
    "packets of a log": ("/dropped/", _paste_packets),
    "check just made": ("{read}check/rules/", _check_firewalls),
    "check that is kept": ("{check}", _keep_a_check),
    "review": ("{review}", _decide),
    "review link that was just made": ("{manage}", _make_review_link),
}
KINDS = [*ADDRESSES, *REACHED]
IN_THE_DARK = [
    "explorer", "unfolded row", "explorer without rows", "port", "products", "product", "listener",
    "protocols", "protocol", "scenario of the PROXY protocol", "provider", "about",
    "start of a plan", "files that were read",
    "composer", "composer with mistakes", "composer with a change",
    "composer with a group removed", "composer with an option undone",
    "start of a plan with drafts",
    "overtaken composer", "plan just saved", "plan", "plan as a matrix", "plan with its findings",
    "plan as a picture", "plan as ports of a group", "composer on a product", "composer on a group",
    "plan with rules found",
    "plan with its QR code",
    "files", "unfolded format",
    "no such page", "packets explained by a plan", "check that is kept",
    "plan as a matrix coloured by a check", "two revisions compared",
    "plan compared with another version", "no such version", "what the edit link allows",
    "deleting", "composer with other versions", "review",
]  # fmt: skip


@pytest.fixture(scope="module")
def saved_plan(browser: Browser, base_url: str) -> Mapping[str, str]:
    """Addresses of a plan with two revisions."""
    context = browser.new_context(base_url=base_url)
    page = context.new_page()
    page.goto(PRESET)
    _save(page)
    read, edit = (page.locator(f"#{name}-link").input_value() for name in ("read", "edit"))
    page.goto(edit)
    page.locator("#id_title").fill("A plan with two revisions")
    at(page, "#id_groups-2-addresses").fill("203.0.113.64/27")
    at(page, "#id_groups-2-zone").fill("elsewhere")
    _save(page)
    page.goto(edit.replace("/edit/", "/manage/"))
    page.locator("#review-label").fill("Network team")
    page.locator("button[value=make]").click()
    review = page.locator("#review-link").input_value()
    context.close()
    parts = urlsplit(edit)
    edit = f"{parts.path}?{parts.query}"
    further = {name: edit.replace("/edit/", f"/{name}/") for name in ("manage", "delete")}
    further["update"] = edit.replace("/edit/", "/edit/import/")
    further["check"] = edit.replace("/edit/", "/check/rules/")
    further["checked"] = _checked_plan(browser, base_url)
    further["review"] = "{0.path}?{0.query}".format(urlsplit(review))
    return {"read": urlsplit(read).path, "edit": edit} | further


def _checked_plan(browser: Browser, base_url: str) -> str:
    """The address of a plan with a kept check."""
    context = browser.new_context(base_url=base_url)
    page = context.new_page()
    page.goto(PRESET)
    _save(page)
    read = page.locator("#read-link").input_value()
    page.goto(f"{read}check/rules/")
    _keep_a_check(page)
    context.close()
    return urlsplit(read).path


def go(page: Page, language: str, kind: str, plan: Mapping[str, str]) -> None:
    """Go to a page of that kind, and unfold all that it folds."""
    address, step = REACHED.get(kind) or (ADDRESSES[kind], None)
    answer = page.goto(PREFIXES[language] + address.format_map(plan))
    assert answer is not None
    assert answer.status < 500
    expect(page.locator("html")).to_have_attribute("lang", language)
    if step:
        step(page)
        expect(page.locator("#busy.htmx-request")).to_have_count(0)
        for busy in page.locator("#busy").all():
            expect(busy).to_have_css("opacity", "0")  # it fades, and is pale meanwhile
    page.evaluate(
        "for (const fold of document.querySelectorAll('main details:not(.facet)')) fold.open = true"
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", PREFIXES)
def test_axe_finds_nothing_and_a_phone_shows_all_of_the_width(
    new_context: Callable[..., BrowserContext],
    saved_plan: Mapping[str, str],
    language: str,
    kind: str,
):
    # the policy of the pages would keep axe itself out; test_walk and test_policy mind the policy
    page = new_context(bypass_csp=True, color_scheme="light").new_page()
    go(page, language, kind, saved_plan)
    assert violations(page) == []
    page.set_viewport_size({"width": PHONE, "height": 844})
    assert wider_than_the_window(page) == []


@pytest.mark.parametrize("kind", IN_THE_DARK)
def test_axe_finds_nothing_in_the_dark(
    new_context: Callable[..., BrowserContext], saved_plan: Mapping[str, str], kind: str
):
    page = new_context(bypass_csp=True, color_scheme="dark").new_page()
    go(page, "en", kind, saved_plan)
    assert violations(page) == []


def test_axe_finds_what_keeps_people_out(new_context: Callable[..., BrowserContext]):
    page = new_context().new_page()
    page.set_content("<p style='color: #bbb; background: #fff'>Pale</p><img src='data:,'>")
    found = dict(violations(page))
    assert found["color-contrast"] == ['<p style="color: #bbb; background: #fff">Pale</p>']
    assert found["image-alt"] == ['<img src="data:,">']


def wider_than_the_window(page: Page) -> list[str]:
    """The elements that make the page scroll sideways; none where it does not."""
    return page.evaluate(
        """() => {
          const root = document.documentElement;
          if (root.scrollWidth <= root.clientWidth) return [];
          return [...document.body.querySelectorAll("*")]
            .filter((each) => each.getBoundingClientRect().right > root.clientWidth + 0.5)
            .map((each) => each.outerHTML.slice(0, 120)).slice(0, 5);
        }"""
    ) or (
        ["the page itself"]
        if page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        else []
    )
