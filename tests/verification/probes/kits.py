"""The kit of the plan of situations, and scripts of it run with chosen tools alone."""

import os
import sys
from pathlib import Path
from shutil import which

from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules
from portsref.verification.probes.kit import Run, kit_files
from tests.verification.probes.situations import plan

RUN = Run("0a1b2c3d", "a key of this run")
BASE = ("cat", "date", "grep", "head", "ln", "mkdir", "rm", "sed", "sha256sum", "sleep", "sort",
        "tr", "uname")  # fmt: skip
PYTHON = os.path.realpath(sys.executable)


def written_kit(folder: Path, catalogue) -> Path:
    """The kit in a folder."""
    for file in kit_files(plan_rules(document_from(plan()), catalogue), RUN):
        (folder / file.name).write_bytes(file.content)
    return folder


def program(name: str) -> str:
    return name if name.startswith("/") else which(name)


def tools_for(shell: str, tools: dict[str, str]) -> dict[str, str]:
    """What a host has that has hardly anything: a shell, what every system has, and some tools."""
    return {
        **{each: program(each) for each in BASE},
        "sh": program(shell),
        **{name: program(real) for name, real in tools.items()},
    }


def cells_of(text: str) -> list[list[str]]:
    """The rows of results, without the header."""
    rows = [line.split("\t") for line in text.splitlines()]
    return [row for row in rows if len(row) == 15 and row[0] != "plan"]
