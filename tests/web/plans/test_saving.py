"""Saving: links, keys, revisions that never change, and two people at once."""

import hashlib
import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from portsref.planning.presets import find_preset
from portsref.web.plans.keys import fits, hash_of, new_edit_key, new_plan_id
from portsref.web.plans.models import Plan, Revision, RevisionsNeverChangeError
from portsref.web.plans.queries import stored_document, stored_rules
from portsref.web.plans.saving import OvertakenError, save_revision
from tests.web.plans.pages import NEW, press, read_form, text

pytestmark = pytest.mark.django_db

PRESET = f"{NEW}?preset=rke2-cilium"


@pytest.fixture
def saved(client):
    """The address that a save leads to, and the plan."""
    response = press(client, client.get(PRESET), "save")
    assert response.status_code == 303
    return response.headers["Location"], Plan.objects.get()


def key_kept(client):
    return client.cookies["edit-key-en"].value


def edit_address(location):
    return location.replace("/saved/", "/edit/")


def test_a_save_leads_to_both_links_once(saved, client):
    location, plan = saved
    page = text(client.get(location))
    key = key_kept(client)
    assert f"http://testserver/plans/{plan.pk}/" in page
    assert f"http://testserver/plans/{plan.pk}/edit/?key={key}" in page
    assert key not in text(client.get(f"/plans/{plan.pk}/"))


def test_only_a_hash_of_the_key_is_stored(saved, client):
    _, plan = saved
    key = key_kept(client)
    assert plan.edit_key_hash == hashlib.sha256(key.encode()).hexdigest()
    assert len(key) >= 43


def test_ids_and_keys_cannot_be_guessed():
    assert len({new_plan_id() for _ in range(1000)}) == 1000
    assert all(re.fullmatch("[A-Za-z0-9_-]{24}", new_plan_id()) for _ in range(100))
    assert all(len(new_edit_key()) == 43 for _ in range(100))
    assert fits("key", hash_of("key"))
    assert not fits("", hash_of("key"))


@pytest.mark.parametrize("key", ["", "wrong", "é" * 50, "x" * 10_000, "\x00"])
def test_without_the_key_nothing_can_be_edited(key, saved):
    _, plan = saved
    client = Client()
    for page in ("edit", "saved"):
        assert client.get(f"/plans/{plan.pk}/{page}/", {"key": key}).status_code == 403
    answer = client.post(f"/plans/{plan.pk}/edit/", {"do": "save", "title": "x", "key": key})
    assert answer.status_code == 403
    assert plan.revisions.count() == 1


def test_the_key_of_one_plan_does_not_open_another(saved, client):
    key = key_kept(client)
    press(client, client.get(PRESET), "save")
    other = Plan.objects.exclude(pk=saved[1].pk).get()
    assert client.get(f"/plans/{other.pk}/edit/", {"key": key}).status_code == 403


def test_a_revision_holds_document_rules_and_catalogue(saved, catalogue):
    revision = saved[1].revisions.get()
    document = find_preset("rke2-cilium").document()
    assert (revision.number, revision.title) == (1, document.title)
    assert stored_document(revision) == document
    assert stored_rules(revision).rules
    assert revision.catalogue_digest == catalogue.digest


def test_each_save_is_another_revision_and_the_first_stays(saved, client):
    location, plan = saved
    page = client.get(edit_address(location))
    assert press(client, page, "save", title="Second", note="renamed").status_code == 303
    assert [(r.number, r.title, r.note) for r in plan.revisions.all()] == [
        (2, "Second", "renamed"),
        (1, "RKE2 with Cilium", ""),
    ]
    assert "RKE2 with Cilium" in text(client.get(f"/plans/{plan.pk}/revisions/1/"))
    assert "Second" in text(client.get(f"/plans/{plan.pk}/"))


def test_a_revision_refuses_to_change_and_to_go(saved):
    revision = saved[1].revisions.get()
    revision.title = "Other"
    with pytest.raises(RevisionsNeverChangeError):
        revision.save()
    with pytest.raises(RevisionsNeverChangeError):
        revision.delete()
    assert Revision.objects.get().title == "RKE2 with Cilium"


def test_a_whole_plan_can_go(saved):
    saved[1].delete()
    assert Revision.objects.count() == 0


def test_no_number_is_given_twice(saved):
    revision = saved[1].revisions.get()
    revision.pk, revision._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        revision.save()


def test_the_second_of_two_is_told_with_both_versions_and_loses_nothing(saved, client):
    location, plan = saved
    mine = client.get(edit_address(location))
    press(client, client.get(edit_address(location)), "save", title="Theirs")
    page = press(client, mine, "save", title="Mine")
    assert page.status_code == 409
    assert plan.revisions.count() == 2
    html = " ".join(text(page).split())
    assert f"/plans/{plan.pk}/revisions/2/" in html
    assert 'class="compare__theirs" >theirs title: &quot;Theirs&quot;</span>' in html
    assert 'class="compare__mine" >yours title: &quot;Mine&quot;</span>' in html
    assert read_form(page).values["title"] == ["Mine"]
    assert press(client, page, "save").status_code == 303
    assert [r.title for r in plan.revisions.all()] == ["Mine", "Theirs", "RKE2 with Cilium"]


@pytest.mark.parametrize("base", ["", "0", "7", "-1", "9" * 5000, "one"])
def test_a_base_that_is_not_the_newest_saves_nothing(base, saved, client):
    location, plan = saved
    form = read_form(client.get(edit_address(location)))
    page = client.post(form.action, {**form.values, "do": "save", "base": base})
    assert page.status_code == 409
    assert plan.revisions.count() == 1


def test_whoever_was_overtaken_learns_by_what(saved):
    plan = saved[1]
    rule_set = stored_rules(plan.revisions.get())
    save_revision(plan, rule_set, base=1)
    with pytest.raises(OvertakenError) as caught:
        save_revision(plan, rule_set, base=1)
    assert caught.value.newest.number == 2


def test_editing_pages_tell_other_sites_nothing(saved, client):
    location, _ = saved
    assert client.get(location).headers["Referrer-Policy"] == "no-referrer"
    assert client.get(location).headers["Cache-Control"] == "private, no-store"
    # a form under `no-referrer` would be sent with `Origin: null`, which is refused as forged
    assert client.get(edit_address(location)).headers["Referrer-Policy"] == "same-origin"


def test_a_plan_in_the_admin_shows_no_id(saved, admin_client):
    page = text(admin_client.get("/admin/plans/plan/"))
    assert f"{saved[1].pk[:6]}…" in page
    assert admin_client.get("/admin/plans/plan/add/").status_code == 403
