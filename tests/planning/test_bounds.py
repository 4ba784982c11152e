"""What would be too much work is refused before it is done, and nothing grows by squares."""

from dataclasses import replace

import pytest

from portsref.catalogue.load import load_catalogue
from portsref.documents.problems import ProblemsError
from portsref.planning.document import SCHEMA, document_from
from portsref.planning.engine import plan_rules
from portsref.planning.merging import with_unique_names
from tests.exporters.rule_sets import rule


def plan_with_ranges(*, listeners, ranges):
    own = {
        "protocol": "TCP",
        "ports": ",".join(str(100 + 7 * number) for number in range(ranges)),
        "roles": ["worker"],
        "peers": ["worker"],
        "purpose": "Own traffic.",
    }
    return document_from(
        {
            "schema": SCHEMA,
            "title": "Ranges",
            "groups": [{"name": "workers", "roles": ["worker"], "addresses": ["10.0.0.0/24"]}],
            "listeners": [{"id": f"own-{number}", **own} for number in range(listeners)],
        }
    )


def test_many_ranges_of_ports_are_refused_where_work_has_a_bound():
    document = plan_with_ranges(listeners=50, ranges=600)
    with pytest.raises(ProblemsError, match="have 30,000 ranges of ports, too many"):
        plan_rules(document, load_catalogue(), most_flows=20_000)
    assert len(plan_rules(document, load_catalogue()).rules) == 50


def test_a_flow_with_many_ranges_counts_for_several():
    document = plan_with_ranges(listeners=1, ranges=600)
    with pytest.raises(ProblemsError, match="more than 70 flows"):
        plan_rules(document, load_catalogue(), most_flows=70)
    assert len(plan_rules(document, load_catalogue(), most_flows=80).rules) == 1


def test_rules_of_one_name_are_numbered():
    same = [rule("same") for _ in range(3)]
    named = with_unique_names((*same, replace(same[0], name="same-2")))
    assert [each.name for each in named] == ["same", "same-2", "same-3", "same-2-2"]
