"""Several files as one: the same files give the same bytes."""

import io
import zipfile
from dataclasses import replace
from functools import partial
from hashlib import sha512

import pytest

from portsref.exporters.archive import one_file
from portsref.exporters.base import File
from portsref.exporters.registry import every_exporter
from portsref.planning.provenance import Provenance
from tests.exporters.rule_sets import group, rule, rule_set

RULES = rule_set(rule("a"), rule("b", destination=group("api"), ports="6443"))


def test_one_file_is_sent_as_it_is():
    for exporter in every_exporter():
        if not exporter.has_several_files:
            export = exporter.export(RULES)
            assert one_file(export) == export.file


def test_several_files_are_sent_as_a_zip(several):
    sent = one_file(several.export(RULES, provenance=Provenance(revision=3)))
    assert (sent.name, sent.media_type) == ("example-plan-r3-rules.several.zip", several.sent_as)
    with zipfile.ZipFile(io.BytesIO(sent.content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "api.txt": b"TCP 6443\n",
            "control-plane.txt": b"TCP 443\n",
        }


def test_a_zip_is_the_same_whenever_it_is_made(several, monkeypatch):
    first = one_file(several.export(RULES)).content
    monkeypatch.setattr("time.time", lambda: 2e9)
    assert one_file(several.export(RULES)).content == first


def test_a_zip_is_written_while_its_files_are(several):
    begun = []

    def noise(number):
        begun.append(number)
        yield from (sha512(b"%d" % n).digest() for n in range(number, 5_000))

    files = [File(f"{number}", "text/plain", partial(noise, number)) for number in range(2)]
    pieces = one_file(replace(several, render_files=lambda _job: files).export(RULES)).pieces()
    first = next(pieces)
    assert begun == [0]
    with zipfile.ZipFile(io.BytesIO(first + b"".join(pieces))) as archive:
        assert [archive.read(name) for name in "01"] == [file.content for file in files]


def test_no_file_of_several_is_the_one(several):
    with pytest.raises(ValueError, match="unpack"):
        several.export(RULES).file  # noqa: B018 - asking is what is tested
