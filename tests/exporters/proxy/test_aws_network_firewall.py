"""AWS Network Firewall: domain lists that cfn-lint accepts, and that hold what the rules say."""

import json
import re
from ipaddress import ip_address, ip_network

import pytest
from cfnlint.api import ManualArgs, lint

from portsref.exporters.host.hosts import NOBODYS_ADDRESS
from portsref.exporters.proxy.aws_network_firewall import EXPORTER, HOLDS_THE_NAME_ITSELF
from portsref.exporters.proxy.names import OTHER_PORTS
from tests.exporters.hostile import TEXTS
from tests.exporters.proxy.samples import (
    NOBODY,
    REGISTRY,
    SERVERS,
    WHOLE,
    WORKERS,
    allowed,
    hostile_document,
    names_rule_set,
    outside,
    samples,
)
from tests.exporters.rule_sets import cause, group, rule

PLACE = outside("Registry", "registry.example.com")
SAYABLE = (
    rule("workers-images", WORKERS, PLACE),
    rule("servers-images", SERVERS, PLACE),
    rule("workers-git", WORKERS, outside("Git", *WHOLE), ports="80,443"),
)


def text_of(*rules, **document):
    return EXPORTER.export(names_rule_set(*rules, **document)).file.content.decode()


def faults(text):
    return lint(text, config=ManualArgs(regions=["eu-central-1"]))


def hostile():
    for number, text in enumerate(TEXTS):
        source = group(text, f"10.0.{number}.0/24", f"2001:db8:{number}::/64")
        why = cause(purpose=text, component=text)
        place = outside(text, f"n{number}.example.com")
        yield rule(f"{number} {text}", source, place, ports="80,443", causes=(why,))


def test_cfn_lint_accepts_every_reference_plan_and_every_text(catalogue_rule_sets):
    texts = [EXPORTER.export(rules).file.content.decode() for rules in catalogue_rule_sets]
    texts = [text for text in texts if '"Nothing"' not in text]
    for text in (*texts, text_of(), text_of(*hostile(), **hostile_document())):
        assert faults(text) == []


def test_cfn_lint_refuses_what_is_wrong():
    assert faults(text_of(*SAYABLE).replace("ALLOWLIST", "ALLOW")) != []
    assert faults(text_of(*SAYABLE).replace('"Capacity"', '"Capacities"')) != []


def test_the_lists_hold_what_the_rules_say_and_nothing_else():
    groups = groups_of(text_of(*SAYABLE))
    asked = [sample for sample in samples() if sample[2] in (80, 443)]
    assert [one for one in asked if allows(groups, *one) != allowed(SAYABLE, *one)] == []


def test_a_group_has_one_source_and_one_protocol():
    groups = groups_of(text_of(*SAYABLE))
    assert [group["RuleGroupName"] for group in groups] == [
        "portsref-workers-tls",
        "portsref-workers-http",
        "portsref-control-plane-tls",
    ]
    lists = [group["RuleGroup"]["RulesSource"]["RulesSourceList"] for group in groups]
    assert [(one["TargetTypes"], one["Targets"]) for one in lists] == [
        (["TLS_SNI"], [".example.org", "deep.example.org", "registry.example.com"]),
        (["HTTP_HOST"], [".example.org", "deep.example.org"]),
        (["TLS_SNI"], ["registry.example.com"]),
    ]


def test_every_rule_is_told_by_name_and_purpose():
    template = json.loads(text_of(*SAYABLE))
    assert template["Resources"]["PortsrefWorkersTls"]["Metadata"]["portsref"] == [
        "workers-images: Example API. (example/api)",
        "workers-git: Example API. (example/api)",
    ]


def test_groups_whose_names_become_alike_stay_two():
    names = ("a 2", "a-2", "a2", "a-xx2", "A-2")
    rules = [rule(name, group(name, "10.0.0.1"), PLACE) for name in names]
    assert len(groups_of(text_of(*rules))) == len(names)
    assert len({one["RuleGroupName"] for one in groups_of(text_of(*rules))}) == len(names)


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (rule(destination=outside("x", *REGISTRY)), HOLDS_THE_NAME_ITSELF),
        (rule(source=NOBODY, destination=PLACE), NOBODYS_ADDRESS),
        (rule(destination=PLACE, ports="8443"), OTHER_PORTS),
    ],
)
def test_what_cannot_be_said_is_left_out(found, why):
    assert [item.why for item in EXPORTER.export(names_rule_set(found)).left_out] == [why]


def test_capacity_has_room_for_the_names_one_more_and_growth():
    names = [f"n{number}.example.com" for number in range(60)]
    (one,) = groups_of(text_of(rule(destination=outside("x", *names))))
    assert one["Capacity"] == 101


def groups_of(text):
    return [resource["Properties"] for resource in json.loads(text)["Resources"].values()]


def allows(groups, host, name, port):
    """As the guide has it: by the server's name on 443 here, by the host on 80."""
    kind = {443: "TLS_SNI", 80: "HTTP_HOST"}[port]
    for found in (one["RuleGroup"] for one in groups):
        home = found["RuleVariables"]["IPSets"]["HOME_NET"]["Definition"]
        names = found["RulesSource"]["RulesSourceList"]
        is_home = any(ip_address(host) in ip_network(network) for network in home)
        if (
            is_home
            and kind in names["TargetTypes"]
            and any(
                re.fullmatch(rf"(.+\.)?{re.escape(target[1:])}", name)
                if target.startswith(".")
                else name == target
                for target in names["Targets"]
            )
        ):
            return True
    return False
