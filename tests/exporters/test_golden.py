"""Every exporter over every reference plan, held to the files in `golden/`."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from portsref.exporters.language import find_language
from portsref.exporters.registry import EXPORTERS
from portsref.planning.document import parse_document
from portsref.planning.engine import plan_rules

GOLDEN = Path(__file__).parent / "golden"
PLANS = sorted((Path(__file__).parent.parent / "plans").glob("*.yaml"))


def golden_files(plan, exporter, catalogue):
    """What the format makes of a plan, by the names of golden files."""
    rule_set = plan_rules(parse_document(plan.read_text()), catalogue)
    # any correction of the catalogue changes these, and none of the files need change with them
    rule_set = replace(rule_set, catalogue_date="2026-11-23", catalogue_digest="0123456789abcdef")
    language = find_language(exporter.language_tag("en"), catalogue)
    export = exporter.export(rule_set, language=language)
    if not exporter.is_text:
        name = f"{plan.stem}.{exporter.name}.{exporter.suffix}.txt"
        return {name: text_of_workbook(export.file.content).encode()}
    if not exporter.has_several_files:
        return {f"{plan.stem}.{exporter.name}.{exporter.suffix}": export.file.content}
    return {f"{plan.stem}.{exporter.name}.{file.name}": file.content for file in export.files}


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


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.name)
@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.stem)
def test_export_is_the_golden_file(plan, exporter, catalogue, request):
    for name, content in golden_files(plan, exporter, catalogue).items():
        golden = GOLDEN / name
        if request.config.getoption("update_golden"):
            golden.write_bytes(content)
        assert content.decode() == golden.read_bytes().decode()


def test_no_golden_file_is_left_over(catalogue):
    expected = {
        name
        for plan in PLANS
        for exporter in EXPORTERS
        for name in golden_files(plan, exporter, catalogue)
    }
    assert {path.name for path in GOLDEN.iterdir()} == expected
