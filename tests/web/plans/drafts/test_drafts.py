"""Work in the composer is never lost: drafts on the server, undo and redo, without a script."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.utils import timezone
from limits import parse_many

from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.web.plans.drafts.cookie import MOST_REMEMBERED
from portsref.web.plans.drafts.keeping import FORGOTTEN_AT_ONCE, find_draft
from portsref.web.plans.models import Draft, Plan, Revision
from portsref.web.plans.saving import save_new_plan, save_revision
from tests.web.plans.pages import NEW, open_by_link, post, press, read_form, text

pytestmark = pytest.mark.django_db

PRESET = f"{NEW}?preset=rke2-cilium"
RESULT = {
    "HX-Request": "true",
    "HX-Target": "result",
    "HX-Current-URL": f"http://testserver{PRESET}",
}


def the_draft():
    return Draft.objects.get()


def address(draft=None):
    return f"{NEW}{(draft or the_draft()).pk}/"


@pytest.fixture
def begun(client):
    """A page whose title was changed."""
    return press(client, client.get(PRESET), title="Mine")


@pytest.fixture
def saved(catalogue):
    return save_new_plan(plan_rules(find_preset("k3s-single").document(), catalogue))


@pytest.mark.parametrize("query", ["", "?preset=eks", "?empty", "?product=rke2", "?listener=a/b"])
def test_opening_a_page_keeps_nothing(query, client):
    page = client.get(f"{NEW}{query}")
    assert page.status_code == 200
    assert not Draft.objects.exists()
    assert not [name for name in client.cookies if name.startswith("drafts")]


def test_looking_at_another_view_is_no_change(client):
    press(client, client.get(PRESET), view="matrix")
    assert not Draft.objects.exists()


def test_the_first_change_makes_a_draft_and_leads_to_its_address(client):
    form = read_form(client.get(PRESET))
    answer = client.post(form.action, {**form.values, "title": "Mine", "do": "preview"})
    assert (answer.status_code, answer.headers["Location"]) == (303, address())
    page = client.get(address())
    assert read_form(page).values["title"] == ["Mine"]
    assert "draft saved" in text(page)


def test_a_script_is_told_the_address(client):
    answer = press(client, client.get(PRESET), headers=RESULT, title="Mine")
    assert answer.status_code == 200
    assert answer.headers["HX-Replace-Url"] == address()
    there = {**RESULT, "HX-Current-URL": f"http://testserver{address()}"}
    again = press(client, client.get(address()), headers=there, title="Mine 2")
    assert "HX-Replace-Url" not in again.headers


def test_later_changes_are_kept_in_the_same_draft(begun, client):
    page = press(client, begun, "add-group")
    press(client, page, groups_0_addresses="192.0.2.1")
    page = client.get(address())
    assert page.context["plan_form"].document.title == "Mine"
    assert len(page.context["plan_form"].groups) == 5


def test_what_is_wrong_or_half_typed_is_kept_as_typed(begun, client):
    page = press(client, begun, groups_0_addresses="10.0.0.1/24\nnonsense", title="\u202e")
    assert page.status_code == 422
    page = client.get(address())
    assert page.status_code == 200
    values = read_form(page).values
    assert values["groups-0-addresses"] == ["10.0.0.1/24\nnonsense"]
    assert values["title"] == ["\u202e"]
    assert 'aria-invalid="true"' in text(page)
    assert "These are the rules from before the last change." in text(page)


def test_a_title_that_no_database_takes_keeps_no_draft_from_being_kept(begun, client):
    page = press(client, begun, title="a\x00b")
    assert page.status_code == 422
    assert not page.context["draft"].trouble
    assert the_draft().title == "ab"
    assert client.get(address()).context["plan_form"].title == "a\x00b"


def test_how_the_page_is_looked_at_comes_back_too(begun, client):
    press(client, begun, view="matrix", merge="1")
    page = client.get(address())
    assert (page.context["display"].view, page.context["display"].choice.merge) == ("matrix", True)


@pytest.mark.usefixtures("begun")
def test_the_other_language_leads_to_the_same_draft(client):
    page = client.get(f"/zh-hans{address()}")
    assert read_form(page).values["title"] == ["Mine"]
    assert f'href="{address()}"' in text(page)


@pytest.mark.usefixtures("begun")
def test_a_draft_is_nobodys_business(client):
    page = client.get(address())
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    cookie = client.cookies["drafts-en"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/plans/")
    assert client.cookies["drafts-zh-hans"]["path"] == "/zh-hans/plans/"


def test_a_draft_that_is_not_there_leads_to_a_beginning(client):
    page = client.get(f"{NEW}{'x' * 24}/")
    assert page.status_code == 404
    assert "This draft is no longer here" in text(page)
    assert 'href="?preset' not in text(page)


def test_what_is_typed_into_a_page_whose_draft_is_gone_is_a_draft_again(begun, client):
    Draft.objects.all().delete()
    press(client, begun, title="Still here")
    assert read_form(client.get(address())).values["title"] == ["Still here"]


def test_steps_are_undone_and_done_once_more(begun, client):
    page = press(client, begun, **{"option:cilium:encryption": "ipsec"})
    assert page.context["draft"].undo == "Encryption between nodes: wireguard → ipsec"
    page = press(client, page, "undo")
    assert read_form(page).values["option:cilium:encryption"] == ["wireguard"]
    assert (page.context["draft"].undo, page.context["draft"].redo) == (
        "Title",
        "Encryption between nodes: wireguard → ipsec",
    )
    page = press(client, press(client, page, "undo"), "undo")
    assert read_form(page).values["title"] == ["RKE2 with Cilium"]
    assert page.context["draft"].undo == ""
    page = press(client, press(client, page, "redo"), "redo")
    values = read_form(page).values
    assert (values["title"], values["option:cilium:encryption"]) == (["Mine"], ["ipsec"])


def test_the_first_change_can_be_undone(begun, client):
    page = press(client, begun, "undo")
    assert page.context["plan_form"].document == find_preset("rke2-cilium").document()


@pytest.mark.parametrize("query", ["preset=eks", "preset=openshift-bare-metal", "product=rke2"])
def test_the_first_change_is_the_only_step(query, client):
    press(client, client.get(f"{NEW}?{query}"), title="Mine")
    page = client.get(address())
    assert page.context["draft"].undo == "Title"
    assert press(client, page, "undo").context["draft"].undo == ""


def test_what_goes_with_a_choice_comes_back_with_it(client):
    page = client.get(f"{NEW}?product=rke2&option=rke2/cni:cilium")
    page = press(client, page, **{"option:cilium:encryption": "wireguard"})
    page = press(client, page, **{"option:rke2:cni": "canal"})
    assert "option:cilium:encryption" not in read_form(page).values
    page = press(client, page, title="Mine")
    assert page.context["draft"].undo == "Title"
    page = press(client, press(client, page, "undo"), "undo")
    assert read_form(page).values["option:cilium:encryption"] == ["wireguard"]
    assert page.context["draft"].undo == "Encryption between nodes: none → wireguard"


def test_a_removed_group_is_named_with_the_way_back(client):
    page = press(client, client.get(PRESET), "remove-group:1")
    said = " ".join(re.sub(r"<[^>]+>", " ", text(page)).split())
    assert "Group “workers” removed Undo" in said
    page = press(client, page, "undo")
    assert read_form(page).values["groups-1-name"] == ["workers"]
    assert "removed Undo" not in " ".join(re.sub(r"<[^>]+>", " ", text(page)).split())


def test_what_was_typed_before_a_button_is_a_step_of_its_own(begun, client):
    page = press(client, begun, "add-group", groups_0_zone="edge")
    assert page.context["draft"].undo == "Group “group 5” added"
    page = press(client, page, "undo")
    assert page.context["draft"].undo == "Zone: core → edge (control-plane)"


def test_what_was_typed_when_undo_is_pressed_can_be_had_back(begun, client):
    page = press(client, begun, "undo", groups_0_zone="edge")
    assert read_form(page).values["groups-0-zone"] == ["core"]
    page = press(client, page, "redo")
    assert read_form(page).values["groups-0-zone"] == ["edge"]


def test_two_tabs_lose_nothing_and_the_second_is_told(begun, client):
    other = client.get(address())
    press(client, begun, groups_0_zone="first")
    page = press(client, other, headers=RESULT, groups_1_zone="second")
    assert "Another tab changed this draft as well." in text(page)
    page = client.get(address())
    assert read_form(page).values["groups-1-zone"] == ["second"]
    page = press(client, page, "undo")
    assert read_form(page).values["groups-0-zone"] == ["first"]


def test_an_answer_that_never_came_is_no_other_tab(begun, client):
    press(client, begun, headers=RESULT, groups_0_zone="e")
    page = press(client, begun, headers=RESULT, groups_0_zone="edge")
    assert "Another tab" not in text(page)


def test_what_was_sent_before_but_arrives_later_changes_nothing(client):
    form = read_form(client.get(PRESET))
    for turn, title in (("1796000000100", "Second"), ("1796000000099", "First")):
        typed = {**form.values, "title": title, "turn": turn}
        answer = client.post(form.action, typed, headers=RESULT)
        assert answer.status_code == 200
    assert the_draft().title == "Second"
    assert the_draft().version == 1


def test_a_clock_that_was_set_back_loses_nothing(client):
    form = read_form(client.get(PRESET))
    for turn, title in (("1796000000100", "First"), ("1795990000000", "Second")):
        client.post(form.action, {**form.values, "title": title, "turn": turn}, headers=RESULT)
    assert the_draft().title == "Second"


def test_the_first_answer_that_never_came_makes_no_second_draft(client):
    page = client.get(PRESET)
    press(Client(), page, headers=RESULT, title="M")
    press(Client(), page, headers=RESULT, title="Mine")
    assert the_draft().title == "Mine"


@pytest.mark.usefixtures("begun")
def test_who_only_has_the_address_sees_it_and_goes_on_with_a_copy():
    mine = the_draft()
    stranger = Client()
    page = stranger.get(address())
    assert read_form(page).values["title"] == ["Mine"]
    page = press(stranger, page, title="Theirs")
    assert Draft.objects.count() == 2
    assert find_draft(mine.pk).title == "Mine"
    assert page.context["draft"].id != mine.pk
    assert page.context["draft"].undo == "Title"


@pytest.mark.usefixtures("begun")
def test_a_forged_cookie_opens_nothing():
    stranger = Client()
    stranger.cookies["drafts-en"] = the_draft().pk
    assert "Continue where you were" not in text(stranger.get(NEW))
    stranger.post(NEW, {"do": f"throw-away:{the_draft().pk}"})
    assert the_draft().thrown is None


def test_an_imported_plan_is_a_draft_at_once(client):
    document = find_preset("eks").document()
    page = post(client, {"do": "import", "text": document.as_yaml()})
    assert page.context["plan_form"].document == document
    assert "draft saved" in text(client.get(address()))


@pytest.mark.usefixtures("begun")
def test_the_start_page_leads_on_and_throws_away_and_brings_back(client):
    start = text(client.get(NEW))
    assert "Continue where you were" in start
    assert f'href="{address()}"' in start
    assert "RKE2, Cilium" in start
    client.post(NEW, {"do": f"throw-away:{the_draft().pk}"})
    start = text(client.get(NEW))
    assert "“Mine” was thrown away." in start
    assert f'href="{address()}"' not in start
    client.post(NEW, {"do": f"bring-back:{the_draft().pk}"})
    assert f'href="{address()}"' in text(client.get(NEW))


@pytest.mark.usefixtures("begun")
def test_another_browser_is_told_of_no_draft():
    assert "Mine" not in text(Client().get(NEW))


def test_a_browser_remembers_so_many_drafts(client):
    for number in range(MOST_REMEMBERED + 2):
        press(client, client.get(PRESET), title=f"Draft {number}")
    start = text(client.get(NEW))
    assert start.count("Throw away") == MOST_REMEMBERED
    assert "Draft 13" in start
    assert "Draft 1<" not in start


def test_queries_of_the_start_page_do_not_grow(client, django_assert_num_queries):
    press(client, client.get(PRESET), title="one")
    client.get(NEW)
    with django_assert_num_queries(2):
        client.get(NEW)
    press(client, client.get(PRESET), title="two")
    with django_assert_num_queries(2):
        client.get(NEW)


def test_saving_ends_the_draft_and_its_address_leads_to_the_plan(begun, client):
    answer = press(client, begun, "save")
    plan = Plan.objects.get()
    assert answer.headers["Location"] == f"/plans/{plan.pk}/saved/"
    assert the_draft().is_saved
    assert client.get(address()).headers["Location"] == f"/plans/{plan.pk}/edit/"
    assert "Continue where you were" not in text(client.get(NEW))


def test_what_is_typed_after_going_back_from_a_save_is_another_draft(begun, client):
    press(client, begun, "save")
    page = press(client, begun, title="Another")
    assert Draft.objects.count() == 2
    assert page.context["draft"].id != begun.context["draft"].id
    assert page.context["plan_form"].document.title == "Another"


def test_what_cannot_be_saved_stays_in_the_draft(begun, client):
    with override_settings(SAVE_LIMIT=parse_many("1/hour")):
        press(client, client.get(PRESET), "save")
        page = press(client, begun, "save", title="Wanted")
    assert page.status_code == 429
    assert f'href="{address()}"' in text(page)
    assert read_form(client.get(address())).values["title"] == ["Wanted"]


def test_changes_to_a_saved_plan_are_a_draft_of_it_and_offered(saved, client):
    edit = f"/plans/{saved.revision.plan_id}/edit/"
    page = open_by_link(client, edit, saved.edit_key)
    press(client, page, title="Changed")
    draft = the_draft()
    assert draft.plan_id == saved.revision.plan_id
    page = client.get(edit)
    assert "You have changes to this plan that are not saved: “Changed”" in text(page)
    assert read_form(page).values["title"] == ["K3s on one host"]
    page = client.get(f"{edit}{draft.pk}/")
    assert read_form(page).values["title"] == ["Changed"]
    assert read_form(page).values["base"] == ["1"]
    press(client, page, "save")
    assert Revision.objects.get(number=2).title == "Changed"
    assert not Draft.objects.exists()
    assert client.get(f"{edit}{draft.pk}/").headers["Location"] == edit


def test_a_draft_of_a_saved_plan_needs_its_key(saved, client):
    edit = f"/plans/{saved.revision.plan_id}/edit/"
    press(client, open_by_link(client, edit, saved.edit_key), title="Changed")
    stranger = Client()
    assert stranger.get(f"{edit}{the_draft().pk}/").status_code == 403
    assert stranger.get(f"{NEW}{the_draft().pk}/").status_code == 404


def test_a_draft_keeps_what_somebody_else_overtook(saved, client, catalogue):
    edit = f"/plans/{saved.revision.plan_id}/edit/"
    page = press(client, open_by_link(client, edit, saved.edit_key), title="Changed")
    save_revision(saved.revision.plan, plan_rules(find_preset("eks").document(), catalogue), base=1)
    assert press(client, page, "save").status_code == 409
    page = client.get(f"{edit}{the_draft().pk}/")
    assert read_form(page).values["title"] == ["Changed"]


def test_an_offered_draft_is_thrown_away_where_it_is_offered(saved, client):
    edit = f"/plans/{saved.revision.plan_id}/edit/"
    press(client, open_by_link(client, edit, saved.edit_key), title="Changed")
    answer = client.post(NEW, {"do": f"throw-away:{the_draft().pk}", "from": "plan"})
    assert answer.headers["Location"] == edit
    assert "not saved:" not in text(client.get(edit))


@override_settings(DRAFT_LIMIT=parse_many("1/hour"))
def test_beyond_the_limit_the_composer_goes_on_and_says_so(client):
    press(client, client.get(PRESET), title="First")
    page = press(client, client.get(PRESET), title="Second")
    assert page.status_code == 200
    assert "No draft is kept: too many were started from your address." in text(page)
    assert Draft.objects.count() == 1
    page = press(client, page, "add-group")
    assert page.context["plan_form"].document.title == "Second"
    assert press(client, client.get(address()), title="First, changed").status_code == 200


def test_what_is_too_large_for_a_draft_is_composed_without(client):
    many = {f"groups-0-x{number}": "x" for number in range(6000)}
    page = post(client, {**read_form(client.get(PRESET)).values, **many, "title": "Large"})
    assert page.status_code == 200
    assert "this is too large for one" in text(page)
    assert not Draft.objects.exists()


def prune(*arguments):
    said = StringIO()
    call_command("prune_drafts", *arguments, stdout=said)
    return said.getvalue()


def let_pass(**time):
    for draft in Draft.objects.all():
        thrown = draft.thrown and draft.thrown - timedelta(**time)
        changed = draft.changed - timedelta(**time)
        Draft.objects.filter(pk=draft.pk).update(changed=changed, thrown=thrown)


@pytest.mark.usefixtures("begun")
def test_drafts_that_nobody_changed_are_forgotten():
    assert prune() == "0 drafts would be forgotten; --delete forgets them\n"
    let_pass(days=31)
    assert prune() == "1 draft would be forgotten; --delete forgets them\n"
    assert Draft.objects.count() == 1
    assert prune("--delete") == "1 draft forgotten\n"
    assert not Draft.objects.exists()
    with pytest.raises(CommandError, match="--days is 0: it must be at least 1"):
        prune("--days", "0")


@pytest.mark.usefixtures("begun")
def test_what_was_thrown_away_is_forgotten_after_a_while(client):
    client.post(NEW, {"do": f"throw-away:{the_draft().pk}"})
    assert prune("--delete") == "0 drafts forgotten\n"
    let_pass(hours=2)
    assert "thrown away" not in text(client.get(NEW))
    assert prune("--delete") == "1 draft forgotten\n"


def test_new_drafts_make_room(client):
    old = timezone.now() - timedelta(days=31)
    Draft.objects.bulk_create(Draft(packed=b"x", changed=old) for _ in range(FORGOTTEN_AT_ONCE + 1))
    press(client, client.get(PRESET), title="Mine")
    assert Draft.objects.count() == 2


def test_deleting_a_plan_deletes_its_drafts(saved, client):
    edit = f"/plans/{saved.revision.plan_id}/edit/"
    press(client, open_by_link(client, edit, saved.edit_key), title="Changed")
    saved.revision.plan.delete()
    assert not Draft.objects.exists()
