"""A saved plan that two teams review, each with a browser of its own."""

import re
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from portsref.planning.engine import plan_rules
from portsref.planning.identity import identities_of
from portsref.planning.presets import find_preset
from portsref.web.plans.queries import find_revision, stored_rules
from portsref.web.plans.review.links import make_link
from portsref.web.plans.review.queries import find_reviewed
from portsref.web.plans.saving import save_new_plan
from tests.web.plans.pages import text


@pytest.fixture
def rules(catalogue):
    return plan_rules(find_preset("rke2-cilium").document(), catalogue)


@pytest.fixture
def saved(rules, db):  # noqa: ARG001 - needs the database
    return save_new_plan(rules)


@pytest.fixture
def plan(saved):
    return saved.revision.plan


@pytest.fixture
def operator(saved, plan):
    """The browser of whoever may edit the plan."""
    browser = Client()
    browser.get(f"/plans/{plan.pk}/manage/", {"key": saved.edit_key})
    return browser


class Reviewer:
    """Somebody who came by a review link, and decides under a name."""

    def __init__(self, plan, made, name):
        self.plan, self.link, self.key, self.name = plan, made.link, made.key, name
        self.browser = Client()
        self.browser.get(self.address(), {"key": made.key})
        if name:
            self.browser.post(self.address("name"), {"name": name})

    def address(self, *parts):
        return "/".join(["/plans", self.plan.pk, "review", *parts, ""])

    def read(self, **query) -> HttpResponse:
        return self.browser.get(self.address(), query)

    def decide(self, verdict, headers=None, **values) -> HttpResponse:
        """Decide on what the page says now, unless `values` say otherwise."""
        form = {
            "verdict": verdict,
            "revision": find_revision(self.plan.pk).number,
            "seen": find_reviewed(self.plan.pk).newest,
        }
        return self.browser.post(self.address("decide"), form | values, headers=headers)


@pytest.fixture
def network(plan):
    return Reviewer(plan, make_link(plan, "Network team"), "Nina Novak")


@pytest.fixture
def security(plan):
    return Reviewer(plan, make_link(plan, "Security"), "李雷")


@pytest.fixture
def identities(rules):
    return list(identities_of(rules.all_rules))


def states(plan):
    """The states of the rules of the newest revision that somebody spoke of, in their order."""
    revision = find_revision(plan.pk)
    rules = stored_rules(revision)
    review = find_reviewed(plan.pk).review(rules, revision.number)
    return [review.of(rule).state for rule in rules.all_rules]


def words(page: HttpResponse) -> str:
    """The text of a page as a reader sees it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text(page))).split())
