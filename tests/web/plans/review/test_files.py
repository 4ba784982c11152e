"""Files of a plan that is reviewed: they follow each decision and answer, the others stay."""

import json

import pytest
from django.test import Client

from portsref.web.plans.review.queries import list_decisions

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(plan):
    def read(name):
        answer = Client().get(f"/plans/{plan.pk}/revisions/1/export/{name}/")
        assert answer.status_code == 200
        return answer.getvalue()

    return read


def test_a_file_follows_each_decision_and_answer(plan, operator, network, identities, file):
    assert "review" not in json.loads(file("json"))
    network.decide("question", rule=identities[0], comment="Why?")
    assert json.loads(file("json"))["review"]["counts"]["question"] == 1
    number = list_decisions(plan.pk)[0].number
    operator.post(f"/plans/{plan.pk}/review/answer/", {"decision": number, "comment": "Because."})
    decision = json.loads(file("json"))["review"]["decisions"][0]
    assert decision["answers"][0]["comment"] == "Because."


@pytest.mark.parametrize("name", ["csv", "nftables-router"])
def test_a_format_without_room_stays_as_it_is(name, network, identities, file):
    before = file(name)
    network.decide("approved", rule=identities[0])
    assert file(name) == before


def test_pages_api_and_bundles_say_the_same(plan, network, identities, client, file):
    network.decide("approved", count=len(identities))
    page = file("markdown").decode()
    assert "Nina Novak (Network team)" in page
    answer = client.get(
        f"/api/v1/plans/{plan.pk}/revisions/1/export/markdown", {"envelope": "true"}
    )
    assert answer.json()["content"] == page
    shown = client.get(f"/plans/{plan.pk}/revisions/1/files/markdown/")
    assert "approved 38" in shown.content.decode()
    revision = f"plans/{plan.pk}/revisions/1"
    for address in (f"/{revision}/files.zip", f"/api/v1/{revision}/bundle"):
        assert client.get(address, {"format": ["markdown", "csv"]}).status_code == 200
