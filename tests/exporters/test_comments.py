"""Texts of strangers in comments."""

from dataclasses import replace

from portsref.exporters.base import Job
from portsref.exporters.comments import (
    about_left_out,
    about_plan,
    ascii_line,
    identifying,
    one_line,
)
from portsref.exporters.left_out import LeftOut
from portsref.exporters.registry import find_exporter
from portsref.messages import Message
from portsref.planning.choice import Choice
from portsref.planning.provenance import Provenance
from tests.exporters.hostile import TEXTS
from tests.exporters.rule_sets import rule, rule_set


def test_every_text_becomes_one_line_that_can_be_printed():
    for text in TEXTS:
        line = one_line(text)
        assert line.isprintable()
        assert len(line) <= 1000


def test_what_cannot_be_printed_becomes_a_space():
    assert one_line("a\u202e b\nc\x00") == "a b c"


def test_a_long_text_ends_in_dots():
    assert one_line("x" * 30, 10) == "x" * 9 + "…"
    assert one_line("x" * 10, 10) == "x" * 10


def test_a_long_name_is_cut_between_characters_and_stays_its_own():
    one, other = (identifying("节" * 50 + end, 128) for end in "ab")
    assert one.startswith("节" * 39 + "~")
    assert one != other
    assert max(len(name.encode()) for name in (one, other)) <= 128
    assert identifying("short", 128) == "short"


def test_the_plan_is_told_with_revision_link_catalogue_and_what_was_chosen():
    job = Job(
        find_exporter("xlsx"),
        rule_set(title="Two plans"),
        Choice(boundary=True, phase="installation"),
        Provenance(revision=3, link="https://example.com/plans/x/"),
        (),
    )
    assert list(about_plan(job)) == [
        "Plan: Two plans",
        "Revision: 3",
        "Link: https://example.com/plans/x/",
        "Catalogue: 2026-11-23.01234567, Kubernetes 1.37",
        "Holds only rules that cross zones: it lets nothing else of the plan through.",
        "Holds only rules of the phase installation: it lets no others through.",
    ]
    unsaved = replace(job, choice=Choice(), provenance=Provenance())
    assert list(about_plan(unsaved))[1:3] == [
        "Revision: not saved",
        "Catalogue: 2026-11-23.01234567, Kubernetes 1.37",
    ]


def test_what_a_delta_is_and_what_nobody_validated_is_told():
    job = Job(
        replace(find_exporter("csv"), follows="the manual, section 4.2"),
        rule_set(),
        Choice(),
        Provenance(delta="closed"),
        (),
    )
    assert list(about_plan(job))[3:] == [
        "A delta request with only what closes: apply it to what is there already.",
        "Not validated by a device; it follows the manual, section 4.2.",
    ]


def test_rules_that_are_left_out_are_told_with_the_reason():
    assert list(about_left_out([])) == []
    assert list(about_left_out([LeftOut(rule("a"), Message("because"))])) == [
        "",
        "Left out, so these connections are closed:",
        "- a: because",
    ]


def test_devices_get_printable_ascii_without_what_their_terminals_obey():
    assert ascii_line("Zürich:\t工作 why? \u202ex\x07", 40, "?") == "Zurich: why x"
    assert ascii_line("x" * 50, 10) == "xxxxxxx..."
    assert ascii_line("工作", 10) == ""
