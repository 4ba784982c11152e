"""Plans are moved from SQLite to PostgreSQL, backed up and brought back, with nothing lost."""

import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.postgresql import find_programs
from tests.server import ROOT, clean_environment

TABLES = {
    *("plan", "revision", "deletedplan", "draft", "reviewlink"),
    *("decision", "decidedrule", "answer"),
}


class Site:
    """A data folder with its database, and the commands of whoever runs it."""

    def __init__(self, data: Path, database: str = "") -> None:
        self.data = data
        self.environment = clean_environment() | {
            "PORTSREF_DATA": str(data),
            "DJANGO_SETTINGS_MODULE": "portsref.settings",
            "DATABASE_URL": database,
        }

    def run(self, *arguments: str) -> str:
        ended = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            text=True,
            capture_output=True,
            check=False,
        )
        assert (ended.returncode, ended.stderr) == (0, "")
        return ended.stdout

    def manage(self, *arguments: str) -> str:
        return self.run("manage.py", *arguments)

    def export(self, file: Path) -> list[str]:
        """Everything about plans, a line a row, in one order."""
        self.manage("export_plans", str(file))
        return sorted(file.read_text(encoding="utf-8").splitlines())


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site on SQLite with one of everything."""
    site = Site(tmp_path_factory.mktemp("source") / "data")
    site.manage("prepare")
    site.run("-m", "tests.web.plans.plans_to_move")
    return site


@pytest.fixture(scope="module")
def moved(source: Site, postgresql: str, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The same on PostgreSQL."""
    folder = tmp_path_factory.mktemp("moved")
    source.export(folder / "plans.jsonl")
    site = Site(folder / "data", postgresql)
    site.manage("prepare")
    assert site.manage("import_plans", str(folder / "plans.jsonl")) == "plans: 1\n"
    return site


def test_everything_moves_from_sqlite_to_postgresql(source: Site, moved: Site, tmp_path: Path):
    exported = source.export(tmp_path / "a.jsonl")
    assert {line.partition('"model": "plans.')[2].partition('"')[0] for line in exported} == TABLES
    assert moved.export(tmp_path / "b.jsonl") == exported


def test_a_backup_of_postgresql_brings_everything_back(
    moved: Site, postgresql: str, tmp_path: Path
):
    """The steps of docs/deploy.md, with a database of another name to restore into."""
    programs, backup = find_programs(), tmp_path / "portsref.dump"
    after = postgresql.rpartition("/")[0] + "/after"
    for command in (
        ("psql", postgresql, "-qc", "CREATE DATABASE after"),
        ("pg_dump", "-Fc", "-f", backup, postgresql),
        ("pg_restore", "--no-owner", "--exit-on-error", "-d", after, backup),
    ):
        subprocess.run([programs / command[0], *command[1:]], check=True)
    restored = Site(moved.data, after)
    assert restored.export(tmp_path / "b.jsonl") == moved.export(tmp_path / "a.jsonl")


def test_what_is_saved_after_a_move_takes_nobodys_place(moved: Site, tmp_path: Path):
    before = moved.export(tmp_path / "a.jsonl")
    moved.run("-m", "tests.web.plans.plans_to_move")
    assert set(before) < set(moved.export(tmp_path / "b.jsonl"))


def test_a_backup_of_sqlite_brings_everything_back(source: Site, tmp_path: Path):
    database = source.data / "portsref.sqlite3"
    vacuum = ("-m", "sqlite3", str(database), f"VACUUM INTO '{tmp_path}/backup.sqlite3'")
    source.run(*vacuum)
    restored = Site(tmp_path / "data")
    restored.data.mkdir()
    shutil.copy(tmp_path / "backup.sqlite3", restored.data / "portsref.sqlite3")
    assert restored.export(tmp_path / "b.jsonl") == source.export(tmp_path / "a.jsonl")


@pytest.mark.django_db
def test_an_export_is_packed_where_its_name_says_so_and_for_its_owner_alone(tmp_path: Path):
    file = tmp_path / "plans.jsonl.gz"
    call_command("export_plans", str(file))
    assert file.read_bytes().startswith(b"\x1f\x8b")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("plans.json", "its name must end with .jsonl or .jsonl.gz."),
        ("there.jsonl", " is there already: name a new file."),
        ("no/such/plans.jsonl", ": No such file or directory."),
    ],
)
def test_an_export_takes_the_place_of_nothing(tmp_path: Path, name: str, refusal: str):
    (tmp_path / "there.jsonl").write_text("precious")
    with pytest.raises(CommandError) as refused:
        call_command("export_plans", str(tmp_path / name))
    assert str(refused.value).endswith(refusal)
    assert [file.name for file in tmp_path.iterdir()] == ["there.jsonl"]
    assert (tmp_path / "there.jsonl").read_text() == "precious"


def test_plans_are_imported_where_there_are_none(source: Site, tmp_path: Path):
    source.export(tmp_path / "a.jsonl")
    ended = subprocess.run(
        [sys.executable, "manage.py", "import_plans", str(tmp_path / "a.jsonl")],
        cwd=ROOT,
        env=source.environment,
        text=True,
        capture_output=True,
        check=False,
    )
    refusal = "CommandError: there are plans already: import into a database that has none.\n"
    assert (ended.returncode, ended.stderr) == (1, refusal)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content", ["", "{", '{"model": "plans.plan", "pk": 1}', '{"model": "x.y"}']
)
def test_what_is_no_export_is_refused_in_one_line(tmp_path: Path, content: str):
    file = tmp_path / "plans.jsonl"
    file.write_text(content)
    with pytest.raises(CommandError) as refused:
        call_command("import_plans", str(file))
    assert "\n" not in str(refused.value)
