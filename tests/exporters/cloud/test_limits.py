"""What security groups hold is counted before anything is written, and is never exceeded."""

import json
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsref.exporters.cloud import azure_nsg
from portsref.exporters.cloud.limits import FULL, Filling, Limits
from portsref.exporters.left_out import LeftOut
from portsref.exporters.registry import find_exporter
from portsref.messages import Message
from tests.exporters.cloud.formats import CLOUDS, needed, opened, refused, texts
from tests.exporters.rule_sets import cause, group, rule, rule_set

FIVE_ARE_FULL = Message(FULL, {"groups": "5"})
MINE = group("mine", "10.0.0.1", "2001:db8::1")
# entries of one family that the groups of a host have room for
ROOM = {
    "aws-cloudformation": 300,
    "aws-terraform": 300,
    "hetzner-terraform": 250,
    "alibaba-terraform": 1000,
    "tencent-terraform": 490,
    "huawei-terraform": 240,
}


def rules_of(number, source=None, ports="{}"):
    """So many rules between the same ends, each with one port."""
    ends = source or group("workers", "10.0.1.0/24"), MINE
    why = (cause(),)
    return [rule(f"r-{n}", *ends, ports.format(n + 1), why) for n in range(number)]


def entries(name, rules):
    """How many entries each security group has, those of AWS by family."""
    [text] = texts(name, rules).values()
    return Counter(_groups_of_entries(json.loads(text)))


def _groups_of_entries(whole):
    if "Resources" in whole:
        for key, group in whole["Resources"].items():
            for entry in group["Properties"]["SecurityGroupIngress"]:
                yield key, "CidrIp" in entry
        return
    for section in whole["resource"]:
        for resources in section.values():
            for key, resource in resources.items():
                for _ in resource.get("rule", resource.get("ingress", ())):
                    yield key
                if "_from_" in key:
                    yield resource["security_group_id"], "cidr_ipv4" in resource


@pytest.mark.parametrize("name", ROOM)
def test_a_full_group_is_followed_by_others_and_what_a_host_cannot_have_is_left_out(name):
    rules = rules_of(ROOM[name] + 3)
    export = find_exporter(name).export(rule_set(*rules))
    assert export.left_out == tuple(LeftOut(rule, FIVE_ARE_FULL) for rule in rules[-3:])
    counts = entries(name, rule_set(*rules))
    assert len(counts) == 5
    assert set(counts.values()) == {ROOM[name] / 5}


def test_a_group_of_aws_has_room_for_both_families():
    both = group("both", "10.0.1.0/24", "2001:db8:1::/64")
    counts = entries("aws-terraform", rule_set(*rules_of(60, both)))
    assert list(counts.values()) == [60, 60]
    assert len({key for key, _ in counts}) == 1


@pytest.mark.parametrize("name", ROOM)
def test_rules_that_say_the_same_take_the_room_of_one(name):
    ends, why = (group("workers", "10.0.1.0/24"), MINE), (cause(),)
    rules = [rule(f"r-{n}", *ends, "443", why) for n in range(ROOM[name] + 3)]
    assert find_exporter(name).export(rule_set(*rules)).left_out == ()
    assert list(entries(name, rule_set(*rules)).values()) == [1]


def test_a_firewall_of_hetzner_counts_each_source():
    source = group("many", *(f"10.{n}.0.0/24" for n in range(250)))
    rules = rule_set(*rules_of(12, source))
    export = find_exporter("hetzner-terraform").export(rules)
    assert [item.rule.name for item in export.left_out] == ["r-10", "r-11"]
    [text] = texts("hetzner-terraform", rules).values()
    assert refused("hetzner-terraform", text) == []
    for section in json.loads(text)["resource"]:
        for firewall in section["hcloud_firewall"].values():
            assert sum(len(rule["source_ips"]) for rule in firewall["rule"]) == 500


def test_a_group_of_azure_counts_rules_and_addresses():
    rules = rules_of(1001)
    left_out = find_exporter("azure-nsg").export(rule_set(*rules)).left_out
    assert left_out == tuple(LeftOut(rule, azure_nsg.FULL) for rule in rules[-3:])
    source = group("many", *(f"10.{n // 250}.{n % 250}.0/25" for n in range(1500)))
    rules = rules_of(4, source)
    left_out = find_exporter("azure-nsg").export(rule_set(*rules)).left_out
    assert left_out == tuple(LeftOut(rule, azure_nsg.FULL) for rule in rules[2:])


@pytest.mark.parametrize("name", CLOUDS)
def test_what_fits_is_all_open_and_what_does_not_is_closed(name):
    hosts = {"mine": "example-plan-mine" if name == "gcp-terraform" else "mine"}
    rules = rule_set(*rules_of(400), *rules_of(400, group("more", "10.0.1.0/24", "10.7.0.0/16")))
    rules = replace(
        rules, rules=tuple(replace(each, name=f"n{n}") for n, each in enumerate(rules.rules))
    )
    assert opened(name, rules) == needed(name, rules, hosts)


@given(
    st.lists(st.tuples(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.booleans())),
    st.tuples(st.integers(3, 6), st.integers(3, 6)),
)
def test_fewer_entries_never_need_more_groups(costs, most):
    limits = Limits(most=most, groups=100)
    all_of_them, some = Filling(limits), Filling(limits)
    for taken, is_kept in costs:
        cost = tuple(enumerate(taken))
        all_of_them.place(cost)
        if is_kept:
            some.place(cost)
        assert some.number <= all_of_them.number
