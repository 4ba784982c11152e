"""The documentation holds every format, command and operation, and none that there is not."""

import re
from pathlib import Path

from portsref.cli.parsing import COMMANDS
from portsref.exporters.files.csv_file import HEADER
from portsref.exporters.registry import FORMATS, every_exporter
from portsref.web.api.application import api

DOCS = Path(__file__).parent.parent / "docs"


def text(name):
    return (DOCS / name).read_text(encoding="utf-8")


def test_every_format_is_in_the_table_with_its_media_type():
    rows = re.findall(
        r"^\| `([\w-]+)` \| `\.([\w.]+)` \| `([^`]+)` \| (\w+) \| `(\w+)` \|",
        text("exporters.md"),
        re.MULTILINE,
    )
    assert rows == [
        (
            item.name,
            item.suffix,
            item.media_type.partition(";")[0],
            "yes" if item.expands else "no",
            item.family,
        )
        for item in every_exporter()
    ]


def test_the_header_of_the_csv_is_documented():
    assert f"\n{','.join(HEADER)}\n" in text("exporters.md")


def test_every_command_has_a_section():
    sections = re.findall(r"^## `portsref ([a-z]+)", text("cli.md"), re.MULTILINE)
    assert sections == list(COMMANDS)


def test_every_operation_is_in_the_table():
    documented = re.findall(r"^\| `(GET|POST) ([^`]+)` \|", text("api.md"), re.MULTILINE)
    described = [
        (method.upper(), path.removeprefix("/api/v1/"))
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
    ]
    assert documented == described


def test_every_format_has_a_section_in_the_order_of_the_page():
    sections = re.findall(r"^## ([a-z][\w-]*(?: and [\w-]+)?)$", text("exporters.md"), re.MULTILINE)
    assert [name for section in sections for name in section.split(" and ")] == list(FORMATS)


def test_no_document_has_a_conflict_that_nobody_settled():
    root = DOCS.parent
    for path in [*root.glob("*.md"), *DOCS.rglob("*.md")]:
        assert not re.search(r"^(<{7} |>{7} |={7}$)", path.read_text(), re.MULTILINE), path
