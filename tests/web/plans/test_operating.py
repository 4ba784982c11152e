"""What whoever runs the site can do about plans from the command line."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.web.plans.models import Plan, today
from portsref.web.plans.saving import save_new_plan, save_revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def saved(catalogue):
    return save_new_plan(plan_rules(find_preset("k3s-single").document(), catalogue))


def run(*arguments: str) -> str:
    said = StringIO()
    call_command(*arguments, stdout=said)
    return said.getvalue()


def test_plans_are_listed_without_what_opens_them(saved, catalogue):
    plan = saved.revision.plan
    second = save_new_plan(saved.revision and plan_rules(find_preset("eks").document(), catalogue))
    save_revision(plan, plan_rules(find_preset("k3s-single").document(), catalogue), base=1)
    week_ago = today() - timedelta(days=7)
    Plan.objects.filter(pk=plan.pk).update(opened=week_ago)
    newest, oldest, count = (line.split("\t") for line in run("list_plans").splitlines())
    assert [*newest[:2], *newest[3:]] == [
        *(f"{second.revision.plan_id[:6]}…", "1"),
        *(str(today()), str(today()), second.revision.title),
    ]
    assert [*oldest[:2], *oldest[3:]] == [
        *(f"{plan.pk[:6]}…", "2", str(today()), str(week_ago), saved.revision.title)
    ]
    assert all(0 < int(line[2]) < 100 for line in (newest, oldest))
    assert count == ["plans: 2"]
    assert plan.pk not in run("list_plans")
    assert plan.pk in run("list_plans", "--ids")


@pytest.mark.parametrize("form", ["{}", "https://ports.example.com/plans/{}/", "/plans/{}/edit/"])
def test_a_new_edit_link_opens_the_plan_and_the_old_one_does_not(saved, form: str):
    plan = saved.revision.plan
    path = run("issue_edit_key", form.format(plan.pk)).strip()
    assert path.startswith(f"/plans/{plan.pk}/edit/?key=")
    assert Client().get(path).status_code == 303
    assert Client().get(f"/plans/{plan.pk}/edit/", {"key": saved.edit_key}).status_code == 403


@pytest.mark.parametrize("named", ["", "x", "A" * 24, "/plans/"])
def test_what_is_no_plan_gets_no_key(named: str):
    with pytest.raises(CommandError, match="there is no such plan: name its id, or a link to it"):
        call_command("issue_edit_key", named)
