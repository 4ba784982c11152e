"""Every kind of page, in both languages: axe finds nothing, and nothing is wider than a phone."""

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.accessibility import violations

PREFIXES = {"en": "", "zh-hans": "/zh-hans"}
PRESET = "/plans/new/?preset=rke2-cilium"
PHONE = 390

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
    "start of a plan": "/plans/new/",
    "empty composer": "/plans/new/?empty",
    "composer": PRESET,
    "composer of picked rows": "/plans/new/?listener=kubernetes/kubelet-api",
    "composer of a saved plan": "{edit}",
    "plan": "{read}",
    "plan as a matrix": "{read}?view=matrix",
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
    "no such format": "{read}revisions/1/export/nonsense/",
    "files": "{read}files/",
    "files for hosts": "{read}files/?to=hosts",
    "files that are not found": "{read}files/?q=nothing+of+it",
    "nothing ticked": "{read}revisions/1/files.zip",
    "file of a format": "{read}revisions/1/files/nftables/",
    "packet log on a plan": "{read}dropped/",
    "packet log": "/dropped/",
    "editing without the key": "{read}edit/",
    "no such page": "/nowhere/",
}


def _press_save(page: Page) -> None:
    page.locator("button[value=save]:visible").click()


def _make_a_mistake(page: Page) -> None:
    page.locator("#id_title").fill("")
    page.locator("#id_groups-1-addresses").fill("10.0.0.1/24")
    page.locator("#id_own").evaluate("field => { field.value = '- nonsense'; }")
    _press_save(page)
    expect(page.locator("#id_groups-1-addresses_error")).to_be_visible()


def _save(page: Page) -> None:
    _press_save(page)
    expect(page.locator("#edit-link")).to_be_visible()


def _be_overtaken(page: Page) -> None:
    page.locator("input[name=base]").evaluate("field => { field.value = '1'; }")
    page.locator("#id_title").fill("Mine")
    _press_save(page)
    expect(page.locator(".compare")).to_be_visible()


def _import_nonsense(page: Page) -> None:
    page.locator("#id_text").fill("nonsense: [")
    page.locator("button[value=import]").click()
    expect(page.locator("#id_text_error")).to_be_visible()


def _unfold_a_row(page: Page) -> None:
    page.locator(".pick").first.check()
    page.locator(".rows__open").first.click()
    expect(page.locator(".rows__detail")).to_be_visible()


def _change_a_listener(page: Page) -> None:
    page.locator(".rules .rules__change").first.click()
    expect(page.locator(".change__fold[open]")).to_be_visible()


def _go_back(page: Page) -> None:
    page.locator("#versions summary").click()
    page.locator("button[value='choose-version:1.22']").click()
    expect(page.locator("#id_kubernetes")).to_have_value("1.22")


def _paste_packets(page: Page) -> None:
    ends = (("192.0.2.65", 10250), ("192.0.2.65", 2379), ("10.9.9.9", 22), ("192.0.2.65", 54321))
    lines = [f"SRC={source} DST=192.0.2.11 PROTO=TCP DPT={port}" for source, port in ends]
    page.locator("#id_lines").fill("\n".join([*lines, "no line of a log"]))
    page.locator(".log > form .button--main").click()
    expect(page.locator("#packets")).to_be_attached()


def _unfold_a_format(page: Page) -> None:
    page.locator("a[data-toggles='shown--nftables']").click()
    expect(page.locator("#shown--nftables pre")).to_be_visible()


def _ask_for_files(page: Page) -> None:
    page.locator("summary", has_text=re.compile("Files|文件")).click()
    expect(page.locator("#files button").first).to_be_visible()


# Kinds that only an action leads to: the address to begin at, and what to do there.
REACHED: Mapping[str, tuple[str, Step]] = {
    "unfolded format": ("{read}files/", _unfold_a_format),
    "composer with its files": (PRESET, _ask_for_files),
    "unfolded row": ("/", _unfold_a_row),
    "refused import": ("/plans/new/", _import_nonsense),
    "composer with mistakes": (PRESET, _make_a_mistake),
    "composer with a change": (PRESET, _change_a_listener),
    "composer with other versions": ("/plans/new/?preset=openshift-bare-metal", _go_back),
    "plan just saved": (PRESET, _save),
    "overtaken composer": ("{edit}", _be_overtaken),
    "packets explained by a plan": ("{read}dropped/", _paste_packets),
    "packets of a log": ("/dropped/", _paste_packets),
}
KINDS = [*ADDRESSES, *REACHED]
IN_THE_DARK = [
    "explorer", "unfolded row", "explorer without rows", "port", "products", "product", "listener",
    "protocols", "protocol", "scenario of the PROXY protocol", "provider", "about",
    "start of a plan", "composer", "composer with mistakes", "composer with a change",
    "overtaken composer", "plan just saved", "plan", "plan as a matrix", "plan with its findings",
    "files", "unfolded format",
    "no such page", "packets explained by a plan", "two revisions compared",
    "plan compared with another version", "no such version", "what the edit link allows",
    "deleting", "composer with other versions",
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
    page.locator("#id_groups-2-addresses").fill("203.0.113.64/27")
    page.locator("#id_groups-2-zone").fill("elsewhere")
    _save(page)
    context.close()
    parts = urlsplit(edit)
    edit = f"{parts.path}?{parts.query}"
    further = {name: edit.replace("/edit/", f"/{name}/") for name in ("manage", "delete")}
    return {"read": urlsplit(read).path, "edit": edit} | further


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
