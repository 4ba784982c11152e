"""The units, judged by systemd itself."""

import re
import subprocess
from pathlib import Path

import pytest

from portsref.web.site.environment.reading import read_environment
from tests.deploy.proxies import find
from tests.server import ROOT

FOLDER = ROOT / "deploy" / "systemd"
UNITS = sorted(FOLDER.glob("*.service"))
MOST_EXPOSURE = 20  # tenths, of which an ordinary service has 96


def analyze(*arguments: str) -> tuple[int, str]:
    ended = subprocess.run(
        [find("systemd-analyze", "systemd"), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr


@pytest.fixture
def units(tmp_path: Path) -> list[Path]:
    """The units as they are installed, where another program stands for the one of /opt."""
    copies = []
    for unit in UNITS:
        text = unit.read_text()
        assert "ExecStart=/opt/portsref/bin/portsref-web " in text
        copies.append(tmp_path / unit.name)
        copies[-1].write_text(text.replace("/opt/portsref/bin/portsref-web", "/bin/true"))
    return copies


def test_systemd_finds_nothing_wrong(units: list[Path]):
    assert [unit.name for unit in units] == ["portsref-prepare.service", "portsref@.service"]
    assert analyze("verify", "--man=no", *map(str, units)) == (0, "")


def test_systemd_refuses_what_it_does_not_know(units: list[Path]):
    units[0].write_text(units[0].read_text().replace("ProtectHome=yes", "ProtectHome=often"))
    assert "Failed to parse protect home value" in analyze("verify", "--man=no", str(units[0]))[1]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_what_a_service_could_do_harm_with_is_closed(unit: Path):
    judge = ("security", "--offline=yes", f"--threshold={MOST_EXPOSURE}", "--no-pager")
    status, said = analyze(*judge, str(unit))
    assert status == 0, said


def test_a_service_that_is_less_closed_is_refused(tmp_path: Path):
    open_unit = tmp_path / "open.service"
    text = UNITS[0].read_text()
    open_unit.write_text(re.sub(r"(?m)^(Protect|Restrict|SystemCall|Capability).*\n", "", text))
    judge = ("security", "--offline=yes", f"--threshold={MOST_EXPOSURE}", "--no-pager")
    assert analyze(*judge, str(open_unit))[0] != 0


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_the_environment_is_one_that_production_starts_with(unit: Path, tmp_path: Path):
    (tmp_path / "secret-key").write_text("made-up-for-a-test-0123456789-abcdefghijklmnopqrstuvwxyz")
    lines = (FOLDER / "portsref.env").read_text().splitlines()
    variables = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    for line in re.findall(r"(?m)^Environment=(.*)$", unit.read_text()):
        variables |= dict(word.split("=", 1) for word in line.split())
    places = {"%d": str(tmp_path), "%S": "/var/lib", "%i": "8001"}
    for place, real in places.items():
        variables = {name: value.replace(place, real) for name, value in variables.items()}
    read = read_environment(variables)
    assert (read.production, read.trust_proxy, read.host) == (True, True, "127.0.0.1")


def test_an_instance_has_time_to_drain_and_to_end():
    text = (FOLDER / "portsref@.service").read_text()
    drains = re.search(r"(?m)^DRAIN_SECONDS=(\d+)$", (FOLDER / "portsref.env").read_text())
    stops = re.search(r"(?m)^TimeoutStopSec=(\d+)$", text)
    assert drains
    assert stops
    assert int(stops[1]) >= int(drains[1]) + 10 + 10  # of gunicorn's patience, and some to spare
    assert "\nKillMode=mixed\n" in text  # or every process would be told at once, and none drain
