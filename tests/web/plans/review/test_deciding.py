"""Who may decide about rules, about which, and what becomes of it: inserted, never altered."""

import re

import pytest
from django.test import Client, override_settings
from limits import parse_many

from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules
from portsref.web.plans.models import (
    Answer,
    DecidedRule,
    Decision,
    DecisionsNeverChangeError,
    Plan,
)
from portsref.web.plans.review import recording
from portsref.web.plans.review.links import make_link, replace_link, withdraw_link
from portsref.web.plans.review.queries import list_decisions
from portsref.web.plans.saving import delete_plan, save_new_plan, save_revision
from tests.web.plans.pages import text
from tests.web.plans.review.conftest import Reviewer, states, words

pytestmark = pytest.mark.django_db

NAMES = ("review-key-en", "review-key-zh-hans")


def said(plan):
    return [(one.name, one.verdict, one.count) for one in list_decisions(plan.pk)]


def typed_name(page):
    return re.search(r'name="name"\s+value="([^"]*)"', text(page))[1]


# -- the link


@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_a_visit_by_a_review_link_leads_to_the_address_without_the_key(language, plan):
    key = make_link(plan, "Network team").key
    client = Client()
    address = f"{language}/plans/{plan.pk}/review/"
    answer = client.get(f"{address}?review=open&key={key}")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{address}?review=open")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert [morsel.OutputString() for morsel in answer.cookies.values()] == [
        f"{name}={key}; HttpOnly; Path={prefix}/plans/{plan.pk}/; SameSite=Lax"
        for name, prefix in zip(NAMES, ("", "/zh-hans"), strict=True)
    ]
    page = client.get(address)
    assert key not in text(page)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("wrong", ["wrong", "é" * 50, "\x00", "x" * 10_000])
def test_a_wrong_key_keeps_nothing(wrong, plan, client):
    answer = client.get(f"/plans/{plan.pk}/review/", {"key": wrong})
    assert (answer.status_code, len(answer.cookies)) == (403, 0)
    assert "This review link does not work" in words(answer)


def test_the_edit_key_decides_nothing_and_the_review_key_edits_nothing(
    saved, plan, network, identities
):
    thief = Client()
    assert thief.get(f"/plans/{plan.pk}/review/", {"key": saved.edit_key}).status_code == 403
    for name in NAMES:
        thief.cookies[name] = saved.edit_key
    form = {"verdict": "approved", "rule": identities[0], "revision": 1}
    assert thief.post(network.address("decide"), form).status_code == 403
    for page in ("manage", "edit", "saved"):
        assert thief.get(f"/plans/{plan.pk}/{page}/", {"key": network.key}).status_code == 403
        assert network.browser.get(f"/plans/{plan.pk}/{page}/").status_code == 403
    for action in ("review/links", "review/answer"):
        values = {"do": "make", "label": "Mine", "decision": "1", "comment": "x"}
        assert network.browser.post(f"/plans/{plan.pk}/{action}/", values).status_code == 403
    assert plan.review_links.count() == 1
    assert said(plan) == []


def test_readers_without_a_key_see_the_state_and_no_forms(plan, network, identities, client):
    network.decide("question", rule=identities[0], comment="Why?\n<script>alert(1)</script>")
    page = client.get(f"/plans/{plan.pk}/review/")
    assert "1 question" in words(page)
    assert "Nina Novak (Network team) asked" in words(page)
    assert "Why?\n&lt;script&gt;alert(1)&lt;/script&gt;" in text(page)
    assert "/review/decide/" not in text(page)
    assert "csrfmiddlewaretoken" not in text(page)
    form = {"verdict": "approved", "rule": identities[0], "revision": 1}
    assert client.post(network.address("decide"), form).status_code == 403


@pytest.mark.parametrize("action", ["name", "decide", "answer", "links"])
def test_a_form_from_elsewhere_is_refused_though_the_cookies_came_along(
    action, plan, saved, network, identities
):
    forged = Client(enforce_csrf_checks=True)
    forged.get(network.address(), {"key": network.key})
    forged.get(f"/plans/{plan.pk}/manage/", {"key": saved.edit_key})
    form = {"verdict": "approved", "rule": identities[0], "revision": 1, "name": "Eve"}
    form |= {"do": "make", "label": "Eve", "comment": "x", "decision": "1"}
    assert forged.post(network.address(action), form).status_code == 403
    assert said(plan) == []
    assert plan.review_links.count() == 1


@pytest.mark.parametrize("action", ["name", "decide", "answer", "links"])
def test_a_get_decides_nothing(action, network):
    assert network.browser.get(network.address(action)).status_code == 405


def test_the_key_of_another_plan_decides_nothing(plan, network, rules, identities):
    other = save_new_plan(rules).revision.plan
    thief = Client()
    for name in NAMES:
        thief.cookies[name] = network.key
    form = {"verdict": "approved", "rule": identities[0], "revision": 1, "seen": 0}
    assert thief.post(f"/plans/{other.pk}/review/decide/", form).status_code == 403
    assert said(other) == said(plan) == []


@pytest.mark.parametrize("end", [replace_link, withdraw_link])
def test_a_link_that_was_replaced_or_withdrawn_decides_nothing_and_keeps_what_was(
    end, plan, network, identities
):
    network.decide("approved", rule=identities[0])
    end(plan, network.link.pk)
    assert network.decide("rejected", rule=identities[0], comment="no").status_code == 403
    assert said(plan) == [("Nina Novak", "approved", 1)]
    assert "Nina Novak (Network team) approved" in words(network.read())


def test_a_replaced_link_decides_by_its_new_key(plan, network, identities):
    made = replace_link(plan, network.link.pk)
    again = Reviewer(plan, made, "Nina Novak")
    assert again.decide("approved", rule=identities[0]).status_code == 303


# -- the name


def test_nobody_decides_without_a_name(plan, identities):
    nameless = Reviewer(plan, make_link(plan, "Network team"), "")
    assert "Begin the review" in words(nameless.read())
    page = nameless.decide("approved", rule=identities[0])
    assert (page.status_code, said(plan)) == (422, [])
    assert "Enter a name." in words(page)
    page = nameless.browser.post(nameless.address("name"), {"name": " \x00 "})
    assert page.status_code == 422
    assert "Enter a name." in words(page)


def test_a_comment_never_stands_in_the_field_for_the_name(plan, network, identities):
    nameless = Reviewer(plan, make_link(plan, "Firewall team"), "")
    page = nameless.decide("rejected", rule=identities[0], comment="Not from the office.")
    assert typed_name(page) == ""
    page = network.decide("rejected", rule=identities[0], comment="x" * 5000)
    assert page.status_code == 422
    assert typed_name(page) == "Nina Novak"


def test_the_name_stays_in_the_browser_and_stands_beside_decisions(plan, security, identities):
    assert "You decide as 李雷 (Security)" in words(security.read()).replace(" (", " (")
    cookie = security.browser.cookies["reviewer-en"]
    assert cookie["httponly"]
    assert cookie["path"] == f"/plans/{plan.pk}/"
    security.decide("approved", rule=identities[0])
    assert said(plan) == [("李雷", "approved", 1)]


# -- one rule, a pair, all


def test_one_rule(plan, network, identities):
    answer = network.decide("approved", rule=identities[2])
    assert answer.status_code == 303
    assert re.fullmatch(r"/plans/.{24}/review/\?done=\d+#r3", answer.headers["Location"])
    assert states(plan) == ["open", "open", "approved", *["open"] * (len(identities) - 3)]
    page = network.browser.get(answer.headers["Location"])
    assert "You approved 1 rule." in words(page)


def test_all_open_rules_with_the_count_said_before(plan, network, security, identities):
    security.decide("rejected", rule=identities[0], comment="no")
    rest = len(identities) - 1
    page = network.read()
    assert f"Decide about all {rest} open rules at once" in words(page)
    assert f"Approve {rest} rules" in words(page)
    network.decide("approved", count=rest)
    assert states(plan) == ["rejected", *["approved"] * rest]


def test_the_rules_between_two_ends(plan, network, rules, identities):
    def is_between(rule):
        return (rule.source.name, rule.destination.name) == ("control-plane", "control-plane")

    between = [is_between(rule) for rule in rules.all_rules]
    assert 1 < sum(between) < len(identities)
    network.decide("approved", pair=identities[between.index(True)], count=sum(between))
    assert states(plan) == ["approved" if one else "open" for one in between]


def test_all_of_a_list(plan, network, identities):
    network.decide("question", rule=identities[0], comment="why?")
    network.decide("question", rule=identities[1], comment="why?")
    network.decide("approved", review="question", count=2)
    assert states(plan).count("approved") == 2


@pytest.mark.parametrize("count", ["", "0", "1", "99999", "x"])
def test_a_count_that_nobody_said_decides_nothing(count, plan, network):
    page = network.decide("approved", count=count)
    assert page.status_code == 409
    assert "Nothing was recorded" in words(page)
    assert said(plan) == []


def test_a_rule_that_is_decided_about_meanwhile_is_left_out_of_many(
    plan, network, security, identities
):
    security.decide("rejected", rule=identities[0], comment="no")
    answer = network.decide("approved", count=len(identities), seen=0)
    page = network.browser.get(answer.headers["Location"])
    assert f"You approved {len(identities) - 1} rules." in words(page)
    assert "1 rule was left as it is" in words(page)
    assert states(plan)[0] == "rejected"


# -- two at once


def test_two_who_decide_about_one_rule_are_both_kept_and_the_second_is_told(
    plan, network, security, identities
):
    security.decide("rejected", rule=identities[0], comment="Not from there.")
    answer = network.decide("approved", rule=identities[0], seen=0)
    page = network.browser.get(answer.headers["Location"])
    assert "Meanwhile others decided about the same rules" in words(page)
    assert "李雷 (Security) rejected" in words(page)
    assert said(plan) == [("李雷", "rejected", 1), ("Nina Novak", "approved", 1)]
    assert states(plan)[0] == "approved"
    assert "others disagree" in words(page)
    assert "Not from there." in words(page)


def test_who_saw_the_other_decision_is_told_nothing(network, security, identities):
    security.decide("rejected", rule=identities[0], comment="no")
    page = network.browser.get(network.decide("approved", rule=identities[0]).headers["Location"])
    assert "Meanwhile" not in words(page)


def test_a_form_that_is_sent_twice_decides_once(plan, network, identities):
    for _ in range(2):
        network.decide("approved", rule=identities[0], seen=0)
    many, seen = len(identities) - 1, list_decisions(plan.pk)[0].number
    for _ in range(2):
        answer = network.decide("approved", count=many, seen=seen)
    assert answer.status_code in {303, 409}
    assert said(plan) == [("Nina Novak", "approved", 1), ("Nina Novak", "approved", many)]


def test_an_old_form_does_not_undo_what_its_sender_said_since(plan, network, identities):
    network.decide("approved", rule=identities[0], seen=0)
    network.decide("rejected", rule=identities[0], comment="no")
    answer = network.decide("approved", rule=identities[0], seen=0)
    assert states(plan)[0] == "rejected"
    assert "Nothing new to record." in words(network.browser.get(answer.headers["Location"]))


def test_a_decision_is_taken_back_by_another_one(plan, network, identities):
    network.decide("approved", rule=identities[0])
    network.decide("open", rule=identities[0])
    assert states(plan)[0] == "open"
    assert said(plan)[1] == ("Nina Novak", "open", 1)


# -- what is wrong


@pytest.mark.parametrize("verdict", ["rejected", "question"])
def test_whoever_rejects_or_asks_says_why(verdict, plan, network, identities):
    page = network.decide(verdict, rule=identities[0])
    assert page.status_code == 422
    assert "Say why" in words(page)
    assert said(plan) == []


def test_what_was_typed_stays_where_it_is_refused(network, identities):
    page = network.decide("rejected", rule=identities[0], comment="<long> " + "x" * 2000)
    assert page.status_code == 422
    assert "Use at most 2,000 characters." in words(page)
    assert "&lt;long&gt; xxx" in text(page)


@pytest.mark.parametrize("verdict", ["", "APPROVED", "deleted", "x" * 5000])
def test_a_verdict_that_there_is_not_decides_nothing(verdict, plan, network, identities):
    assert network.decide(verdict, rule=identities[0]).status_code == 422
    assert said(plan) == []


@pytest.mark.parametrize("rule", ["0" * 24, "nonsense", "' OR 1=1", "é" * 24, "x" * 5000])
def test_a_rule_that_there_is_not_decides_nothing(rule, plan, network):
    assert network.decide("approved", rule=rule).status_code == 409
    assert said(plan) == []


@pytest.mark.parametrize("revision", ["", "0", "2", "-1", "9" * 500])
def test_a_revision_that_there_is_not_decides_nothing(revision, plan, network, identities):
    answer = network.decide("approved", rule=identities[0], revision=revision)
    assert answer.status_code == 404
    assert said(plan) == []


@pytest.mark.parametrize("seen", ["", "-1", "9" * 500, "x", "１"])
def test_what_was_seen_may_be_anything(seen, plan, network, identities):
    assert network.decide("approved", rule=identities[0], seen=seen).status_code == 303
    assert said(plan) == [("Nina Novak", "approved", 1)]


def test_a_plan_that_was_deleted_is_gone_with_all_that_was_said(plan, network, identities):
    network.decide("question", rule=identities[0], comment="why?")
    decision = list_decisions(plan.pk)[0]
    Answer.objects.create(decision_id=decision.number, comment="so")
    delete_plan(Plan.objects.get(pk=plan.pk))
    assert network.browser.get(network.address()).status_code == 410
    form = {"verdict": "approved", "rule": identities[0], "revision": 1}
    assert network.browser.post(network.address("decide"), form).status_code == 410
    counts = [model.objects.count() for model in (Decision, DecidedRule, Answer)]
    assert counts == [0, 0, 0]


# -- never altered


def test_nothing_that_was_said_can_be_altered_or_removed(plan, network, identities):
    network.decide("question", rule=identities[0], comment="why?")
    decision = Decision.objects.get(plan=plan)
    rows = (decision, decision.rules.get(), Answer.objects.create(decision=decision, comment="so"))
    for row in rows:
        for act in (row.save, row.delete):
            with pytest.raises(DecisionsNeverChangeError):
                act()
        with pytest.raises(DecisionsNeverChangeError):
            type(row).objects.filter(pk=row.pk).update(pk=row.pk)
        with pytest.raises(DecisionsNeverChangeError):
            type(row).objects.all().delete()


# -- revisions


def with_another_address(rules, catalogue):
    data = rules.document.as_data()
    data["groups"][0]["addresses"] = ["203.0.113.77"]
    return plan_rules(document_from(data), catalogue)


def test_decisions_carry_over_for_rules_that_did_not_change(
    plan, network, rules, catalogue, identities
):
    network.decide("approved", count=len(identities))
    after = with_another_address(rules, catalogue)
    save_revision(plan, after, base=1)
    moved = rules.document.groups[0].name
    touched = [moved in {rule.source.name, rule.destination.name} for rule in after.all_rules]
    assert any(touched)
    assert not all(touched)
    assert states(plan) == ["open" if one else "approved" for one in touched]
    page = words(network.read(review="open"))
    assert "approved in revision 1, changed since:" in page
    assert "addresses" in page


def test_a_comparison_says_how_many_rules_wait_for_a_decision(
    plan, network, rules, catalogue, identities
):
    save_revision(plan, with_another_address(rules, catalogue), base=1)
    address = f"/plans/{plan.pk}/diff/1..2/"
    assert "wait for a decision" not in words(Client().get(address))
    network.decide("approved", count=len(identities), revision=1)
    open_ones = states(plan).count("open")
    assert f"{open_ones} rules of revision 2 wait for a decision" in words(Client().get(address))


def test_a_decision_about_an_older_revision_holds_for_what_did_not_change(
    plan, network, rules, catalogue, identities
):
    save_revision(plan, with_another_address(rules, catalogue), base=1)
    network.decide("approved", count=len(identities), revision=1)
    assert set(states(plan)) == {"approved", "open"}


def test_all_approved_is_signed(network, security, identities):
    security.decide("approved", rule=identities[0])
    network.decide("approved", count=len(identities) - 1)
    page = words(network.read())
    people = r"李雷 \(Security\), Nina Novak \(Network team\)"
    assert re.search(rf"Approved by {people} on \d{{4}}-\d\d-\d\d, revision 1", page)


# -- limits


def test_a_plan_has_a_bound_of_decisions(plan, network, identities, monkeypatch):
    monkeypatch.setattr(recording, "MOST_DECISIONS", 2)
    network.decide("approved", rule=identities[0])
    network.decide("approved", rule=identities[1])
    page = network.decide("approved", rule=identities[2])
    assert page.status_code == 422
    assert "This was not saved" in words(page)
    assert len(said(plan)) == 2


def test_a_plan_has_a_bound_of_decided_rules(network, identities, monkeypatch):
    monkeypatch.setattr(recording, "MOST_DECIDED_RULES", len(identities))
    assert network.decide("approved", rule=identities[0]).status_code == 303
    assert network.decide("approved", count=len(identities) - 1).status_code == 303
    assert network.decide("rejected", rule=identities[0], comment="x").status_code == 422


@override_settings(DECISION_LIMIT=parse_many("2/hour"), SAVE_LIMIT=parse_many("1/hour"))
def test_a_client_that_decides_too_often_is_told_when_it_may_again(plan, network, identities):
    answers = [network.decide("approved", rule=one).status_code for one in identities[:3]]
    assert answers == [303, 303, 429]
    assert len(said(plan)) == 2


# -- the row alone


def test_htmx_gets_the_row_and_the_state(network, identities):
    headers = {"HX-Request": "true", "HX-Target": "r1"}
    answer = network.decide("approved", headers, rule=identities[0])
    assert answer.status_code == 200
    html = text(answer)
    assert html.count('class="verdict ') == 1
    assert 'id="r1"' in html
    assert 'data-hx-swap-oob="true"' in html
    assert "<html" not in html
    refused = network.decide("rejected", headers, rule=identities[1])
    assert refused.status_code == 422
    assert "Say why" in words(refused)
    assert text(refused).count('class="verdict ') == 1


# -- how much it takes


def test_queries_do_not_grow_with_rules_or_decisions(
    network, identities, django_assert_num_queries
):
    network.decide("approved", rule=identities[0])
    network.read()  # of each day the first visit is remembered
    with django_assert_num_queries(7):
        network.read()
    for one in identities[1:9]:
        network.decide("question", rule=one, comment="why?")
    with django_assert_num_queries(7):
        network.read()


# -- what the page says of ends


def test_ends_without_addresses_show_none(catalogue):
    document = document_from(
        {
            "schema": "portsref.plan/v1",
            "title": "A",
            "picks": [{"product": "kubernetes"}],
            "groups": [{"name": "control-plane", "roles": ["control-plane"]}],
        }
    )
    plan = save_new_plan(plan_rules(document, catalogue)).revision.plan
    page = text(Reviewer(plan, make_link(plan, "Network team"), "").read())
    assert 'class="verdict ' in page
    assert 'class="review-pair__addresses"' not in page
