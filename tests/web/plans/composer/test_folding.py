"""What the composer sends of a large plan when something changes."""

import json

import pytest

from portsref.web.plans.composer.folding import MOST_AT_ONCE
from tests.web.plans.pages import NEW, post, press, read_form, text

pytestmark = pytest.mark.django_db

RESULT = {"HX-Request": "true", "HX-Target": "result"}
PLAN = {
    "schema": "portsref.plan/v1",
    "title": "Racks",
    "picks": [{"product": "kubeadm"}, {"product": "cilium"}],
    "groups": [
        {"name": "control-plane", "roles": ["control-plane"], "addresses": ["10.0.0.0/28"]},
        *(
            {"name": f"rack-{number:02}", "roles": ["worker"], "addresses": [f"10.1.{number}.0/24"]}
            for number in range(12)
        ),
    ],
}
ROW = '<span class="rule__ports">'


@pytest.fixture
def composer(client):
    return post(client, {"do": "import", "text": json.dumps(PLAN)})


@pytest.fixture
def type_in(client, composer):
    """Type into a field of the page, as a browser with a script does."""

    def send(composer=composer, **changed):
        return press(client, composer, headers=RESULT, **changed)

    return send


def rows_of(composer):
    return text(composer).count(ROW)


def test_rules_of_a_large_plan_are_folded_by_where_they_come_from(composer):
    sheet, folds = composer.context["sheet"], composer.context["folds"]
    assert sheet.count > MOST_AT_ONCE
    assert rows_of(composer) == 0
    names = dict.fromkeys(rule.source.name for rule in sheet.shown.rules)
    assert [fold.name for fold in folds.within] == list(names)
    assert sum(fold.rules for fold in (*folds.within, *folds.outbound)) == sheet.count
    assert f"{sheet.count} rules, folded by where they come from." in text(composer)


def test_a_small_plan_has_no_folds(client):
    composer = client.get(f"{NEW}?preset=k3s-single")
    assert composer.context["sheet"].count <= MOST_AT_ONCE
    assert rows_of(composer) == composer.context["sheet"].count
    assert "fold" not in read_form(composer).values


def test_a_change_of_one_option_sends_no_rules(type_in):
    answer = type_in(**{"option:cilium:encryption": "wireguard"})
    assert answer.status_code == 200
    assert len(answer.content) < 100_000


@pytest.mark.parametrize("headers", [None, RESULT], ids=["without a script", "with one"])
def test_a_fold_is_opened_and_folded_again(headers, client, composer):
    opened = press(client, composer, headers=headers, open="from:group:rack-03")
    there = [fold.key for fold in opened.context["folds"].within if fold.pairs]
    assert there == ["from:group:rack-03"]
    assert rows_of(opened) == next(
        fold.rules for fold in opened.context["folds"].within if fold.key in there
    )
    asked = {"open": there, "close": there[0]}
    assert rows_of(press(client, composer, headers=headers, **asked)) == 0


def test_what_is_open_stays_open(client, composer):
    opened = press(client, composer, open="from:group:rack-03")
    assert read_form(opened).values["open"] == ["from:group:rack-03"]
    later = press(client, opened, headers=RESULT, **{"option:cilium:encryption": "wireguard"})
    assert [fold.key for fold in later.context["folds"].within if fold.pairs] == [
        "from:group:rack-03"
    ]


def test_all_can_be_opened_and_one_of_all_be_folded_again(client, composer):
    opened = press(client, composer, open="*")
    assert rows_of(opened) == opened.context["sheet"].count
    assert read_form(opened).values["open"] == ["*"]
    folds = press(client, opened, close="from:group:rack-03").context["folds"]
    assert [fold.key for fold in folds.within if not fold.pairs] == ["from:group:rack-03"]
    assert rows_of(press(client, opened, close="*")) == 0


@pytest.mark.parametrize("changed", [{"title": "Other"}, {"ticket": "NET-1"}, {"find": "cil"}])
def test_what_changes_no_rule_plans_nothing_and_sends_nothing(changed, type_in, monkeypatch):
    monkeypatch.setattr("portsref.web.plans.composer.page.plan_rules", None)
    answer = type_in(**changed)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (200, "#problems")
    assert len(answer.content) < 2500  # when the draft was kept, and what can be undone


def test_a_wrong_title_is_told_beside_the_rules_from_before(type_in):
    first = type_in(title="\u202e")
    assert first.status_code == 422
    assert "These are the rules from before the last change." in text(first)
    assert "Use one line of printable characters." in text(first)


def test_while_the_form_is_wrong_the_last_rules_are_not_sent_again(client, composer, monkeypatch):
    wrong = press(client, composer, title="\u202e")
    monkeypatch.setattr("portsref.web.plans.composer.page.plan_rules", None)
    again = press(client, wrong, headers=RESULT, title="\u202e", ticket="NET-1")
    assert (again.status_code, again.headers["HX-Retarget"]) == (422, "#problems")
    assert "Use one line of printable characters." in text(again)


def test_once_all_is_right_again_the_rules_are_no_longer_those_from_before(client, composer):
    wrong = press(client, composer, title="\u202e")
    right = press(client, wrong, headers=RESULT, title="Racks")
    assert right.status_code == 200
    assert "HX-Retarget" not in right.headers
    assert "These are the rules from before the last change." not in text(right)


@pytest.mark.parametrize(
    "changed", [{"boundary": "1"}, {"view": "local"}, {"groups_1_zone": "dmz"}, {"open": "*"}]
)
def test_what_the_rules_are_shown_by_is_no_title(changed, type_in):
    assert "HX-Retarget" not in type_in(**changed).headers


def test_what_is_too_much_for_any_page_stays_folded(client, composer, monkeypatch):
    monkeypatch.setattr("portsref.web.plans.composer.folding.MOST_ROWS", 300)
    opened = press(client, composer, open="*")
    count, shown = opened.context["sheet"].count, rows_of(opened)
    assert 0 < shown <= 300
    assert f"{count - shown} more rules are in the files." in text(opened)


def test_a_matrix_has_a_bound(client, composer, monkeypatch):
    assert "<table" in text(press(client, composer, view="matrix"))
    monkeypatch.setattr("portsref.web.plans.reading.matrix.MOST_CELLS", 100)
    assert "is too large for a page" in text(press(client, composer, view="matrix"))
