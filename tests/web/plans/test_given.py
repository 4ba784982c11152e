"""A paste and files as a form sends them: read within bounds, or refused with the reason."""

import tempfile
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.template.loader import render_to_string
from django.test import RequestFactory

from portsref.importers.cutting import File
from portsref.web.plans.given import Given

MEBIBYTE = 1024 * 1024


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def zip_of(files: dict[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def given(paste: str = "", *files: SimpleUploadedFile) -> Given:
    return Given.of(RequestFactory().post("/", {"paste": paste, "files": files}))


def test_a_paste_and_files_and_those_of_a_zip_come_together():
    packed = upload("all.zip", zip_of({"conf/b.yaml": b"b: 2\n"}))
    assert given("a: 1\r\nx: 1\r\n", upload("c.yaml", b"c: 3\n"), packed) == Given(
        (
            File("paste", "a: 1\nx: 1\n"),
            File("c.yaml", "c: 3\n"),
            File("conf/b.yaml", "b: 2\n"),
        )
    )


@pytest.mark.parametrize(
    ("paste", "files", "problem"),
    [
        (" \r\n", [], "Paste something, or choose a file."),
        ("x" * (MEBIBYTE + 1), [], "paste: is larger than 1024 KiB"),
        ("", [("a.yaml", b"\xff\xfe\0")], "a.yaml: is not UTF-8 text"),
        ("", [("a.zip", b"PK\x03\x04damaged")], "a.zip: is a damaged zip"),
        ("", [("a.zip", zip_of({"a": b"#" * (8 * MEBIBYTE + 1)}))], "larger than 8 MiB"),
        ("", [("a.zip", zip_of({f"{n}": b"" for n in range(501)}))], "more than 500 files"),
        ("", [(f"{n}.zip", zip_of({"a": b"#" * 5 * MEBIBYTE})) for n in (1, 2)], "larger than 8"),
        ("x", [("a.zip", zip_of({f"{n}": b"" for n in range(500)}))], "more than 500 files"),
    ],
)
def test_what_cannot_be_read_says_which_file_and_why(paste, files, problem):
    found = given(paste, *(upload(name, content) for name, content in files))
    assert found.files == ()
    assert problem in found.problems[0]


def test_a_paste_of_a_mebibyte_of_line_ends_comes_through():
    paste = "a\n" * (MEBIBYTE // 2)
    assert given(paste.replace("\n", "\r\n")).files == (File("paste", paste),)


def test_nothing_that_is_uploaded_is_written_to_a_disk(monkeypatch, tmp_path: Path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    request = RequestFactory().post("/", {"files": upload("a", b"x" * (4 * MEBIBYTE))})
    assert request.FILES["files"].size == 4 * MEBIBYTE
    assert [type(one) for one in request.upload_handlers] == [MemoryFileUploadHandler]
    assert list(tmp_path.iterdir()) == []


def test_the_form_shows_what_is_wrong_and_nothing_of_what_was_sent():
    context = {"given": given("s3cr3t: \x00" + "x" * MEBIBYTE), "given_label": "Text"}
    html = render_to_string("plans/_given_form.html", context)
    assert "is larger than 1024 KiB" in html
    assert "s3cr3t" not in html
