"""What hostile requests may take: counted in lines of Python, never timed.

What C does for a line counts as one. Where that grew with the square of the input, in expressions,
numbers and look-ups in lists, the inputs here are large enough for it to take minutes, and then the
answer is another one: no budget of CPU time, however long, is enough.
"""

import json
import sys
from collections.abc import Callable
from functools import partial

import pytest
from django.http import HttpResponse
from django.test import Client

from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.web.plans.drafts.history import MOST_STEPS, History
from portsref.web.plans.drafts.keeping import Content, begin_draft
from portsref.web.plans.drafts.states import values_of_document
from portsref.web.plans.saving import save_new_plan, save_revision
from tests.hostile import JSON, HostileRequest, hostile_requests, own, plan, signs
from tests.web.plans.pages import NEW, to_draft

pytestmark = pytest.mark.django_db

DEAREST_PRESET = "openshift-bare-metal"
LINES = sys.monitoring.events.LINE
TOOL = 4


def lines_of[T](ask: Callable[[], T]) -> tuple[T, int]:
    """The answer, and how many lines of Python were run for it."""
    count = 0

    def add(_code: object, _line: int) -> None:
        nonlocal count
        count += 1

    monitoring = sys.monitoring
    monitoring.use_tool_id(TOOL, "lines of a request")
    monitoring.register_callback(TOOL, LINES, add)
    monitoring.set_events(TOOL, LINES)
    try:
        answer = ask()
    finally:
        monitoring.set_events(TOOL, 0)
        monitoring.register_callback(TOOL, LINES, None)
        monitoring.free_tool_id(TOOL)
    return answer, count


def send(client: Client, request: HostileRequest) -> tuple[HttpResponse, int]:
    """The answer, and what it took at most: a browser is led to a draft by a request of its own."""
    how = {"data": request.body, "content_type": request.content_type}
    answer, lines = lines_of(partial(client.post, request.path, **how))
    shown, further = lines_of(partial(to_draft, client, answer))
    return shown, max(lines, further)


@pytest.fixture(scope="module")
def page_lines(django_db_setup, django_db_blocker) -> int:  # noqa: ARG001 - needs a catalogue
    """What a preset's composer and its versions take to be looked at, once all that is kept is."""
    with django_db_blocker.unblock():
        asked = [
            partial(Client().get, f"{NEW}?preset={DEAREST_PRESET}{panel}")
            for panel in ("", "&panel=product:kubernetes")
        ]
        for ask in asked:
            ask()
        return sum(lines_of(ask)[1] for ask in asked)


@pytest.mark.parametrize("request_", [*hostile_requests()], ids=lambda request: request.name)
def test_a_hostile_request_has_a_bound(request_, page_lines, client, settings):
    settings.REQUEST_CPU_SECONDS = 30  # counting takes several times the time
    answer, lines = send(client, request_)
    assert answer.status_code == request_.status
    assert lines <= request_.times * page_lines


def test_names_of_which_a_slug_leaves_nothing_take_what_others_take(client):
    def ask(names):
        groups = [{"name": name, "roles": ["worker"]} for name in names]
        document = plan(groups=groups, listeners=[own("a", "80")])
        return client.post("/api/v1/rules", json.dumps(document), content_type=JSON)

    ordinary, usual = lines_of(partial(ask, [f"group-{number:03}" for number in range(140)]))
    of_signs, lines = lines_of(partial(ask, list(signs(140))))
    assert (ordinary.status_code, of_signs.status_code) == (200, 200)
    assert lines <= 2 * usual


def test_a_page_that_compares_by_address_has_a_bound(page_lines, catalogue, client):
    request = next(request for request in hostile_requests() if request.name == "diff-by-address")
    before, after = (document_from(part) for part in json.loads(request.body).values())
    saved = save_new_plan(plan_rules(before, catalogue))
    plan_of_both = saved.revision.plan
    save_revision(plan_of_both, plan_rules(after, catalogue), base=1)
    address = f"/plans/{plan_of_both.pk}/diff/1..2/?by=address"
    answer, lines = lines_of(partial(client.get, address))
    assert answer.status_code == 422
    assert lines <= 2 * page_lines


@pytest.mark.parametrize("do", ["", "undo", "redo"])
def test_a_draft_with_the_longest_history_has_a_bound(do, page_lines, client):
    draft_id, tab = "d" * 24, "t" * 24
    history = History(values_of_document(find_preset(DEAREST_PRESET).document()))
    for number in range(MOST_STEPS):
        changed = {f"changes-0-reason-{n}": (f"{number} " * 40,) for n in range(30)}
        history = history.changed_to({**history.values, **changed}, tuple(changed), at=number)
    begin_draft(draft_id, None, Content(history, {}), tab)
    values = {name: list(texts) for name, texts in history.values.items()}
    values |= {"title": "Other", "do": do, "draft": draft_id, "tab": tab, "seen": "1"}
    how = {"headers": {"HX-Request": "true", "HX-Target": "result"}}
    answer, lines = lines_of(partial(client.post, NEW, values, **how))
    assert answer.status_code == 200
    assert lines <= 2 * page_lines


# What a page of a saved plan may take, in preset's composer pages: twenty thousand rules are read
# for each, and thirteen is what that takes.
VIEWS = {
    "?view=matrix": 25,
    "?view=picture": 80,
    "?view=ports": 25,
    "?view=findings": 25,
    "review/": 25,
    "revisions/1/export/html/": 120,
}
LARGEST_PAGE = 4 * 1024 * 1024


def _hosts(count: int, zones: int) -> list[dict[str, object]]:
    return [
        {
            "name": f"g{n}",
            "roles": ["worker"],
            "zone": f"z{n % zones}",
            "addresses": [f"10.{n}.0.0/24"],
        }
        for n in range(count)
    ]


def _apart(first: int, count: int) -> str:
    """So many ports, no two of which are one range."""
    return ",".join(str(first + 2 * number) for number in range(count))


DEAREST_PLANS = {
    "most arrows, each between zones of its own": (_hosts(34, 34), [own("x", "80")]),
    "most rules, with all their ports in each arrow": (
        _hosts(34, 2),
        [own(f"l{n}", _apart(1000 + 40 * n, 20)) for n in range(17)],
    ),
    "most ranges of ports on a host, all wanted twice": (
        _hosts(2, 1),
        [own(f"l{n}", _apart(100 * n + 3, 650)) for n in range(25)],
    ),
    "most findings": (_hosts(2, 1), [own(f"l{n}", "80") for n in range(120)]),
}


@pytest.mark.parametrize("name", DEAREST_PLANS)
def test_every_view_of_a_saved_plan_has_a_bound(name, page_lines, catalogue, client, settings):
    settings.REQUEST_CPU_SECONDS = 60  # counting takes several times the time
    groups, listeners = DEAREST_PLANS[name]
    rules = plan_rules(document_from(plan(groups=groups, listeners=listeners)), catalogue)
    page = f"/plans/{save_new_plan(rules).revision.plan_id}/"
    for view, times in VIEWS.items():
        (status, size), lines = lines_of(partial(_read, client, page + view))
        assert status == 200, view
        assert lines <= times * page_lines, view
        assert size <= LARGEST_PAGE or "export" in view, view


def _read(client: Client, address: str) -> tuple[int, int]:
    """The status of a page and how long it is, all of it read."""
    answer = client.get(address)
    return answer.status_code, len(answer.getvalue())
