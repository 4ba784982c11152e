"""Checking a plan: paste, read, go on with the result; nothing of it stays."""

import io
import logging
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils.html import escape

from portsref.verification.kinds import KINDS
from portsref.web.plans.models import KeptCheck
from tests.web.plans.checking.checked import (
    SECRET,
    WEB_IS_OPEN,
    carried,
    everything_kept,
    filters,
    paste,
    rows,
    saved_plan,
    states,
    words,
)
from tests.web.plans.pages import open_by_link, text

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parent.parent.parent.parent / "verification"


@pytest.fixture
def saved(catalogue):
    return saved_plan(catalogue)


@pytest.fixture
def plan(saved):
    return f"/plans/{saved.revision.plan_id}/"


@pytest.fixture
def address(plan):
    return f"{plan}check/rules/"


@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_the_plan_leads_to_its_checks_and_these_to_each_kind(language, plan, client):
    page = client.get(f"{language}{plan}")
    assert f'href="{language}{plan}check/"' in text(page)
    page = client.get(f"{language}{plan}check/")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"
    for kind in KINDS:
        assert f'href="{language}{plan}check/{kind.name}/"' in text(page)
        one = client.get(f"{language}{plan}check/{kind.name}/")
        assert one.status_code == 200
        for given in kind.inputs:
            assert escape(given.command) in text(one)


def test_a_paste_gets_a_state_for_each_rule_the_worst_first(address, client):
    page = paste(client, address, WEB_IS_OPEN, group="servers")
    assert page.status_code == 200
    assert states(page) == {"partly": 1, "unknown": 1, "open": 1}
    assert rows(page, "partly") == [
        "TCP 80, 443 users → servers own/web Tried. closed: TCP 443 from 10.9.0.0/24"
    ]
    assert rows(page, "unknown") == [
        "TCP 8443 users → edge own/front Tried. nothing was read of the filters of its hosts"
    ]
    assert "1 of 3 rules are as the plan needs them (33%)." in text(page)
    assert "Nothing of this is stored." in text(page)
    assert not KeptCheck.objects.exists()


def test_what_is_seen_beside_and_what_could_not_be_read_is_told(address, client):
    pasted = filters("-A INPUT -p tcp --dport 9999 -j ACCEPT") + "---\nno print of any tool\n"
    page = words(text(paste(client, address, pasted, group="servers")))
    assert "needed by nothing in the plan 1" in page
    assert "TCP 9999 from any address of IPv4 paste:3" in page
    assert "is of no kind that is known here" in page


def test_files_and_those_of_a_zip_are_read(address, client):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("servers.rules", WEB_IS_OPEN)
    files = [
        SimpleUploadedFile("all.zip", packed.getvalue()),
        SimpleUploadedFile("edge.rules", filters().encode()),
    ]
    page = client.post(address, {"paste": "", "files": files})
    assert states(page) == {"closed": 1, "partly": 1, "open": 1}


def test_nothing_pasted_is_asked_for_again(address, client):
    page = paste(client, address, " ")
    assert page.status_code == 422
    assert "Paste something, or choose a file." in text(page)


def test_what_says_nothing_says_so(address, client):
    page = paste(client, address, "no print of any tool")
    assert "Nothing that was read says anything about a rule of the plan" in text(page)


def test_a_result_is_shown_in_one_state(address, client):
    page = paste(client, address, WEB_IS_OPEN, group="servers")
    page = client.post(address, {"result": carried(page), "group": "servers", "state": "open"})
    assert states(page) == {"open": 1}
    page = client.post(address, {"result": carried(page), "group": "servers", "do": "show"})
    assert states(page) == {"partly": 1, "unknown": 1, "open": 1}


def test_what_is_missing_is_a_file(saved, address, client):
    page = paste(client, address, WEB_IS_OPEN, group="servers")
    file = client.post(address, {"result": carried(page), "do": "missing", "format": "csv"})
    assert file.headers["Content-Disposition"].startswith("attachment")
    [_, row] = file.content.decode("utf-8-sig").splitlines()
    assert row.startswith("users-to-servers-own-web,10.9.0.0/24,10.0.0.0/28,TCP,443,allow")
    assert saved.revision.plan_id not in file.headers["Content-Disposition"]


def test_a_format_that_is_no_request_is_not_offered_and_not_given(address, client):
    page = paste(client, address, WEB_IS_OPEN)
    for name in ("nonsense", "nftables"):
        file = client.post(address, {"result": carried(page), "do": "missing", "format": name})
        assert file.status_code == 404


@pytest.mark.parametrize("do", ["show", "missing", "keep"])
def test_a_result_that_this_site_did_not_make_is_refused(do, catalogue, address, client):
    other = saved_plan(catalogue).revision.plan_id
    page = paste(client, f"/plans/{other}/check/rules/", WEB_IS_OPEN)
    for result in ("", "nonsense", "a:b:c", "\x00", carried(page), carried(page)[:-3] + "abc"):
        answer = client.post(address, {"result": result, "do": do, "format": "csv"})
        assert answer.status_code == 422
        assert "check once more" in text(answer)


def test_an_old_result_is_refused(address, client, monkeypatch):
    page = paste(client, address, WEB_IS_OPEN)
    monkeypatch.setattr("portsref.web.plans.checking.carrying.LONGEST_AGE", -1)
    assert client.post(address, {"result": carried(page), "do": "show"}).status_code == 422


def test_there_are_no_other_checks(plan, client):
    assert client.get(f"{plan}check/nonsense/").status_code == 404
    assert client.get(f"{plan}check/rules/missing/?format=csv").status_code == 404
    assert client.get("/plans/AAAAAAAAAAAAAAAAAAAAAAAA/check/").status_code == 404
    assert client.get("/plans/AAAAAAAAAAAAAAAAAAAAAAAA/check/rules/").status_code == 404


def test_an_older_revision_has_checks_of_its_own(plan, client):
    page = client.get(f"{plan}revisions/1/")
    assert f'href="{plan}revisions/1/check/"' in text(page)
    address = f"{plan}revisions/1/check/rules/"
    assert states(paste(client, address, WEB_IS_OPEN, group="servers"))["open"] == 1
    assert client.get(f"{plan}revisions/2/check/rules/").status_code == 404


def test_secrets_go_no_further_than_the_reader(saved, address, client, caplog, settings):
    settings.DEBUG_PROPAGATE_EXCEPTIONS = False
    caplog.set_level(logging.DEBUG)
    pasted = "\n".join(
        [
            filters(
                f'-A INPUT -p tcp --dport 80 -m comment --comment "{SECRET}" -j ACCEPT',
                f"-A INPUT -p tcp -m string --string {SECRET} --algo bm -j ACCEPT",
            ),
            "---",
            f"token: {SECRET}",
            f"password: {SECRET}",
            "---",
            "apiVersion: v1",
            "kind: Secret",
            f"data: {{password: {SECRET}}}",
            "---",
            f"{{ {SECRET}: [",
        ]
    )
    open_by_link(client, address, saved.edit_key)
    page = paste(client, address, pasted, group="servers", source="node-1")
    kept = client.post(
        address, {"result": carried(page), "do": "keep", "group": "servers", "source": "node-1"}
    )
    assert kept.status_code == 303
    after = client.get(address)
    for answer in (page, kept, after):
        assert SECRET not in text(answer)
        assert SECRET not in str(answer.headers)
    assert SECRET not in caplog.text
    dump = "\n".join(connection.connection.iterdump()) if connection.vendor == "sqlite" else ""
    assert SECRET not in dump
    assert SECRET not in str([data for _, data in everything_kept()])


def test_hostile_input_is_answered(address, client):
    deep = "[" * 50_000
    for pasted in (deep, "{" * 10_000, "&a [*a]", "\x00\x01", "-" * 100_000, "*filter\n" * 5_000):
        assert paste(client, address, pasted).status_code == 200
    for group in ("nobody", "\x00", "x" * 10_000):
        assert paste(client, address, WEB_IS_OPEN, group=group).status_code == 200
    assert client.post(address, {"do": "throw:1"}).status_code == 403
    assert client.post(address, {"do": "x" * 1000, "paste": "x"}).status_code == 200
    assert client.get(f"{address}?state=%00&done=kept").status_code == 200
    broken = SimpleUploadedFile("a.zip", b"PK\x03\x04broken")
    assert client.post(address, {"files": [broken]}).status_code == 422


@pytest.mark.parametrize("language", ["", "/zh-hans"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_kind_shows_whatever_it_is_given(kind, language, plan, client):
    texts = [path.read_text() for path in sorted(SAMPLES.rglob("samples/*.*"))]
    assert len(texts) > 5
    for pasted in (*texts, texts[0][:-7] + "\x00\u202e", "/".join(texts)[: 256 * 1024]):
        page = paste(client, f"{language}{plan}check/{kind.name}/", pasted, group="servers")
        assert page.status_code == 200
        assert sum(states(page).values()) == 3
