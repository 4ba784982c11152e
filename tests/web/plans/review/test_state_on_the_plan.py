"""The state of a review on the plan's own page, which is kept for all readers."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portsref.web.plans.review import sheet
from tests.web.plans.pages import text
from tests.web.plans.review.conftest import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(plan):
    def read(browser=None, address=""):
        return (browser or Client()).get(f"/plans/{plan.pk}/{address}")

    return read


def test_a_plan_of_which_nobody_decided_says_nothing(page):
    assert "review-state" not in text(page())


def test_the_page_follows_each_decision_at_once(page, network, identities):
    rest = len(identities) - 1
    network.decide("approved", rule=identities[0])
    assert f"Review of revision 1: 1 of {rest + 1} approved {rest} open" in words(page())
    network.decide("rejected", rule=identities[1], comment="no")
    assert f"1 of {rest + 1} approved 1 rejected {rest - 1} open" in words(page())


def test_it_is_the_same_for_every_reader(page, network, operator, identities):
    network.decide("approved", rule=identities[0])
    assert page().content == page(network.browser).content == page(operator).content


def test_a_page_that_is_known_is_not_sent_again_until_somebody_decides(plan, network, identities):
    address = f"/plans/{plan.pk}/"
    etag = Client().get(address).headers["ETag"]
    assert Client().get(address, headers={"if-none-match": etag}).status_code == 304
    network.decide("approved", rule=identities[0])
    assert Client().get(address, headers={"if-none-match": etag}).status_code == 200


def test_an_approved_plan_is_signed_on_the_page_and_on_paper(page, network, identities):
    network.decide("approved", count=len(identities))
    said = words(page())
    assert "Approved by Nina Novak (Network team) on 20" in said
    assert "Approved by Nina Novak (Network team) Date 20" in said


def test_each_row_has_a_sign_that_leads_to_the_review(page, plan, network, identities):
    network.decide("question", rule=identities[0], comment="Why?")
    html = text(page())
    assert html.count('class="sign sign--open"') >= len(identities) - 1
    assert html.count('class="sign sign--question"') >= 2
    assert f'href="/plans/{plan.pk}/review/?at=r1#r1"' in html
    assert "question Nina Novak (Network team), 20" in words(page())
    assert "sign--question" not in text(page(address="?merge=1")).partition("sheet__bar")[2]


def test_the_review_shows_the_page_of_a_rule(page, monkeypatch):
    monkeypatch.setattr(sheet, "MOST_ROWS", 10)
    assert 'id="r25"' not in text(page(address="review/"))
    assert 'id="r25"' in text(page(address="review/?at=r25"))
    assert "Page 3 of 4" in words(page(address="review/?at=r25"))
    for nowhere in ("r99", "rule-x", "x" * 5000, "é"):
        assert "Page 1 of 4" in words(page(address=f"review/?at={nowhere}"))
    assert "Page 4 of 4" in words(page(address="review/?page=99"))


def test_each_revision_has_its_own_state(page, network, identities):
    network.decide("approved", rule=identities[0])
    assert "Review of revision 1: 1 of" in words(page(address="revisions/1/"))


def test_queries_do_not_grow_with_decisions(plan, network, identities):
    def count():
        with CaptureQueriesContext(connection) as queries:
            Client().get(f"/plans/{plan.pk}/")
        return len(queries)

    network.decide("approved", rule=identities[0])
    first, kept = count(), count()
    for one in identities[1:9]:
        network.decide("approved", rule=one)
    assert count() <= first
    assert count() == kept
