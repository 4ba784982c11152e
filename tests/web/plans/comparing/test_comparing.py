"""What changed between revisions, as a page and as a request for just that."""

import json

import pytest

from portsref.comparing.diff import diff
from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.web.plans.models import Revision
from portsref.web.plans.queries import stored_rules
from portsref.web.plans.saving import save_new_plan, save_revision
from tests.web.plans.pages import rewrite, text

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
    assert "No differences" in text(client.get(address(plan, "1..1")))
    assert "No differences" in text(client.get(address(plan, "2..now")))


def test_a_reason_that_changed_is_shown_with_both(plan, client):
    revision = plan.revisions.get(number=2)
    rewrite(revision, '"encryption":"tls"', '"encryption":"none"')
    page = client.get(address(plan, "2..now"))
    said = {
        (aspect.name, aspect.before, aspect.after)
        for change in page.context["comparison"].changed
        for aspect in change.aspects
    }
    assert said == {("encryption", "plain text", "TLS")}
    assert "<del>plain text</del> <ins>TLS</ins>" in " ".join(text(page).split())


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
             "1..2/export/docx/", "1..2/export/nftables/",
             "1..7/export/csv/", "9..now/export/csv/"],
)  # fmt: skip
def test_what_is_not_there_cannot_be_compared(path, plan, client):
    assert client.get(f"/plans/{plan.pk}/diff/{path}").status_code == 404


def test_a_plan_beyond_measure_says_so(plan, client, monkeypatch):
    monkeypatch.setattr("portsref.web.plans.comparing.comparison.MOST_FLOWS", 1)
    for path in (address(plan, "1..now"), address(plan, "1..now", "export", "csv")):
        page = client.get(path)
        assert page.status_code == 422
        assert "Comparison not possible" in text(page)


@pytest.fixture
def old_plan(catalogue):
    """Kubernetes 1.27, the first with webhooks of cloud controllers, twice."""
    groups = [{"name": "masters", "roles": ["control-plane"], "addresses": ["192.0.2.0/28"]}]
    data = {
        "schema": "portsref.plan/v1",
        "title": "Old",
        "kubernetes": "1.27",
        "picks": [
            {
                "product": "kubernetes",
                "options": {
                    "cloud-controller-manager": "yes",
                    "cloud-controller-manager-webhook": "yes",
                },
            }
        ],
        "groups": groups,
    }
    rule_set = plan_rules(document_from(data), catalogue)
    plan = save_new_plan(rule_set).revision.plan
    save_revision(plan, rule_set, base=1)
    return plan


def test_a_plan_is_compared_with_itself_on_another_version(old_plan, client):
    page = client.get(address(old_plan, "2..now"), {"kubernetes": "1.26"})
    rows = [row for pair in page.context["comparison"].closed.pairs for row in pair.rules]
    assert [(row.protocol, row.ports) for row in rows] == [("TCP", "10260")]
    assert page.context["comparison"].opened.count == 0
    title = "<title> Revision 2 compared with Kubernetes 1.26 · portsref</title>"
    assert title in " ".join(text(page).split())
    assert "from Kubernetes 1.27 to 1.26" in text(page)
    assert "The catalogue is different too" not in text(page)
    next_one = client.get(address(old_plan, "2..now"), {"kubernetes": "1.25"})
    assert next_one.context["comparison"].closed.count == 1
    same = client.get(address(old_plan, "2..now"), {"kubernetes": "1.27"})
    assert "No differences" in text(same)


def test_files_and_views_keep_the_version(old_plan, client):
    asked = {"kubernetes": "1.26", "by": "address"}
    page = client.get(address(old_plan, "2..now"), asked)
    export = address(old_plan, "2..now", "export", "csv")
    assert f'href="{export}?only=closed&amp;kubernetes=1.26&amp;by=address"' in text(page)
    assert f'href="{address(old_plan, "2..now")}?kubernetes=1.26"' in text(page)
    file = client.get(
        address(old_plan, "2..now", "export", "json"), {"only": "closed", "kubernetes": "1.26"}
    )
    data = json.loads(file.content)
    assert [(rule["action"], rule["ports"]) for rule in data["rules"]] == [("remove", "10260")]
    link = f"http://testserver{address(old_plan, '2..now')}?kubernetes=1.26"
    assert data["link"] == link
    assert "2-now-kubernetes-1-26-closed" in file.headers["Content-Disposition"]


def test_where_the_catalogue_differs_too_the_page_says_so(old_plan, client):
    Revision.objects.filter(plan=old_plan, number=2).update(catalogue_digest="0" * 64)
    stored = Revision.objects.get(plan=old_plan, number=2)
    digest = json.loads(stored.rules_text)["catalogue"]["digest"]
    rewrite(stored, digest, "0" * 64)
    page = client.get(address(old_plan, "2..now"), {"kubernetes": "1.37"})
    assert "The catalogue is different too" in text(page)
    assert ".00000000 → " in text(page)
    assert "The catalogue is different too" not in text(client.get(address(old_plan, "2..now")))


@pytest.mark.parametrize("version", ["1.99", "1.3x", "35", "1." + "9" * 5000, "\x00", "<b>", "-"])
@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_a_version_that_there_is_not_is_refused_with_those_there_are(
    version, language, old_plan, client
):
    for path in (address(old_plan, "1..now"), address(old_plan, "1..now", "export", "csv")):
        page = client.get(f"{language}{path}", {"kubernetes": version})
        assert page.status_code == 422
        assert "1.19" in text(page)
        assert "1.37" in text(page)
        assert len(page.content) < 30_000


def test_an_empty_version_keeps_the_plans_own(plan, client):
    page = client.get(address(plan, "2..now"), {"kubernetes": ""})
    assert "No differences" in text(page)


@pytest.mark.parametrize(
    ("query", "target"),
    [
        ("before=1&after=2", "1..2/"),
        ("before=2&after=1", "2..1/"),
        ("before=2&after=2", "2..2/"),
        ("before=1&after=now", "1..now/"),
        ("before=1&after=2&by=address", "1..2/?by=address"),
        ("before=1&after=now&kubernetes=1.30", "1..now/?kubernetes=1.30"),
        ("before=1&after=2&kubernetes=1.30", "1..2/"),
    ],
)
def test_any_two_revisions_can_be_chosen(query, target, plan, client):
    answer = client.get(f"/plans/{plan.pk}/diff/?{query}")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/plans/{plan.pk}/diff/{target}"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert client.get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["before=1", "before=1&after=7", "before=now&after=1", "before=x&after=", "before=7&after=now",
     f"before={'9' * 40}&after=1", "before=%00&after=%E4"],
)  # fmt: skip
def test_what_cannot_be_chosen_is_asked_once_more(query, plan, client):
    page = client.get(f"/plans/{plan.pk}/diff/?{query}")
    assert page.status_code == 422
    assert "The plan has no such revision" in text(page)
    assert '<select class="select" name="before"' in text(page)


def test_without_a_choice_the_page_asks_for_one(plan, client):
    page = client.get(f"/plans/{plan.pk}/diff/")
    assert page.status_code == 200
    assert "The plan has no such revision" not in text(page)
    assert client.get(f"/plans/{'x' * 24}/diff/").status_code == 404


def test_pages_of_a_plan_offer_to_compare(plan, client):
    for path in (f"/plans/{plan.pk}/", address(plan, "1..2")):
        page = text(client.get(path))
        assert f'action="/plans/{plan.pk}/diff/"' in page
        assert f'action="/plans/{plan.pk}/diff/2..now/"' in page
        assert '<option value="1" selected>' in page
    revision = text(client.get(f"/plans/{plan.pk}/revisions/1/"))
    assert f'action="/plans/{plan.pk}/diff/1..now/"' in revision


def test_a_plan_of_one_revision_offers_only_versions(catalogue, client):
    rule_set = plan_rules(find_preset("eks").document(), catalogue)
    one = save_new_plan(rule_set).revision.plan
    page = text(client.get(f"/plans/{one.pk}/"))
    assert f'action="/plans/{one.pk}/diff/"' not in page
    assert f'action="/plans/{one.pk}/diff/1..now/"' in page


def test_comparing_asks_the_database_no_more_for_more_revisions(
    plan, client, django_assert_num_queries
):
    with django_assert_num_queries(5):
        client.get(address(plan, "1..2"))
    newest = stored_rules(plan.revisions.get(number=2))
    for base in range(2, 8):
        save_revision(plan, newest, base=base)
    with django_assert_num_queries(5):
        client.get(address(plan, "1..2"))


def test_what_opens_for_a_new_host_alone_stands_below_its_address(catalogue, client):
    data = find_preset("kubeadm-calico").document().as_data()
    plan = save_new_plan(plan_rules(document_from(data), catalogue)).revision.plan
    workers = next(group for group in data["groups"] if group["name"] == "workers")
    workers["addresses"] = [*workers["addresses"], "192.0.2.200"]
    save_revision(plan, plan_rules(document_from(data), catalogue), base=1)
    opened = client.get(address(plan, "1..2")).context["comparison"].opened
    ends = [(*pair.source.addresses, "→", *pair.destination.addresses) for pair in opened.pairs]
    assert ("203.0.113.0/27", "→", "192.0.2.200") in ends
    assert ("192.0.2.64/26", "→", "192.0.2.200") in ends
    for pair in opened.pairs:
        rows = [(row.protocol, row.ports, row.words) for row in pair.rules]
        assert len(rows) == len(set(rows))
