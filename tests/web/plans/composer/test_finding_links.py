"""From a finding to the place in the composer where something can be done about it."""

import re

import pytest

from tests.doubtful_plans import DOUBTFUL
from tests.web.plans.pages import NEW, text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("document", DOUBTFUL.values(), ids=DOUBTFUL)
def test_every_finding_leads_to_a_place_that_the_page_has(document, client):
    page = client.post(NEW, {"do": "import", "text": document.as_yaml(), "view": "findings"})
    ids = set(re.findall(r'\bid="([^"]+)"', text(page)))
    shown = page.context["findings"]
    goals = {finding.anchor for finding in shown if finding.anchor}
    assert goals <= ids
    without = [finding.title for finding in shown if not (finding.anchor or finding.listener)]
    assert without == []
