"""What a plan is at a glance."""

import pytest

from portsref.planning.document import Group, document_from
from portsref.planning.engine import plan_rules
from portsref.planning.overview import (
    Figures,
    HostCount,
    count_by_listener,
    count_hosts,
    count_rules,
    list_sources,
    ranges_of,
    touched_by,
    what_runs,
)
from portsref.planning.presets import find_preset

RKE2 = {
    "schema": "portsref.plan/v1",
    "title": "RKE2",
    "picks": [
        {"product": "rke2", "options": {"cni": "cilium"}},
        {"product": "longhorn"},
    ],
    "groups": [
        {"name": "masters", "roles": ["control-plane"], "addresses": ["10.0.0.1-10.0.0.3"]},
        {"name": "workers", "roles": ["worker"], "addresses": ["10.0.1.0/24"]},
    ],
    "changes": [{"listener": "kubernetes/kube-apiserver", "ports": "6444"}],
}


@pytest.fixture(scope="module")
def rule_set(catalogue):
    return plan_rules(document_from(RKE2), catalogue)


def test_figures_of_rules_add_up(catalogue):
    rule_set = plan_rules(find_preset("kubeadm-calico").document(), catalogue)
    figures = count_rules(rule_set)
    said = [{cause.encryption for cause in rule.causes} for rule in rule_set.all_rules]
    assert figures == Figures(
        rules=len(rule_set.all_rules),
        across=sum(rule.crosses_zones for rule in rule_set.all_rules),
        outside=len(rule_set.outbound),
        encrypted=sum(each <= {"tls", "mtls", "wireguard", "ipsec", "ssh"} for each in said),
        plain=sum("none" in each for each in said),
    )


def test_of_no_rules_there_are_none(catalogue):
    empty = document_from({"schema": "portsref.plan/v1", "title": "Empty"})
    assert count_rules(plan_rules(empty, catalogue)) == Figures(0, 0, 0, 0, 0)


def test_picks_come_first_then_what_they_bring_in(rule_set):
    running = what_runs(rule_set)
    assert [one.product for one in running][:2] == ["rke2", "longhorn"]
    by = {one.product: (one.brought_by, one.because) for one in running}
    assert by["rke2"] == by["kubernetes"] == ("", ())
    assert by["cilium"] == ("rke2", (("cni", "cilium"),))


def test_each_product_says_how_many_rules_it_causes(rule_set):
    for one in what_runs(rule_set):
        assert one.rules == rule_set.count_rules_of(one.product)


def test_own_listeners_are_no_product(catalogue):
    source = {"url": "https://example.com/", "basis": "documented"}
    own = {"id": "a", "protocol": "TCP", "ports": "9", "purpose": "Own.", "source": source}
    own |= {"roles": ["worker"], "peers": ["worker"]}
    rule_set = plan_rules(document_from({**RKE2, "listeners": [own]}), catalogue)
    assert "own" not in [one.product for one in what_runs(rule_set)]


def group(*addresses):
    return Group.model_validate({"name": "hosts", "addresses": list(addresses)})


@pytest.mark.parametrize(
    ("addresses", "ranges"),
    [
        (("10.0.0.2", "10.0.0.1", "10.0.0.3"), ["10.0.0.1-10.0.0.3"]),
        (("10.0.1.0/24", "10.0.0.0/24"), ["10.0.0.0/24", "10.0.1.0/24"]),
        (("10.0.0.9", "10.0.0.0/29", "10.0.0.8"), ["10.0.0.0/29", "10.0.0.8/31"]),
        (("2001:db8::1", "10.0.0.1"), ["10.0.0.1", "2001:db8::1"]),
        ((), []),
    ],
)
def test_hosts_that_follow_one_another_are_a_range_and_networks_stay(addresses, ranges):
    assert [str(each) for each in ranges_of(group(*addresses))] == ranges


@pytest.mark.parametrize(
    ("addresses", "count"),
    [
        ((), HostCount(is_exact=False, most=0)),
        (("10.0.0.1",), HostCount(is_exact=True, most=1)),
        (("10.0.0.11-10.0.0.13", "2001:db8::/64"), HostCount(is_exact=True, most=3)),
        (("10.0.0.0/24", "10.0.0.7"), HostCount(is_exact=False, most=256)),
        (("10.0.0.1", "2001:db8::1"), HostCount(is_exact=True, most=1)),
        (("2001:db8::/64",), HostCount(is_exact=False, most=0)),
        (("0.0.0.0/0",), HostCount(is_exact=False, most=0)),
    ],
)
def test_hosts_are_counted_by_the_family_that_tells_more(addresses, count):
    assert count_hosts(group(*addresses)) == count


def test_a_change_touches_the_rules_of_its_row_and_of_what_took_its_place(rule_set):
    (change,) = rule_set.document.changes
    counts = count_by_listener(rule_set)
    touched = [rule for rule in rule_set.all_rules if "kubernetes/kube-apiserver" in rule.listeners]
    assert touched_by(change, (), counts) == len(touched) > 0
    assert touched_by(change, ["gone/row"], counts) == len(touched)
    assert touched_by(change, ["rke2/supervisor"], {"rke2/supervisor": 2}) == 2


def test_sources_are_numbered_as_the_rules_name_them(rule_set):
    numbered = list_sources(rule_set.all_rules)
    named = [source for rule in rule_set.all_rules for source in rule.references]
    assert list(numbered) == list(dict.fromkeys(named))
    assert list(numbered.values()) == list(range(1, len(numbered) + 1))
