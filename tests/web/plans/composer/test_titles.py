"""A plan is called after what runs until somebody writes a title."""

import re

import pytest

from portsref.planning.document import document_from
from portsref.web.plans.composer.titles import derived_title
from portsref.web.plans.models import Plan, Revision
from tests.web.plans.pages import NEW, press, read_form, text

pytestmark = pytest.mark.django_db
RESULT = {"HX-Request": "true", "HX-Target": "result"}


def picking(*picks):
    plan = {"schema": "portsref.plan/v1", "title": "x", "picks": list(picks)}
    return document_from(plan)


@pytest.mark.parametrize(
    ("picks", "title"),
    [
        ((), ""),
        (({"product": "gone"},), ""),
        (({"product": "rke2", "options": {"cni": "cilium"}},), "RKE2 with Cilium"),
        (({"product": "rke2"}, {"product": "cilium"}), "RKE2 with Cilium"),
        (({"product": "rke2"},), "RKE2 with Canal"),
        (({"product": "kubernetes"}, {"product": "calico"}), "Kubernetes with Calico"),
        (({"product": "longhorn"}, {"product": "metallb"}), "Longhorn, MetalLB"),
    ],
)
def test_a_title_says_the_distribution_and_its_network(picks, title, catalogue):
    assert derived_title(picking(*picks), catalogue) == title


def placeholder(page):
    return re.search(
        r'placeholder="([^"]*)"', re.search(r"<input[^>]*id_title[^>]*>", text(page))[0]
    )[1]


def test_an_untouched_title_follows_what_runs(client):
    page = client.get(f"{NEW}?product=rke2&option=cni:cilium")
    assert (read_form(page).values["title"], placeholder(page)) == ([""], "RKE2 with Cilium")
    values = {**read_form(page).values, "option:rke2:cni": "calico"}
    typed = {"typed": "id_option-rke2-cni-1"}
    answer = client.post(NEW, values | typed, headers=RESULT)
    assert '<p data-for="id_title">RKE2 with Calico</p>' in text(answer)


def test_an_untouched_title_is_saved_as_it_is_shown(client):
    page = client.get(f"{NEW}?product=rke2&option=cni:cilium")
    assert press(client, page, "save").status_code == 303
    assert Revision.objects.get().title == "RKE2 with Cilium"


def test_a_preset_keeps_its_title(client):
    page = client.get(f"{NEW}?preset=k3s-single")
    assert read_form(page).values["title"] != [""]


def test_a_plan_of_nothing_asks_for_a_title_when_it_is_saved_and_not_before(client):
    page = client.get(f"{NEW}?empty")
    assert (page.context["problems"], placeholder(page)) == ((), "Untitled plan")
    answer = press(client, page, "save")
    assert answer.status_code == 422
    assert [problem.field for problem in answer.context["problems"]] == ["id_title"]
    assert "Enter a title: there is nothing yet to call the plan after." in text(answer)
    assert not Plan.objects.exists()
    assert press(client, page, "save", title="Mine").status_code == 303
