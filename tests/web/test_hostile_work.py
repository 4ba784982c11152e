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
from portsref.web.plans.saving import save_new_plan, save_revision
from tests.hostile import JSON, HostileRequest, hostile_requests, own, plan, signs
from tests.web.plans.pages import NEW

pytestmark = pytest.mark.django_db

DEAREST_PRESET = "openshift-bare-metal"
LINES = sys.monitoring.events.LINE
TOOL = 4


def lines_of(ask: Callable[[], HttpResponse]) -> tuple[HttpResponse, int]:
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


def send(client: Client, request: HostileRequest) -> HttpResponse:
    return client.post(request.path, data=request.body, content_type=request.content_type)


@pytest.fixture(scope="module")
def page_lines(django_db_setup, django_db_blocker) -> int:  # noqa: ARG001 - needs a catalogue
    """What a preset's composer page takes, once all that is kept is kept."""
    with django_db_blocker.unblock():
        ask = partial(Client().get, f"{NEW}?preset={DEAREST_PRESET}")
        ask()
        return lines_of(ask)[1]


@pytest.mark.parametrize("request_", [*hostile_requests()], ids=lambda request: request.name)
def test_a_hostile_request_has_a_bound(request_, page_lines, client, settings):
    settings.REQUEST_CPU_SECONDS = 30  # counting takes several times the time
    answer, lines = lines_of(partial(send, client, request_))
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
