"""What changed between revisions, as a page and as a request for just that."""

import json

import pytest

from portsref.planning.diff import diff
from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.web.plans.models import Revision
from portsref.web.plans.queries import stored_rules
from portsref.web.plans.revisions import save_new_plan, save_revision
from tests.web.plans.pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(catalogue):
    """Revision 2 moves a port and adds a group."""
    first = find_preset("k3s-single").document()
    data = first.as_data()
    agents = {"name": "agents", "roles": ["worker"], "addresses": ["192.0.2.77"]}
    data["groups"] = [*data["groups"], agents]
    data["changes"] = [{"listener": "kubernetes/kube-apiserver", "ports": "7443"}]
    plan = save_new_plan(plan_rules(first, catalogue)).revision.plan
    save_revision(plan, plan_rules(document_from(data), catalogue), base=1, note="agents")
    return plan


def address(plan, span, *parts):
    return "/".join(["/plans", plan.pk, "diff", span, *parts, ""])


@pytest.mark.parametrize("language", ["", "/zh-hans"])
@pytest.mark.parametrize("query", ["", "?by=address", "?by=nonsense"])
@pytest.mark.parametrize("span", ["1..2", "2..1", "1..1", "2..now"])
def test_every_comparison_opens_in_both_languages(span, query, language, plan, client):
    page = client.get(f"{language}{address(plan, span)}{query}")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_what_opens_one_way_closes_the_other_way(plan, client):
    there = client.get(address(plan, "1..2")).context["comparison"]
    back = client.get(address(plan, "2..1")).context["comparison"]
    assert there.opened.count == back.closed.count > 0
    assert there.staying == back.staying > 0
    opened = [rule for pair in there.opened.pairs for rule in pair.rules]
    assert any("7443" in rule.ports for rule in opened)
    closed = [rule for pair in there.closed.pairs for rule in pair.rules]
    assert any("6443" in rule.ports for rule in closed)


def test_the_page_shows_the_rules_of_the_diff(plan, client):
    first, second = (stored_rules(plan.revisions.get(number=number)) for number in (1, 2))
    found = diff(first, second)
    comparison = client.get(address(plan, "1..2")).context["comparison"]
    assert comparison.found == found
    assert comparison.opened.count == len(found.opened)
    assert comparison.closed.count == len(found.closed)


def test_the_same_revision_is_no_different_from_itself(plan, client):
    assert "Nothing is different" in text(client.get(address(plan, "1..1")))
    assert "Nothing is different" in text(client.get(address(plan, "2..now")))


def test_a_reason_that_changed_is_shown_with_both(plan, client):
    revision = plan.revisions.get(number=2)
    changed = revision.rule_set.replace('"encryption":"tls"', '"encryption":"none"')
    assert changed != revision.rule_set
    Revision.objects.filter(pk=revision.pk).update(rule_set=changed)
    page = client.get(address(plan, "2..now"))
    said = {
        (aspect.name, aspect.before, aspect.after)
        for change in page.context["comparison"].changed
        for aspect in change.aspects
    }
    assert said == {("encryption", "plain text", "TLS")}
    assert "<del>plain text</del> <ins>TLS</ins>" in text(page)


@pytest.mark.parametrize("only", ["opened", "closed", ""])
def test_a_delta_request_holds_only_what_was_asked_for(only, plan, client):
    first, second = (stored_rules(plan.revisions.get(number=number)) for number in (1, 2))
    found = diff(first, second)
    file = client.get(address(plan, "1..2", "export", "json"), {"only": only})
    sides = {"allow": len(found.opened), "remove": len(found.closed)}
    wanted = {"opened": ["allow"], "closed": ["remove"], "": ["allow", "remove"]}[only]
    data = json.loads(file.content)
    actions = [rule["action"] for rule in (*data["rules"], *data.get("outbound", ()))]
    assert {side: actions.count(side) for side in sides} == {
        side: count if side in wanted else 0 for side, count in sides.items()
    }
    assert data["link"] == f"http://testserver{address(plan, '1..2')}"


def test_the_file_of_a_delta_is_not_taken_for_the_whole(plan, client):
    file = client.get(address(plan, "1..2", "export", "csv"), {"only": "opened"})
    assert "1-2-opened" in file.headers["Content-Disposition"]
    file = client.get(address(plan, "2..now", "export", "csv"), {"only": "closed"})
    assert "2-now-closed" in file.headers["Content-Disposition"]


def test_revisions_link_to_what_changed(plan, client):
    page = text(client.get(f"/plans/{plan.pk}/"))
    assert f'href="{address(plan, "1..2")}"' in page
    assert f'href="{address(plan, "0..1")}"' not in page
    Revision.objects.filter(plan=plan, number=2).update(catalogue_digest="0" * 64)
    assert f'href="{address(plan, "2..now")}"' in text(client.get(f"/plans/{plan.pk}/"))


@pytest.mark.parametrize(
    "path", ["1..7/", "7..1/", "7..now/", "1..x/", "now..1/", f"1..{'9' * 30}/",
             "1..2/export/docx/", "1..7/export/csv/", "9..now/export/csv/"],
)  # fmt: skip
def test_what_is_not_there_cannot_be_compared(path, plan, client):
    assert client.get(f"/plans/{plan.pk}/diff/{path}").status_code == 404


def test_a_plan_beyond_measure_says_so(plan, client, monkeypatch):
    monkeypatch.setattr("portsref.web.plans.comparison.MOST_FLOWS", 1)
    for path in (address(plan, "1..now"), address(plan, "1..now", "export", "csv")):
        page = client.get(path)
        assert page.status_code == 422
        assert "This cannot be compared" in text(page)
