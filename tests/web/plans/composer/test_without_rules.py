"""A product that adds no rule says why, on its line."""

import pytest
from django.utils import translation

from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules
from portsref.web.plans.composer.plan_form import PlanForm
from portsref.web.plans.composer.runs import RunsSheet
from tests.web.plans.pages import NEW, text

NODES = ({"name": "cp", "roles": ["control-plane"]}, {"name": "workers", "roles": ["worker"]})


def why_none(catalogue, *picks, groups=NODES, **rest):
    """What the lines of the plan's products say, of those that add none."""
    plan = {"schema": "portsref.plan/v1", "title": "x", "picks": list(picks), "groups": groups}
    form = PlanForm.of(document_from(plan | rest), catalogue)
    runs = RunsSheet(form, plan_rules(form.document, catalogue), address="/")
    return {field.slug: field.why_none for field in runs.products if field.why_none}


@pytest.mark.parametrize(
    ("product", "options", "words"),
    [
        ("jaeger", {}, "stays in the pod network"),
        ("kubeadm", {}, "on loopback only"),
        ("kuma", {"envoy-admin": "tcp"}, "stays in the pod network; on loopback"),
        ("keepalived-haproxy", {}, "no group for API endpoint"),
        (
            "traefik",
            {"version-check": "no"},
            "stays in the pod network; no group for load balancers",
        ),
    ],
)
def test_a_product_without_rules_says_where_its_rows_are(product, options, words, catalogue):
    pick = {"product": product, "options": options}
    picks = ({"product": "kubernetes"}, {"product": "cilium"}, pick)
    assert why_none(catalogue, *picks) == {product: words}


def test_rows_that_all_need_an_option_say_so(catalogue):
    off = {"control-plane": "no", "metrics": "no"}
    picks = (
        {"product": "kubernetes"},
        {"product": "kube-vip", "options": off},
        {"product": "infrastructure", "options": {"images": "mirror"}},
    )
    assert why_none(catalogue, *picks)["kube-vip"] == "all its rows need an option"


def test_rows_that_are_all_excluded_say_so(catalogue):
    changes = [
        {"listener": row.key, "excluded": True, "reason": "not here"}
        for row in catalogue.products["jaeger"].rows
    ]
    picks = ({"product": "kubernetes"}, {"product": "cilium"}, {"product": "jaeger"})
    assert why_none(catalogue, *picks, changes=changes)["jaeger"] == "all its rows are excluded"


def test_a_product_with_rules_says_nothing_of_the_kind(catalogue):
    assert "cilium" not in why_none(catalogue, {"product": "kubernetes"}, {"product": "cilium"})


@pytest.mark.django_db
def test_the_line_stands_on_the_page_in_both_languages(client):
    address = f"{NEW}?product=kubernetes&product=cilium&product=jaeger"
    assert "0: stays in the pod network" in text(client.get(address))
    with translation.override("zh-hans"):
        assert "0：只在 Pod 网络内" in text(client.get(f"/zh-hans{address}"))
