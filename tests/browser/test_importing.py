"""From what people have to a saved plan: pasted, read, accepted, with a script and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.accessibility import violations

NODES = """\
NAME   STATUS   ROLES           AGE   VERSION   INTERNAL-IP
cp1    Ready    control-plane   10d   v1.36.1   192.0.2.11
w1     Ready    worker          10d   v1.36.1   192.0.2.65
"""
HELM = (
    '[{"name":"c","namespace":"k","status":"deployed","chart":"cilium-1.19.6","app_version":"1"}]'
)
KUBEADM = """\
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v1.35.4
controlPlaneEndpoint: 198.51.100.10:6443
token: s3cr3t
"""
PASTE = f"{KUBEADM}$ kubectl get nodes\n{NODES}$ helm list -o json\n{HELM}\n"


def accept(page: Page, paste: str) -> None:
    """Paste, read, choose the older version where sources differ, and make the plan."""
    page.locator("#id_paste").fill(paste)
    page.locator("button[value=read]").click()
    expect(page.locator("#read-title")).to_be_visible()
    page.locator(".choice input[type=radio]").nth(0).check()
    page.locator("button[value=take]").click()
    expect(page.locator("#composer")).to_be_visible()


@pytest.mark.parametrize("language", ["", "/zh-hans"])
@pytest.mark.parametrize("script", [True, False])
def test_three_kinds_become_a_saved_plan(
    new_context: Callable[..., BrowserContext], script: bool, language: str
):
    page = new_context(java_script_enabled=script).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{language}/plans/new/")
    page.locator("#id_paste").fill(PASTE)
    page.locator("button[value=read]").click()
    expect(page.locator(".part__tick[name=part]:checked")).to_have_count(5)
    expect(page.locator(".choice input[type=radio]")).to_have_count(3)
    page.locator(".choice input[type=radio]").nth(0).check()
    page.locator("button[value=take]").click()
    expect(page.locator("#line-group-1")).to_contain_text("workers")
    page.locator("button[value=save]:visible").click()
    page.goto(page.locator("#read-link").input_value())
    expect(page.get_by_role("main")).to_contain_text("192.0.2.65")
    assert not [url for url in asked if "192.0.2" in url or "s3cr3t" in url]


def test_with_a_script_the_paste_stays_and_can_be_read_as_another_kind(page: Page):
    page.goto("/plans/new/import/")
    page.locator("#id_paste").fill("w1 192.0.2.65\n")
    page.locator("button[value=read]").click()
    expect(page.locator(".import__facts")).to_contain_text("Hosts file, list of hosts")
    page.locator("#id_read_as").select_option("kubeadm")
    page.locator("button[value=read]").click()
    expect(page.locator(".import__facts")).to_contain_text("kubeadm")
    expect(page.locator("#id_paste")).to_have_value("w1 192.0.2.65\n")
    page.locator("#id_paste").fill("")
    page.locator("button[value=read]").click()
    expect(page.locator("#reading [role=alert]")).to_have_text("Paste something, or choose a file.")


def test_all_of_it_is_done_with_the_keyboard(page: Page):
    page.goto("/plans/new/import/")
    page.locator("#id_paste").focus()
    page.keyboard.insert_text(PASTE)
    for _ in range(3):  # files, kind, button
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#read-title")).to_be_visible()
    page.locator("#commands").evaluate(
        "title => title.closest('section').querySelector('summary').focus()"
    )
    page.keyboard.press("Tab")
    expect(page.locator(".choice input:checked")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".choice input").nth(1)).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.locator("#section-groups input").nth(0)).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("#section-groups input").nth(0)).not_to_be_checked()
    while page.evaluate("document.activeElement.value") != "take":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#line-group-0")).to_contain_text("workers")


def test_a_plan_is_updated_and_undo_takes_it_back(page: Page):
    page.goto("/plans/new/import/")
    accept(page, PASTE)
    page.locator("#update-from-files").click()
    expect(page.locator("h1")).to_have_text("Update the plan from files")
    page.locator("#id_paste").fill(NODES.replace("192.0.2.65", "192.0.2.66"))
    page.locator("button[value=read]").click()
    expect(page.locator("#section-groups .tag").first).to_have_text("changed")
    expect(page.locator("#section-gone input")).not_to_be_checked()
    page.locator("#section-gone input").check()
    page.locator("button[value=take]").click()
    expect(page.locator("#step")).to_contain_text("Parts of files taken over")
    expect(page.locator("#rules, #result").first).to_contain_text("192.0.2.66")
    page.locator("#undo").click()
    expect(page.locator("#rules, #result").first).to_contain_text("192.0.2.65")


@pytest.mark.parametrize("language", ["", "/zh-hans"])
@pytest.mark.parametrize("width", [320, 1440])
def test_what_was_read_is_there_for_everybody(page: Page, width: int, language: str):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{language}/plans/new/import/")
    page.locator("#id_paste").fill(PASTE)
    page.locator("button[value=read]").click()
    expect(page.locator("#read-title")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
