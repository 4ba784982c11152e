"""The table and the matrix of a plan, coloured by what is kept of checks; the page stays kept."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.plans.checking.checked import WEB_IS_OPEN, carried, paste, saved_plan
from tests.web.plans.pages import open_by_link, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def saved(catalogue):
    return saved_plan(catalogue)


@pytest.fixture
def plan(saved):
    return f"/plans/{saved.revision.plan_id}/"


@pytest.fixture
def kept(saved, plan):
    """A browser that opened the edit link, and had a check kept."""
    editor, address = Client(), f"{plan}check/rules/"
    open_by_link(editor, address, saved.edit_key)
    page = paste(editor, address, WEB_IS_OPEN, group="servers")
    fields = {"result": carried(page), "do": "keep", "group": "servers"}
    assert editor.post(address, fields).status_code == 303
    return editor


def row_states(page):
    found = re.findall(r'id="(r\d+)"\s+data-state="(\w+)"', text(page))
    return dict(found)


def test_without_kept_checks_there_is_nothing_to_choose(plan, client):
    page = text(client.get(plan))
    assert "Coloured by a check" not in page
    assert "data-state" not in text(client.get(f"{plan}?check=rules"))


@pytest.mark.usefixtures("kept")
def test_rows_are_coloured_and_say_their_state_in_words(plan, client):
    assert 'href="?check=rules"' in text(client.get(plan))
    page = client.get(f"{plan}?check=rules")
    assert sorted(row_states(page).values()) == ["good", "partly", "unknown"]
    assert '<span class="state state--partly">partly open</span>' in text(page)
    assert 'class="check-legend"' in text(page)
    assert "data-state" not in text(client.get(plan))


@pytest.mark.usefixtures("kept")
def test_cells_of_the_matrix_have_the_worst_of_their_rules(plan, client):
    page = text(client.get(f"{plan}?view=matrix&check=rules"))
    assert sorted(re.findall(r'data-state="(\w+)"', page)) == ["partly", "unknown"]
    assert "users → servers: 2 rules (partly open)" in page


@pytest.mark.usefixtures("kept")
def test_other_views_and_merged_rules_are_not_coloured(plan, client):
    for query in ("view=picture&check=rules", "merge=1&check=rules", "check=nonsense"):
        assert "data-state" not in text(client.get(f"{plan}?{query}"))


@pytest.mark.usefixtures("kept")
def test_what_is_chosen_stays_while_the_list_is_narrowed(plan, client):
    page = text(client.get(f"{plan}?check=rules&find=web"))
    assert re.search(r"href=\"\?view=matrix&amp;check=rules\"", page)


def test_a_page_that_is_kept_is_made_anew_once_a_check_is_kept_or_thrown_away(saved, plan, client):
    coloured = f"{plan}?check=rules"
    client.get(coloured)
    with CaptureQueriesContext(connection) as known:
        client.get(coloured)
    editor, address = Client(), f"{plan}check/rules/"
    open_by_link(editor, address, saved.edit_key)
    page = paste(editor, address, WEB_IS_OPEN, group="servers")
    editor.post(address, {"result": carried(page), "do": "keep", "group": "servers"})
    assert "data-state" in text(client.get(coloured))
    with CaptureQueriesContext(connection) as again:
        client.get(coloured)
    assert len(again) == len(known)
    number = re.search(r'value="throw:(\d+)"', text(editor.get(address)))[1]
    editor.post(address, {"do": f"throw:{number}"})
    assert "data-state" not in text(client.get(coloured))


def test_a_plan_without_checks_costs_no_query_more(plan, client):
    with CaptureQueriesContext(connection) as queries:
        client.get(plan)
    assert not any("keptcheck" in one["sql"] for one in queries.captured_queries)
