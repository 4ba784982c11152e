"""However many starts prepare the same database at once, each of them ends well."""

import subprocess
import sys
from pathlib import Path

from tests.server import ROOT, clean_environment

TWO, THREE = 2, 3


def prepare_at_once(folders: list[Path], **environment: str) -> list[tuple[int, str, list[str]]]:
    """How each of several starts ended, what it complained of, and what it said."""
    started = [
        subprocess.Popen(
            [sys.executable, "manage.py", "prepare"],
            cwd=ROOT,
            env=clean_environment() | {"PORTSREF_DATA": str(folder)} | environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for folder in folders
    ]
    ended = [(process, *process.communicate(timeout=600)) for process in started]
    return [(process.returncode, err, out.splitlines()) for process, out, err in ended]


def test_first_starts_of_one_folder_wait_for_each_other(tmp_path: Path):
    ended = prepare_at_once([tmp_path / "data"] * TWO)
    assert [(status, complaint) for status, complaint, _ in ended] == [(0, "")] * TWO
    assert sum("Migrating the database …" in said for _, _, said in ended) == 1
    assert sum("Collecting static files …" in said for _, _, said in ended) == 1


def test_first_starts_of_several_machines_wait_for_each_other(tmp_path: Path, postgresql: str):
    machines = [tmp_path / str(number) for number in range(THREE)]
    ended = prepare_at_once(machines, DATABASE_URL=postgresql)
    assert [(status, complaint) for status, complaint, _ in ended] == [(0, "")] * THREE
    assert sum("Migrating the database …" in said for _, _, said in ended) == 1
