"""Why is this dropped? The page of a saved plan: paste, read, add what is missing."""

import re
from typing import get_args

import pytest

from portsref.planning.document import Change
from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.troubleshooting.additions import added, parse_addition
from portsref.troubleshooting.explanations import RemedyKind, Verdict
from portsref.troubleshooting.verdict_table import VERDICT_WORDS
from portsref.troubleshooting.words import REMEDY_WORDS
from portsref.web.plans.models import Plan, Revision
from portsref.web.plans.saving import save_new_plan, save_revision
from tests.web.plans.pages import open_by_link, press, read_form, text, to_draft

pytestmark = pytest.mark.django_db

WORKER, MASTER, ADMIN = "192.0.2.65", "192.0.2.11", "203.0.113.1"


def line(source, destination, port, protocol="TCP", **more):
    rest = " ".join(f"{name}={value}" for name, value in more.items())
    return f"kernel: SRC={source} DST={destination} PROTO={protocol} SPT=40000 DPT={port} {rest}"


@pytest.fixture
def saved(catalogue):
    document = find_preset("kubeadm-calico").document()
    without = Change(listener="kubernetes/nodeport-tcp", excluded=True, reason="by ingress")
    changed = document.model_copy(update={"changes": (*document.changes, without)})
    return save_new_plan(plan_rules(changed, catalogue))


@pytest.fixture
def address(saved):
    return f"/plans/{saved.revision.plan_id}/dropped/"


def paste(client, address, *lines, **more):
    return client.post(address, {"lines": "\n".join(lines), **more})


def labels(page):
    return re.findall(r'<span class="tag[^"]*">([^<]*)</span>\s+<b>', text(page))


def test_every_verdict_and_remedy_has_words():
    assert {key.partition(":")[0] for key in VERDICT_WORDS} == set(get_args(Verdict.__value__))
    assert {key.partition(":")[0] for key in REMEDY_WORDS} == set(get_args(RemedyKind.__value__))


@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_the_form_shows_lines_that_are_understood(language, address, client):
    page = client.get(f"{language}{address}")
    assert page.status_code == 200
    assert "%ASA-4-106023" in text(page)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]


@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_every_packet_is_explained_in_the_order_of_the_log(language, address, client):
    page = paste(
        client,
        f"{language}{address}",
        line(MASTER, WORKER, 10250),
        line(WORKER, MASTER, 10250),
        line(WORKER, WORKER, 179),
        line("10.9.9.9", WORKER, 22),
        line("203.0.113.200", WORKER, 31000),
        line(ADMIN, MASTER, 6443),
        "and this is no line",
    )
    assert page.status_code == 200
    assert len(page.context["packets"]) == 6
    assert page.context["read"].unreadable_count == 1
    assert "and this is no line" in text(page)
    assert "%(" not in text(page)
    if not language:
        assert labels(page) == [
            "In the plan",
            "Not in the plan",
            "Not in the plan",
            "Unknown address",
            "Excluded",
            "Other path",
        ]


@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_error_texts_are_explained_with_what_they_mean(language, address, client):
    page = paste(
        client,
        f"{language}{address}",
        f"dial tcp {WORKER}:10250: i/o timeout",
        f"dial tcp {MASTER}:4000->{WORKER}:10250: connect: connection refused",
        'Post "https://cert-manager-webhook.cert-manager.svc:443/": x509: certificate has expired',
        'Post "https://own-webhook.own.svc:443/": context deadline exceeded',
        "[UFW BLOCK] IN=cni0 OUT= SRC=10.42.0.5 DST=192.0.2.11 PROTO=TCP SPT=4 DPT=9999",
        "Get https://x.example:6443/: context deadline exceeded",
        "dial tcp 127.0.0.1:9999: i/o timeout",
        "No agent available",
    )
    assert page.context["read"].unreadable_count == 0
    packets = page.context["packets"]
    assert all(packet.title and "%(" not in f"{packet.title}{packet.advice}" for packet in packets)
    assert "None" not in text(page).partition("<main")[2]
    if not language:
        assert [packet.label for packet in packets][:5] == [
            "In the plan",
            "Rarely a firewall",
            "No firewall",
            "Unknown Service",
            "Pods",
        ]
        assert packets[0].source.address == ""
        assert "No answer came" in packets[0].outcome
        assert "which network the pods have" in packets[4].networks


def test_what_was_pasted_stands_in_the_form_again_and_is_harmless(address, client):
    page = paste(
        client, address, "<script>alert(1)</script> SRC=</textarea>", line(WORKER, MASTER, 9)
    )
    assert "<script>alert" not in text(page)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; SRC=&lt;/textarea&gt;" in text(page)


@pytest.mark.parametrize("lines", ["", "  \n \n"])
def test_nothing_pasted_is_said_at_the_field(lines, address, client):
    page = client.post(address, {"lines": lines})
    assert page.status_code == 422
    assert "Paste at least one line" in text(page)


def test_more_than_is_read_is_counted_and_said(address, client):
    many = [line(WORKER, MASTER, port) for port in range(1, 204)]
    page = paste(client, address, *many)
    assert len(page.context["packets"]) == 200
    assert "3 lines contain more packets" in text(page)


def test_nothing_of_a_log_is_stored(address, client):
    before = list(Revision.objects.values()), list(Plan.objects.values())
    paste(client, address, line(WORKER, MASTER, 1))
    assert (list(Revision.objects.values()), list(Plan.objects.values())) == before


def test_a_revision_is_explained_as_it_was(saved, catalogue, client):
    plan = saved.revision.plan
    document = find_preset("kubeadm-calico").document()
    own = parse_addition(
        '{"listeners": [{"id": "x", "protocol": "TCP", "ports": "7", "roles": ["control-plane"],'
        ' "peers": ["worker"], "purpose": "x"}]}'
    )
    save_revision(plan, plan_rules(added(document, own), catalogue), base=1, note="")
    asked = line(WORKER, MASTER, 7)
    newest = paste(client, f"/plans/{plan.pk}/dropped/", asked)
    first = paste(client, f"/plans/{plan.pk}/revisions/1/dropped/", asked)
    assert (labels(newest), labels(first)) == (["In the plan"], ["Not in the plan"])


def parts_of(page):
    (parts,) = re.findall(r'name="parts" value="([^"]*)"', text(page))
    return parts.replace("&quot;", '"')


def test_the_missing_line_is_added_to_a_copy_that_is_not_saved(address, client, saved):
    page = paste(client, address, line(WORKER, MASTER, 64999))
    revision = saved.revision
    sent = {"do": "add-parts", "parts": parts_of(page), "copied": revision.plan_id,
            "revision": revision.number}  # fmt: skip
    composer = to_draft(client, client.post("/plans/new/", sent))
    form = read_form(composer)
    assert "dropped-tcp-64999" in form.values["own-0-rest"][0]
    assert "not saved yet" in text(composer)
    assert "Saving creates a separate plan" in text(composer)
    assert Revision.objects.count() == 1


def test_with_the_edit_key_the_missing_line_is_added_to_the_plan(address, client, saved):
    open_by_link(client, address, saved.edit_key)
    page = paste(client, address, line(WORKER, MASTER, 64999))
    edit = f"/plans/{saved.revision.plan_id}/edit/"
    assert f'action="{edit}"' in text(page)
    composer = to_draft(client, client.post(edit, {"do": "add-parts", "parts": parts_of(page)}))
    form = read_form(composer)
    assert (form.action.startswith(edit), form.values["base"]) == (True, ["1"])
    client.post(form.action, {**form.values, "do": "save"})
    revision = Revision.objects.get(plan=saved.revision.plan_id, number=2)
    assert "dropped-tcp-64999" in revision.document
    assert labels(paste(client, address, line(WORKER, MASTER, 64999))) == ["In the plan"]


def test_adding_the_missing_line_is_a_step_that_can_be_undone(address, client, saved):
    open_by_link(client, address, saved.edit_key)
    page = paste(client, address, line(WORKER, MASTER, 64999))
    edit = f"/plans/{saved.revision.plan_id}/edit/"
    composer = to_draft(client, client.post(edit, {"do": "add-parts", "parts": parts_of(page)}))
    assert composer.context["step"].words == "What was missing added"
    assert (composer.context["step"].opened, composer.context["step"].closed) == (1, 0)
    undone = press(client, composer, "undo")
    assert "own-0-rest" not in read_form(undone).values
    assert "not saved yet" not in text(undone)
    assert "own-0-rest" in read_form(press(client, undone, "redo")).values


def test_a_copy_with_the_missing_line_that_cannot_be_kept_is_shown_all_the_same(
    address, client, saved, monkeypatch
):
    page = paste(client, address, line(WORKER, MASTER, 64999))
    monkeypatch.setattr("portsref.web.plans.drafts.keeping.LARGEST_DRAFT", 1)
    sent = {"do": "add-parts", "parts": parts_of(page), "copied": saved.revision.plan_id,
            "revision": "1"}  # fmt: skip
    composer = client.post("/plans/new/", sent)
    assert composer.status_code == 200
    assert "dropped-tcp-64999" in read_form(composer).values["own-0-rest"][0]
    assert "A copy of" in text(composer)
    assert "not saved yet" in text(composer)


def test_a_wrong_key_is_refused(address, client):
    assert client.get(address, {"key": "wrong"}).status_code == 403
    page = paste(client, address, line(WORKER, MASTER, 64999), key="wrong")
    assert 'action="/plans/new/"' in text(page)


@pytest.mark.parametrize(
    "parts", ["", "[]", "{", '{"picks": 7}', '{"groups": [{"name": ""}]}', "a: *x"]
)
def test_parts_that_are_none_are_refused(parts, client, saved):
    sent = {"do": "add-parts", "parts": parts, "copied": saved.revision.plan_id, "revision": "1"}
    assert client.post("/plans/new/", sent).status_code == 400
    sent = {"do": "add-parts", "parts": parts, "key": saved.edit_key}
    assert client.post(f"/plans/{saved.revision.plan_id}/edit/", sent).status_code == 400


@pytest.mark.parametrize("copied", ["", "x" * 24, "../etc", "\x00"])
def test_parts_for_no_plan_are_refused(copied, client):
    sent = {"do": "add-parts", "parts": "{}", "copied": copied, "revision": "1"}
    assert client.post("/plans/new/", sent).status_code == 404


@pytest.mark.parametrize("path", [f"/plans/{'x' * 24}/dropped/", "/plans/x/dropped/"])
def test_a_plan_that_is_not_there_explains_nothing(path, client):
    assert client.get(path).status_code == 404


def test_the_plan_and_its_revisions_lead_here(address, client, saved, catalogue):
    plan = saved.revision.plan
    assert f'href="{address}"' in text(client.get(f"/plans/{plan.pk}/"))
    save_revision(plan, plan_rules(find_preset("eks").document(), catalogue), base=1, note="")
    old = f"/plans/{plan.pk}/revisions/1/"
    assert f'href="{old}dropped/"' in text(client.get(old))
    composer = open_by_link(client, f"/plans/{plan.pk}/edit/", saved.edit_key)
    assert f'href="{address}"' in text(composer)
    assert 'href="/dropped/"' in text(client.get("/plans/new/?preset=eks"))
