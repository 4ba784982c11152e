"""The user's own listeners: five fields each, and text for whoever prefers it."""

import pytest

from portsref.planning.document import document_from
from portsref.web.plans.composer.form_data import data_of
from portsref.web.plans.composer.own_listeners import spread_own
from portsref.web.plans.composer.plan_form import PlanForm
from tests.web.plans.pages import NEW, open_panel, press, read_form, text

PRESET = f"{NEW}?preset=rke2-cilium"
LISTED = """
- id: node-agent
  protocol: TCP
  ports: "7000"
  roles: [worker]
  peers: [control-plane]
  purpose: Node agent
  tls: mtls
- {id: probe, protocol: ICMP, ports: "", roles: [worker], peers: [bastion], purpose: Ping}
"""
FIELDS = {
    "own-0-purpose": "Backup agent",
    "own-0-protocol": "TCP",
    "own-0-ports": "8080-8090",
    "own-0-roles": ["worker"],
    "own-0-peers": ["control-plane", "bastion"],
}


def form_data(**changed):
    data = data_of(document_from({"schema": "portsref.plan/v1", "title": "x"}))
    for name, value in changed.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def owned(data, catalogue):
    form = PlanForm(data, catalogue)
    assert form.problems == ()
    return form.document.as_data()["listeners"]


def test_a_new_listener_is_called_after_what_it_is(catalogue):
    assert owned(form_data(**FIELDS), catalogue) == [
        {
            "id": "backup-agent",
            "component": "backup-agent",
            "protocol": "TCP",
            "ports": "8080-8090",
            "roles": ["worker"],
            "purpose": "Backup agent",
            "peers": ["control-plane", "bastion"],
        }
    ]


def test_two_of_one_name_and_one_without_latin_letters_have_ids_of_their_own(catalogue):
    again = {name.replace("-0-", "-1-"): value for name, value in FIELDS.items()}
    third = {name.replace("-0-", "-4-"): value for name, value in FIELDS.items()}
    data = form_data(**FIELDS, **again, **third | {"own-4-purpose": "备份"})
    ids = [one["id"] for one in owned(data, catalogue)]
    assert ids == ["backup-agent", "backup-agent-2", "listener-5"]


def test_an_id_stays_when_a_saved_listener_is_renamed(catalogue):
    data = data_of(PlanForm(form_data(**FIELDS), catalogue).document)
    data["own-0-purpose"] = "Other words"
    assert owned(data, catalogue)[0]["id"] == "backup-agent"


def test_text_that_is_right_becomes_fields(catalogue):
    data = form_data(**FIELDS, own=LISTED)
    spread_own(data)
    assert data["own"] == ""
    assert data["own-1-purpose"] == "Node agent"
    assert data.getlist("own-2-peers") == ["bastion"]
    assert data["own-1-rest"] == 'id: "node-agent"\ntls: "mtls"\n'
    ids = [one["id"] for one in owned(data, catalogue)]
    assert ids == ["backup-agent", "node-agent", "probe"]


def test_text_that_is_wrong_stays_with_what_is_wrong_in_it(catalogue):
    data = form_data(own=LISTED + "- {id: x}\n")
    spread_own(data)
    form = PlanForm(data, catalogue)
    assert form.own == []
    assert {problem.field for problem in form.problems} == {"id_own"}


def test_keys_that_have_fields_move_there_from_the_text_of_a_listener(catalogue):
    data = form_data(**FIELDS | {"own-0-rest": "ports: 9000\nroles: [etcd]\nnote: Ours."})
    spread_own(data)
    assert (data["own-0-ports"], data.getlist("own-0-roles")) == ("9000", ["etcd"])
    assert data["own-0-rest"] == 'note: "Ours."\n'
    assert owned(data, catalogue)[0]["note"] == "Ours."


def test_text_of_a_listener_is_not_rewritten_without_need():
    data = form_data(**FIELDS | {"own-0-rest": "# why\ntls:   mtls"})
    spread_own(data)
    assert data["own-0-rest"] == "# why\ntls:   mtls"


@pytest.mark.parametrize("rest", ["roles: worker", "ports: [1]", "peers: [a, a]"])
def test_what_no_field_can_say_stays_text(rest):
    data = form_data(**FIELDS | {"own-0-rest": rest})
    spread_own(data)
    assert data["own-0-rest"].split(":")[0] == rest.split(":")[0]


@pytest.mark.django_db
def test_a_listener_is_added_and_removed_without_a_script(client):
    page = press(client, client.get(PRESET), do="add-own")
    assert page.context["focus"] == "id_own-0-purpose"
    form = read_form(page)
    assert form.values["own-0-protocol"] == ["TCP"]
    assert page.context["problems"] == ()
    page = press(client, page, own_0_ports="80")
    assert "Say what listens, such as “Node agent”." in text(page)
    assert "Tick at least one role" in text(page)
    page = press(client, page, **FIELDS)
    assert page.context["problems"] == ()
    rules = page.context["sheet"].rule_set.rules
    assert any("own/backup-agent" in rule.listeners for rule in rules)
    page = press(client, page, do="remove-own:0")
    assert not any(name.startswith("own-") for name in read_form(page).values)


@pytest.mark.django_db
def test_the_boxes_of_roles_name_the_groups_that_play_them(client):
    page = press(client, client.get(PRESET), do="add-own")
    form = page.context["plan_form"].own[0]
    named = {box.value: box.groups for box in form.hosts if box.groups}
    assert named["worker"] == (("1", "workers"),)


@pytest.mark.django_db
def test_many_listeners_are_folded_and_nothing_of_them_is_lost(client):
    listed = "".join(
        f"- {{id: l{n}, protocol: TCP, ports: '{n + 1}', roles: [worker, etcd], peers: [client],"
        f" purpose: Number {n}, note: 'a: b'}}\n"
        for n in range(30)
    )
    page = press(client, client.get(PRESET), own=listed)
    before = page.context["plan_form"].document
    assert len(before.listeners) == 30
    page = press(client, open_panel(client, page, "own"), do="open-own:7")
    assert 'id="own-fold-7"' in text(page)
    assert 'id="own-fold-8"' not in text(page)
    assert page.context["plan_form"].document == before


@pytest.mark.django_db
def test_too_many_listeners_are_told_so(client):
    values = {f"own-{number}-purpose": "x" for number in range(201)}
    page = client.post(NEW, {"title": "x", **values})
    assert page.status_code == 422
    assert "A plan can have at most 200 listeners of your own." in text(page)
