"""A saved plan with two revisions, and requests to the API."""

from pathlib import Path

import pytest

from portsref.planning.document import parse_document
from portsref.planning.engine import plan_rules
from portsref.web.plans.saving import save_new_plan, save_revision

PLANS = Path(__file__).parent.parent.parent / "plans"


@pytest.fixture(autouse=True)
def _database(db):
    """Every operation asks which catalogue is loaded."""


@pytest.fixture
def rule_set(catalogue):
    """The rules of a reference plan."""

    def of(plan):
        return plan_rules(parse_document((PLANS / f"{plan}.yaml").read_text()), catalogue)

    return of


@pytest.fixture
def saved(rule_set):
    """The id of a plan that was EKS first and is hostile now."""
    plan = save_new_plan(rule_set("eks"), "first").revision.plan
    save_revision(plan, rule_set("hostile"), base=1, note="第二")
    return plan.pk


@pytest.fixture
def get(client):
    """GET an address below the API as JSON, with the status."""

    def ask(address, **options):
        response = client.get(f"/api/v1/{address}", **options)
        return response.status_code, response.json()

    return ask
