"""The edit key leaves the address: a cookie keeps it, for the pages of its plan alone."""

import pytest
from django.test import Client, override_settings

from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.web.plans.composer.form_data import data_of
from portsref.web.plans.saving import replace_edit_key, save_new_plan
from tests.web.plans.pages import NEW, open_by_link, press, text

pytestmark = pytest.mark.django_db

NAMES = ("edit-key-en", "edit-key-zh-hans")
PAGES = ("edit", "saved", "manage", "delete", "dropped")


@pytest.fixture
def rules(catalogue):
    return plan_rules(find_preset("k3s-single").document(), catalogue)


@pytest.fixture
def saved(rules):
    return save_new_plan(rules)


@pytest.fixture
def plan(saved):
    return saved.revision.plan


@pytest.fixture
def key(saved):
    return saved.edit_key


@pytest.fixture
def editor(plan, key):
    """A browser that opened the edit link."""
    client = Client()
    open_by_link(client, address(plan, "edit"), key)
    return client


def address(plan, page, language=""):
    return f"{language}/plans/{plan.pk}/{page}/"


def kept(plan, key, secure=""):
    """Both cookies as a browser gets them: gone when it closes, and for one plan each."""
    return [
        f"{name}={key}; HttpOnly; Path={language}/plans/{plan.pk}/; SameSite=Lax{secure}"
        for name, language in zip(NAMES, ("", "/zh-hans"), strict=True)
    ]


def cookies(response):
    return [morsel.OutputString() for morsel in response.cookies.values()]


def filled(**changed):
    return {**data_of(find_preset("k3s-single").document()).dict(), "do": "save", **changed}


# -- the visit


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_a_visit_by_an_edit_link_leads_to_the_address_without_the_key(
    kind, language, plan, key, client
):
    answer = client.get(address(plan, kind, language), {"key": key})
    assert answer.status_code == 303
    assert answer.headers["Location"] == address(plan, kind, language)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert cookies(answer) == kept(plan, key)
    assert client.get(address(plan, kind, language)).status_code == 200


def test_the_rest_of_the_address_stays(plan, key, client):
    answer = client.get(f"{address(plan, 'saved')}?done=key&key={key}&x=%C3%A9")
    assert answer.headers["Location"] == f"{address(plan, 'saved')}?done=key&x=%C3%A9"


def test_over_https_the_cookie_is_never_sent_over_http(plan, key, client):
    answer = client.get(address(plan, "edit"), {"key": key}, secure=True)
    assert cookies(answer) == kept(plan, key, secure="; Secure")


@override_settings(CSRF_COOKIE_SECURE=True)
def test_in_production_it_is_secure_whatever_the_proxy_says(plan, key, client):
    answer = client.get(address(plan, "edit"), {"key": key})
    assert cookies(answer) == kept(plan, key, secure="; Secure")


@pytest.mark.parametrize("wrong", ["wrong", "é" * 50, "\x00", "x" * 10_000])
def test_a_wrong_key_keeps_nothing_and_leads_nowhere(wrong, plan, client):
    answer = client.get(address(plan, "edit"), {"key": wrong})
    assert (answer.status_code, cookies(answer)) == (403, [])
    assert client.get(address(plan, "edit")).status_code == 403


def test_a_wrong_link_takes_no_right_key_away(plan, editor):
    assert editor.get(address(plan, "edit"), {"key": "wrong"}).status_code == 403
    assert editor.get(address(plan, "edit")).status_code == 200


# -- what the cookie allows


def test_pages_edit_by_the_cookie_and_hold_no_key(plan, key, editor):
    for page in ("edit", "manage", "delete", "dropped"):
        assert key not in text(editor.get(address(plan, page)))
    assert press(editor, editor.get(address(plan, "edit")), "save").status_code == 303
    assert editor.post(address(plan, "restore"), {"base": "2", "number": "1"}).status_code == 303
    assert plan.revisions.count() == 3


def test_a_save_keeps_the_key_and_leads_to_an_address_without_it(client):
    answer = press(client, client.get(f"{NEW}?preset=k3s-single"), "save")
    key = answer.cookies["edit-key-en"].value
    assert len(key) == 43
    assert key not in answer.headers["Location"]
    assert f"/edit/?key={key}" in text(client.get(answer.headers["Location"]))


def test_a_form_with_the_key_needs_no_cookie(plan, key, client):
    answer = client.post(address(plan, "edit"), filled(key=key, base="1"))
    assert answer.status_code == 303
    assert plan.revisions.count() == 2


def test_a_form_with_a_wrong_key_is_refused_whatever_the_browser_keeps(plan, editor):
    answer = editor.post(address(plan, "edit"), filled(key="wrong", base="1"))
    assert answer.status_code == 403
    assert plan.revisions.count() == 1


def test_the_cookie_of_another_plan_edits_nothing(plan, rules):
    other = save_new_plan(rules)
    thief = Client()
    for name in NAMES:
        thief.cookies[name] = other.edit_key
    for page in ("edit", "saved", "manage", "delete"):
        assert thief.get(address(plan, page)).status_code == 403
    for action in ("edit", "restore", "renew", "key", "delete"):
        answer = thief.post(address(plan, action), filled(base="1", number="1", sure="yes"))
        assert answer.status_code == 403
    assert plan.revisions.count() == 1


def test_a_replaced_key_is_worth_nothing_in_any_browser(plan, editor):
    page = editor.get(address(plan, "edit"))
    replace_edit_key(plan)
    assert editor.get(address(plan, "edit")).status_code == 403
    assert press(editor, page, "save").status_code == 403
    assert plan.revisions.count() == 1


def test_whoever_replaces_the_key_keeps_the_new_one(plan, key, editor):
    answer = editor.post(address(plan, "key"))
    new = answer.cookies["edit-key-en"].value
    assert new != key
    assert cookies(answer) == kept(plan, new)
    assert editor.get(address(plan, "edit")).status_code == 200


def test_a_deleted_plan_leaves_no_key_behind(plan, editor):
    answer = editor.post(address(plan, "delete"), {"sure": "yes"})
    assert {name: (m.value, m["max-age"], m["path"]) for name, m in answer.cookies.items()} == {
        "edit-key-en": ("", 0, f"/plans/{plan.pk}/"),
        "edit-key-zh-hans": ("", 0, f"/zh-hans/plans/{plan.pk}/"),
    }


@pytest.mark.parametrize("action", ["edit", "restore", "renew", "key", "delete"])
def test_a_form_from_elsewhere_is_refused_though_the_cookie_came_along(action, plan, key):
    forged = Client(enforce_csrf_checks=True)
    assert open_by_link(forged, address(plan, "edit"), key).status_code == 200
    answer = forged.post(address(plan, action), filled(base="1", number="1", sure="yes"))
    assert answer.status_code == 403
    assert "You cannot edit this plan" not in text(answer)  # the key is right, the form is not
    assert plan.revisions.count() == 1


def test_what_a_get_asks_for_changes_nothing(plan, editor):
    for action in ("edit", "restore", "renew", "key", "delete"):
        answer = editor.get(address(plan, action), filled(base="1", number="1", sure="yes"))
        assert answer.status_code in {200, 405}
    assert plan.revisions.count() == 1
    assert editor.get(address(plan, "edit")).status_code == 200


def test_the_shared_page_is_the_same_for_whoever_may_edit(plan, key, editor):
    page = f"/plans/{plan.pk}/"
    assert editor.get(page).content == Client().get(page).content
    assert key not in text(editor.get(page))
