"""What a plan says of pods, places, fixed destinations and phases, as its page shows it."""

import pytest
from django.utils import translation

from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules
from portsref.web.plans.reading.display import Display
from portsref.web.plans.reading.sheet import RuleSheet
from portsref.web.plans.saving import save_new_plan
from tests.web.plans.pages import text

MASTERS = {"name": "masters", "roles": ["control-plane"], "addresses": ["10.0.0.1-10.0.0.3"]}
WORKERS = {"name": "workers", "roles": ["worker"], "addresses": ["10.0.1.0/24"]}
BALANCERS = {"name": "lb", "roles": ["api-endpoint"], "addresses": ["10.0.2.1", "10.0.2.2"]}
BOOTSTRAP = {"name": "bootstrap", "roles": ["bootstrap"], "addresses": ["10.0.3.1"]}
PODS = {"name": "pods", "roles": ["pod"], "addresses": ["10.42.0.0/16"]}
K3S = {"product": "k3s"}
ROUTED = "routed with pods' addresses"
KUBEADM = {"product": "kubeadm"}


@pytest.fixture
def rules(catalogue):
    def plan(picks, groups=(MASTERS, WORKERS), **more):
        head = {"schema": "portsref.plan/v1", "title": "Example"}
        document = document_from(head | {"picks": picks, "groups": list(groups)} | more)
        return plan_rules(document, catalogue)

    return plan


@pytest.fixture
def sheet(rules, catalogue):
    def show(picks, groups=(MASTERS, WORKERS), display=None, **more):
        rule_set = rules(picks, groups, **more)
        return RuleSheet(rule_set, catalogue, Display.of(display or {}))

    return show


def inside(sheet):
    return [group.heading for group in sheet.staying_groups if "network" in group.heading]


@pytest.mark.parametrize(
    ("picks", "headings"),
    [
        ([{"product": "rke2", "options": {"cni": "cilium"}}],
         ["Inside the pod network, through VXLAN (Cilium)"]),
        ([KUBEADM, {"product": "calico", "options": {"encapsulation": "ipip"}}],
         ["Inside the pod network, through IP-in-IP (Calico)"]),
        ([KUBEADM, {"product": "calico", "options": {"encapsulation": "vxlan-cross-subnet"}}],
         [f"Inside the pod network, partly through VXLAN and partly {ROUTED} (Calico)"]),
        ([K3S | {"options": {"flannel-backend": "wireguard-native"}}],
         ["Inside the pod network, in a tunnel (K3s)"]),
        ([{"product": "gke"}, {"product": "cert-manager"}],
         ["Inside the pod network, in the nodes' own network (Google Kubernetes Engine)",
          "Inside the pod network, through a tunnel that agents dial (Google Kubernetes Engine)"]),
        ([KUBEADM], ["Inside the pod network"]),
    ],
)  # fmt: skip
def test_what_stays_inside_the_pod_network_says_how(sheet, picks, headings):
    assert sorted(inside(sheet(picks))) == headings


def test_how_it_stays_inside_is_said_in_chinese_too(sheet):
    with translation.override("zh-hans"):
        assert [group.heading for group in sheet([K3S]).staying_groups] == [
            "主机自身",
            "Pod 网络内部，经由 VXLAN（K3s）",
        ]


def test_every_row_that_stays_is_in_one_group(sheet):
    shown = sheet([{"product": "gke"}, {"product": "cert-manager"}])
    assert sum(len(group.rows) for group in shown.staying_groups) == shown.staying


def test_a_need_says_whom_it_dials_and_a_listener_does_not(sheet):
    box = {"name": "box", "roles": ["control-plane", "worker"], "addresses": ["10.0.0.1"]}
    (local, *_) = sheet([K3S], [box]).staying_groups
    dials = {row.component: (row.groups, row.dials) for row in local.rows if row.dials}
    assert dials == {"Metrics Server": ("box", "control plane, workers")}


def test_rows_of_the_provider_are_named_in_the_words_of_the_reader(sheet):
    with translation.override("zh-hans"):
        (local, *_) = sheet([{"product": "aks", "include": "all"}], [WORKERS]).staying_groups
    assert {row.groups for row in local.rows} == {"workers", "Azure Kubernetes Service 控制面"}


@pytest.mark.parametrize(
    ("groups", "networks", "told"),
    [
        ([MASTERS], {}, [
            ("Pods", ("10.42.0.0/16",), "assumed: the default of K3s"),
            ("Services", ("10.43.0.0/16",), "assumed: the default of K3s")]),
        ([MASTERS], {"pods": ["10.1.0.0/16"]}, [
            ("Pods", ("10.1.0.0/16",), "by the plan"),
            ("Services", ("10.43.0.0/16",), "assumed: the default of K3s")]),
        ([MASTERS, PODS], {}, [
            ("Pods", ("10.42.0.0/16",), "by the plan's group “pods”"),
            ("Services", ("10.43.0.0/16",), "assumed: the default of K3s")]),
    ],
)  # fmt: skip
def test_filters_on_hosts_are_told_whose_packets_to_forward(sheet, groups, networks, told):
    found = sheet([K3S], groups, networks=networks).host_networks
    assert [(item.name, item.addresses, item.told_by) for item in found] == told


def test_without_any_network_hosts_are_told_nothing(sheet):
    assert sheet([{"product": "infrastructure"}]).host_networks == ()


def test_a_fixed_destination_has_its_address_and_the_hosts(sheet):
    picks = [KUBEADM, {"product": "keepalived-haproxy"}]
    shown = sheet(picks, [MASTERS, WORKERS, BALANCERS])
    vrrp = [pair for pair in shown.pairs if pair.rules[0].protocol == "VRRP"]
    assert [(pair.source.name, pair.destination.name, len(pair.rules)) for pair in vrrp] == [
        ("lb", "224.0.0.18, on lb", 1)
    ]
    assert "224.0.0.18, on lb" in shown.matrix.destinations


UPI = [{"product": "openshift", "options": {"installation": "user-provisioned"}}]


def test_rules_of_the_installation_say_so_and_can_be_shown_alone(sheet):
    groups = [MASTERS, WORKERS, BALANCERS, BOOTSTRAP]
    shown = {
        phase: {
            row.words.phase
            for pair in sheet(UPI, groups, {"phase": phase}).pairs
            for row in pair.rules
        }
        for phase in ("", "operation", "installation")
    }
    assert shown == {
        "": {"", "installation only"},
        "operation": {""},
        "installation": {"installation only"},
    }


def test_a_sentence_says_that_one_phase_is_shown(sheet):
    groups = [MASTERS, BALANCERS, BOOTSTRAP]
    said = sheet(UPI, groups, {"phase": "installation"}).sentence
    assert " Only what the installation needs besides. " in said


def test_phases_are_offered_where_there_are_any(sheet):
    assert sheet(UPI, [MASTERS, BALANCERS, BOOTSTRAP]).has_phases
    assert not sheet([K3S]).has_phases
    assert sheet([K3S], display={"phase": "operation"}).has_phases


def test_what_is_chosen_stays_chosen_in_the_links_of_a_page():
    display = Display.of({"view": "local", "merge": "1", "phase": "installation"})
    assert [(toggle.query, toggle.is_on) for toggle in display.toggles] == [
        ("?view=local&phase=installation", True),
        ("?view=local&merge=1&boundary=1&phase=installation", False),
    ]
    assert [(phase.query, phase.is_on) for phase in display.phases] == [
        ("?view=local&merge=1", False),
        ("?view=local&merge=1&phase=operation", False),
        ("?view=local&merge=1&phase=installation", True),
    ]


@pytest.mark.django_db
def test_the_phase_is_kept_in_links_and_files(client, rules):
    plan = save_new_plan(rules(UPI, [MASTERS, WORKERS, BALANCERS, BOOTSTRAP]))
    address = f"/plans/{plan.revision.plan_id}/"
    page = text(client.get(address, {"phase": "installation"}))
    assert 'href="?view=matrix&amp;phase=installation"' in page
    files = f"{address}revisions/1/files/?phase=installation"
    assert f'href="{files}"' in page
    answer = client.get(f"{address}revisions/1/export/csv/?phase=installation")
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="example-r1-rules-installation.csv"'
    )
    lines = b"".join(answer).decode().splitlines()
    assert {line.rpartition(",")[2] for line in lines[1:]} == {"installation"}
