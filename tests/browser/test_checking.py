"""From what a cluster prints to a plan, and from what its firewall prints to what is missing."""

import io
import re
from collections.abc import Callable
from unicodedata import normalize

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

KUBEADM = """\
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v1.36.1
networking:
  podSubnet: 10.244.0.0/16
"""
NODES = """\
NAME   STATUS   ROLES           AGE   VERSION   INTERNAL-IP
cp1    Ready    control-plane   10d   v1.36.1   192.0.2.11
w1     Ready    worker          10d   v1.36.1   192.0.2.65
w2     Ready    worker          10d   v1.36.1   192.0.2.66
"""
CALICO = """\
apiVersion: operator.tigera.io/v1
kind: Installation
metadata: {name: default}
spec:
  calicoNetwork:
    ipPools:
    - {cidr: 10.244.0.0/16, encapsulation: VXLAN}
"""
FIREWALL = """\
$ sudo iptables-save
*filter
:INPUT DROP [0:0]
:FORWARD ACCEPT [0:0]
-A INPUT -p tcp --dport 10250 -j ACCEPT
-A INPUT -p tcp --dport 4789 -j ACCEPT
COMMIT
"""


def save_a_preset(page: Page) -> str:
    page.goto("/plans/new/?preset=kubeadm-calico")
    page.locator("button[value=save]:visible").click()
    return page.locator("#read-link").input_value()


def check_and_keep(page: Page, read: str) -> None:
    page.goto(f"{read}check/rules/")
    page.locator("select[name=group]").select_option("workers")
    page.locator("#id_paste").fill(FIREWALL)
    page.locator(".check-form .button--main").click()
    page.locator("input[name=source]").fill("w1")
    page.locator("button[value=keep]").click()
    expect(page.locator("#kept")).to_contain_text("workers · w1")


@pytest.mark.parametrize("script", [True, False])
def test_three_kinds_are_pasted_and_the_plan_is_checked(
    new_context: Callable[..., BrowserContext], script: bool
):
    page = new_context(java_script_enabled=script).new_page()
    page.goto("/plans/new/import/")
    page.locator("#id_paste").fill(f"{KUBEADM}---\n{CALICO}---\n{NODES}")
    page.get_by_role("button", name="Read", exact=True).click()
    expect(page.locator("#accept")).to_be_visible()
    page.locator("button[value=take]").click()
    page.locator("button[value=save]:visible").click()
    read = page.locator("#read-link").input_value()

    page.goto(read)
    page.get_by_role("link", name="Check", exact=True).click()
    page.get_by_role("link", name="Rules of firewalls").click()
    expect(page.locator(".check-inputs")).to_contain_text("sudo iptables-save")
    page.locator("select[name=group]").select_option("workers")
    page.locator("#id_paste").fill(FIREWALL)
    page.locator(".check-form .button--main").click()
    closed = page.locator("#state-closed")
    expect(closed).to_contain_text("TCP is open there instead, which is the wrong protocol")
    expect(page.locator("#id_paste")).to_have_value("")

    page.locator(".check-states button", has_text="open already").click()
    expect(page.locator("#state-open")).to_be_visible()
    expect(closed).to_have_count(0)
    page.locator(".check-states button").first.click()
    page.locator("select[name=format]").select_option("csv")
    with page.expect_download() as download:
        page.locator("button[value=missing]").click()
    missing = download.value.path().read_text()
    assert ",UDP,4789," in missing
    assert ",10250," not in missing

    page.locator("input[name=source]").fill("w1")
    page.locator("button[value=keep]").click()
    expect(page.locator("#kept")).to_contain_text("workers · w1")
    reader = new_context(java_script_enabled=script).new_page()
    reader.goto(read)
    reader.get_by_role("link", name="Rules of firewalls").click()
    expect(reader.locator("[data-state=bad] .state--bad").first).to_have_text("closed")
    reader.get_by_role("link", name="Matrix").click()
    expect(reader.locator("td[data-state=bad]").first).to_be_visible()
    reader.locator(".check-legend a").click()
    expect(reader.locator("#kept")).to_contain_text("workers · w1")
    expect(reader.get_by_role("button", name="Throw away")).to_have_count(0)

    page.get_by_role("button", name="Throw away").click()
    expect(page.locator("#result")).to_have_count(0)


def test_a_result_is_gone_through_with_the_keyboard_alone(page: Page):
    read = save_a_preset(page)
    page.goto(f"{read}check/rules/")
    page.locator("select[name=group]").focus()
    page.keyboard.type("workers")
    page.keyboard.press("Tab")
    expect(page.locator("#id_paste")).to_be_focused()
    page.keyboard.insert_text(FIREWALL)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#result")).to_be_visible()
    chip = page.locator(".check-states button", has_text="closed")
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".check-states [aria-current]")).to_contain_text("closed")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_kept_check_prints_as_a_record_to_sign(page: Page, language: str):
    read = save_a_preset(page)
    check_and_keep(page, read)
    address = f"{read}check/rules/"
    if language == "zh-hans":
        address = address.replace("/plans/", "/zh-hans/plans/")
    page.goto(address)
    reader = PdfReader(io.BytesIO(page.pdf(format="A4")))
    words = " ".join(sheet.extract_text() for sheet in reader.pages).split()
    printed = normalize("NFKC", " ".join(words))  # fonts have other signs for some of Chinese
    assert re.search(r"/plans/[\w-]{24}/revisions/1/", printed)
    accepted, closed = ("Accepted by", "closed") if language == "en" else ("验收人", "未放行")
    assert accepted in printed
    assert closed in printed
    assert "workers · w1" in printed
    assert "iptables-save" not in printed
    rules = page.locator(".check-rule").count()
    assert len(re.findall(r"\b(?:TCP|UDP|ICMP)\b", printed)) >= rules
