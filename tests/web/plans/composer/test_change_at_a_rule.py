"""Changing a listener at a rule of it: the fields stand in its row, and nowhere else."""

import re

import pytest

from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.web.plans.saving import save_new_plan
from tests.web.plans.pages import NEW, open_by_link, press, read_form, text, to_draft

pytestmark = pytest.mark.django_db

PRESET = f"{NEW}?preset=rke2-cilium"
LISTENER = "cilium/operator-metrics"


def row_of(page, listener):
    """The name of the first rule that offers to change a listener."""
    return re.search(rf'value="change-here:{listener}@([^"]+)"', text(page))[1]


@pytest.fixture
def opened(client):
    """The composer with a change that is open at a rule, and the name of the rule."""
    page = client.get(PRESET)
    row = row_of(page, LISTENER)
    return press(client, page, f"change-here:{LISTENER}@{row}"), row


def test_fields_stand_once_and_in_the_row(opened):
    page, row = opened
    html = text(page)
    assert html.count('name="changes-1-ports"') == 1
    inside = html.index(f'id="more--{row}"')
    assert inside < html.index('name="changes-1-ports"') < html.index("</details>", inside)
    assert f'id="fold-{row}" open' in html
    assert 'id="line-change-1"' in html  # the outline is still there, with its line


def test_the_change_is_the_one_of_the_outline(opened, client):
    page, _row = opened
    done = press(client, page, "close", changes_1_ports="9970")
    assert done.context["sheet"].rule_set.document.changes[1].ports.readable == "9970"
    assert 'type="hidden" name="changes-1-ports" value="9970"' in text(done)


def test_where_its_rule_is_not_listed_the_fields_stand_in_place_of_the_outline(opened, client):
    page, _row = opened
    html = text(press(client, page, q="etcd"))
    assert html.count('name="changes-1-ports"') == 1
    assert (
        html.index('id="side"') < html.index('name="changes-1-ports"') < html.index('id="result"')
    )


def test_a_rule_that_is_none_opens_the_change_beside(client):
    form = read_form(client.get(PRESET))
    step = {"do": f"change-here:{LISTENER}@no-such"}
    page = to_draft(client, client.post(form.action, form.values | step))
    assert text(page).count('name="changes-1-ports"') == 1


def test_what_is_left_out_stays_where_it_was(opened, client):
    page, row = opened
    before = page.context["sheet"].count
    left_out = press(
        client, page, "close", changes_1_excluded="on", changes_1_reason="nobody scrapes it"
    )
    html = text(left_out)
    html = " ".join(html.split())
    assert html.count('class="rule rule--left-out"') == 4
    assert "left out: nobody scrapes it" in html
    assert f'class="rule rule--left-out" id="{row}"' in html
    assert left_out.context["sheet"].count == before - 4
    back = press(client, left_out, "remove-change:1")
    assert back.context["sheet"].count == before
    assert "rule--left-out" not in text(back)


def test_rules_of_a_saved_plan_have_their_numbers_in_the_composer(client, catalogue):
    saved = save_new_plan(plan_rules(find_preset("rke2-cilium").document(), catalogue))
    address = f"/plans/{saved.revision.plan_id}/edit/"
    page = open_by_link(client, address, saved.edit_key)
    assert 'class="rule" id="r1"' in " ".join(text(page).split())
