"""What the last change did to the rules stands above them, with the way back."""

import pytest

from tests.web.plans.pages import NEW, press, text

pytestmark = pytest.mark.django_db

PRESET = f"{NEW}?preset=rke2-cilium"
RESULT = {"HX-Request": "true", "HX-Target": "result"}
IPSEC = {"option:cilium:encryption": "ipsec"}


def figures(page):
    step = page.context["step"]
    return step.opened, step.closed, step.changed


def lines(page):
    return {(line.sign, line.protocol, line.ports) for line in page.context["step"].lines}


def test_a_choice_says_what_it_opens_and_closes(client):
    page = press(client, client.get(PRESET), **IPSEC)
    step = page.context["step"]
    assert step.words == "Encryption between nodes: wireguard → ipsec"
    assert figures(page) == (4, 4, 0)
    assert lines(page) == {("opened", "ESP", ""), ("closed", "UDP", "51871")}
    assert step.lines[0].pairs == (
        "control-plane → control-plane",
        "control-plane → workers",
        "workers → control-plane",
    )
    assert step.lines[0].further == 1


def test_a_script_is_told_the_same(client):
    page = press(client, client.get(PRESET), headers=RESULT, **IPSEC)
    assert "Encryption between nodes: wireguard → ipsec" in text(page)
    assert "opens 4 rules" in text(page)
    assert 'id="step"' in text(page)


def test_what_was_undone_says_so_and_offers_to_do_it_again(client):
    page = press(client, press(client, client.get(PRESET), **IPSEC), "undo")
    step = page.context["step"]
    assert step.words == "Undone: Encryption between nodes: wireguard → ipsec"
    assert (step.is_undone, figures(page)) == (True, (4, 4, 0))
    assert lines(page) == {("closed", "ESP", ""), ("opened", "UDP", "51871")}
    page = press(client, page, "redo")
    assert page.context["step"].words == "Encryption between nodes: wireguard → ipsec"


@pytest.mark.parametrize("changed", [{"title": "Mine"}, {"ticket": "NET-1"}])
def test_a_title_or_a_ticket_says_nothing(changed, client):
    page = press(client, client.get(PRESET), **changed)
    assert not page.context["step"].is_said
    assert "no rule changes" not in text(page)


def test_a_group_with_another_name_is_the_same_group(client):
    page = press(client, client.get(PRESET), groups_1_name="nodes")
    assert page.context["step"].words == "Name: workers → nodes"
    assert page.context["step"].is_empty
    assert "no rule changes" in text(page)


def test_addresses_say_what_opens_and_closes_for_them(client):
    page = press(client, client.get(PRESET), groups_2_addresses="203.0.113.64/27")
    opened, closed, changed = figures(page)
    assert (opened, changed) == (1, 0)
    assert closed > 0


def test_a_zone_changes_what_is_said_of_rules(client):
    page = press(client, client.get(PRESET), groups_2_zone="vpn")
    assert figures(page) == (0, 0, 1)
    assert "1 with other details" in text(page)


def test_a_removed_group_closes_its_rules(client):
    page = press(client, client.get(PRESET), "remove-group:2")
    assert page.context["step"].words == "Group “admins” removed"
    assert figures(page) == (0, 1, 0)


def test_while_something_is_wrong_only_the_change_is_named(client):
    page = press(client, client.get(PRESET), groups_2_addresses="nonsense")
    assert page.status_code == 422
    assert page.context["step"].words == "Addresses (admins)"
    assert page.context["step"].found is None
    assert "no rule changes" not in text(page)


def test_once_it_is_right_again_it_is_compared_with_what_was_before_the_mistake(client):
    page = press(client, client.get(PRESET), groups_2_addresses="203.0.113.64/2")
    page = press(client, page, groups_2_addresses="203.0.113.64/27")
    assert figures(page)[0] == 1


def test_it_is_still_there_when_the_page_is_opened_again_and_in_chinese(client):
    press(client, client.get(PRESET), **IPSEC)
    address = text(client.get(NEW)).split('class="link" href="')[1].split('"')[0]
    page = client.get(f"/zh-hans{address}")
    assert page.context["step"].words == "节点间加密：wireguard → ipsec"
    assert figures(page) == (4, 4, 0)


def test_nothing_is_compared_for_what_changes_no_rule(client, monkeypatch):
    page = press(client, client.get(PRESET), **IPSEC)
    monkeypatch.setattr("portsref.web.plans.drafts.effect.plan_rules", None)
    answer = press(client, page, headers=RESULT, title="Mine")
    assert answer.status_code == 200


def test_rows_that_it_opened_or_changed_have_a_mark(client):
    page = press(client, client.get(PRESET), **IPSEC)
    assert text(page).count("opened by the last change") == 4
    page = press(client, page, groups_2_zone="vpn")
    assert text(page).count("opened by the last change") == 0
    assert text(page).count("changed by the last change") == 1
    assert "by the last change" not in text(press(client, page, title="Mine"))
