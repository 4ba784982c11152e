"""A plan that was saved when `any` was everybody and nobody knew the pod network.

Its revision stays as it was; planned again it shows what is closed and opened by that.
"""

import json
from pathlib import Path

import pytest

from portsref.comparing.diff import diff
from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules
from portsref.planning.pod_network import UNKNOWN_NETWORK
from portsref.web.plans.models import Revision
from portsref.web.plans.queries import stored_rules
from portsref.web.plans.saving import save_new_plan
from tests.web.plans.pages import text

pytestmark = pytest.mark.django_db

STORED = Path(__file__).parents[3] / "planning" / "stored"


@pytest.fixture(params=["every-shape", "hostile"])
def old(request, catalogue):
    """The row of a revision, exactly as the first version of portsref wrote it."""
    row = json.loads((STORED / f"{request.param}.json").read_text())
    document = document_from(json.loads(row["document"]))
    revision = save_new_plan(plan_rules(document, catalogue)).revision
    Revision.objects.filter(pk=revision.pk).update(packed_rules=None, **row)
    return Revision.objects.get(pk=revision.pk)


def test_its_page_shows_what_was_saved(old, client):
    for view in ("table", "matrix", "findings", "local"):
        page = client.get(f"/plans/{old.plan_id}/", {"view": view})
        assert page.status_code == 200
        assert page.context["sheet"].rule_set == stored_rules(old)
    assert stored_rules(old).networks == UNKNOWN_NETWORK
    inside = [group.heading for group in page.context["sheet"].staying_groups]
    assert set(inside) <= {"On the host itself", "Inside the pod network"}
    assert "For filters on the hosts themselves" not in text(page)


def test_planned_again_it_shows_all_that_the_plan_means_today(old, client, catalogue):
    comparison = client.get(f"/plans/{old.plan_id}/diff/1..now/").context["comparison"]
    again = plan_rules(stored_rules(old).document, catalogue)
    assert comparison.found == diff(stored_rules(old), again)
    assert comparison.closed.count > 0


@pytest.mark.parametrize("old", ["every-shape"], indirect=True)
def test_what_was_open_to_everybody_is_closed(old, client):
    comparison = client.get(f"/plans/{old.plan_id}/diff/1..now/").context["comparison"]
    ends = {side: ends_of(getattr(comparison, side).pairs) for side in ("opened", "closed")}
    # Metrics Server, which nobody knew that Charmed Kubernetes brings along, reads every kubelet.
    assert ends["opened"] == {("workers", "control-plane"), ("workers", "workers")}
    assert {pair for pair in ends["closed"] if "any address" in pair} == {
        ("any address", "api"),
        ("any address", "control-plane"),
        ("any address", "workers"),
    }


def test_what_is_closed_can_be_handed_over(old, client):
    answer = client.get(f"/plans/{old.plan_id}/diff/1..now/export/csv/", {"only": "closed"})
    rows = answer.content.decode().splitlines()[1:]
    assert rows
    assert all(",remove," in row for row in rows)


def ends_of(pairs):
    return {(pair.source.name, pair.destination.name) for pair in pairs}
