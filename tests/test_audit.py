"""The audit: every page kind that needs no key, and what it says where a program is missing."""

import pytest

from audit import html, tools
from audit.findings import Finding
from audit.pages import every_page, main_pages


def test_every_kind_of_page_in_both_languages():
    pages = list(every_page("plan-id"))
    assert len({page.name for page in pages}) == len(pages)
    assert {"/ports/10250/", "/zh-hans/ports/10250/", "/zh-hans/plans/plan-id/"} <= {
        page.path for page in pages
    }
    assert not any("{" in page.path for page in pages)


def test_shared_plans_alone_are_not_for_search_engines():
    assert {page.name for page in main_pages("plan-id") if page.is_of_a_plan} == {"shared plan"}


def test_a_missing_program_is_said_with_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setattr(tools, "MODULES", tmp_path)
    monkeypatch.setenv("PATH", "")
    for find in (tools.lighthouse, tools.nu_checker, tools.chromium):
        with pytest.raises(tools.MissingToolError, match="install"):
            find()


def test_what_misses_its_goal_is_marked_with_details():
    finding = Finding("html", "port", "1 errors", "0", is_met=False, details=["line 3: Bad"])
    assert str(finding).splitlines() == [
        f"MISS html       {'port':<44} {'1 errors':<24} goal 0",
        "       line 3: Bad",
    ]


def test_files_are_named_by_their_pages(tmp_path):
    answer = tmp_path / "answer"
    answer.write_bytes(b"<p>")
    page = next(every_page("plan-id"))
    file = html._save(f"file://{answer}#", page, tmp_path)
    assert file.name == "explorer-en-.html"
    assert file.read_bytes() == b"<p>"
