"""A file is written rule by rule: what it takes of memory does not grow with the rules."""

import tracemalloc
from dataclasses import replace

import pytest

from portsref.exporters.registry import every_exporter, find_exporter
from portsref.planning.choice import Choice
from tests.exporters.rule_sets import group, rule, rule_set

EXPANDING = [exporter.name for exporter in every_exporter() if exporter.expands]
RULES = 2_000  # several pieces of a file in every format
MOST_MORE = 16 * 1024  # bytes; a list that has only pointers to the other rules takes 48,000


def rules(number, *addresses):
    one = rule(source=group("workers", *addresses), destination=group("api", *addresses))
    return rule_set(*(replace(one, name=f"rule-{n:05}") for n in range(number)))


def peak(exporter, rule_set, choice):
    """The most that an export takes at any time, beside the rules themselves.

    A zip of its files is no part of it: that holds back what it compresses, in blocks of its own.
    """
    tracemalloc.start()
    try:
        for file in exporter.export(rule_set, choice).files:
            for _ in file.pieces():
                pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("exporter", every_exporter(), ids=lambda exporter: exporter.name)
def test_four_times_the_rules_take_no_more_memory(exporter):
    few, many = rules(RULES, "10.0.1.0/24"), rules(4 * RULES, "10.0.1.0/24")
    for everything in (few, many):  # what a rule keeps for ever is kept now
        peak(exporter, everything, Choice())
    assert peak(exporter, many, Choice()) - peak(exporter, few, Choice()) < MOST_MORE


@pytest.mark.parametrize("name", EXPANDING)
def test_address_pairs_are_written_one_by_one(name):
    expanding = find_exporter(name)
    few, many = (
        rules(1, *(f"10.0.{n // 250}.{n % 250}" for n in range(count))) for count in (100, 200)
    )
    peak(expanding, few, Choice(expand=True))
    more = peak(expanding, many, Choice(expand=True)) - peak(expanding, few, Choice(expand=True))
    assert more < 100 * 1024  # for a hundred more addresses, and not for 30,000 more rows
