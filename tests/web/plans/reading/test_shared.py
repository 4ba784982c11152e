"""A saved plan for whoever has the link."""

import json
import re

import pytest
from django.core.cache import cache

from portsref.exporters.archive import one_file
from portsref.exporters.registry import every_exporter
from portsref.planning.choice import EVERYTHING
from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.planning.provenance import Provenance
from portsref.web.plans.models import Revision
from portsref.web.plans.queries import stored_rules
from portsref.web.plans.saving import save_new_plan, save_revision
from tests.web.plans.pages import post, rewrite, text

pytestmark = pytest.mark.django_db


def save(document, catalogue):
    return save_new_plan(plan_rules(document, catalogue)).revision


@pytest.fixture
def revision(catalogue):
    return save(find_preset("kubeadm-calico").document(), catalogue)


def address(revision, *parts):
    return "/".join(["/plans", revision.plan_id, *map(str, parts), ""])


STYLE = re.compile(r'<link rel="stylesheet"( media="print")? href="/static/css/components/([\w-]+)')
OF_A_VIEW = {
    "matrix-of-plan", "picture", "picture-view", "port-map", "findings", "rule", "review-state",
    "facets",
}  # fmt: skip


@pytest.mark.parametrize(
    ("view", "styles"),
    [
        ("table", {"rule", "picture on paper"}),
        ("matrix", {"matrix-of-plan"}),
        ("picture", {"picture", "picture-view"}),
        ("ports", {"picture-view", "port-map"}),
        ("findings", {"findings"}),
        ("local", {"rule"}),
    ],
)
def test_a_view_comes_with_its_own_style_sheets_alone(view, styles, revision, client):
    linked = STYLE.findall(text(client.get(address(revision), {"view": view})))
    found = {f"{name} on paper" if paper else name for paper, name in linked if name in OF_A_VIEW}
    assert found == styles


def test_what_a_plan_comes_to_is_its_description_and_nothing_is_indexed(revision, client):
    html = text(client.get(address(revision)))
    [said] = re.findall(r'<meta name="description" content="([^"]*)">', html)
    assert said.startswith("kubeadm with Calico on Kubernetes 1.37: 38 rules between 5 groups;")
    assert '<meta name="robots" content="noindex, nofollow">' in html


@pytest.mark.parametrize("language", ["", "/zh-hans"])
@pytest.mark.parametrize(
    "view", ["table", "matrix", "picture", "ports", "findings", "local", "nonsense"]
)
def test_every_view_opens_in_both_languages(view, language, revision, client):
    page = client.get(language + address(revision), {"view": view})
    assert page.status_code == 200
    assert "kubeadm" in text(page)


def test_a_plan_is_private(revision, client):
    for page in (address(revision), address(revision, "revisions", 1)):
        response = client.get(page)
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert response.headers["Cache-Control"] == "private, no-cache"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert '<meta name="robots" content="noindex, nofollow">' in text(response)
        assert "Set-Cookie" not in response.headers


def test_rules_stand_by_their_ends_with_reason_and_source(revision, client):
    page = client.get(address(revision))
    pairs = {(p.source.name, p.destination.name): p for p in page.context["sheet"].pairs}
    pair = pairs["admins", "api"]
    assert pair.zones == "office → dmz"
    assert pair.source.addresses == ("203.0.113.0/27",)
    assert pair.rules[0].words.why == "through the API endpoint"
    assert f'href="{pair.rules[0].sources[0]}"' in text(page)


def test_a_reason_that_several_rows_share_is_said_once(client):
    sheet = client.get("/plans/new/?preset=openshift-bare-metal").context["sheet"]
    reasons = [rule.words.why.split("; ") for pair in sheet.pairs for rule in pair.rules]
    assert [parts for parts in reasons if len(parts) != len(set(parts))] == []
    assert ["through the API endpoint", "Installation: installer-provisioned"] in [
        parts[:2] for parts in reasons
    ]


def test_the_sentence_counts_as_the_rules_do(revision, client):
    sheet = client.get(address(revision)).context["sheet"]
    rules, outbound = sheet.rule_set.all_rules, sheet.rule_set.outbound
    across = sum(rule.crosses_zones for rule in rules)
    plain = sum("none" in {cause.encryption for cause in rule.causes} for rule in rules)
    assert str(sheet.sentence).startswith(
        f"<b>{len(rules)} rules</b> between <b>5 groups</b>; "
        f"<b>{across} cross zones</b>; {len(outbound)} go outside; {plain} are in plain text. "
    )


def test_toggles_merge_rules_and_keep_what_crosses_zones(revision, client):
    sheet = client.get(address(revision)).context["sheet"]
    merged = client.get(address(revision), {"merge": "1"}).context["sheet"]
    crossing = client.get(address(revision), {"boundary": "1"}).context["sheet"]
    assert merged.count < sheet.count
    assert 0 < crossing.count < sheet.count
    assert all(pair.zones for pair in (*crossing.pairs, *crossing.outbound))


def test_what_was_saved_is_shown_whatever_the_catalogue_says_today(revision, client):
    before = client.get(address(revision)).context["sheet"].rule_set
    Revision.objects.filter(pk=revision.pk).update(catalogue_digest="0" * 64)
    page = client.get(address(revision))
    assert page.context["sheet"].rule_set == before
    assert "<b>The catalogue has been updated</b>" in text(page)


def test_rules_of_products_that_are_gone_are_still_shown(revision, client):
    rewrite(revision, "calico", "gone-away")
    page = client.get(address(revision), {"merge": "1"})
    assert page.status_code == 200
    assert "gone-away" in text(page)


def test_a_newer_revision_is_announced(revision, client):
    save_revision(revision.plan, stored_rules(revision), base=1, note="again")
    assert "There is a newer revision" in text(client.get(address(revision, "revisions", 1)))
    newest = text(client.get(address(revision)))
    assert "There is a newer revision" not in newest
    assert "again" in newest


@pytest.mark.parametrize(
    "path",
    [
        "/plans/AAAAAAAAAAAAAAAAAAAAAAAA/",
        "/plans/short/",
        "/plans/%00AAAAAAAAAAAAAAAAAAAAAAA/",
        "/plans/AAAAAAAAAAAAAAAAAAAAAAAA/revisions/1/",
        "/plans/AAAAAAAAAAAAAAAAAAAAAAAA/revisions/1/export/csv/",
    ],
)
def test_a_plan_that_is_not_there_is_not_found(path, client):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("number", [0, 2, 10**30])
def test_a_revision_that_is_not_there_is_not_found(number, revision, client):
    assert client.get(address(revision, "revisions", number)).status_code == 404


@pytest.mark.parametrize("exporter", every_exporter(), ids=lambda exporter: exporter.name)
def test_a_revision_is_exported_the_same_each_time(exporter, revision, client):
    page = address(revision, "revisions", 1, "export", exporter.name)
    file = client.get(page)
    assert file.getvalue() == client.get(page).getvalue()
    assert file.headers["Content-Disposition"].startswith("attachment; filename=")
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    left_out = exporter.left_out(stored_rules(revision), EVERYTHING)
    assert file.headers["X-Left-Out"] == str(len(left_out))
    assert file.headers["Cache-Control"] == "private, no-store"


def test_an_export_is_merged_narrowed_and_expanded_as_asked(revision, client):
    page = address(revision, "revisions", 1, "export", "csv")
    rows = {
        query: client.get(f"{page}?{query}").getvalue().count(b"\n")
        for query in ("", "merge=1", "boundary=1", "expand=1", "merge=0")
    }
    assert rows["merge=1"] < rows[""] == rows["merge=0"]
    assert rows["boundary=1"] < rows[""] <= rows["expand=1"]


def test_an_export_names_its_revision_and_link(revision, client):
    file = client.get(address(revision, "revisions", 1, "export", "json"))
    data = json.loads(file.getvalue())
    assert data["revision"] == 1
    assert data["link"] == f"http://testserver/plans/{revision.plan_id}/revisions/1/"


def test_several_files_are_one_zip(several, revision, client):
    file = client.get(address(revision, "revisions", 1, "export", several.name))
    provenance = Provenance(1, f"http://testserver{address(revision, 'revisions', 1)}")
    expected = one_file(several.export(stored_rules(revision), provenance=provenance))
    assert file.getvalue() == expected.content
    assert file.headers["Content-Type"] == "application/zip"
    assert file.headers["Content-Disposition"] == f'attachment; filename="{expected.name}"'
    assert file.headers["X-Left-Out"] != "0"


def test_an_unknown_format_is_a_page_that_names_the_formats(revision, client):
    page = client.get(address(revision, "revisions", 1, "export", "docx"))
    assert page.status_code == 404
    assert "<b>yaml</b>" in text(page)


def test_a_shared_plan_goes_back_into_the_composer(revision, client):
    file = client.get(address(revision, "revisions", 1, "export", "yaml"))
    page = post(client, {"do": "import", "text": file.getvalue().decode()})
    assert page.context["plan_form"].document == find_preset("kubeadm-calico").document()


def test_queries_do_not_grow_with_rules(catalogue, client, django_assert_num_queries):
    small = save(find_preset("k3s-single").document(), catalogue)
    large = save(find_preset("openshift-bare-metal").document(), catalogue)
    client.get(address(small))
    cache.clear()
    for revision in (small, large):
        with django_assert_num_queries(6):  # one notes, once a day, that it was opened
            client.get(address(revision))
        with django_assert_num_queries(2):  # kept: is the plan still there, and the catalogue
            client.get(address(revision))
