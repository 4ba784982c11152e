"""Plans of which the composer shows not everything at once, or nothing at all."""

import json

import pytest

from portsref.planning.document import document_from
from portsref.web.plans.composer.judging import MOST_CHANGES, MOST_GROUPS
from portsref.web.plans.composer.plan_form import MOST_TOLD
from tests.web.plans.pages import post, press, read_form, text

pytestmark = pytest.mark.django_db

CHANGED = ["kubernetes/kubelet-api", "kubernetes/kube-apiserver", "k3s/supervisor"]
PLAN = {
    "schema": "portsref.plan/v1",
    "title": "Many racks",
    "groups": [
        {"name": "servers", "roles": ["etcd", "control-plane"]},
        *({"name": f"rack-{number:03}", "roles": ["worker"]} for number in range(MOST_GROUPS - 2)),
        {"name": "windows", "roles": ["worker", "client"], "os": "windows"},
    ],
    "changes": [
        {"listener": CHANGED[0], "peers": [f"rack-{number:03}" for number in range(100)][::-1]},
        {"listener": CHANGED[1], "ports": "443", "reason": "behind a proxy"},
        {"listener": CHANGED[2], "excluded": True, "reason": "it is not used"},
    ],
}


def imported(client, document):
    return post(client, {"do": "import", "text": json.dumps(document)})


def test_boxes_of_a_large_plan_are_not_drawn_and_nothing_is_lost(client):
    page = imported(client, PLAN)
    assert page.status_code == 200
    assert 'name="groups-0-roles" value="etcd control-plane"' in text(page)
    assert 'id="id_groups-0-roles_0"' not in text(page)
    assert 'id="id_changes-0-peers_0"' not in text(page)
    again = press(client, page, "preview")
    assert again.context["plan_form"].document == document_from(PLAN)


@pytest.mark.parametrize(
    ("step", "box", "other"),
    [
        ("open:group:3", "id_groups-3-roles_0", "id_groups-4-roles_0"),
        ("open:change:0", "id_changes-0-peers_0", "id_groups-3-roles_0"),
    ],
)
def test_boxes_are_drawn_where_they_are_asked_for(step, box, other, client):
    page = press(client, imported(client, PLAN), step)
    assert f'id="{box}"' in text(page)
    assert f'id="{other}"' not in text(page)
    again = press(client, page, "preview")
    assert again.context["plan_form"].document == document_from(PLAN)


def test_what_a_change_says_names_some_groups_and_counts_the_others(client):
    page = imported(client, PLAN)
    words = [change.says for change in page.context["changes"]]
    assert words == [
        f"only from {', '.join(f'rack-00{number}' for number in range(8))} and 92 more",
        "on 443",
        "excluded: it is not used",
    ]


def test_an_imported_plan_of_too_many_changes_is_refused_before_it_is_built(client):
    changes = [{"listener": f"a/b{number}"} for number in range(MOST_CHANGES + 1)]
    page = imported(client, {**PLAN, "changes": changes})
    assert page.status_code == 422
    assert "A plan can have at most 200 changes here." in text(page)


def test_a_form_of_too_many_changes_is_refused_before_it_is_built(client):
    changes = {f"changes-{number}-listener": "" for number in range(9000)}
    page = post(client, {**changes, "title": "x", "do": "preview"})
    assert page.status_code == 422
    assert "A plan can have at most 200 changes here." in text(page)
    assert len(page.content) < 20_000


def test_of_very_many_problems_the_first_are_told_and_the_rest_is_counted(client):
    form = read_form(imported(client, PLAN)).values
    wrong = {f"groups-{number}-addresses": "x y z" for number in range(MOST_GROUPS)}
    page = post(client, {**form, **wrong, "do": "preview"})
    assert page.status_code == 422
    assert len(page.context["problems"]) == MOST_TOLD
    assert "500 problems to fix" not in text(page)
    assert f"{3 * MOST_GROUPS} problems to fix" in text(page)
    assert f"{3 * MOST_GROUPS - MOST_TOLD} more problems." in text(page)


def test_namesakes_are_told_at_the_second_of_each(client):
    names = {f"groups-{number}-name": f"g{number // 2}" for number in range(20)}
    page = post(client, {**names, "title": "x", "do": "preview"})
    fields = [problem.field for problem in page.context["problems"]]
    assert fields == [f"id_groups-{number}-name" for number in range(1, 20, 2)]
