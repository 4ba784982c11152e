"""`portsref.rules/v1` as YAML and JSON."""

import itertools
import json
from dataclasses import replace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from portsref.documents.writing import dump_json, dump_yaml
from portsref.exporters.files import json_file, yaml_file
from portsref.planning.choice import Choice, narrowed
from portsref.planning.document import document_from, parse_document
from portsref.planning.provenance import UNSAVED, Provenance
from portsref.planning.rules import ANYWHERE, Endpoint, Finding, Reason
from portsref.planning.rules_file import rules_data
from tests.exporters.rule_sets import cause, group, local, rule, rule_set

RULES = rule_set(
    rule(
        "workers-to-api",
        group("workers", "10.0.1.0/24", "2001:db8::/64", zone="core"),
        ANYWHERE,
        causes=(cause(reason=Reason("example", options=(("mode", "y"),)), note="Note."),),
    ),
    outbound=(rule("out", destination=Endpoint("NTP servers", "outside"), ports="123"),),
    local=(local(),),
    pod_network=(local("example/metrics"),),
    findings=(
        Finding("open-to-any", "warning", "groups[workers]", {"listener": "a/b", "groups": ("x",)}),
    ),
)


def a_rule(**what):
    return {
        "name": "workers-to-api",
        "source": {
            "group": "workers",
            "addresses": ["10.0.1.0/24", "2001:db8::/64"],
            "zone": "core",
        },
        "destination": {"group": "any", "addresses": [], "zone": None},
        "protocol": "TCP",
        "ports": "443",
        "action": "allow",
        "listeners": ["example/api"],
        "component": "server",
        "purpose": "Example API.",
        "condition": "mode = y",
        "required": True,
        "encryption": "tls",
        "references": ["https://example.com/ports"],
        "note": "Note.",
        "phase": "",
    } | what


def a_local(listener):
    return {
        "listener": listener,
        "component": "server",
        "groups": ["workers"],
        "peers": ["self"],
        "protocol": "TCP",
        "ports": "9000",
        "purpose": "Example API.",
        "condition": "always",
        "required": True,
        "encryption": "tls",
        "references": [],
        "note": "On loopback.",
    }


EXPECTED = {
    "schema": "portsref.rules/v1",
    "catalogue": {
        "version": "2026-11-23.01234567",
        "date": "2026-11-23",
        "digest": "0123456789abcdef" * 4,
        "kubernetes": "1.37",
    },
    "plan": {"schema": "portsref.plan/v1", "title": "Example plan"},
    "rules": [a_rule()],
    "local": [a_local("example/health")],
    "pod_network": [a_local("example/metrics")],
    "outbound": [
        a_rule(
            name="out",
            source={"group": "workers", "addresses": ["10.0.1.0/24"], "zone": None},
            destination={"group": "NTP servers", "addresses": [], "zone": None},
            ports="123",
            condition="always",
            note="",
        )
    ],
    "findings": [
        {
            "code": "open-to-any",
            "severity": "warning",
            "place": "groups[workers]",
            "parameters": {"listener": "a/b", "groups": ["x"]},
        }
    ],
    "left_out": [],
    "networks": {
        "travel": [],
        "made_by": None,
        "reached": None,
        "reached_by": None,
        "pods": [],
        "pods_assumed_from": None,
        "services": [],
        "services_assumed_from": None,
        "servers_run_pods": False,
        "servers_told_by": None,
    },
}


def test_json_holds_everything_in_the_order_of_the_contract():
    export = json_file.EXPORTER.export(RULES)
    assert json.loads(export.file.content) == EXPECTED
    assert export.left_out == ()
    assert list(json.loads(export.file.content)) == list(EXPECTED)
    assert (export.file.media_type, export.file.name) == (
        "application/json",
        "example-plan-rules.json",
    )


def test_yaml_holds_the_same():
    export = yaml_file.EXPORTER.export(RULES)
    assert yaml.safe_load(export.file.content) == EXPECTED
    assert export.left_out == ()
    assert (export.file.media_type, export.file.name) == (
        "application/yaml",
        "example-plan-rules.yaml",
    )


def test_every_text_of_the_yaml_is_in_quotes():
    text = yaml_file.EXPORTER.export(RULES).file.content.decode()
    tokens = [token for token in yaml.scan(text) if isinstance(token, yaml.ScalarToken)]
    plain = {token.value for token in tokens if token.plain}
    keys = {"true", "null"} | {word for word in plain if word.replace("_", "").isalpha()}
    assert plain == keys
    assert '"443"' in text


def test_a_saved_plan_says_its_revision_and_link():
    provenance = Provenance(revision=3, link="https://example.com/plans/x/")
    text = yaml_file.EXPORTER.export(
        rule_set(), Choice(merge=True), provenance
    ).file.content.decode()
    assert text.splitlines()[:10] == [
        "# Example plan",
        "# Revision 3",
        "# https://example.com/plans/x/",
        "# Catalogue 2026-11-23.01234567, Kubernetes 1.37",
        'schema: "portsref.rules/v1"',
        "revision: 3",
        'link: "https://example.com/plans/x/"',
        "merge: true",
        "catalogue:",
        '  version: "2026-11-23.01234567"',
    ]


@pytest.mark.parametrize("choice", [Choice(), Choice(merge=True, boundary=True)])
def test_written_rule_by_rule_they_are_what_would_be_written_at_once(choice, catalogue_rule_sets):
    for rules in (RULES, rule_set(), *catalogue_rule_sets):
        data = rules_data(narrowed(rules, choice), choice, UNSAVED)
        assert json_file.EXPORTER.export(rules, choice).file.content.decode() == dump_json(data)
        text = yaml_file.EXPORTER.export(rules, choice).file.content.decode()
        comments, begin, rest = text.partition("schema: ")
        assert begin + rest == dump_yaml(data)
        assert all(line.startswith("# ") for line in comments.splitlines())


TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.lists(st.tuples(TEXT, TEXT, TEXT, st.sampled_from(["allow", "remove"])), max_size=4))
def test_no_text_breaks_out(texts):
    rules = rule_set(
        *(
            replace(rule(name, group(end, zone=end), causes=(cause(note=note),)), action=action)
            for name, end, note, action in texts
        ),
        outbound=(rule("out", destination=Endpoint("".join(map("".join, texts)), "outside")),),
    )
    data = rules_data(rules, Choice(), UNSAVED)
    assert json.loads(json_file.EXPORTER.export(rules).file.content) == data
    assert yaml.safe_load(yaml_file.EXPORTER.export(rules).file.content) == data


def test_rules_that_share_some_parts_and_not_others_keep_their_own():
    ends = group("a", "10.0.0.1"), group("a", "10.0.0.2"), ANYWHERE
    causes = cause(), cause(note="Other."), cause("example/other")
    parts = itertools.product(ends, ends, ("1", "2"), causes, ("TCP", "UDP"), ("allow", "remove"))
    rules = rule_set(
        *(
            replace(rule(f"{n}", one, two, ports, (why,), protocol=protocol), action=action)
            for n, (one, two, ports, why, protocol, action) in enumerate(parts)
        )
    )
    assert json.loads(json_file.EXPORTER.export(rules).file.content) == rules_data(
        rules, Choice(), UNSAVED
    )


@pytest.mark.parametrize("exporter", [yaml_file.EXPORTER, json_file.EXPORTER])
def test_importing_an_export_gives_the_same_plan(exporter, catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        text = exporter.export(rules).file.content.decode()
        assert parse_document(text, largest=len(text) * 4) == rules.document


def test_the_plan_in_an_export_is_the_document_itself(catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        data = json.loads(json_file.EXPORTER.export(rules).file.content)
        assert document_from(data["plan"]).as_data() == rules.document.as_data()
