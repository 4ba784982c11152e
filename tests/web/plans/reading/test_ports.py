"""What listens on the hosts of a group."""

import pytest

from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.web.plans.reading.display import Display
from portsref.web.plans.reading.sheet import RuleSheet
from portsref.web.plans.saving import save_new_plan
from tests.web.plans.pages import NEW, press, text

pytestmark = pytest.mark.django_db


def sheet(catalogue, picks, groups, group=""):
    data = {"schema": "portsref.plan/v1", "title": "Ports", "picks": picks, "groups": groups}
    rules = plan_rules(document_from(data), catalogue)
    return RuleSheet(rules, catalogue, Display(view="ports", group=group)).ports


HOSTS = [
    {"name": "control-plane", "roles": ["control-plane"], "addresses": ["10.0.0.0/28"]},
    {"name": "workers", "roles": ["worker"], "addresses": ["10.0.1.0/24"]},
]


def test_listeners_stand_by_where_they_are_reached_from(catalogue):
    shown = sheet(catalogue, [{"product": "kubeadm"}], HOSTS, "workers")
    found = {
        (one.protocol, one.ports): (one.component, one.reached_from) for one in shown.listening
    }
    assert found["TCP", "10250"] == ("kubelet", "control-plane")
    assert found["TCP", "10248"] == ("kubelet", "on the host itself")
    reaches = [one.reach for one in shown.listening]
    assert reaches == sorted(reaches, key=["hosts", "host", "pods"].index)


def test_each_mark_of_the_map_leads_to_a_row_of_the_table(catalogue):
    shown = sheet(catalogue, [{"product": "kubeadm"}], HOSTS, "control-plane")
    for one in shown.listening:
        for shape in (shown.shapes.wide, shown.shapes.upright):
            assert (f'href="#{one.id}"' in shape.svg) == bool(one.ports)


def test_two_listeners_on_one_port_are_marked(catalogue):
    picks = [{"product": "kubeadm"}]
    own = {"id": "mine", "component": "mine", "protocol": "TCP", "ports": "10250"}
    data = {"schema": "portsref.plan/v1", "title": "Ports", "picks": picks, "groups": HOSTS}
    data["listeners"] = [
        {**own, "purpose": "Mine.", "roles": ["worker"], "peers": ["control-plane"]}
    ]
    rules = plan_rules(document_from(data), catalogue)
    assert "port-conflict" in {finding.code for finding in rules.findings}
    shown = RuleSheet(rules, catalogue, Display(view="ports", group="workers")).ports
    shared = {(one.component, one.ports) for one in shown.listening if one.is_shared}
    assert ("kubelet", "10250") in shared
    assert len(shared) == 2


def test_windows_has_other_ephemeral_ports(catalogue):
    windows = {
        "name": "windows",
        "roles": ["worker"],
        "addresses": ["10.0.2.0/24"],
        "os": "windows",
    }
    shown = sheet(catalogue, [{"product": "kubeadm"}], [*HOSTS, windows], "windows")
    assert "ephemeral ports of Windows 49152–65535" in shown.shapes.wide.svg


def test_a_group_is_chosen_by_a_link_and_by_a_button(catalogue, client):
    rules = plan_rules(find_preset("rke2-cilium").document(), catalogue)
    page = f"/plans/{save_new_plan(rules).revision.plan_id}/"
    shown = text(client.get(page, {"view": "ports"}))
    assert 'href="?view=ports&amp;group=workers"' in shown
    assert ">What listens on control-plane</h3>" in shown
    composer = client.get(NEW, {"preset": "rke2-cilium", "view": "ports", "group": "workers"})
    assert composer.context["sheet"].ports.group.name == "workers"
    other = press(client, composer, view="ports:control-plane")
    assert other.context["sheet"].ports.group.name == "control-plane"


@pytest.mark.parametrize("group", ["nobody", "x" * 1000])
def test_a_group_that_there_is_not_has_no_ports(group, catalogue, client):
    rules = plan_rules(find_preset("k3s-single").document(), catalogue)
    page = f"/plans/{save_new_plan(rules).revision.plan_id}/"
    answer = client.get(page, {"view": "ports", "group": group})
    assert answer.status_code == 200
    assert "Nothing listens here" in text(answer)
