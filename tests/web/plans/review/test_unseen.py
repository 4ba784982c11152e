"""Texts of a review that a stranger sends, through the forms into the rows."""

import pytest

from portsref.web.plans.review.queries import list_decisions

pytestmark = pytest.mark.django_db


def test_what_postgresql_refuses_is_left_out_of_every_text(plan, operator, network, identities):
    network.browser.post(network.address("name"), {"name": "Ni\x00na"})
    network.decide("question", rule=identities[0], comment="Wh\x00y?")
    decided = list_decisions(plan.pk)[0]
    address = f"/plans/{plan.pk}/review"
    operator.post(f"{address}/answer/", {"decision": decided.number, "comment": "Be\x00cause."})
    operator.post(f"{address}/links/", {"do": "make", "label": "Secu\x00rity"})
    decided = list_decisions(plan.pk)[0]
    answers = [answer.comment for answer in decided.answers]
    labels = [link.label for link in plan.review_links.all()]
    assert (decided.name, decided.comment, answers) == ("Nina", "Why?", ["Because."])
    assert labels == ["Network team", "Security"]
