"""Plans that nobody opens can be removed, and only those."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command

from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.web.plans.models import DeletedPlan, Plan, today
from portsref.web.plans.queries import stored_rules
from portsref.web.plans.saving import save_new_plan, save_revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def revision(catalogue):
    cache.clear()
    document = find_preset("k3s-single").document()
    return save_new_plan(plan_rules(document, catalogue)).revision


def opened(plan, days_ago):
    Plan.objects.filter(pk=plan.pk).update(opened=today() - timedelta(days=days_ago))


def prune(*arguments):
    said = StringIO()
    call_command("prune_plans", *arguments, stdout=said)
    return said.getvalue()


def test_a_dry_run_says_what_would_go_and_removes_nothing(revision):
    opened(revision.plan, 100)
    day = today() - timedelta(days=100)
    assert prune("--days", "90") == (
        f"{revision.plan}  last opened {day}\n1 plan would be removed; --delete removes them\n"
    )
    assert Plan.objects.count() == 1


def test_what_nobody_opened_is_removed_and_its_link_says_so(revision, client):
    opened(revision.plan, 100)
    assert prune("--days", "90", "--delete").endswith("1 plan removed\n")
    assert not Plan.objects.exists()
    assert DeletedPlan.objects.count() == 1
    assert client.get(f"/plans/{revision.plan_id}/").status_code == 410


def test_what_was_opened_since_stays(revision, client):
    opened(revision.plan, 100)
    client.get(f"/plans/{revision.plan_id}/")
    assert prune("--days", "90", "--delete") == "0 plans removed\n"


def test_saving_counts_as_opening(revision):
    opened(revision.plan, 100)
    save_revision(revision.plan, stored_rules(revision), base=1)
    assert prune("--days", "90", "--delete") == "0 plans removed\n"


def test_so_few_days_that_open_requests_would_go_are_refused():
    with pytest.raises(CommandError, match="--days is 7: it must be at least 30"):
        prune("--days", "7")
