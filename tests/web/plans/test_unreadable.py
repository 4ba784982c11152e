"""A revision that a newer version saved, where an older one runs again: said plainly, nothing lost.

Only that revision is concerned; the others are read as ever.
"""

import pytest

from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.web.plans.queries import stored_rules
from portsref.web.plans.saving import save_new_plan, save_revision
from tests.web.plans.pages import open_by_link, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def saved(catalogue):
    """A plan with its edit key; its second revision is of the next version."""
    saved = save_new_plan(plan_rules(find_preset("eks").document(), catalogue))
    plan = saved.revision.plan
    save_revision(plan, stored_rules(saved.revision), base=1)
    text = changed(plan.revisions.get(number=2).rules_text, "rule-set/v1", "rule-set/v2")
    plan.revisions.filter(number=2).update(rule_set=text, packed_rules=None)
    return saved


def changed(text, old, new):
    assert old in text
    return text.replace(old, new, 1)


PAGES = [
    "", "revisions/2/", "revisions/2/export/csv/", "diff/1..2/", "diff/2..now/",
    "diff/1..2/export/csv/",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_a_page_says_that_another_version_saved_it(saved, client, language, path):
    address = f"/plans/{saved.revision.plan_id}/"
    page = client.get(f"{language}{address}{path}")
    assert page.status_code == 503
    assert f'href="{language}{address}revisions/1/"' in text(page)
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "ETag" not in page.headers


def test_the_other_revisions_open(saved, client):
    assert client.get(f"/plans/{saved.revision.plan_id}/revisions/1/").status_code == 200


def test_the_composer_says_so_too(saved, client):
    address = f"/plans/{saved.revision.plan_id}/edit/"
    document = changed(saved.revision.document, '"title"', '"places":[],"title"')
    saved.revision.plan.revisions.filter(number=2).update(document=document)
    assert open_by_link(client, address, saved.edit_key).status_code == 503
    copy = {"copy": saved.revision.plan_id, "revision": 2}
    assert client.get("/plans/new/", copy).status_code == 503


@pytest.mark.parametrize("path", ["revisions/2", "revisions/2/export/csv"])
def test_the_api_answers_with_a_problem(saved, client, path):
    answer = client.get(f"/api/v1/plans/{saved.revision.plan_id}/{path}")
    assert (answer.status_code, answer.json()) == (503, {
        "problems": [
            {"field": "", "reason": "this revision was saved by another version of portsref"}
        ]
    })  # fmt: skip
    assert answer.headers["Cache-Control"] == "no-store"
