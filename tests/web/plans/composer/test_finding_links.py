"""From a finding to the place in the composer where something can be done about it."""

import pytest

from tests.doubtful_plans import DOUBTFUL
from tests.web.plans.pages import post, read_form, text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("document", DOUBTFUL.values(), ids=DOUBTFUL)
def test_every_finding_leads_to_a_place_that_the_page_has(document, client):
    page = post(client, {"do": "import", "text": document.as_yaml(), "view": "findings"})
    shown = page.context["findings"]
    for step in {finding.anchor for finding in shown if finding.anchor}:
        opened = post(client, {**read_form(page).values, "do": f"open:{step}"})
        assert f'id="{step.partition(" ")[2]}"' in text(opened)
    without = [finding.title for finding in shown if not (finding.anchor or finding.listener)]
    assert without == []
