"""Ids and keys begin and end with a letter or a digit; those of former days work as they did."""

import pytest
from django.core.management import CommandError, ManagementUtility
from django.db import connections
from django.test import Client

from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.web.plans.keys import hash_of, new_edit_key, new_plan_id
from portsref.web.plans.models import Plan, Revision
from portsref.web.plans.review.links import make_link
from portsref.web.plans.saving import save_new_plan

FORMER = ["-" + "a" * 22 + "-", "--settings" + "b" * 13 + "_", "_v" + "3" * 22, "-v" + "3" * 22]


@pytest.fixture(autouse=True)
def _kept_connection(monkeypatch):
    """A command that ends closes its connections, and with PostgreSQL the test's transaction."""
    monkeypatch.setattr(connections, "close_all", lambda: None)


def former_plan(catalogue, plan_id):
    """A plan with an id as they once were made, and its edit key."""
    saved = save_new_plan(plan_rules(find_preset("k3s-single").document(), catalogue))
    drawn = saved.revision.plan_id
    Plan.objects.filter(pk=drawn).update(id=plan_id)
    Revision.objects.filter(plan=drawn).update(plan=plan_id)
    return Plan.objects.get(pk=plan_id), saved.edit_key


@pytest.mark.parametrize("make", [new_plan_id, new_edit_key])
def test_what_a_command_or_a_chat_would_misread_is_drawn_again(make):
    drawn = iter(["-abc", "_abc", "abc-", "abc_", "a-_c", "abc"])
    assert make(lambda _size: next(drawn)) == "a-_c"


@pytest.mark.django_db
@pytest.mark.parametrize("plan_id", FORMER)
@pytest.mark.parametrize("form", ["{}", "/plans/{}/", "https://ports.example.com/plans/{}/edit/"])
def test_a_new_edit_link_is_made_for_any_id(plan_id, form, catalogue, capsys):
    plan, edit_key = former_plan(catalogue, plan_id)
    call = ["portsref-web", "issue_edit_key", form.format(plan.pk), "--no-color"]
    ManagementUtility(call).execute()
    path = capsys.readouterr().out.strip()
    assert path.startswith(f"/plans/{plan_id}/edit/?key=")
    assert Client().get(path).status_code == 303
    assert Client().get(f"/plans/{plan_id}/edit/", {"key": edit_key}).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("written", [["--", FORMER[0]], [FORMER[0], "--traceback"]])
def test_options_are_told_from_ids(written, catalogue, capsys):
    former_plan(catalogue, FORMER[0])
    ManagementUtility(["manage.py", "issue_edit_key", *written]).execute()
    assert capsys.readouterr().out.startswith(f"/plans/{FORMER[0]}/edit/?key=")


@pytest.mark.django_db
@pytest.mark.parametrize("written", ["-" + "a" * 22, "-" + "a" * 24])
def test_an_id_that_was_cut_is_told_as_any_other(written):
    with pytest.raises(CommandError, match="there is no such plan: name its id, or a link to it"):
        # as on the command line, where a refusal ends the program
        ManagementUtility(["manage.py", "issue_edit_key", "--traceback", written]).execute()


@pytest.mark.django_db
@pytest.mark.parametrize("plan_id", FORMER)
def test_pages_files_and_the_api_know_such_a_plan(plan_id, catalogue):
    plan, edit_key = former_plan(catalogue, plan_id)
    reviewer = make_link(plan, "Network team")
    client = Client()
    here = f"/plans/{plan_id}"
    for path in ("", "files/", "feed.atom", "revisions/1/export/csv/"):
        assert client.get(f"{here}/{path}").status_code == 200, path
    assert client.get(f"{here}/edit/", {"key": edit_key}).status_code == 303
    assert client.get(f"{here}/edit/").status_code == 200
    assert client.get(f"{here}/review/", {"key": reviewer.key}).status_code == 303
    assert client.get(f"{here}/review/").status_code == 200
    copied = client.get("/plans/new/", {"copy": plan_id}).content.decode()
    assert f"/plans/{plan_id}/revisions/1/" in copied
    found = client.get(f"/api/v1/plans/{plan_id}")
    assert found.status_code == 200
    saved = client.post(
        f"/api/v1/plans/{plan_id}/revisions",
        {**found.json()["plan"], "title": "Changed"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {edit_key}", "If-Match": '"1"'},
    )
    assert (saved.status_code, saved.json()["number"]) == (201, 2)
    assert hash_of(edit_key) == Plan.objects.get(pk=plan_id).edit_key_hash
