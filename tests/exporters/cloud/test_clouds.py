"""What holds for every format for clouds."""

import json
from dataclasses import replace

import pytest

from portsref.exporters.cloud.groups import LONGEST_NAME
from portsref.exporters.cloud.limits import NO_MULTICAST
from portsref.exporters.cloud.sayings import NO_PORT_ZERO, NO_PROTOCOL
from portsref.exporters.cloud.texts import prefix
from portsref.exporters.families import NOTHING_IN_COMMON
from portsref.exporters.host.hosts import NOBODYS_ADDRESS
from portsref.exporters.identifiers import short_identifiers
from portsref.exporters.left_out import LeftOut
from portsref.exporters.registry import find_exporter
from portsref.messages import Message
from portsref.planning.document import document_from
from portsref.planning.provenance import Provenance
from portsref.planning.rules import ANYWHERE, Endpoint
from portsref.protocols import PROTOCOL_NAMES
from tests.exporters.cloud.formats import CLOUDS, TERRAFORM, needed, opened, refused, texts
from tests.exporters.hostile import TEXTS, hostile_rules
from tests.exporters.rule_sets import cause, group, rule, rule_set

SAID = {
    "aws-cloudformation": set(PROTOCOL_NAMES) - {"SCTP"},
    "aws-terraform": set(PROTOCOL_NAMES) - {"SCTP"},
    "azure-nsg": {"TCP", "UDP", "ICMP", "ESP", "AH"},
    "gcp-terraform": set(PROTOCOL_NAMES),
    "openstack-terraform": set(PROTOCOL_NAMES),
    "hetzner-terraform": {"TCP", "UDP", "ICMP", "ICMPv6", "ESP", "GRE"},
    "alibaba-terraform": {"TCP", "UDP", "ICMP", "ICMPv6", "GRE"},
    "tencent-terraform": {"TCP", "UDP", "ICMP", "ICMPv6", "GRE"},
    "huawei-terraform": set(PROTOCOL_NAMES) - {"SCTP"},
}  # fmt: skip
WITH_PORT_ZERO = {"aws-cloudformation", "aws-terraform", "azure-nsg", "gcp-terraform"}
WITHOUT_MULTICAST = {"azure-nsg", "gcp-terraform"}
BOTH = group("both", "10.0.1.0/24", "10.0.2.1-10.0.2.6", "2001:db8::/64")

every_cloud = pytest.mark.parametrize("name", CLOUDS)


def hosts_of(name, rules):
    """What files call each group of hosts."""
    names = short_identifiers(
        (rule.destination.name for rule in rules.rules if rule.destination.kind == "group"),
        LONGEST_NAME,
    )
    if name == "gcp-terraform":
        tag = prefix_of(rules)
        return {name: f"{tag}-{identifier}" for name, identifier in names.items()}
    if name in TERRAFORM:
        return {name: identifier.replace("-", "_") for name, identifier in names.items()}
    return names


def prefix_of(rules):
    class Job:
        rule_set = rules

    return prefix(Job)


def left_out(name, *rules):
    return find_exporter(name).export(rule_set(*rules)).left_out


@every_cloud
def test_every_flow_of_a_reference_plan_is_open_and_nothing_else(name, catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        assert opened(name, rules) == needed(name, rules, hosts_of(name, rules))


@every_cloud
def test_every_protocol_and_both_families_are_read_back(name):
    rules = rule_set(
        *(
            rule(
                protocol.lower(),
                source,
                destination,
                protocol=protocol,
                ports="80,443,500-900" if protocol in ("TCP", "UDP", "SCTP") else "",
            )
            for protocol in PROTOCOL_NAMES
            for source in (BOTH, ANYWHERE, group("more", "10.0.0.0/8"))
            for destination in (group("mine", "10.0.0.1", "2001:db8::1"), group("unknown"))
        )
    )
    rules = replace(
        rules,
        rules=tuple(replace(rule, name=f"{n}-{rule.name}") for n, rule in enumerate(rules.rules)),
    )
    found = opened(name, rules)
    assert found == needed(name, rules, hosts_of(name, rules))
    assert {protocol for _, _, protocol in found} == SAID[name]


@every_cloud
def test_what_the_cloud_cannot_say_is_left_out_with_the_reason(name):
    mine = group("mine", "10.0.0.1", "2001:db8::1")
    told = {
        protocol: [
            item.why for item in left_out(name, rule("r", BOTH, mine, "", protocol=protocol))
        ]
        for protocol in PROTOCOL_NAMES
    }
    assert told == {
        protocol: [] if protocol in SAID[name] else [Message(NO_PROTOCOL, {"protocol": protocol})]
        for protocol in PROTOCOL_NAMES
    }
    nobody = rule("nobody", group("nobody"), mine)
    apart = rule("apart", group("four", "10.0.0.0/8"), group("six", "2001:db8::1"))
    zero = rule("zero", BOTH, mine, "0-65535")
    many = rule("many", BOTH, group("mine", "224.0.0.18"), "1985", protocol="UDP")
    assert left_out(name, nobody, apart, zero, many) == (
        LeftOut(nobody, NOBODYS_ADDRESS),
        LeftOut(apart, NOTHING_IN_COMMON),
        *([] if name in WITH_PORT_ZERO else [LeftOut(zero, NO_PORT_ZERO)]),
        *([LeftOut(many, NO_MULTICAST)] if name in WITHOUT_MULTICAST else []),
    )


@every_cloud
def test_what_hosts_dial_is_not_filtered_and_so_not_left_out(name):
    outbound = (rule("out", destination=Endpoint("registry", "outside")),)
    rules = rule_set(rule(), rule("any", destination=ANYWHERE), outbound=outbound)
    assert find_exporter(name).export(rules).left_out == ()
    assert all("What hosts dial is not filtered" in text for text in texts(name, rules).values())


@every_cloud
def test_its_schema_accepts_every_reference_plan(name, catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        for text in texts(name, rules).values():
            assert refused(name, text) == []


@every_cloud
def test_nothing_hostile_leaves_its_place(name):
    rules = rule_set(*hostile_rules())
    written = texts(name, rules)
    assert len(written) == (1 if name in TERRAFORM else 1 + len(TEXTS))
    for text in written.values():
        assert refused(name, text) == []
        assert "{{resolve" not in text
        assert all(line.isprintable() for line in text.splitlines())
    assert opened(name, rules) == needed(name, rules, hosts_of(name, rules))


@every_cloud
def test_expressions_of_terraform_and_cloudformation_are_texts(name):
    what = "${var.secret} $${x} %{if} {{resolve:ssm:secret}} [concat('a')]"
    rules = rule_set(rule(causes=(cause(purpose=what),)), title="Title {{resolve:ssm:title}} ${x}")
    [text] = texts(name, rules).values()
    assert refused(name, text) == []
    if name == "aws-cloudformation":
        assert "{{" not in text
    if name == "gcp-terraform":
        assert what in json.dumps(json.loads(text.replace("$${", "${").replace("%%{", "%{")))


@every_cloud
def test_two_groups_whose_names_become_the_same_identifier_stay_two(name):
    rules = rule_set(
        rule("a", destination=group("Two words", "10.0.0.2")),
        rule("b", destination=group("two-words", "10.0.0.3")),
        rule("c", destination=group("工作", "10.0.0.4")),
        rule("d", destination=group("", "10.0.0.5")),
    )
    found = opened(name, rules)
    assert len(found) == 4
    assert found == needed(name, rules, hosts_of(name, rules))


@every_cloud
def test_rules_that_say_the_same_are_one_with_both_names(name):
    ends = group("workers", "10.0.1.0/24"), group("control-plane", "10.0.0.1")
    other = (cause("example/other", purpose="Other."),)
    rules = rule_set(rule("one", *ends), rule("two", *ends, causes=other))
    [text] = texts(name, rules).values()
    assert text.count('"one, two: Example API. (example/api) Other. (example/other)"') == 1
    assert text.count("Example API.") == 1


@every_cloud
def test_the_file_tells_plan_revision_catalogue_what_it_leaves_out_and_how_to_take_it_back(name):
    rules = rule_set(rule(), rule("unknown", group("nobody")))
    provenance = Provenance(revision=3, link="https://example.com/plans/1")
    export = find_exporter(name).export(rules, provenance=provenance)
    text = export.files[0].content.decode()
    for told in (
        "Plan: Example plan",
        "Revision: 3",
        "Link: https://example.com/plans/1",
        "Catalogue: 2026-11-23.01234567, Kubernetes 1.37",
        "- unknown: whoever connects has no addresses in the plan",
        "Check: ",
        "Apply: ",
        "Take back",
    ):
        assert told in text


@every_cloud
def test_a_plan_without_rules_is_a_file_that_is_right(name):
    written = texts(name, rule_set())
    assert len(written) == (name in TERRAFORM)
    for text in written.values():
        assert refused(name, text) == []


@pytest.mark.parametrize("name", TERRAFORM)
def test_references_are_to_what_the_file_has(name, catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        [text] = texts(name, rules).values()
        whole = json.loads(text)
        there = {f"var.{name}" for name in whole.get("variable", ())}
        for section in whole["resource"]:
            for kind, resources in section.items():
                there |= {f"{kind}.{key}.id" for key in resources}
        found = {part.partition("}")[0] for part in text.split('"${')[1:]}
        assert found <= there


@every_cloud
def test_no_key_is_there_twice(name, catalogue_rule_sets):
    def unique(pairs):
        keys = [key for key, _ in pairs]
        assert len(set(keys)) == len(keys)
        return dict(pairs)

    for rules in catalogue_rule_sets:
        for text in texts(name, rules).values():
            json.loads(text, object_pairs_hook=unique)


@pytest.mark.parametrize("name", [name for name in CLOUDS if name != "gcp-terraform"])
def test_groups_of_pods_are_for_the_interfaces_that_carry_them(name):
    groups = [{"name": "pods", "roles": ["pod"], "addresses": ["10.42.0.0/16"]}]
    plan = {"schema": "portsref.plan/v1", "title": "Example plan", "groups": groups}
    rules = rule_set(rule(destination=group("pods", "10.42.0.0/16")))
    [text] = texts(name, replace(rules, document=document_from(plan))).values()
    assert "“pods” are pods: its group is for the interfaces that carry them." in text
