"""Which rules become one, and what each of them is called."""

from portsref.planning.merging import merge_rules
from tests.exporters.rule_sets import cause, group, rule

FIXED, RANDOM = (cause("thing/fixed"),), (cause("thing/random", random=True),)


def ports_and_names(rules):
    return [(str(item.ports), item.name) for item in merge_rules(rules)]


def test_a_range_in_which_a_port_is_chosen_at_run_time_stays_alone():
    rules = [
        rule("a", ports="6800", causes=FIXED),
        rule("b", ports="6800-7568", causes=RANDOM),
        rule("c", ports="7569", causes=FIXED),
    ]
    assert ports_and_names(rules) == [
        ("6800,7569", "workers-to-control-plane-tcp"),
        ("6800-7568", "workers-to-control-plane-tcp-random"),
    ]


def test_two_such_ranges_become_one():
    rules = [rule(ports="6800-7568", causes=RANDOM), rule(ports="7000-8000", causes=RANDOM)]
    assert ports_and_names(rules) == [("6800-8000", "workers-to-control-plane-tcp-random")]


def test_a_rule_of_which_one_cause_has_random_ports_is_such_a_range():
    rules = [rule(ports="1-9", causes=(*FIXED, *RANDOM)), rule(ports="10", causes=FIXED)]
    assert [ports for ports, _name in ports_and_names(rules)] == ["1-9", "10"]


def test_ends_of_one_name_but_other_addresses_or_zones_stay_apart():
    ends = [group("workers", "10.0.1.0/24"), group("workers", "10.0.2.0/24"),
            group("workers", "10.0.1.0/24", zone="dmz")]  # fmt: skip
    merged = merge_rules(rule(source=end, ports=str(n)) for n, end in enumerate(ends, start=1))
    assert [(item.source, str(item.ports)) for item in merged] == [
        (end, str(n)) for n, end in enumerate(ends, start=1)
    ]
