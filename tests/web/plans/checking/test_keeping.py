"""A check is kept only where somebody with the edit key asks for it, and goes with its plan."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portsref.planning.document import parse_document
from portsref.planning.engine import plan_rules
from portsref.web.plans.checking import keeping
from portsref.web.plans.checking.keeping import TooMuchToKeepError
from portsref.web.plans.models import KeptCheck, Plan
from portsref.web.plans.saving import delete_plan, save_revision
from tests.web.plans.checking.checked import (
    PLAN,
    WEB_IS_OPEN,
    carried,
    everything_kept,
    filters,
    paste,
    rows,
    saved_plan,
    states,
)
from tests.web.plans.pages import open_by_link, text

pytestmark = pytest.mark.django_db
ALL_OPEN = filters(policy="ACCEPT")


@pytest.fixture
def saved(catalogue):
    return saved_plan(catalogue)


@pytest.fixture
def plan(saved):
    return f"/plans/{saved.revision.plan_id}/"


@pytest.fixture
def address(plan):
    return f"{plan}check/rules/"


@pytest.fixture
def editor(saved, address):
    """A browser that opened the edit link."""
    client = Client()
    open_by_link(client, address, saved.edit_key)
    return client


def keep(client, address, pasted, group="servers", source=""):
    page = paste(client, address, pasted, group=group)
    fields = {"result": carried(page), "do": "keep", "group": group, "source": source}
    return client.post(address, fields)


def test_what_is_kept_is_there_for_every_reader_with_when_and_what(address, editor, client):
    answer = keep(editor, address, WEB_IS_OPEN, source=" node-1,\r\n rack 7 ")
    assert (answer.status_code, answer.url) == (303, f"{address}?done=kept#result")
    assert "It is kept with the plan" in text(editor.get(answer.url))
    page = client.get(address)
    assert states(page) == {"partly": 1, "unknown": 1, "open": 1}
    assert "servers · node-1, rack 7" in text(page)
    assert "Throw away" not in text(page)
    [(row, _)] = everything_kept()
    assert (row.revision, row.kind, row.group, row.source) == (
        1, "rules", "servers", "node-1, rack 7",
    )  # fmt: skip
    assert "1 of 3 rules are as the plan needs them" in text(client.get(address[:-6]))


def test_without_the_key_nothing_is_kept_nor_thrown_away(address, editor, client):
    assert keep(client, address, WEB_IS_OPEN).status_code == 403
    client.cookies["edit-key-en"] = "wrong"
    assert keep(client, address, WEB_IS_OPEN).status_code == 403
    assert not KeptCheck.objects.exists()
    keep(editor, address, WEB_IS_OPEN)
    [row] = KeptCheck.objects.all()
    assert client.post(address, {"do": f"throw:{row.pk}"}).status_code == 403
    assert KeptCheck.objects.count() == 1


def test_a_form_of_another_site_keeps_nothing(saved, address):
    browser = Client(enforce_csrf_checks=True)
    open_by_link(browser, address, saved.edit_key)
    assert paste(browser, address, WEB_IS_OPEN).status_code == 403


def test_it_is_thrown_away_by_a_button(address, editor, client):
    keep(editor, address, WEB_IS_OPEN)
    [row] = KeptCheck.objects.all()
    assert f'value="throw:{row.pk}"' in text(editor.get(address))
    assert editor.post(address, {"do": f"throw:{row.pk}"}).status_code == 303
    assert not KeptCheck.objects.exists()
    assert states(client.get(address)) == {}
    assert editor.post(address, {"do": f"throw:{row.pk}"}).status_code == 303
    assert editor.post(address, {"do": "throw:x"}).status_code == 303


def test_nobody_throws_away_what_is_of_another_plan(catalogue, address, editor):
    keep(editor, address, WEB_IS_OPEN)
    [row] = KeptCheck.objects.all()
    other = saved_plan(catalogue)
    place = f"/plans/{other.revision.plan_id}/check/rules/"
    browser = Client()
    open_by_link(browser, place, other.edit_key)
    browser.post(place, {"do": f"throw:{row.pk}"})
    assert KeptCheck.objects.count() == 1


def test_another_check_of_the_same_takes_its_place(address, editor, client):
    keep(editor, address, WEB_IS_OPEN, source="node-1")
    keep(editor, address, ALL_OPEN, source="node-1")
    assert KeptCheck.objects.count() == 1
    assert states(client.get(address)) == {"unknown": 1, "open": 2}


def test_several_hosts_and_groups_add_up(address, editor, client):
    keep(editor, address, ALL_OPEN, source="node-1")
    keep(editor, address, WEB_IS_OPEN, source="node-2")
    keep(editor, address, filters(), group="edge")
    page = client.get(address)
    assert states(page) == {"closed": 1, "partly": 1, "open": 1}
    assert client.get(f"{address}?state=closed").status_code == 200
    assert states(client.get(f"{address}?state=closed")) == {"closed": 1}
    file = client.get(f"{address}missing/?format=csv")
    names = [row.split(",")[0] for row in file.content.decode("utf-8-sig").splitlines()[1:]]
    assert names == ["users-to-edge-own-front", "users-to-servers-own-web"]


def test_of_another_revision_it_is_stale_and_counts_for_rules_that_are_the_same(
    catalogue, plan, address, editor, client
):
    keep(editor, address, ALL_OPEN)
    document = parse_document(PLAN.replace('"80,443"', '"80,443,8080"'))
    save_revision(Plan.objects.get(), plan_rules(document, catalogue), base=1)
    page = client.get(address)
    assert states(page) == {"unknown": 2, "open": 1}
    assert rows(page, "unknown")[1].endswith(
        "the rule is new or another than when this was checked"
    )
    assert "of revision 1" in text(page)
    assert "of revision 1" not in text(client.get(f"{plan}revisions/1/check/rules/"))
    keep(editor, address, ALL_OPEN)
    assert "of revision 1" not in text(client.get(address))
    assert states(client.get(address)) == {"unknown": 1, "open": 2}


def test_it_goes_with_its_plan(saved, address, editor):
    keep(editor, address, WEB_IS_OPEN)
    delete_plan(saved.revision.plan)
    assert not KeptCheck.objects.exists()


def test_it_goes_where_a_plan_is_pruned(address, editor, capsys):
    keep(editor, address, WEB_IS_OPEN)
    Plan.objects.update(opened="2020-01-01")
    call_command("prune_plans", days=30, delete=True)
    assert "1 plan removed" in capsys.readouterr().out
    assert not KeptCheck.objects.exists()


def test_a_plan_has_room_for_so_many(address, editor, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_KEPT", 2)
    for source in "ab":
        assert keep(editor, address, WEB_IS_OPEN, source=source).status_code == 303
    page = keep(editor, address, WEB_IS_OPEN, source="c")
    assert page.status_code == 422
    assert "It cannot be kept" in text(page)
    assert keep(editor, address, WEB_IS_OPEN, source="b").status_code == 303
    assert KeptCheck.objects.count() == 2


def test_what_is_too_large_is_neither_kept_nor_carried(address, editor, monkeypatch):
    monkeypatch.setattr(keeping, "LARGEST_KEPT", 10)
    with pytest.raises(TooMuchToKeepError):
        keeping.packed_check({"form": 1, "rules": list(range(100))})
    page = paste(editor, address, WEB_IS_OPEN, group="servers")
    assert page.status_code == 200
    assert "This is too large to be kept" in text(page)
    assert 'name="result"' not in text(page)


def test_what_another_version_kept_is_listed_and_can_be_thrown_away(address, editor, client):
    keep(editor, address, WEB_IS_OPEN)
    KeptCheck.objects.update(packed=keeping.packed_check({"form": 99}))
    page = client.get(address)
    assert page.status_code == 200
    assert "kept by another version" in text(editor.get(address))
    assert "Throw away" in text(editor.get(address))


def test_queries_do_not_grow_with_what_is_kept(address, editor, client):
    keep(editor, address, WEB_IS_OPEN, source="0")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(address)
    for number in range(1, 12):
        keep(editor, address, WEB_IS_OPEN, source=str(number))
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(one)


def test_moving_to_another_database_takes_it_along(address, editor, client, tmp_path):
    keep(editor, address, WEB_IS_OPEN)
    file = tmp_path / "plans.jsonl"
    call_command("export_plans", file)
    before = states(client.get(address))
    Plan.objects.all().delete()
    assert not KeptCheck.objects.exists()
    call_command("loaddata", str(file), verbosity=0)
    assert states(client.get(address)) == before
