"""A file is written rule by rule: what it takes of memory does not grow with the rules."""

import tracemalloc
from dataclasses import replace

import pytest

from portsref.exporters.registry import every_exporter, find_exporter
from portsref.planning.choice import Choice
from portsref.planning.document import document_from
from portsref.planning.rules import Endpoint
from tests.exporters.rule_sets import group, rule, rule_set

EXPANDING = [exporter.name for exporter in every_exporter() if exporter.expands]
RULES = 2_000  # several pieces of a file in every format
BYTES_LEFT_OUT = 32  # of a rule that a format cannot say: where it stands, and its reason
MOST_MORE = 16 * 1024  # bytes; a list that has only pointers to the other rules takes 48,000


def rules(number, *addresses):
    one = rule(source=group("workers", *addresses), destination=group("api", *addresses))
    return rule_set(*(replace(one, name=f"rule-{n:05}") for n in range(number)))


def to_a_name(number):
    """Rules to a name without addresses, which most formats leave out."""
    one = rule(source=group("workers", "10.0.1.0/24"), destination=Endpoint("registry", "outside"))
    workers = {"name": "workers", "roles": ["worker"], "addresses": ["10.0.1.0/24"]}
    plan = {"schema": "portsref.plan/v1", "title": "Example plan", "groups": [workers]}
    needs = tuple(replace(one, name=f"rule-{n:05}") for n in range(number))
    return replace(rule_set(), document=document_from(plan), outbound=needs)


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


@pytest.mark.parametrize("exporter", every_exporter(), ids=lambda exporter: exporter.name)
def test_a_rule_that_is_left_out_takes_a_few_bytes(exporter):
    few, many = (to_a_name(number) for number in (RULES, 4 * RULES))
    for everything in (few, many):
        peak(exporter, everything, Choice())
    more = peak(exporter, many, Choice()) - peak(exporter, few, Choice())
    assert more < MOST_MORE + 3 * RULES * BYTES_LEFT_OUT


@pytest.mark.parametrize("name", EXPANDING)
def test_address_pairs_are_written_one_by_one(name):
    expanding = find_exporter(name)
    few, many = (
        rules(1, *(f"10.0.{n // 250}.{n % 250}" for n in range(count))) for count in (100, 200)
    )
    peak(expanding, few, Choice(expand=True))
    more = peak(expanding, many, Choice(expand=True)) - peak(expanding, few, Choice(expand=True))
    assert more < 100 * 1024  # for a hundred more addresses, and not for 30,000 more rows
