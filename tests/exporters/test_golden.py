"""Every exporter over every reference plan, held to the files in `golden/`."""

from dataclasses import replace
from pathlib import Path

import pytest

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
    export = exporter.export(rule_set)
    if not exporter.has_several_files:
        return {f"{plan.stem}.{exporter.name}.{exporter.suffix}": export.file.content}
    return {f"{plan.stem}.{exporter.name}.{file.name}": file.content for file in export.files}


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
