"""The composer says what another Kubernetes version changes before it is chosen."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.web.plans.composer.versions import UpgradeSheet
from tests.web.plans.pages import NEW, open_panel, press, read_form, text

pytestmark = pytest.mark.django_db
LINE = "Old kube-scheduler metrics and health over plain HTTP."
CLOUD = {
    "product": "kubernetes",
    "options": {"cloud-controller-manager": "yes", "cloud-controller-manager-webhook": "yes"},
}


@pytest.fixture
def composed(client):
    """Kubernetes 1.26, the last without webhooks of cloud controllers, on one group of hosts."""
    options = "&".join(f"option={name}:yes" for name in CLOUD["options"])
    begun = client.get(f"{NEW}?product=kubernetes&{options}&kubernetes=1.26")
    first = press(client, begun)
    second = press(client, first, do="add-group")
    third = press(
        client,
        second,
        **{"groups-0-name": "masters", "groups-0-roles": "control-plane",
           "groups-0-addresses": "192.0.2.0/28"},
    )  # fmt: skip
    return open_panel(client, third, "product:kubernetes")


def test_each_span_of_versions_says_what_it_opens_and_closes(composed):
    preview = composed.context["versions"]
    spans = [(span.name, span.newest, span.says) for span in (*preview.newer, *preview.older)]
    assert spans == [
        ("1.27 – 1.37", "1.37", "opens 1"),
        ("1.23 – 1.25", "1.25", "no changes"),
        ("1.22", "1.22", "no rule opens or closes"),
        ("1.20 – 1.21", "1.21", "no rule opens or closes"),
        ("1.19", "1.19", "no rule opens or closes"),
    ]
    lines = [
        (line.kind, line.protocol, line.ports, line.component)
        for span in (preview.newer[0], preview.older[1])
        for line in span.lines
    ]
    assert lines == [
        ("opened", "TCP", "10260", "cloud-controller-manager"),
        ("started", "TCP", "10251", "kube-scheduler"),
    ]
    assert LINE in text(composed)
    assert "Downgrade" in text(composed)


def test_versions_have_a_hint_where_something_differs(composed):
    assert '<option value="1.37">1.37 · opens 1</option>' in text(composed)
    assert '<option value="1.26" selected>1.26</option>' in text(composed)
    assert '<option value="1.25">1.25</option>' in text(composed)


def test_a_button_chooses_the_version_and_loses_nothing(composed, client):
    chosen = press(client, composed, do="choose-version:1.37")
    assert chosen.status_code == 200
    form = read_form(chosen)
    assert form.values["kubernetes"] == ["1.37"]
    assert form.values["groups-0-name"] == ["masters"]
    assert chosen.context["sheet"].rule_set.kubernetes == "1.37"
    assert ("do", "choose-version:1.26") in form.buttons
    assert chosen.context["versions"].older[0].says == "no changes"


def test_a_plan_that_no_version_changes_says_so(client):
    composed = open_panel(client, client.get(f"{NEW}?preset=kubeadm-calico"), "product:kubernetes")
    assert "No other version opens or closes anything here." in text(composed)
    assert "choose-version:" not in text(composed)
    assert " · opens" not in text(composed)


def test_the_preview_follows_what_is_typed(composed, client):
    headers = {"HX-Request": "true", "HX-Target": "result"}
    answer = press(client, composed, headers=headers, kubernetes="1.36")
    assert 'data-panel="product:kubernetes"\ndata-hx-swap-oob="true"' in text(answer)
    assert "1.27 – 1.35" in text(answer)


def test_while_something_is_wrong_there_is_no_preview(composed, client):
    wrong = press(client, composed, **{"groups-0-addresses": "nonsense"})
    assert wrong.status_code == 422
    assert wrong.context["versions"] is None
    assert "choose-version:" not in text(wrong)


def test_a_plan_beyond_measure_says_where_to_compare(composed, client, monkeypatch):
    monkeypatch.setattr("portsref.web.plans.composer.versions.MOST_RULES", 1)
    again = press(client, composed)
    assert again.status_code == 200
    assert "too many rules to show here what another version changes" in text(again)
    assert " · opens" not in text(again)


def test_the_preview_asks_nothing_of_the_database(
    composed, client, monkeypatch, django_assert_num_queries
):
    press(client, composed)  # whatever it has to keep is kept
    with CaptureQueriesContext(connection) as with_preview:
        press(client, composed)
    monkeypatch.setattr("portsref.web.plans.composer.page.ComposerPage._preview_versions", _nothing)
    with django_assert_num_queries(len(with_preview)):
        press(client, composed)


def _nothing(_composition):
    return None


def test_the_same_thing_between_many_groups_is_one_line(catalogue):
    data = find_preset("eks").document().as_data() | {
        "kubernetes": "1.26",
        "picks": [CLOUD],
        "groups": [
            {"name": f"m{number}", "roles": ["control-plane"], "addresses": [f"10.0.{number}.0/24"]}
            for number in range(3)
        ],
        "changes": [],
    }
    preview = UpgradeSheet(plan_rules(document_from(data), catalogue), catalogue)
    (span,) = preview.newer
    assert [(line.ports, line.rules) for line in span.lines] == [("10260", 9)]
    assert span.says == "opens 9"
