"""Numbers of rules: kept from revision to revision, also of plans that are older than numbers."""

from dataclasses import replace

import pytest

from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.web.plans.models import Plan
from portsref.web.plans.queries import stored_rules
from portsref.web.plans.saving import restore_revision, save_new_plan, save_revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule_sets(catalogue):
    """The rules of a plan, and all of them but the first five."""
    whole = plan_rules(find_preset("rke2-cilium").document(), catalogue)
    return whole, replace(whole, rules=whole.rules[5:])


@pytest.fixture
def plan(rule_sets):
    """Three revisions: fewer rules, all of them, and the first once more."""
    whole, fewer = rule_sets
    plan = save_new_plan(fewer).revision.plan
    save_revision(plan, whole, base=1)
    restore_revision(plan, 1, base=2, note="")
    return plan


def numbers(plan, number):
    rules = stored_rules(plan.revisions.select_related("plan").get(number=number)).all_rules
    return {rule.name: rule.number for rule in rules}


def test_rules_are_numbered_when_they_are_saved_and_keep_their_numbers(plan):
    first, second = numbers(plan, 1), numbers(plan, 2)
    assert list(first.values()) == [*range(1, len(first) + 1)]
    assert sorted(second.values()) == [*range(1, len(second) + 1)]
    assert {name: second[name] for name in first} == first == numbers(plan, 3)


def test_a_plan_from_before_there_were_numbers_gets_the_same_ones(plan, rule_sets):
    known = [numbers(plan, number) for number in (1, 2, 3)]
    Plan.objects.update(rule_numbers=None)
    assert [numbers(plan, number) for number in (1, 2, 3)] == known
    save_revision(plan, rule_sets[0], base=3)
    assert Plan.objects.get().rule_numbers is not None
    assert numbers(plan, 4) == known[1]


def test_the_api_says_them(plan, client):
    rules = client.get(f"/api/v1/plans/{plan.pk}/revisions/2").json()
    said = {rule["name"]: rule["number"] for rule in rules["rules"] + rules["outbound"]}
    assert said == numbers(plan, 2)
    unsaved = client.post("/api/v1/rules", rules["plan"], content_type="application/json").json()
    assert not any("number" in rule for rule in unsaved["rules"])
