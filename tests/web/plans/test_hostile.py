"""Input of all kinds: never a 5xx, always escaped, nothing run by a spreadsheet."""

import re

import pytest
from django.conf import settings as site_settings
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portsref.planning.presets import find_preset
from portsref.web.plans.models import Plan
from tests.web.plans.pages import NEW, post, press, read_form, text

pytestmark = pytest.mark.django_db

PRESET = f"{NEW}?preset=k3s-single"
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '=HYPERLINK("http://example.com")',
    "{{ 7|add:7 }}{% debug %}",
    "%s%d%(x)s{0}",
    "a\x00b",
    "\u202eltr",
    "👩‍👩‍👧‍👦 مرحبا 你好",
    "x" * 100_000,
    "'; DROP TABLE plans_plan; --",
    "\ud83d",
]
# Text that a field may hold has all at once what templates and formatting could trip over.
OF_EVERY_KIND = ["".join(HOSTILE[n] for n in (1, 0, 4)), *(HOSTILE[n] for n in (5, 6, 8, 10))]
FIELDS = [
    "title", "kubernetes", "ticket", "requester", "justification", "expires", "picks", "brought",
    "handpicked", "groups-0-name", "groups-0-zone", "groups-0-addresses", "groups-0-roles",
    "groups-0-os", "groups-0-was", "endpoint-group", "endpoint-ports", "proxy-group",
    "proxy-ports", "proxy-direct", "changes-0-listener", "changes-0-ports", "changes-0-reason",
    "changes-0-peers", "own", "own-0-purpose", "own-0-protocol", "own-0-ports", "own-0-roles",
    "own-0-peers", "own-0-peers-was", "own-0-rest", "typed", "last", "view", "find",
    "option:traefik:http3", "option:<b>:<i>",
    "include:k3s", "only:k3s", "exports:tufin-json:workflow", "exports:gone:<i>", "do",
]  # fmt: skip


@pytest.fixture(scope="module")
def preset(django_db_setup, django_db_blocker):  # noqa: ARG001 - there must be a catalogue
    """What a browser would send of the preset's page: asked for once, because it stays the same."""
    with django_db_blocker.unblock():
        return read_form(Client().get(PRESET)).values


def posted(text_of_field):
    return text_of_field.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


@pytest.mark.parametrize("value", OF_EVERY_KIND, ids=range(5))
@pytest.mark.parametrize("field", FIELDS)
def test_any_text_in_any_field_is_answered_and_escaped(field, value, preset, client):
    page = post(client, {**preset, "do": "preview", field: posted(value)})
    assert page.status_code in {200, 422}
    assert "<script>alert" not in text(page)
    assert "<img src=x" not in text(page)


@pytest.mark.parametrize("value", [*HOSTILE[:5], "👩 مرحبا 你好", HOSTILE[9]])
def test_names_of_any_kind_are_escaped_on_the_shared_page_and_in_files(value, client):
    page = press(
        client, client.get(PRESET), "save",
        title=value, groups_0_name=value[:80], groups_0_zone=value, ticket=value, requester=value,
    )  # fmt: skip
    assert page.status_code == 303
    plan = Plan.objects.get()
    for view in ("table", "matrix", "findings", "local"):
        html = text(client.get(f"/plans/{plan.pk}/", {"view": view}))
        assert "<script>alert" not in html
        assert "<img src=x" not in html
    rows = client.get(f"/plans/{plan.pk}/revisions/1/export/csv/").getvalue().decode().splitlines()
    assert not any(cell.startswith("=") for row in rows for cell in row.split(","))


def test_a_name_of_a_file_has_only_plain_characters(client):
    page = press(client, client.get(PRESET), "export:csv", title='a"\u2028; filename=evil.exe 你好')
    assert page.status_code == 422  # a line separator is no line
    page = press(client, client.get(PRESET), "export:csv", title='a"; filename=evil.exe 你好')
    assert (
        page.headers["Content-Disposition"]
        == 'attachment; filename="a-filename-evil-exe-rules.csv"'
    )


@pytest.mark.parametrize(
    "do",
    ["remove-group:99", "remove-group:", "remove-product:none", "remove-change:x", "save:x", ":",
     "add-product:<b>", "add-product:" + "x" * 1000, "add-change:<b>", "export:", "x" * 5000],
)  # fmt: skip
def test_any_action_is_answered(do, preset, client):
    assert post(client, {**preset, "do": do}).status_code in {200, 303, 404, 422}


@pytest.mark.parametrize(
    "query", ["preset=%00", "listener=%00/%00", "listener=" + "a/" * 500, "preset=<b>", "empty=%FF"]
)
def test_any_query_is_answered(query, client):
    assert client.get(f"{NEW}?{query}").status_code == 200


def test_thousands_of_picked_rows_are_answered(client):
    keys = [f"kubernetes/row-{number}" for number in range(900)]
    assert client.get(NEW, {"listener": keys}).status_code == 200


def test_an_empty_post_is_a_plan_of_nothing(client):
    page = post(client, {})
    assert page.status_code == 200
    assert page.context["sheet"].count == 0


def test_a_plan_of_nothing_is_not_saved_and_its_field_says_why(client):
    page = post(client, {"do": "save"})
    assert page.status_code == 422
    field = re.compile(r'name="title"[^>]* aria-describedby="id_title_error"')
    told = re.compile(
        r'id="id_title_error"\s*>Enter a title: there is nothing yet to call the plan'
    )
    assert field.search(text(page))
    assert told.search(text(page))
    assert Plan.objects.count() == 0


def test_more_fields_than_any_plan_has_are_refused(client):
    page = post(client, {f"option:x:{number}": "" for number in range(10_001)})
    assert page.status_code == 400


def test_a_plan_at_every_limit_is_answered(client):
    form = read_form(client.get(f"{NEW}?empty"))
    groups = {}
    for number in range(100):
        groups |= {
            f"groups-{number}-name": f"g{number}",
            f"groups-{number}-roles": ["worker"],
            f"groups-{number}-addresses": f"10.0.{number}.0/24",
        }
    page = post(client, {**form.values, **groups, "do": "preview", "picks": ["node-exporter"]})
    assert page.status_code == 200


def test_a_plan_larger_than_a_document_may_be_is_told_so(client):
    form = read_form(client.get(f"{NEW}?empty"))
    addresses = " ".join(f"2001:db8:{n:x}:ffff:ffff:ffff:ffff:ffff" for n in range(200))
    groups = {}
    for number in range(45):
        groups |= {f"groups-{number}-name": f"g{number}", f"groups-{number}-addresses": addresses}
    page = post(client, {**form.values, **groups, "do": "save"})
    assert page.status_code == 422
    assert "A plan can be at most 256 KiB." in text(page)


def test_more_than_a_request_may_hold_is_refused_with_the_reason(client):
    page = post(client, {"title": "x" * (site_settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})
    assert page.status_code == 400
    assert "at most 256 KiB" in text(page)


def test_rules_without_measure_are_refused_with_the_reason(client):
    form = read_form(client.get(PRESET))
    groups = {}
    for number in range(45):
        groups |= {
            f"groups-{number}-name": f"g{number}",
            f"groups-{number}-roles": ["worker", "control-plane"],
            f"groups-{number}-addresses": f"10.0.{number}.0/24",
        }
    page = post(client, {**form.values, **groups, "picks": ["openshift"], "do": "save"})
    assert page.status_code == 422
    assert "more than 20000 rules. Merge groups" in text(page)
    assert Plan.objects.count() == 0


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=60), max_size=6))
def test_any_combination_is_answered(preset, client, values):
    sent = {name: posted(value) for name, value in values.items()}
    page = post(client, {**preset, "do": "preview", **sent})
    assert page.status_code in {200, 303, 404, 422}


def test_the_untouched_preset_is_what_these_tests_begin_with(client):
    page = client.get(PRESET)
    assert page.context["plan_form"].document == find_preset("k3s-single").document()


@pytest.mark.parametrize("name", ["listener", "product"])
def test_more_products_than_a_plan_may_have_are_answered(name, client):
    values = [f"p{number}/row" if name == "listener" else f"p{number}" for number in range(300)]
    assert client.get(NEW, {name: values}).status_code == 200
