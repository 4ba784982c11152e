"""A save that fails says so, and that nothing typed is lost; it never claims to be safe."""

import pytest
from django.db import OperationalError

from portsref.planning.engine import plan_rules
from portsref.web.plans import saving
from portsref.web.plans.composer.form_data import data_of
from portsref.web.plans.composer.starting import empty_plan
from portsref.web.plans.models import Plan
from tests.web.plans.pages import post, text

pytestmark = pytest.mark.django_db


def save(client):
    data = data_of(empty_plan())
    return post(client, {**data.dict(), "title": "Mine", "do": "save"})


def test_a_database_that_refuses_is_told(client, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(saving.Plan.objects, "create", refuse)
    page = save(client)
    assert page.status_code == 503
    assert "This was not saved" in text(page)
    assert "your browser still has what you entered" in text(page)


def test_rules_that_are_too_large_to_be_kept_are_told(client, monkeypatch):
    monkeypatch.setattr(saving, "LARGEST_RULES", 10)
    page = save(client)
    assert page.status_code == 422
    assert "too large to be saved here" in text(page)
    assert not Plan.objects.exists()


@pytest.mark.parametrize("action", ["restore", "renew"])
def test_a_revision_that_is_not_saved_elsewhere_is_told_as_well(
    action, client, catalogue, monkeypatch
):
    saved = saving.save_new_plan(plan_rules(empty_plan(), catalogue))

    def refuse(*_args, **_kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(saving, "_next_number", refuse)
    values = {"key": saved.edit_key, "base": "1", "number": "1"}
    page = client.post(f"/plans/{saved.revision.plan_id}/{action}/", values)
    assert page.status_code == 503
    assert "This was not saved" in text(page)
