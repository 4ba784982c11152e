"""The whole plan on its page: what runs, where, on which networks, what was changed, left out."""

import pytest
from django.utils import translation

from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules
from portsref.web.plans.reading.display import Display
from portsref.web.plans.reading.sheet import RuleSheet
from portsref.web.plans.reading.whole import (
    AT_ONCE,
    MOST_CHANGES,
    MOST_GROUPS,
    MOST_RANGES,
    OptionText,
    PlanSheet,
)
from portsref.web.plans.saving import save_new_plan
from tests.web.plans.pages import text

PLAN = {
    "schema": "portsref.plan/v1",
    "title": "Payments",
    "request": {"ticket": "CHG-1234"},
    "kubernetes": "1.37",
    "picks": [
        {"product": "rke2", "options": {"cni": "cilium", "kube-proxy": "yes"}},
        {"product": "cilium", "options": {"encryption": "wireguard"}},
    ],
    "groups": [
        {"name": "masters", "roles": ["control-plane"], "addresses": ["10.0.0.1", "10.0.0.2"]},
        {"name": "workers", "roles": ["worker"], "addresses": ["10.0.1.0/24"], "zone": "core"},
        {"name": "api", "addresses": ["10.0.2.1"], "zone": "dmz"},
        {"name": "rancher", "places": ["rancher/server"]},
        {"name": "proxy", "addresses": ["10.0.2.2"]},
    ],
    "networks": {"pods": ["10.42.0.0/16"]},
    "api_endpoint": {"group": "api", "ports": "443"},
    "outbound_proxy": {"group": "proxy", "ports": "3128"},
    "changes": [
        {"listener": "kubernetes/kube-apiserver", "ports": "6444", "reason": "6443 is taken"},
        {"listener": "cilium/wireguard", "peers": ["masters", "any"]},
        {"listener": "kubernetes/nodeport-udp", "excluded": True, "reason": "no UDP Services"},
    ],
    "listeners": [
        {
            "id": "agent",
            "protocol": "TCP",
            "ports": "9999",
            "roles": ["worker"],
            "peers": ["control-plane"],
            "purpose": "Agent of the inventory",
            "source": {"url": "https://example.com/", "basis": "documented"},
        }
    ],
}


@pytest.fixture
def show(catalogue):
    def sheet(is_current=True, **more):
        rules = plan_rules(document_from(PLAN | more), catalogue)
        return PlanSheet(RuleSheet(rules, catalogue, Display()), is_current=is_current)

    return sheet


def test_a_sentence_sums_the_plan_up_for_somebody_who_never_saw_it(show):
    assert str(show().sentence).startswith("RKE2 with Cilium on Kubernetes 1.37: <b>")


@pytest.mark.parametrize(
    ("picks", "lead"),
    [
        ([{"product": "kubernetes"}], "Kubernetes 1.37"),
        ([{"product": "kubernetes"}, {"product": "calico"}], "Kubernetes 1.37 with Calico"),
        ([{"product": "k3s"}], "K3s on Kubernetes 1.37"),
    ],
)
def test_the_sentence_begins_with_what_kind_of_cluster_it_is(show, picks, lead):
    assert show(picks=picks, changes=[]).lead == lead


def test_the_sentence_is_chinese_too(show):
    with translation.override("zh-hans"):
        assert str(show().sentence).startswith("RKE2 与 Cilium，Kubernetes 1.37：<b>")


def test_every_group_stands_with_roles_places_and_all_addresses(show):
    assert [
        (group.name, group.roles, group.zone, group.hosts, group.addresses)
        for group in show().groups
    ] == [
        ("masters", "control plane", "", "2 hosts", ("10.0.0.1–10.0.0.2",)),
        ("workers", "workers", "core", "up to 256 addresses", ("10.0.1.0/24",)),
        ("api", "API endpoint", "dmz", "1 host", ("10.0.2.1",)),
        ("rancher", "Rancher server or its load balancer", "", "", ()),
        ("proxy", "outbound proxy", "", "1 host", ("10.0.2.2",)),
    ]


def test_many_addresses_fold_and_none_is_lost(show):
    addresses = [f"10.0.{number}.1" for number in range(20)]
    (group,) = show(
        groups=[{"name": "hosts", "roles": ["worker"], "addresses": addresses}],
        api_endpoint=None, outbound_proxy=None, changes=[],
    ).groups  # fmt: skip
    assert len(group.addresses) == AT_ONCE
    assert [*group.addresses, *group.more] == addresses


def test_what_a_page_lists_has_a_bound(show):
    groups = [
        {"name": f"g{number}", "addresses": [f"10.{number % 200}.{n}.1" for n in range(100)]}
        for number in range(MOST_GROUPS + 5)
    ]
    changes = [
        {"listener": f"gone/row-{number}", "excluded": True, "reason": "gone"}
        for number in range(MOST_CHANGES + 7)
    ]
    sheet = show(
        groups=groups, changes=changes, api_endpoint=None, outbound_proxy=None, listeners=[]
    )
    shown = sum(len(group.addresses) + len(group.more) for group in sheet.groups)
    assert (len(sheet.groups), sheet.further_groups, shown) == (MOST_GROUPS, 5, MOST_RANGES)
    assert sum(group.not_shown for group in sheet.groups) == 100 * MOST_GROUPS - MOST_RANGES
    assert (len(sheet.excluded), sheet.further_changes) == (MOST_CHANGES, 7)


def test_options_that_differ_from_the_default_stand_first(show):
    running = {one.name: one for one in show().running}
    assert OptionText("Encryption between nodes", "wireguard") in running["Cilium"].options
    assert running["RKE2"].options == (OptionText("Pod network", "cilium"),)
    at_default = {option.label for option in running["Cilium"].defaults}
    assert "Tunnel between nodes" in at_default
    assert "Encryption between nodes" not in at_default


def test_what_somebody_else_chose_says_who(show):
    traefik = next(one for one in show().running if one.name == "Traefik Proxy")
    assert traefik.why == "added by RKE2 (Ingress controller: traefik)"
    assert OptionText("How clients reach it", "host-port", "set by RKE2") in traefik.options


def test_defaults_of_another_catalogue_are_not_taken_for_those_of_the_plan(show):
    running = {one.name: one for one in show(is_current=False).running}
    assert {one.defaults for one in running.values()} == {()}
    assert running["RKE2"].options == (OptionText("Pod network", "cilium"),)


def test_rows_picked_by_hand_are_named(show):
    picks = [{"product": "kubernetes", "only": ["kubelet-api"]}]
    (kubernetes,) = show(picks=picks, changes=[], listeners=[]).running
    assert kubernetes.by_hand == "only TCP 10250 (kubelet)"


def test_networks_and_ways_say_who_told_them(show):
    assert [(one.name, one.addresses, one.told_by) for one in show().networks] == [
        ("Pods", ("10.42.0.0/16",), "by the plan"),
        ("Services", ("10.43.0.0/16",), "assumed: the default of RKE2"),
        ("API endpoint", ("api, TCP 443",), ""),
        ("Outbound proxy", ("proxy, TCP 3128",), ""),
    ]


def test_changes_are_said_in_words_with_their_reason_and_what_they_touch(show):
    sheet = show()
    touched = sum(
        "kubernetes/kube-apiserver" in rule.listeners for rule in sheet.rule_set.all_rules
    )
    first, second = sheet.changes
    assert (first.listener, first.product) == ("TCP 6443 (kube-apiserver)", "Kubernetes")
    assert first.says == "on port 6444 instead of 6443"
    assert (first.reason, first.touches) == ("6443 is taken", f"touches {touched} rules")
    assert second.says == "only from masters, any address"
    (own,) = sheet.own
    assert (own.listener, own.says) == ("TCP 9999 (agent)", "Agent of the inventory")
    (excluded,) = sheet.excluded
    assert (excluded.reason, excluded.touches) == ("no UDP Services", "")


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_the_page_has_all_of_it_and_leads_with_files(client, catalogue, language):
    saved = save_new_plan(plan_rules(document_from(PLAN), catalogue)).revision
    page = text(client.get(f"{language}/plans/{saved.plan_id}/"))
    for part in ("CHG-1234", "10.0.0.1–10.0.0.2", "6443 is taken", "no UDP Services", "TCP 9999"):
        assert part in page
    main = page.index("button--main")
    assert "/revisions/1/files/" in page[main : main + 200]
    assert page.index('class="rules"') < page.index('id="whole"')


@pytest.mark.django_db
def test_sources_are_listed_once_and_rules_name_them_by_number(client, catalogue):
    saved = save_new_plan(plan_rules(document_from(PLAN), catalogue)).revision
    response = client.get(f"/plans/{saved.plan_id}/")
    sheet, page = response.context["sheet"], text(response)
    for source, number in sheet.cited.items():
        assert f'<li id="source-{number}"><a href="{source}"' in page
    row = sheet.pairs[0].rules[0]
    assert row.numbers == tuple(sheet.cited[source] for source in row.sources)
    assert f"[{', '.join(map(str, row.numbers))}]" in page


@pytest.mark.django_db
def test_hostile_names_stay_text(client, catalogue):
    groups = [{"name": "<script>alert(1)</script>", "roles": ["worker"], "zone": '"><img src=x>'}]
    hostile = PLAN | {"groups": groups, "changes": [], "title": "</title><script>"}
    hostile |= {"api_endpoint": None, "outbound_proxy": None}
    saved = save_new_plan(plan_rules(document_from(hostile), catalogue)).revision
    page = text(client.get(f"/plans/{saved.plan_id}/"))
    assert "<script>alert" not in page
    assert "<img src=x" not in page
