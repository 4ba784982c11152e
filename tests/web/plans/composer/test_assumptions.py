"""What a plan takes for granted stands on the page, each with what changes it."""

import re

import pytest
from django.utils.translation import override

from portsref.planning.document import document_from
from portsref.planning.presets import PRESETS
from portsref.planning.rules import Finding
from portsref.web.plans.composer.page import ComposerPage
from portsref.web.plans.composer.plan_form import PlanForm
from portsref.web.plans.finding_words import say_finding
from portsref.web.plans.origin import Origin
from tests.web.plans.pages import NEW, open_panel, options, post, press, read_form, text

pytestmark = pytest.mark.django_db

RESULT = {"HX-Request": "true", "HX-Target": "result"}
MASTERS = {"name": "masters", "roles": ["control-plane"], "addresses": ["10.0.0.0/28"]}
WORKERS = {"name": "workers", "roles": ["worker"], "addresses": ["10.0.1.0/24"]}


def plan_of(*picks, **what):
    groups = [MASTERS, WORKERS]
    return document_from(
        {"schema": "portsref.plan/v1", "title": "Plan", "picks": picks, "groups": groups, **what}
    )


def said_of(document, catalogue):
    runs = ComposerPage(PlanForm.of(document, catalogue), Origin()).context["runs"]
    said = runs.assumptions
    switch = runs.servers_run_pods
    ways = [(w.sentence, w.product, *(option.words for option in w.options)) for w in said.ways]
    servers = [(choice.value, choice.checked) for choice in switch.choices] if switch else []
    networks = [(one.name, *one.addresses, one.told_by) for one in said.networks]
    return ways, servers, networks


def open_plan(client, document):
    return post(client, {"do": "import", "text": document.as_yaml()})


def open_findings(client, document):
    return press(client, open_plan(client, document), view="findings")


def step_of(page, code):
    (finding,) = (one for one in page.context["findings"] if one.code == code)
    return finding.step


def test_a_distribution_with_a_tunnel_says_what_it_assumes(catalogue):
    assert said_of(plan_of({"product": "k3s"}), catalogue) == (
        [
            ("Between nodes, pods travel in a tunnel.", "K3s", "Flannel backend: vxlan"),
            (
                "The control plane is part of the pod network.",
                "K3s",
                "Tunnels of the API server: agent",
            ),
        ],
        [("", True), ("no", False)],
        [
            ("pods", "10.42.0.0/16", "assumed: the default of K3s"),
            ("services", "10.43.0.0/16", "assumed: the default of K3s"),
        ],
    )


def test_a_managed_control_plane_has_no_hosts_that_run_pods(catalogue):
    assert said_of(plan_of({"product": "eks"}), catalogue) == (
        [
            ("Pods have addresses of the network that the nodes are in.", "Amazon VPC CNI"),
            (
                "The control plane connects to pods directly, from outside the pod network.",
                "Amazon EKS",
            ),
        ],
        [],
        [("services", "10.100.0.0/16", "172.20.0.0/16", "assumed: the default of Amazon EKS")],
    )


def test_what_the_plan_states_is_not_assumed(catalogue):
    plan = plan_of(
        {"product": "kubeadm", "options": {"servers-run-pods": "yes"}},
        {"product": "calico", "options": {"encapsulation": "none"}},
        networks={"pods": ["10.1.0.0/16"]},
    )
    ways, servers, networks = said_of(plan, catalogue)
    assert ways[0] == (
        "Between nodes, pods travel with addresses of their own.",
        "Calico",
        "Encapsulation: none",
        "Encryption between nodes: none",
    )
    assert servers == [("yes", True), ("", False)]
    assert networks == [
        ("pods", "10.1.0.0/16", "by the plan"),
        ("services", "10.96.0.0/12", "assumed: the default of kubeadm"),
    ]


def test_a_group_of_pods_says_which_networks_they_have(catalogue):
    pods = {"name": "pods", "roles": ["pod"], "addresses": ["10.7.0.0/16"]}
    plan = plan_of({"product": "k3s"}, groups=[MASTERS, pods])
    assert said_of(plan, catalogue)[2] == [
        ("pods", "10.7.0.0/16", "by the plan's group “pods”"),
        ("services", "10.43.0.0/16", "assumed: the default of K3s"),
    ]


def test_a_plan_without_a_cluster_takes_nothing_for_granted(client):
    page = open_panel(client, client.get(f"{NEW}?empty"), "networks")
    assert not page.context["runs"].assumptions.are_any
    assert re.search(r'id="assumptions"[^>]*\bhidden\b', text(page))


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_every_assumption_leads_to_a_place_that_the_page_has(preset, client):
    page = open_panel(client, client.get(f"{NEW}?preset={preset.name}"), "networks")
    steps = [value for _name, value in read_form(page).buttons if value.startswith("open:product")]
    assert steps
    for step in steps:
        opened = press(client, page, step)
        goal = step.partition(" ")[2]
        assert re.search(rf'id="{goal}"[^>]*autofocus', text(opened))


def test_an_option_that_decides_is_seen_in_the_outline(client):
    page = client.get(f"{NEW}?preset=k3s-single")
    (k3s,) = (one for one in page.context["outline"].products if one.slug == "k3s")
    assert [(chip.label, chip.words, chip.changed) for chip in k3s.chips] == [
        ("Flannel backend", "vxlan", False)
    ]


def test_the_option_about_control_plane_hosts_stands_once_and_posts_like_any_other(client):
    page = open_panel(client, client.get(f"{NEW}?preset=k3s-single"), "networks")
    assert text(page).count('id="option-k3s-servers-run-pods"') == 1
    name = "option:k3s:servers-run-pods"
    page = press(client, page, **{name: "no"})
    assert dict(options(page))[name] == "no"
    assert page.context["plan_form"].document.pick("k3s").options["servers-run-pods"] == "no"


def test_assumed_networks_are_taken_over_by_a_button(client):
    page = open_panel(client, client.get(f"{NEW}?preset=k3s-single"), "networks")
    page = press(client, page, "use-networks:pods:10.42.0.0/16")
    page = press(client, page, "use-networks:services:10.43.0.0/16")
    networks = page.context["plan_form"].document.networks
    assert [str(networks.pods[0]), str(networks.services[0])] == ["10.42.0.0/16", "10.43.0.0/16"]
    assert not [value for _name, value in read_form(page).buttons if "use-networks" in value]


def test_stated_networks_stay_stated_while_another_field_is_wrong(client):
    page = press(client, client.get(f"{NEW}?preset=k3s-single"), networks_pods="10.9.0.0/16")
    page = press(client, page, title="\u202e")
    pods = page.context["runs"].assumptions.networks[0]
    assert (pods.addresses, pods.told_by) == (("10.9.0.0/16",), "by the plan")


def test_htmx_gets_what_the_plan_takes_for_granted(client):
    page = open_panel(client, client.get(f"{NEW}?preset=k3s-single"), "networks")
    answer = text(press(client, page, headers=RESULT, networks_pods="10.9.0.0/16"))
    assert 'id="assumptions"' in answer
    assert "10.9.0.0/16" in answer
    assert 'name="networks-pods"' not in answer  # nobody types into what is swapped


def test_the_finding_about_pods_on_the_wire_takes_the_assumed_network_over(client):
    plan = plan_of(
        {"product": "kubeadm"}, {"product": "calico", "options": {"encapsulation": "none"}}
    )
    page = open_findings(client, plan)
    step = step_of(page, "pod-network-on-the-wire")
    assert (step.do, step.words) == ("use-networks:pods:192.168.0.0/16", "Use 192.168.0.0/16")
    page = press(client, page, step.do)
    codes = [finding.code for finding in page.context["findings"]]
    assert "pod-network-on-the-wire" not in codes


def test_the_finding_about_host_services_adds_the_product(client):
    page = open_findings(client, plan_of({"product": "k3s"}))
    step = step_of(page, "host-services-unplanned")
    page = press(client, page, step.do)
    assert page.context["plan_form"].document.pick("infrastructure") is not None


def test_the_finding_about_unreachable_webhooks_moves_them_to_the_host_network(client):
    plan = plan_of(
        {"product": "eks", "options": {"cni": "calico"}},
        {"product": "calico"},
        {"product": "cert-manager"},
    )
    page = open_findings(client, plan)
    found = [one for one in page.context["findings"] if "outside" in one.code and one.step]
    steps = {one.step.do: one.step.words for one in found}
    do = "choose-option:cert-manager:host-network:yes"
    assert steps[do] == "Set “Webhook on the host network: yes”"
    advice = next(one.advice for one in found if one.step.do == do)
    assert advice.startswith(
        "Move them to the host network by “Webhook on the host network: yes”. On the nodes this"
    )
    page = press(client, page, do)
    assert do not in read_form(page).buttons
    assert page.context["plan_form"].document.pick("cert-manager").options == {
        "host-network": "yes"
    }


def test_a_group_can_be_a_place_of_the_products_in_the_plan(catalogue):
    outside = {"name": "outside", "places": ["rancher/server", "gone/gone", "cilium/gone"]}
    form = PlanForm.of(plan_of({"product": "rancher"}, groups=[outside]), catalogue).groups[0]
    boxes = [(box.value, box.label, box.remark, box.is_ticked) for box in form.place_boxes]
    assert boxes[0] == (
        "rancher/server",
        "Rancher server or its load balancer",
        "Rancher Manager",
        True,
    )
    assert boxes[-2:] == [
        ("gone/gone", "gone/gone", "not in the plan", True),
        ("cilium/gone", "cilium/gone", "not in the plan", True),
    ]
    assert form.role_words == "Rancher server or its load balancer, gone/gone, cilium/gone"
    assert [box for box in boxes if box[3]] == [boxes[0], *boxes[-2:]]


def test_ticking_a_place_makes_the_group_that_place(client):
    page = open_plan(client, plan_of({"product": "rancher"}))
    page = press(client, page, **{"groups-1-places": ["rancher/server"]})
    assert page.context["plan_form"].document.groups[1].places == ("rancher/server",)


def said(code, catalogue, **parameters):
    finding = Finding(code=code, severity="note", place="", parameters=parameters)
    words = say_finding(finding, catalogue)
    return words.title, words.advice


SAID = {
    "en": (
        "No group has hosts with Windows for what runs there alone.",
        "Move them to the host network by “Webhook on the host network: yes”.",
    ),
    "zh-hans": (
        "没有主机组使用 Windows，而有些组件只能在其上运行。",
        "请通过“Webhook 使用主机网络：是”将其移到主机网络。",
    ),
}


@pytest.mark.parametrize("language", SAID)
def test_systems_and_settings_are_said_as_readers_know_them(language, catalogue):
    with override(language):
        title, _advice = said("system-unplaced", catalogue, systems=("windows",), listeners=())
        _title, advice = said(
            "control-plane-outside-pod-network",
            catalogue,
            product="cert-manager",
            listeners=(),
            opened=("TCP 10260",),
            settings=("host-network = yes",),
            remedy="host-network",
        )
    assert (title, advice[: len(SAID[language][1])]) == SAID[language]
