"""Every exporter over every reference plan, held to the files in `golden/`: a folder a format."""

import io
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from portsref.exporters.language import find_language
from portsref.exporters.registry import every_exporter
from portsref.planning.document import parse_document
from portsref.planning.engine import plan_rules
from tests.conftest import our_catalogue

GOLDEN = Path(__file__).parent / "golden"
PLANS = sorted((Path(__file__).parent.parent / "plans").glob("*.yaml"))


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


@pytest.mark.parametrize("exporter", every_exporter(), ids=lambda exporter: exporter.name)
@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.stem)
def test_export_is_the_golden_file(plan, exporter, request):
    for golden, file in golden_files(plan, exporter).items():
        content = file.content if exporter.is_text else text_of_workbook(file.content).encode()
        if request.config.getoption("update_golden"):
            golden.parent.mkdir(exist_ok=True)
            golden.write_bytes(content)
        assert content.decode() == golden.read_bytes().decode()


def test_no_golden_file_is_left_over():
    expected = {
        path
        for plan in PLANS
        for exporter in every_exporter()
        for path in golden_files(plan, exporter)
    }
    assert {path for path in GOLDEN.rglob("*") if path.is_file()} == expected
