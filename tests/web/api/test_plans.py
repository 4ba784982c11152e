"""Saved plans over the API."""

import pytest

from portsref.exporters.archive import one_file
from portsref.exporters.registry import every_exporter
from portsref.planning.choice import EVERYTHING, Choice, narrowed
from portsref.planning.numbering import RuleNumbers
from portsref.planning.provenance import Provenance
from portsref.planning.rules_file import rules_data
from portsref.web.plans.models import Revision
from tests.exporters.languages import language_of

NOTHING = (404, {"problems": [{"field": "", "reason": "no such plan or revision"}]})


def link(plan_id, number):
    return f"http://testserver/plans/{plan_id}/revisions/{number}/"


def summary(plan_id, number, rules, note):
    revision = Revision.objects.get(plan_id=plan_id, number=number)
    return {
        "number": number,
        "created": revision.created.isoformat(),
        "title": rules.document.title,
        "note": note,
        "catalogue": f"{rules.catalogue_date}.{rules.catalogue_digest[:8]}",
        "link": link(plan_id, number),
    }


@pytest.fixture
def saved_rules(rule_set):
    """The rules of both revisions, with the numbers that the plan gave them."""
    first, second = rule_set("eks"), rule_set("hostile")
    numbers = RuleNumbers().with_rules_of(first).with_rules_of(second)
    return numbers.given_to(first), numbers.given_to(second)


def test_a_plan_is_its_newest_revision(get, saved, rule_set):
    assert get(f"plans/{saved}") == (200, {
        "id": saved,
        "created": Revision.objects.get(plan_id=saved, number=1).plan.created.isoformat(),
        "revision": summary(saved, 2, rule_set("hostile"), "第二"),
        "plan": rule_set("hostile").document.as_data(),
    })  # fmt: skip


def test_revisions_are_listed_newest_first(get, saved, rule_set):
    assert get(f"plans/{saved}/revisions") == (200, {
        "revisions": [
            summary(saved, 2, rule_set("hostile"), "第二"),
            summary(saved, 1, rule_set("eks"), "first"),
        ]
    })  # fmt: skip


def test_a_revision_is_its_rules_as_they_were_saved(get, saved, saved_rules):
    first, _second = saved_rules
    provenance = Provenance(revision=1, link=link(saved, 1))
    assert get(f"plans/{saved}/revisions/1") == (
        200, rules_data(first, EVERYTHING, provenance)
    )  # fmt: skip
    merged = Choice(merge=True, boundary=True)
    assert get(f"plans/{saved}/revisions/1?merge=true&boundary=true") == (
        200, rules_data(narrowed(first, merged), merged, provenance)
    )  # fmt: skip


@pytest.mark.parametrize("exporter", every_exporter(), ids=lambda exporter: exporter.name)
def test_a_revision_is_exported_with_its_number_and_link(client, saved, saved_rules, exporter):
    provenance = Provenance(revision=2, link=link(saved, 2))
    _first, second = saved_rules
    expected = exporter.export(second, provenance=provenance, language=language_of(exporter))
    response = client.get(f"/api/v1/plans/{saved}/revisions/2/export/{exporter.name}")
    file = one_file(expected)
    assert (response.status_code, response.getvalue()) == (200, file.content)
    assert response.headers["Content-Disposition"] == f'attachment; filename="{file.name}"'


@pytest.mark.parametrize(
    "address",
    ["plans/{}", "plans/{}/revisions", "plans/{}/revisions/1", "plans/{}/revisions/1/export/csv"],
)
def test_no_cache_and_no_search_engine_keeps_a_plan(client, saved, address):
    response = client.get(f"/api/v1/{address.format(saved)}")
    assert response.status_code == 200
    assert (response.headers["Cache-Control"], response.headers["X-Robots-Tag"]) == (
        "no-store", "noindex, nofollow"
    )  # fmt: skip
    assert "Access-Control-Allow-Provenance" not in response.headers


@pytest.mark.parametrize(
    "address",
    ["plans/{}", "plans/{}/revisions", "plans/{}/revisions/1", "plans/{}/revisions/1/export/csv"],
)
@pytest.mark.parametrize("plan_id", ["x" * 24, "short", "nul%00" + "x" * 20, "计划"])
def test_an_id_that_nobody_was_given_finds_nothing(get, plan_id, address):
    assert get(address.format(plan_id)) == NOTHING


def test_a_revision_that_was_never_saved_is_not_found(get, saved):
    assert get(f"plans/{saved}/revisions/3") == NOTHING


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("0", "must be greater than or equal to 1"),
        ("99999999999999999999", "must be less than or equal to 2147483647"),
        ("one", "must be a valid integer, unable to parse string as an integer"),
    ],
)
def test_what_is_no_number_is_refused(get, saved, number, reason):
    assert get(f"plans/{saved}/revisions/{number}") == (
        422, {"problems": [{"field": "number", "reason": reason}]}
    )  # fmt: skip


def test_a_format_that_there_is_not_is_not_found(get, saved):
    names = ", ".join(exporter.name for exporter in every_exporter())
    assert get(f"plans/{saved}/revisions/1/export/xls") == (404, {
        "problems": [{"field": "format", "reason": f"no such format: there is {names}"}]
    })  # fmt: skip


@pytest.mark.parametrize(
    ("address", "queries"),
    [("plans/{}", 1), ("plans/{}/revisions", 1), ("plans/{}/revisions/1", 1)],
)
def test_one_query(client, saved, address, queries, django_assert_num_queries):
    with django_assert_num_queries(queries):
        client.get(f"/api/v1/{address.format(saved)}")
