"""What the kernel keeps of a file allows what the plan's rules need, and nothing else."""

from shutil import which

import pytest

from portsref.exporters.host.hosts import fronts_of
from portsref.exporters.identifiers import identifiers
from portsref.exporters.registry import find_exporter
from tests.exporters.reading_back.allowed import of_rules, space
from tests.exporters.reading_back.kernel import listed_by_nft, saved_by_iptables
from tests.exporters.reading_back.opened import opened
from tests.exporters.rule_sets import group, rule, rule_set

pytestmark = pytest.mark.skipif(
    not (which("nft") and which("iptables-restore")), reason="nft or iptables are not installed"
)


def written(name, rules):
    """The files of a format, and the rules that it says."""
    export = find_exporter(name).export(rules)
    gone = {item.rule.name for item in export.left_out}
    return export.files, [rule for rule in rules.all_rules if rule.name not in gone]


def to_group(rules, file, document):
    """The rules to the group of hosts that a file is for, and to addresses before them."""
    ends = (end.name for rule in rules for end in (rule.source, rule.destination))
    names = identifiers((*ends, "networks of pods", "networks of Services"))
    [group_of_hosts] = {
        name for name, identifier in names.items() if f".{identifier}." in f".{file.name}"
    } & {rule.destination.name for rule in rules}
    meant = {group_of_hosts, *fronts_of(document).get(group_of_hosts, ())}
    return [rule for rule in rules if rule.destination.name in meant]


def of_family(allowed, family):
    return space(one for one in allowed if one.family == family)


def test_nftables_on_a_router(catalogue_rule_sets):
    for rules_of_plan in catalogue_rule_sets:
        [file], rules = written("nftables-router", rules_of_plan)
        found = opened(listed_by_nft(file.content.decode()), "forward")
        assert space(found) == space(of_rules(rules))


def test_iptables_on_a_router(catalogue_rule_sets):
    for rules_of_plan in catalogue_rule_sets:
        files, rules = written("iptables-router", rules_of_plan)
        for file, family in zip(files, (4, 6), strict=True):
            saved = saved_by_iptables(file.content.decode(), family, "filter")
            assert space(opened(saved, "forward")) == of_family(of_rules(rules), family)


def test_nftables_on_hosts(catalogue_rule_sets):
    for rules_of_plan in catalogue_rule_sets:
        files, rules = written("nftables", rules_of_plan)
        for file in files:
            found = list(opened(listed_by_nft(file.content.decode()), "prerouting"))
            assert found
            assert space(found) == space(of_rules(to_group(rules, file, rules_of_plan.document)))


def test_iptables_on_hosts(catalogue_rule_sets):
    for rules_of_plan in catalogue_rule_sets:
        files, rules = written("iptables", rules_of_plan)
        for file in files:
            family = 4 if ".v4." in file.name else 6
            found = opened(saved_by_iptables(file.content.decode(), family, "mangle"), "prerouting")
            assert space(found) == of_family(
                of_rules(to_group(rules, file, rules_of_plan.document)), family
            )


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("tcp dport 443 ", "tcp dport 442-443 "),
        ("@workers_v4 ip daddr", "@control_plane_v4 ip daddr"),
        ("tcp dport 443 accept", "tcp dport 443 drop"),
        ("elements = { 10.0.1.0/24 }", "elements = { 10.0.1.0/25 }"),
    ],
)
def test_a_reader_notices_what_is_open_or_closed_by_mistake(right, wrong):
    rules = rule_set(rule())
    [file], said = written("nftables-router", rules)
    text = file.content.decode()
    assert right in text
    needed = space(of_rules(said))
    assert space(opened(listed_by_nft(text), "forward")) == needed
    assert space(opened(listed_by_nft(text.replace(right, wrong)), "forward")) != needed


def test_pieces_that_allow_the_same_are_equal():
    whole = group("whole", "10.0.0.0/24")
    apart = [
        rule("a", group("a", "10.0.0.0/25"), ports="1-5"),
        rule("b", group("b", "10.0.0.128/25"), ports="1-5"),
    ]
    ports = [rule("c", whole, ports="1-3"), rule("d", whole, ports="2-5")]
    assert space(of_rules(apart)) == space(of_rules(ports))
    assert space(of_rules(apart)) != space(of_rules(apart[:1]))
