"""What all exporters share: file names, and rules that are left out."""

from dataclasses import replace
from itertools import groupby

import pytest

from portsref.exporters.base import CANNOT_REMOVE, File, file_name, says_everything
from portsref.exporters.left_out import LeftOut
from portsref.exporters.registry import every_exporter, find_exporter
from portsref.messages import Message
from portsref.planning.choice import EVERYTHING, Choice
from portsref.planning.provenance import Provenance
from portsref.planning.rules import Endpoint
from tests.exporters import several_files
from tests.exporters.rule_sets import rule, rule_set

FULL = Message("full")


def written(export):
    return [(file.name, file.media_type, file.content) for file in export.files]


@pytest.mark.parametrize(
    ("title", "revision", "expected"),
    [
        ("Payments cluster, DC1", None, "payments-cluster-dc1-rules.csv"),
        ("Payments cluster, DC1", 3, "payments-cluster-dc1-r3-rules.csv"),
        ("北京集群", 12, "plan-r12-rules.csv"),
        ("Café Zürich", None, "cafe-zurich-rules.csv"),
        ("../../etc/passwd", None, "etc-passwd-rules.csv"),
        ('a"; rm -rf / #', None, "a-rm-rf-rules.csv"),
        ("CON", None, "con-rules.csv"),
        ("long " * 39 + "x", None, "-".join(["long"] * 12) + "-rules.csv"),
    ],
)
def test_files_are_named_after_title_and_revision(title, revision, expected):
    provenance = Provenance(revision=revision)
    assert file_name(rule_set(title=title), provenance, "csv") == expected


def test_a_format_without_actions_leaves_removals_out():
    rules = rule_set(rule("a", ports="1"), replace(rule("b", ports="2"), action="remove"))
    csv = find_exporter("csv")
    export = replace(csv, says_actions=False).export(rules)
    assert written(export) == written(csv.export(rule_set(rules.rules[0])))
    assert export.left_out == (LeftOut(rules.rules[1], CANNOT_REMOVE),)


def test_what_a_format_cannot_say_is_asked_and_never_written(several):
    said, unsaid = rule("said"), rule("unsaid", protocol="UDP")
    cannot_write = replace(several, render_files=None)
    assert cannot_write.left_out(rule_set(said, unsaid), EVERYTHING) == (
        LeftOut(unsaid, several_files.NO_UDP),
    )


def test_a_format_writes_what_it_can_say_and_is_told_the_rest(several):
    jobs = []
    outbound = rule("out", destination=Endpoint("NTP servers", "outside"), protocol="UDP")
    said = replace(outbound, name="said, too", protocol="TCP")
    rules = rule_set(rule("said"), rule("unsaid", protocol="UDP"), outbound=(outbound, said))
    export = replace(several, render_files=lambda job: jobs.append(job) or ()).export(rules)
    [job] = jobs
    assert [item.name for item in job.rules] == ["said", "said, too"]
    assert job.rule_set.all_rules == tuple(job.rules)
    assert job.left_out == export.left_out
    assert [item.rule.name for item in export.left_out] == ["unsaid", "out"]


def test_a_limit_is_counted_anew_for_each_file(several):
    def room(_choice, _document):
        left = iter((None, None))
        return lambda _rule: next(left, FULL)

    small = replace(several, says=says_everything, room=room)
    rules = rule_set(*(rule(name) for name in "abc"))
    for _ in range(2):
        assert [item.rule.name for item in small.left_out(rules, EVERYTHING)] == ["c"]
        assert [(item.rule.name, item.why) for item in small.export(rules).left_out] == [
            ("c", FULL)
        ]


def test_why_a_rule_is_left_out_is_said_in_english_and_ready_to_be_translated():
    why = several_files.NO_UDP
    assert str(why) == "the format cannot say UDP"
    assert why.text % why.parameters == str(why)


@pytest.mark.parametrize("exporter", every_exporter(), ids=lambda exporter: exporter.name)
def test_files_are_what_the_format_says_they_are(exporter, catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        for file in exporter.export(rules).files:
            assert file.media_type == exporter.media_type
            assert file.name.endswith(f".{exporter.suffix}")


def test_what_is_sent_is_the_file_or_a_zip_of_several(several):
    assert find_exporter("csv").sent_as == "text/csv; charset=utf-8"
    assert several.sent_as == "application/zip"


def test_a_delta_request_is_named_after_what_it_holds():
    names = [file_name(rule_set(), Provenance(delta=delta), "csv") for delta in ("opened", "both")]
    assert names == ["example-plan-opened.csv", "example-plan-delta.csv"]


def test_rules_of_one_phase_are_named_after_it():
    names = [
        file.name
        for phase in ("installation", "operation")
        for file in find_exporter("csv").export(rule_set(), Choice(phase=phase)).files
    ]
    assert names == ["example-plan-rules-installation.csv", "example-plan-rules-operation.csv"]


def test_a_file_is_written_in_pieces_of_some_64_kib():
    file = File("large.txt", "text/plain", lambda: ("é" * 5_000 for _ in range(20)))
    pieces = list(file.pieces())
    assert [len(piece) for piece in pieces] == [70_000, 70_000, 60_000]
    assert b"".join(pieces) == file.content == "é".encode() * 100_000


def test_a_file_may_be_bytes_as_well_as_text_and_empty():
    assert File("mixed", "text/plain", lambda: ("é", b"\xff")).content == "é".encode() + b"\xff"
    assert list(File("empty", "text/plain", tuple).pieces()) == []


def test_nothing_is_written_before_somebody_reads(several):
    def render(_job):
        raise AssertionError("was rendered")
        yield ""

    for exporter in (find_exporter("csv"), several):
        replace(exporter, render=render).export(rule_set(rule()))


def test_formats_of_a_family_stand_together():
    families = [exporter.family for exporter in every_exporter()]
    assert len(list(groupby(families))) == len(set(families))


def test_names_of_formats_are_unique_and_found():
    assert [find_exporter(exporter.name) for exporter in every_exporter()] == list(every_exporter())
    assert find_exporter("xls") is None


@pytest.mark.parametrize("exporter", every_exporter(), ids=lambda exporter: exporter.name)
def test_the_same_rules_give_the_same_bytes(exporter, catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        export = exporter.export(rules)
        assert written(export) == written(export) == written(exporter.export(rules))
