"""Every exporter over every reference plan, held to the files in `golden/`: a folder a format."""

import io
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from portsref.exporters.documents.html import frame
from portsref.exporters.language import find_language
from portsref.exporters.registry import every_exporter
from portsref.planning.document import parse_document
from portsref.planning.engine import plan_rules
from tests.conftest import our_catalogue

GOLDEN = Path(__file__).parent / "golden"
PLANS = sorted((Path(__file__).parent.parent / "plans").glob("*.yaml"))
# What every page repeats stands in the golden pages as the name of its file; any change to it
# shows in them too, for their policy has its hash.
REPEATED = [
    (f"<{tag}>{name}</{tag}>", f"<{tag}>{(frame.HERE / name).read_text()}</{tag}>")
    for tag, name in (("style", "page.css"), ("script", "page.js"))
]


@cache
def rules_of(plan):
    """The rules of a plan; any correction of the catalogue changes its version, and no file."""
    rule_set = plan_rules(parse_document(plan.read_text()), our_catalogue())
    return replace(rule_set, catalogue_date="2026-11-23", catalogue_digest="0123456789abcdef")


def golden_files(plan, exporter):
    """What the format makes of a plan, by the paths of golden files."""
    language = find_language(exporter.language_tag("en"), our_catalogue())
    export = exporter.export(rules_of(plan), language=language)
    folder = GOLDEN / exporter.name
    if exporter.has_several_files:
        end = "" if exporter.is_text else ".txt"
        return {folder / f"{plan.stem}.{file.name}{end}": file for file in export.files}
    suffix = exporter.suffix if exporter.is_text else f"{exporter.suffix}.txt"
    return {folder / f"{plan.stem}.{suffix}": export.file}


def text_of_workbook(content):
    """The parts of a workbook, a row a line, which can be read and do not hang on zlib."""
    with zipfile.ZipFile(io.BytesIO(content)) as workbook:
        parts = {
            name: workbook.read(name).decode()
            for name in workbook.namelist()
            if name.startswith(("xl/workbook", "xl/worksheets", "docProps/core"))
        }
    lines = (part.replace("<row ", "\n<row ") for part in parts.values())
    return "".join(f"== {name}\n{part}\n" for name, part in zip(parts, lines, strict=True))


def write_golden(path, content):
    """Write what `read_golden` reads, without what every page repeats."""
    for short, whole in REPEATED:
        content = content.replace(whole, short)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content.encode())


def read_golden(path):
    """The whole of what an exporter has to write."""
    content = path.read_bytes().decode()
    for short, whole in REPEATED:
        content = content.replace(short, whole)
    return content


@pytest.mark.parametrize("exporter", every_exporter(), ids=lambda exporter: exporter.name)
@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.stem)
def test_export_is_the_golden_file(plan, exporter, request):
    for golden, file in golden_files(plan, exporter).items():
        content = file.content.decode() if exporter.is_text else text_of_workbook(file.content)
        if request.config.getoption("update_golden"):
            write_golden(golden, content)
        assert content == read_golden(golden)


def test_no_golden_file_is_left_over():
    expected = {
        path
        for plan in PLANS
        for exporter in every_exporter()
        for path in golden_files(plan, exporter)
    }
    assert {path for path in GOLDEN.rglob("*") if path.is_file()} == expected
