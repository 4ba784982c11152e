"""Comments: the ticket in the installation's pattern, the rule, and why it is there."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsref.documents.writing import json_text
from portsref.exporters.base import Job
from portsref.exporters.comments import one_line
from portsref.exporters.files.csv_file import cell
from portsref.exporters.tickets.servicenow import EXPORTER
from portsref.exporters.tickets.texts import LONGEST, Comments, about_request, why
from portsref.planning.choice import EVERYTHING
from portsref.planning.provenance import UNSAVED
from tests.exporters.hostile_texts import TEXTS
from tests.exporters.rule_sets import cause, rule
from tests.exporters.tickets import cases


def job(*rules, reference="", **request):
    exports = {"servicenow": {"reference": reference}} if reference else None
    rule_set = cases.requested(*rules, exports=exports, **request)
    return Job(EXPORTER, rule_set, EVERYTHING, UNSAVED, ())


def comment(name="api", **how):
    return Comments(job(**how)).of(rule(name))


def test_the_ticket_stands_first_in_the_pattern_of_the_installation():
    assert comment() == "[CHG-7] api: Example API. Because: always."
    assert (
        comment(reference="FireFlow #{ticket}")
        == "FireFlow #CHG-7 api: Example API. Because: always."
    )
    assert comment(ticket="") == "api: Example API. Because: always."


@pytest.mark.parametrize(
    ("causes", "expected"),
    [
        ([cause(purpose="No stop")], "No stop. Because: always."),
        ([cause(purpose="Stops!")], "Stops! Because: always."),
        (
            [cause(purpose="Once.", phase="installation")],
            "Once. Because: always. Only during the installation.",
        ),
        (
            [cause(purpose="One."), cause("example/other", purpose="Two.")],
            "One. Two. Because: always.",
        ),
    ],
)
def test_it_says_what_the_traffic_is_and_why(causes, expected):
    written = Comments(job()).of(rule("x", causes=tuple(causes)))
    assert written == f"[CHG-7] x: {expected}"


def test_it_has_an_end():
    assert len(comment("x" * 5000)) == LONGEST
    assert len(comment(reference="y" * 200, ticket="z" * 200)) < LONGEST
    long = rule("x", causes=(cause(purpose="long " * 1000),))
    assert len(Comments(job()).of(long)) == LONGEST


NAMES = st.one_of(TEXTS, st.from_regex("-?[a-z0-9工-]{0,12}", fullmatch=True))


@given(name=NAMES, purpose=TEXTS, ticket=st.sampled_from(["", "=1+1", 'a"b,c', "CHG-7"]))
def test_it_is_written_as_the_whole_text_would_be(name, purpose, ticket):
    one = rule(name, causes=(cause(purpose=purpose),))
    given_job = job(ticket=ticket)
    begin = f"[{ticket}] " if ticket else ""
    plain = one_line(f"{begin}{name}: {why(one.causes)}", LONGEST)
    assert Comments(given_job).of(one) == plain
    assert Comments(given_job, cell).of(one) == cell(plain)
    assert json.loads(Comments(given_job, json_text).of(one)) == plain


def test_a_request_says_what_the_plan_says_of_it():
    lines = about_request(job(environment="production", justification=""))
    assert list(lines)[:4] == [
        "Ticket: CHG-7",
        "Requester: Ana <ana@example.com>",
        "Environment: production",
        "Needed until: 2027-06-30",
    ]
