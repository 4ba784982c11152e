"""What whoever edits the plan does about a review: links for teams, and answers."""

import re

import pytest
from django.test import Client

from portsref.web.plans.keys import hash_of
from portsref.web.plans.models import Answer, ReviewLink
from portsref.web.plans.review import links, recording
from portsref.web.plans.review.queries import list_decisions
from portsref.web.plans.saving import save_new_plan
from tests.web.plans.pages import text
from tests.web.plans.review.conftest import words

pytestmark = pytest.mark.django_db


def act(operator, plan, do, **values):
    return operator.post(f"/plans/{plan.pk}/review/links/", {"do": do, **values})


def key_on(page):
    return re.search(r"/review/\?key=([A-Za-z0-9_-]{43})", text(page))[1]


def manage(operator, plan):
    return words(operator.get(f"/plans/{plan.pk}/manage/"))


def test_a_link_is_shown_once_and_only_its_hash_is_kept(plan, operator):
    page = act(operator, plan, "make", label="  Network  team ")
    key = key_on(page)
    assert "Review link for Network team" in words(page)
    assert page.headers["Cache-Control"] == "private, no-store"
    link = plan.review_links.get()
    assert (link.label, link.key_hash) == ("Network team", hash_of(key))
    assert key not in text(operator.get(f"/plans/{plan.pk}/manage/"))
    assert "Network team since" in manage(operator, plan)
    assert "nothing decided yet" in manage(operator, plan)


@pytest.mark.parametrize(
    ("label", "reason"),
    [("", "Enter a name."), ("x" * 81, "Use at most 80 characters."), ("SECURITY", "replace it")],
)
def test_a_label_is_there_short_and_a_teams_own(label, reason, plan, operator):
    act(operator, plan, "make", label="Security")
    page = act(operator, plan, "make", label=label)
    assert page.status_code == 422
    assert reason in words(page)
    assert "Nothing was saved" not in words(page)
    assert plan.review_links.count() == 1


def test_a_form_that_is_sent_twice_makes_one_link(plan, operator):
    act(operator, plan, "make", label="Security")
    assert act(operator, plan, "make", label="Security").status_code == 422
    assert plan.review_links.count() == 1


def test_links_have_a_bound(plan, operator, monkeypatch):
    monkeypatch.setattr(links, "MOST_LINKS", 2)
    for label in ("one", "two", "three"):
        page = act(operator, plan, "make", label=label)
    assert "A plan can have 2 review links" in words(page)
    act(operator, plan, f"withdraw:{plan.review_links.first().pk}")
    assert act(operator, plan, "make", label="three").status_code == 200


def test_a_replaced_link_has_another_key(plan, operator):
    old = key_on(act(operator, plan, "make", label="Security"))
    new = key_on(act(operator, plan, f"replace:{plan.review_links.get().pk}"))
    assert new != old
    assert Client().get(f"/plans/{plan.pk}/review/", {"key": old}).status_code == 403
    assert Client().get(f"/plans/{plan.pk}/review/", {"key": new}).status_code == 303


def test_a_withdrawn_link_is_listed_where_it_decided(plan, operator, network, identities):
    network.decide("approved", count=len(identities))
    act(operator, plan, "make", label="Nobody")
    for link in plan.review_links.all():
        assert act(operator, plan, f"withdraw:{link.pk}").status_code == 303
    said = manage(operator, plan)
    assert "Network team withdrawn" in said
    assert f"Nina Novak (Network team) approved · {len(identities)} rules at once" in said
    assert "Nobody" not in said


@pytest.mark.parametrize("do", ["replace:", "withdraw:9", "replace:x", "nothing", "withdraw:-1"])
def test_a_link_that_there_is_not_changes_nothing(do, plan, operator, network):
    assert act(operator, plan, do).status_code == 303
    assert ReviewLink.objects.get().key_hash == hash_of(network.key)


def test_the_link_of_another_plan_is_out_of_reach(plan, operator, network, rules):
    other = links.make_link(save_new_plan(rules).revision.plan, "Theirs")
    for do in ("replace", "withdraw"):
        act(operator, plan, f"{do}:{other.link.pk}")
    found = ReviewLink.objects.get(pk=other.link.pk)
    assert (found.key_hash, found.withdrawn) == (hash_of(other.key), None)
    assert network.link.plan_id != other.link.plan_id


# -- answers


def answer(operator, plan, decision, comment="Because.", **values):
    form = {"decision": decision, "comment": comment, **values}
    return operator.post(f"/plans/{plan.pk}/review/answer/", form)


@pytest.fixture
def asked(plan, network, identities):
    network.decide("question", rule=identities[0], comment="Why?")
    return list_decisions(plan.pk)[0].number


def test_an_answer_stands_below_what_was_asked(plan, operator, network, asked):
    page = operator.get(f"/plans/{plan.pk}/review/")
    assert "Send the answer" in words(page)
    done = answer(operator, plan, asked, "Because\nof <admins>.", review="question", anchor="r1")
    assert done.status_code == 303
    assert done.headers["Location"] == f"/plans/{plan.pk}/review/?review=question#r1"
    assert "Because\nof &lt;admins&gt;." in text(network.read())


def test_an_answer_that_is_sent_twice_stands_once(plan, operator, asked):
    for comment in ("Because.", "Because.", "And so."):
        answer(operator, plan, asked, comment)
    assert [one.comment for one in list_decisions(plan.pk)[0].answers] == ["Because.", "And so."]


@pytest.mark.parametrize(
    ("comment", "reason"), [(" ", "Write an answer."), ("x" * 2001, "at most")]
)
def test_an_answer_has_words_and_a_bound(comment, reason, plan, operator, asked):
    page = answer(operator, plan, asked, comment)
    assert page.status_code == 422
    assert reason in words(page)
    assert Answer.objects.count() == 0


@pytest.mark.parametrize("anchor", ["javascript:alert(1)", "r1\r\nX: y", "r" * 99, "//evil"])
def test_an_answer_leads_nowhere_else(anchor, plan, operator, asked):
    done = answer(operator, plan, asked, anchor=anchor)
    assert done.headers["Location"] == f"/plans/{plan.pk}/review/"


def test_a_decision_about_another_plan_is_not_answered(rules, asked):
    other = save_new_plan(rules)
    browser = Client()
    browser.get(f"/plans/{other.revision.plan_id}/manage/", {"key": other.edit_key})
    answer(browser, other.revision.plan, asked)
    assert Answer.objects.count() == 0


def test_answers_have_a_bound(plan, operator, asked, monkeypatch):
    monkeypatch.setattr(recording, "MOST_ANSWERS", 1)
    answer(operator, plan, asked, "one")
    assert answer(operator, plan, asked, "two").status_code == 422
    assert Answer.objects.count() == 1
