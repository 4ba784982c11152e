"""Settings of formats: what differs from one receiver to the next is part of the plan."""

import re

import pytest

from portsref.exporters.registry import every_exporter, find_exporter
from portsref.planning.choice import EVERYTHING
from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules
from portsref.web.plans.composer.places import query_of_place
from tests.web.plans.pages import NEW, open_panel, post, press, read_form, text

pytestmark = pytest.mark.django_db

PLAN = {
    "schema": "portsref.plan/v1",
    "title": "x",
    "request": {
        "exports": {
            "tufin-json": {"workflow": "Firewall", "gone": "stays"},
            "gone": {"too": "stays as well"},
        }
    },
    "picks": [{"product": "k3s"}],
    "groups": [
        {"name": "one", "roles": ["control-plane"], "addresses": ["10.0.0.0/8", "2001:db8::/64"]},
        {"name": "two", "roles": ["client", "bastion"], "addresses": ["10.9.0.0/24"]},
    ],
}
FIELDS = {
    f"exports:{exporter.name}:{setting.name}"
    for exporter in every_exporter()
    for setting in exporter.settings
}


def imported(client, plan=PLAN):
    return post(client, {"do": "import", "text": document_from(plan).as_yaml()})


def test_every_setting_has_a_field_with_its_default_in_grey(client):
    html = text(open_panel(client, client.get(f"{NEW}?preset=k3s-single"), "exports"))
    assert set(re.findall(r'name="(exports:[^"]+)"', html)) == FIELDS
    assert re.search(
        r'<input[^>]*name="exports:tufin-json:workflow"[^>]*placeholder="APG Access Request"', html
    )


def test_what_the_plan_says_stays_whether_a_format_has_it_or_not(client):
    page = imported(client)
    values = read_form(page).values.items()
    said = {name: value for name, value in values if name.startswith("exports:") and any(value)}
    assert said == {
        "exports:tufin-json:workflow": ["Firewall"],
        "exports:tufin-json:gone": ["stays"],
        "exports:gone:too": ["stays as well"],
    }
    saved = press(client, page, "export:json").content.decode()
    assert '"workflow": "Firewall"' in saved
    assert '"too": "stays as well"' in saved


def test_a_setting_is_changed_and_taken_back_in_its_field(client):
    page = imported(client)
    name = "exports:tufin-json:workflow"
    written = press(client, page, "export:tufin-json", **{name: "Other"}).content.decode()
    assert '"workflow": {"name": "Other"}' in written
    written = press(client, page, "export:tufin-json", **{name: ""}).content.decode()
    assert '"workflow": {"name": "APG Access Request"}' in written


def test_what_is_wrong_with_a_setting_is_told_at_its_field(client):
    page = press(client, imported(client), "save", **{"exports:tufin-json:step": "x" * 500})
    assert page.status_code == 422
    html = text(page)
    assert '<a class="link" href="#id_exports:tufin-json:step"' in html
    assert 'id="export-settings-tufin-json" open' in html


def test_every_doubt_leads_to_a_place_that_the_page_has(client, catalogue):
    document = document_from(PLAN)
    rule_set = plan_rules(document, catalogue)
    for name in ("tufin-csv", "tufin-json", "algosec", "firemon", "servicenow", "panos-csv"):
        told = find_exporter(name).doubts(rule_set, EVERYTHING).told
        places = {doubt.place for doubt in told if not doubt.place.endswith(".gone")}
        assert places
        for place in places:
            panel, _, field = query_of_place(place, document).removeprefix("?panel=").partition("#")
            opened = open_panel(client, imported(client), panel) if panel else imported(client)
            assert f'id="{field}"' in text(opened)
