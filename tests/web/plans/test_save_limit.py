"""How often one client may save: what is refused says so, and counts nobody else's saves."""

import re
from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone
from limits import parse_many

from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.web.plans.composer.form_data import data_of
from portsref.web.plans.composer.starting import empty_plan
from portsref.web.plans.models import Plan, Revision, SaveCount
from portsref.web.plans.saving import save_new_plan, save_revision
from tests.web.plans.pages import NEW, open_by_link, press, text

pytestmark = pytest.mark.django_db

HERE, ELSEWHERE = "192.0.2.7", "192.0.2.8"


def limited(rates):
    return override_settings(SAVE_LIMIT=parse_many(rates))


def save(client, address=HERE, prefix="", **headers):
    values = {**data_of(empty_plan()).dict(), "title": "Mine", "do": "save"}
    return client.post(f"{prefix}{NEW}", values, REMOTE_ADDR=address, headers=headers)


def statuses(client, *addresses):
    return [save(client, address).status_code for address in addresses]


def let_pass(**time):
    for count in SaveCount.objects.all():
        SaveCount.objects.filter(pk=count.pk).update(ends=count.ends - timedelta(**time))


@limited("2/hour")
def test_a_client_that_saves_too_often_is_told_when_it_may_again(client):
    assert statuses(client, HERE, HERE) == [303, 303]
    let_pass(minutes=47)
    page = save(client)
    assert page.status_code == 429
    assert 12 * 60 < int(page.headers["Retry-After"]) <= 13 * 60
    said = " ".join(re.sub(r"<[^>]+>", " ", text(page)).split())
    assert "This was not saved" in said
    assert "your browser still has what you entered. You can save again in 13 minutes." in said
    assert Plan.objects.count() == 2


@limited("1/day")
def test_the_refusal_is_in_the_readers_language(client):
    save(client)
    said = " ".join(text(save(client, prefix="/zh-hans")).split())
    assert "这份规划未保存" in said
    assert "24 小时后可以再次保存。" in said


@limited("1/hour")
def test_another_client_is_not_kept_from_saving(client):
    assert statuses(client, HERE, HERE, ELSEWHERE, ELSEWHERE) == [303, 429, 303, 429]


@limited("1/hour")
def test_one_ipv6_network_is_one_client(client):
    addresses = "2001:db8::1", "2001:db8::2:0:0:1", "2001:db8:0:1::1"
    assert statuses(client, *addresses) == [303, 429, 303]


@limited("1/hour")
@override_settings(TRUST_PROXY=True)
def test_behind_a_proxy_the_clients_are_told_apart(client):
    answers = [
        save(client, **{"X-Forwarded-For": f"made-up-{turn}, {address}"}).status_code
        for turn, address in enumerate((HERE, ELSEWHERE, HERE))
    ]
    assert answers == [303, 303, 429]


@limited("1/hour")
def test_after_the_time_there_are_saves_again(client):
    assert statuses(client, HERE, HERE) == [303, 429]
    let_pass(hours=1)
    assert statuses(client, HERE, HERE) == [303, 429]


@limited("1/minute, 2/hour")
def test_several_rates_hold_together(client):
    assert statuses(client, HERE, HERE) == [303, 429]
    let_pass(minutes=1)
    assert statuses(client, HERE) == [303]
    let_pass(minutes=1)
    page = save(client)
    assert page.status_code == 429
    assert int(page.headers["Retry-After"]) > 3000


@limited("3/hour")
def test_what_is_refused_for_another_reason_is_not_counted(client, catalogue):
    saved = save_new_plan(plan_rules(find_preset("k3s-single").document(), catalogue))
    plan, edit = saved.revision.plan, f"/plans/{saved.revision.plan_id}/edit/"
    page = open_by_link(client, edit, saved.edit_key)
    save_revision(plan, plan_rules(empty_plan(), catalogue), base=1)
    assert press(client, page, "save").status_code == 409
    assert press(client, page, "save", title="\u202e").status_code == 422
    assert not SaveCount.objects.exists()


@limited("1/hour")
@pytest.mark.parametrize("action", ["edit", "restore", "renew"])
def test_new_revisions_are_saves_as_well(action, client, catalogue):
    saved = save_new_plan(plan_rules(find_preset("k3s-single").document(), catalogue))
    address = f"/plans/{saved.revision.plan_id}/{action}/"
    values = {**data_of(find_preset("k3s-single").document()).dict(), "do": "save"}
    values |= {"key": saved.edit_key, "base": "1", "number": "1"}
    assert client.post(address, values).status_code == 303
    page = client.post(address, values | {"base": "2"})
    assert page.status_code == 429
    assert "This was not saved" in text(page)
    assert Revision.objects.count() == 2


@limited("1/hour, 2/day")
def test_counts_name_nobody_and_are_forgotten(client):
    save(client)
    kept = list(SaveCount.objects.all())
    assert len(kept) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", count.key) for count in kept)
    let_pass(hours=1)
    save(client, ELSEWHERE)
    assert SaveCount.objects.filter(ends__lte=timezone.now()).count() == 0
    assert SaveCount.objects.count() == 3


def test_without_a_limit_nothing_is_counted(client):
    assert statuses(client, HERE, HERE, HERE) == [303, 303, 303]
    assert not SaveCount.objects.exists()
