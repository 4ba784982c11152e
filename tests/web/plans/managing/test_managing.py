"""What the edit key allows beside editing, and copies: nothing is lost, nothing is overwritten."""

import re
from html import unescape

import pytest
from django.test import Client

from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.web.plans.models import DeletedPlan, Plan, Revision
from portsref.web.plans.queries import find_editable, stored_document, stored_rules
from portsref.web.plans.saving import (
    NoLongerEditableError,
    delete_plan,
    replace_edit_key,
    restore_revision,
    save_new_plan,
    save_revision,
)
from tests.web.plans.pages import NEW, open_by_link, post, press, text

pytestmark = pytest.mark.django_db

ACTIONS = ("restore", "renew", "key", "delete")


@pytest.fixture
def saved(catalogue):
    """A plan of two revisions, with its edit key."""
    first = plan_rules(find_preset("k3s-single").document(), catalogue)
    second = plan_rules(find_preset("kubeadm-calico").document(), catalogue)
    saved = save_new_plan(first)
    save_revision(saved.revision.plan, second, base=1, note="now with Calico")
    return saved


@pytest.fixture
def plan(saved):
    return saved.revision.plan


@pytest.fixture
def key(saved):
    return saved.edit_key


def address(plan, *parts):
    return "/".join(["/plans", plan.pk, *map(str, parts), ""])


def numbers(plan):
    return [revision.number for revision in plan.revisions.all()]


def of_yesterday(plan):
    """Pretend that another catalogue made the newest revision."""
    Revision.objects.filter(plan=plan, number=2).update(catalogue_digest="0" * 64)


# -- who may


@pytest.mark.parametrize("action", [*ACTIONS, "manage"])
@pytest.mark.parametrize("key", ["", "wrong", "é" * 50, "\x00"])
def test_without_the_key_nothing_happens(action, key, plan, client):
    values = {"key": key, "base": "2", "number": "1", "sure": "yes"}
    send = client.get if action == "manage" else client.post
    assert send(address(plan, action), values).status_code == 403
    assert numbers(plan) == [2, 1]
    assert Plan.objects.get(pk=plan.pk).edit_key_hash == plan.edit_key_hash


@pytest.mark.parametrize("action", ACTIONS)
def test_a_get_changes_nothing(action, plan, key, client):
    values = {"key": key, "base": "2", "number": "1", "sure": "yes"}
    assert client.get(address(plan, action), values).status_code in {303, 405}
    assert client.get(address(plan, action)).status_code in {200, 405}
    assert numbers(plan) == [2, 1]
    assert find_editable(plan.pk, key)


@pytest.mark.parametrize("action", ACTIONS)
def test_a_form_from_elsewhere_is_refused(action, plan, key):
    values = {"key": key, "base": "2", "number": "1", "sure": "yes"}
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address(plan, action), values).status_code == 403
    assert numbers(plan) == [2, 1]
    assert find_editable(plan.pk, key)


@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_what_the_key_allows_stands_on_one_page_in_both_languages(language, plan, key, client):
    page = open_by_link(client, f"{language}{address(plan, 'manage')}", key)
    assert page.status_code == 200
    for action in ("restore", "key"):
        assert f'action="{language}{address(plan, action)}"' in text(page)
    assert f'href="{language}{address(plan, "delete")}"' in text(page)
    assert "now with Calico" in text(page)


def test_pages_with_the_key_are_private_and_can_send_their_forms(plan, key, client):
    for page in ("manage", "delete"):
        headers = open_by_link(client, address(plan, page), key).headers
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "private, no-store"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"


def test_the_composer_and_the_saved_page_lead_there(plan, key, client):
    for page in ("edit", "saved"):
        html = text(open_by_link(client, address(plan, page), key))
        assert f'href="{address(plan, "manage")}"' in html


# -- restore


def test_an_old_revision_is_restored_as_a_new_one(plan, key, client):
    answer = client.post(
        address(plan, "restore"), {"key": key, "base": "2", "number": "1"}, follow=True
    )
    assert "Revision 3 is saved." in text(answer)
    assert numbers(plan) == [3, 2, 1]
    first, third = plan.revisions.get(number=1), plan.revisions.get(number=3)
    same = ("title", "document", "rule_set", "catalogue_date", "catalogue_digest")
    assert [getattr(first, name) for name in same] == [getattr(third, name) for name in same]
    assert third.note == "Restores revision 1."
    assert "Restores revision 1." in text(client.get(address(plan)))


def test_whoever_restores_is_told_that_somebody_saved_meanwhile(plan, key, client):
    answer = client.post(address(plan, "restore"), {"key": key, "base": "1", "number": "1"})
    assert answer.status_code == 409
    assert "Someone saved revision 2 in the meantime" in text(answer)
    assert numbers(plan) == [2, 1]


@pytest.mark.parametrize("number", ["", "0", "7", "-1", "9" * 5000, "one", "１"])
def test_a_revision_that_is_not_there_cannot_be_restored(number, plan, key, client):
    answer = client.post(address(plan, "restore"), {"key": key, "base": "2", "number": number})
    assert answer.status_code == 404
    assert numbers(plan) == [2, 1]


# -- today's catalogue


def test_a_plan_says_that_the_catalogue_has_moved_on(plan, key, catalogue, client):
    said = "<b>The catalogue has been updated</b>"
    assert said not in text(client.get(address(plan)))
    assert "renew" not in text(open_by_link(client, address(plan, "manage"), key))
    of_yesterday(plan)
    html = text(client.get(address(plan)))
    assert said in html
    assert catalogue.version in html
    assert said in text(open_by_link(client, address(plan, "edit"), key))
    assert address(plan, "renew") in text(open_by_link(client, address(plan, "manage"), key))


def test_an_older_revision_points_to_the_newer_one_instead(plan, client):
    Revision.objects.filter(plan=plan).update(catalogue_digest="0" * 64)
    html = text(client.get(address(plan, "revisions", 1)))
    assert "There is a newer revision" in html
    assert "<b>The catalogue has been updated</b>" not in html


def test_the_notice_stays_until_the_new_revision_is_saved(plan, key, client):
    of_yesterday(plan)
    page = press(client, open_by_link(client, address(plan, "edit"), key), "add-group")
    assert "<b>The catalogue has been updated</b>" in text(page)
    assert press(client, page, "save").status_code == 303
    page = open_by_link(client, address(plan, "edit"), key)
    assert "The catalogue has been updated" not in text(page)


def test_a_new_revision_is_worked_out_with_the_catalogue_of_today(plan, key, catalogue, client):
    of_yesterday(plan)
    answer = client.post(address(plan, "renew"), {"key": key, "base": "2"})
    assert answer.status_code == 303
    old, new = plan.revisions.get(number=2), plan.revisions.get(number=3)
    assert (old.catalogue_digest, new.catalogue_digest) == ("0" * 64, catalogue.digest)
    assert stored_document(new) == stored_document(old)
    assert stored_rules(new).rules == plan_rules(stored_document(old), catalogue).rules
    assert new.note == f"Worked out with catalogue {catalogue.version}."


def test_a_plan_beyond_measure_is_not_worked_out_anew(plan, key, client, monkeypatch):
    monkeypatch.setattr("portsref.web.plans.managing.views.MOST_FLOWS", 1)
    answer = client.post(address(plan, "renew"), {"key": key, "base": "2"})
    assert answer.status_code == 422
    assert "Nothing was saved" in text(answer)
    assert numbers(plan) == [2, 1]


# -- the key


def test_a_replaced_edit_link_works_and_the_old_one_no_longer(plan, key, client):
    answer = client.post(address(plan, "key"), {"key": key}, follow=True)
    html = text(answer)
    assert "The edit link has been replaced" in html
    new = re.search(r"/edit/\?key=([A-Za-z0-9_-]{43})", html)[1]
    assert new != key
    assert open_by_link(client, address(plan, "edit"), new).status_code == 200
    for page in ("edit", "saved", "manage"):
        assert open_by_link(client, address(plan, page), key).status_code == 403
    assert client.get(address(plan)).status_code == 200


def test_only_one_of_two_replaces_the_same_key(plan):
    first, second = Plan.objects.get(pk=plan.pk), Plan.objects.get(pk=plan.pk)
    key = replace_edit_key(first)
    with pytest.raises(NoLongerEditableError):
        replace_edit_key(second)
    assert find_editable(plan.pk, key)


def test_a_save_that_was_let_in_with_the_old_key_saves_nothing(plan):
    let_in = Plan.objects.get(pk=plan.pk)
    replace_edit_key(Plan.objects.get(pk=plan.pk))
    rule_set = stored_rules(plan.revisions.get(number=2))
    for write in (
        lambda: save_revision(let_in, rule_set, base=2),
        lambda: restore_revision(let_in, 1, base=2, note=""),
        lambda: delete_plan(let_in),
    ):
        with pytest.raises(NoLongerEditableError):
            write()
    assert numbers(plan) == [2, 1]


def test_what_was_typed_under_the_old_link_can_be_saved_as_a_plan_of_its_own(plan, key, client):
    page = open_by_link(client, address(plan, "edit"), key)
    Client().post(address(plan, "key"), {"key": key})
    refused = press(client, page, "save", title="Typed <b>here</b>")
    assert refused.status_code == 403
    sent = {}
    for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', text(refused)):
        sent.setdefault(name, []).append(unescape(value))
    assert {"key", "base"}.isdisjoint(sent)
    again = post(client, {**sent, "do": "preview"})
    typed = stored_document(plan.revisions.get(number=2)).as_data() | {"title": "Typed <b>here</b>"}
    assert again.context["plan_form"].document.as_data() == typed


# -- delete


def test_deleting_says_what_is_lost_and_asks_twice(plan, key, client):
    html = text(open_by_link(client, address(plan, "delete"), key))
    assert "All 2 revisions are deleted" in html
    assert "Its link stops working for everyone" in html
    answer = client.post(address(plan, "delete"), {"key": key})
    assert answer.status_code == 422
    assert "Nothing was deleted: select the checkbox first." in text(answer)
    assert numbers(plan) == [2, 1]


def test_a_deleted_plan_is_gone_for_everybody_and_says_so(plan, key, client):
    pages = [
        *(address(plan, *parts) for parts in ((), ("revisions", 1), ("diff", "1..2"))),
        *(f"{address(plan, page)}?key={key}" for page in ("edit", "saved", "manage", "delete")),
        address(plan, "revisions", 1, "export", "csv"),
        f"{NEW}?copy={plan.pk}",
        f"/zh-hans{address(plan)}",
    ]
    answer = client.post(address(plan, "delete"), {"key": key, "sure": "yes"})
    assert answer.status_code == 303
    assert Revision.objects.count() == Plan.objects.count() == 0
    for page in pages:
        response = client.get(page)
        assert response.status_code == 410, page
        assert "X-Robots-Tag" in response.headers
    assert "The plan was deleted" in text(client.get(answer.headers["Location"]))


def test_of_a_deleted_plan_only_a_hash_of_its_id_is_left(plan, key, client):
    client.post(address(plan, "delete"), {"key": key, "sure": "yes"})
    left = DeletedPlan.objects.values().get()
    assert left.keys() == {"id_hash", "deleted"}
    assert plan.pk not in left["id_hash"]


def test_whoever_was_editing_a_deleted_plan_keeps_what_was_typed(plan, key, client):
    page = open_by_link(client, address(plan, "edit"), key)
    Client().post(address(plan, "delete"), {"key": key, "sure": "yes"})
    refused = press(client, page, "save", title="Typed")
    assert refused.status_code == 410
    assert 'name="title" value="Typed"' in text(refused)


def test_a_plan_is_deleted_once(plan):
    second = Plan.objects.get(pk=plan.pk)
    delete_plan(Plan.objects.get(pk=plan.pk))
    with pytest.raises(NoLongerEditableError):
        delete_plan(second)


# -- copy


@pytest.mark.parametrize(("query", "number"), [("", 2), ("&revision=2", 2), ("&revision=1", 1)])
def test_whoever_has_the_link_copies_a_revision_into_the_composer(query, number, plan, client):
    page = client.get(f"{NEW}?copy={plan.pk}{query}")
    assert page.status_code == 200
    assert page.context["plan_form"].document == stored_document(plan.revisions.get(number=number))
    assert f'href="{address(plan, "revisions", number)}"' in text(page)
    assert Plan.objects.count() == 1


def test_a_saved_copy_is_a_plan_of_its_own(plan, key, client):
    answer = press(client, client.get(f"{NEW}?copy={plan.pk}"), "save", title="Copy")
    copy = Plan.objects.exclude(pk=plan.pk).get()
    assert answer.headers["Location"].startswith(address(copy, "saved"))
    assert client.get(address(copy, "edit"), {"key": key}).status_code == 403
    assert numbers(plan) == [2, 1]


@pytest.mark.parametrize("query", ["&revision=7", "&revision=", "&revision=" + "9" * 5000])
def test_a_revision_that_is_not_there_cannot_be_copied(query, plan, client):
    assert client.get(f"{NEW}?copy={plan.pk}{query}").status_code == 404


@pytest.mark.parametrize("copied", ["", "short", "%00" * 24, "x" * 5000])
def test_what_is_no_id_of_a_plan_leads_to_the_start_page(copied, client):
    page = client.get(f"{NEW}?copy={copied}")
    assert page.status_code == 200
    assert "plans/composer/start.html" in [template.name for template in page.templates]


def test_the_shared_page_offers_a_copy_of_each_revision_and_shows_notes(plan, client):
    html = text(client.get(address(plan)))
    for number in (1, 2):
        assert f'href="{NEW}?copy={plan.pk}&amp;revision={number}"' in html
    assert '<span class="revisions__note">now with Calico</span>' in html
