"""XLSX: what LibreOffice, and XML, read back."""

import csv
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portsref.exporters.files import csv_file
from portsref.exporters.files.columns import COLUMN_WORDS
from portsref.exporters.files.xlsx_file import EXPORTER, LONGEST_CELL, NO_ROW, TOO_LONG, room
from portsref.exporters.language import CHINESE_TAG, find_language
from portsref.exporters.left_out import LeftOut
from portsref.exporters.text import one_line
from portsref.planning.choice import EVERYTHING
from portsref.planning.provenance import Provenance
from tests.exporters.hostile_texts import HOSTILE, TEXTS, rules_of
from tests.exporters.rule_sets import cause, document, group, rule, rule_set

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PROVENANCE = Provenance(3, "https://example.com/plans/x/revisions/3/")
# Every sheet as CSV in UTF-8, as it is shown: a formula would be its value.
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def sheets(content):
    """Each sheet by its name, as rows of texts; asserts that every cell is one."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        workbook = ElementTree.fromstring(file.read("xl/workbook.xml"))
        names = [sheet.get("name") for sheet in workbook.iter(f"{MAIN}sheet")]
        return {
            name: rows_of(ElementTree.fromstring(file.read(f"xl/worksheets/sheet{number}.xml")))
            for number, name in enumerate(names, start=1)
        }


def rows_of(sheet):
    assert not list(sheet.iter(f"{MAIN}f"))
    assert not list(sheet.iter(f"{MAIN}mergeCell"))
    assert {cell.get("t") for cell in sheet.iter(f"{MAIN}c") if len(cell)} <= {"inlineStr"}
    return [[text_of(cell) for cell in row.iter(f"{MAIN}c")] for row in sheet.iter(f"{MAIN}row")]


def text_of(cell):
    """The text of a cell; `_x005F_` keeps what looks like an escape from being one (ECMA-376)."""
    return "".join(cell.itertext()).replace("_x005F_", "_")


def read_by_libreoffice(contents, folder):
    """Each sheet of each workbook as LibreOffice reads it, by the names of both."""
    soffice = shutil.which("soffice")
    if not soffice:
        pytest.skip("needs LibreOffice: apt install libreoffice-calc-nogui")
    for name, content in contents.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    done = subprocess.run(
        [soffice, "--headless", f"-env:UserInstallation=file://{folder}/profile",
         "--convert-to", AS_CSV, "--outdir", str(folder), *map(str, folder.glob("*.xlsx"))],
        capture_output=True, text=True, check=True, timeout=240,
    )  # fmt: skip
    said = [
        line for line in done.stderr.splitlines() if "javaldx" not in line
    ]  # Java is not needed
    assert not said
    assert not re.search("error|warning", done.stdout, re.IGNORECASE)
    return {
        tuple(path.stem.split("-", 1)): stripped(csv.reader(path.open(newline="")))
        for path in folder.glob("*.csv")
    }


def stripped(rows):
    return [[cell.strip() for cell in row] for row in rows]


def test_libreoffice_reads_back_what_was_written(catalogue_rule_sets, catalogue, tmp_path):
    hostile = rules_of(*(text for text in HOSTILE if "\ufffe" not in text))
    contents = {"hostile": EXPORTER.export(hostile, provenance=PROVENANCE).file.content}
    language = find_language(CHINESE_TAG, catalogue)
    for number, rules in enumerate(catalogue_rule_sets):
        export = EXPORTER.export(rules, provenance=PROVENANCE, language=language)
        contents[f"plan{number}"] = export.file.content
    assert read_by_libreoffice(contents, tmp_path) == {
        (workbook, sheet): stripped(rows)
        for workbook, content in contents.items()
        for sheet, rows in sheets(content).items()
    }


def test_the_sheet_of_rules_is_the_csv_without_its_escapes():
    rules = rule_set(rule(causes=(cause(note="=1+1"),)))
    written = csv_file.EXPORTER.export(rules).file.content.decode()
    expected = [row[:-2] for row in csv.reader(io.StringIO(written))]
    found = sheets(EXPORTER.export(rules).file.content)["Rules"]
    assert [row[:15] for row in found] == [row[:15] for row in expected]
    assert found[1][-2] == "=1+1"


def test_it_says_its_plan_and_what_it_left_out():
    long = rule("long", causes=(cause(purpose="x" * (LONGEST_CELL + 1)),))
    rules = replace(rule_set(rule("kept"), long))
    found = sheets(EXPORTER.export(rules, provenance=PROVENANCE).file.content)
    assert found["Request"] == [
        ["Field", "Value"],
        ["Plan", "Example plan"],
        ["Revision", "3"],
        ["Link", "https://example.com/plans/x/revisions/3/"],
        ["Catalogue", "2026-11-23.01234567"],
        ["Kubernetes", "1.37"],
        ["Rules", "1"],
        ["Rules left out", "1"],
    ]
    assert found["Sources"] == [
        ["Row of the catalogue", "Source"], ["example/api", "https://example.com/ports"]
    ]  # fmt: skip
    assert found["Left out"] == [
        ["Rule", "Reason"], ["long", "a cell would have more than 32,767 characters"]
    ]  # fmt: skip


def test_it_is_in_the_readers_language(catalogue):
    language = find_language(CHINESE_TAG, catalogue)
    found = sheets(EXPORTER.export(rule_set(rule()), language=language).file.content)
    assert list(found) == ["规则", "申请", "检查结果", "出处"]
    assert found["规则"][0] == list(COLUMN_WORDS[CHINESE_TAG].header)
    assert (found["规则"][1][5], found["规则"][1][14]) == ("允许", "是")


def test_every_sheet_has_a_header_that_stays_and_a_filter(catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        with zipfile.ZipFile(io.BytesIO(EXPORTER.export(rules).file.content)) as file:
            for name in file.namelist():
                if name.startswith("xl/worksheets/sheet"):
                    sheet = ElementTree.fromstring(file.read(name))
                    pane = sheet.find(f"{MAIN}sheetViews/{MAIN}sheetView/{MAIN}pane")
                    assert (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")
                    assert sheet.find(f"{MAIN}autoFilter") is not None
                    widths = [float(col.get("width")) for col in sheet.iter(f"{MAIN}col")]
                    assert max(widths) < 64


@given(st.lists(TEXTS, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_out(texts):
    rules = rules_of(*texts)
    export = EXPORTER.export(rules)
    header, *rows = sheets(export.file.content)["Rules"]
    found = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    assert len(found) + len(export.left_out) == 2 * len(texts)
    for number, text in enumerate(texts):
        said = one_line(text)
        if len(text) < LONGEST_CELL:
            row = found[f"rule-{number}"]
            assert (row["purpose"], row["destination_group"], row["note"]) == (said, said, said)


def test_a_cell_holds_exactly_32_767_characters():
    longest = rule("longest", causes=(cause(purpose="x" * (LONGEST_CELL - 2)),))
    many = [f"10.{n // 250}.{n % 250}.1-10.{n // 250}.{n % 250}.9" for n in range(2000)]
    wide = rule("wide", group("workers", *many))
    export = EXPORTER.export(rule_set(longest, wide))
    assert export.left_out == (LeftOut(wide, TOO_LONG),)
    assert len(sheets(export.file.content)["Rules"][1][12]) == LONGEST_CELL - 2


def test_a_sheet_has_room_for_as_many_rules_as_excel_has_rows():
    has_room = room(EVERYTHING, document())
    one = rule()
    assert not any(has_room(one) for _ in range(1_048_575))
    assert has_room(one) == NO_ROW
