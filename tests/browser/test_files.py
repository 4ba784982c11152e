"""The files of a plan: found by whom they are for, looked at, copied, and taken several at once."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

PRESET = "/plans/new/?preset=rke2-cilium"
HOSTS = "input[name=to][value=hosts]"


@pytest.fixture
def files(page: Page) -> Page:
    """The page of files of a plan that was just saved."""
    page.goto(PRESET)
    page.locator("button[value=save]:visible").click()
    page.goto(page.locator("#read-link").input_value() + "files/")
    return page


def names(page: Page) -> list[str]:
    return [tick.get_attribute("value") or "" for tick in page.locator(".format__tick").all()]


def test_a_receiver_and_words_narrow_the_list_at_once(files: Page):
    files.locator(HOSTS).check()
    expect(files.locator(".formats")).to_have_count(1)
    expect(files.locator("#for-hosts")).to_be_visible()
    assert "nftables" in names(files)
    expect(files).to_have_url(re.compile("to=hosts"))
    files.reload()
    expect(files.locator(HOSTS)).to_be_checked()
    files.get_by_label("Search formats").fill("iptables")
    expect(files.locator(".format__tick[value=nftables]")).to_have_count(0)
    expect(files.locator(".format__tick[value=iptables]")).to_have_count(1)


def test_a_format_unfolds_where_it_is_and_folds_again(files: Page):
    link = files.locator("a[data-toggles='shown--csv']")
    link.scroll_into_view_if_needed()
    before = link.bounding_box()
    link.click()
    expect(files.locator("#shown--csv pre")).to_contain_text("name,source,destination")
    expect(link).to_have_attribute("aria-expanded", "true")
    assert link.bounding_box() == before
    link.click()
    expect(files.locator("#shown--csv")).to_be_empty()
    expect(link).to_have_attribute("aria-expanded", "false")
    link.press("Enter")
    expect(files.locator("#shown--csv pre")).to_be_visible()


def test_what_is_copied_is_the_whole_file(files: Page):
    files.context.grant_permissions(["clipboard-read", "clipboard-write"])
    files.locator("a[data-toggles='shown--markdown']").click()
    files.locator("#shown--markdown [data-copy-from]").click()
    expect(files.locator("#live")).to_have_text("Copied")
    with files.expect_download() as waiting:
        files.locator("a[download][href$='/export/markdown/']").first.click()
    copied = files.evaluate("navigator.clipboard.readText()")
    assert copied == Path(waiting.value.path()).read_text()


@pytest.mark.parametrize("has_script", [True, False])
def test_what_is_ticked_comes_as_one_zip(
    new_context: Callable[..., BrowserContext], files: Page, has_script: bool
):
    page = new_context(java_script_enabled=has_script, accept_downloads=True).new_page()
    page.goto(files.url)
    page.locator(".format__tick[value=csv]").check()
    page.locator(".format__tick[value=nftables]").check()
    if has_script:
        page.locator(HOSTS).check()
        expect(page.locator(".format__tick[value=csv]")).to_have_count(0)
        expect(page.locator(".format__tick[value=nftables]")).to_be_checked()
    with page.expect_download() as waiting:
        page.locator("#bundle button").click()
    with zipfile.ZipFile(io.BytesIO(Path(waiting.value.path()).read_bytes())) as archive:
        folders = {name.partition("/")[0] for name in archive.namelist()}
    assert folders == {"csv", "nftables", "manifest.json", "SHA256SUMS"}


def test_a_composer_lists_files_of_what_is_not_saved(page: Page):
    page.goto(PRESET)
    page.locator("#id_title").fill("Not saved")
    page.locator("summary", has_text="Files").click()
    with page.expect_download() as waiting:
        page.locator("#files button[value='export:csv']").click()
    assert waiting.value.suggested_filename == "not-saved-rules.csv"
