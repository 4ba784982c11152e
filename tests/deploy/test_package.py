"""The package alone, in an environment of nothing else, far from any checkout."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bootstrap import SIGNS_OF_NO_NETWORK
from tests.server import ROOT, Server, clean_environment

HOST = "ports.example.com"


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of an environment into which the package was installed."""
    folder = tmp_path_factory.mktemp("package")
    run(
        *(sys.executable, "setup.py", "--quiet", "egg_info", "--egg-base", str(folder)),
        *("build", "--build-base", str(folder / "build")),
        *("bdist_wheel", "--bdist-dir", str(folder / "bdist"), "--dist-dir", str(folder)),
        cwd=ROOT,
    )
    (wheel,) = folder.glob("*.whl")
    run(sys.executable, "-m", "venv", str(folder / "venv"), cwd=folder)
    python, constraints = folder / "venv" / "bin" / "python", ROOT / "constraints.txt"
    install = (str(python), "-m", "pip", "install", "--quiet", "--constraint", str(constraints))
    run(*install, f"{wheel}[web]", cwd=folder)
    return python.parent


def run(*command: str, cwd: Path) -> str:
    """What a program prints; the test fails with its complaint."""
    ended = subprocess.run(
        command,
        cwd=cwd,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if any(sign in ended.stderr for sign in SIGNS_OF_NO_NETWORK):
        pytest.skip("no network, from which pip installs what the package needs")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def server(programs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("elsewhere")
    key = run(str(programs / "portsref-web"), "secret-key", cwd=folder)
    (folder / "key").write_text(key)
    server = Server(
        folder / "data",
        (str(programs / "portsref-web"), "serve"),
        folder,
        PORTSREF_MODE="production",
        SECURE_SSL_REDIRECT="0",
        SECRET_KEY_FILE=str(folder / "key"),
        ALLOWED_HOSTS=f"{HOST},127.0.0.1",
        WEB_CONCURRENCY="1",
    )
    server.wait()
    yield server
    server.stop()


def test_the_package_serves_pages_in_both_languages_with_their_files(server: Server):
    for path, language in (("/", "en"), ("/zh-hans/", "zh-hans")):
        status, _, page = server.get(path)
        assert (status, f'<html lang="{language}">' in page.decode()) == (200, True)
    assert "端口" in page.decode()
    style = page.decode().partition('<link rel="stylesheet" href="')[2].partition('"')[0]
    assert server.get(style)[0] == 200


def test_a_start_writes_nothing_into_the_package(server: Server, programs: Path):
    (installed,) = (programs.parent / "lib").glob("python*/site-packages/portsref")
    began = (server.data.parent / "key").stat().st_mtime
    later = [path for path in installed.rglob("*") if path.stat().st_mtime > began]
    assert [path for path in later if path.is_file() and path.suffix != ".pyc"] == []


def test_the_command_of_the_package_knows_the_catalogue(programs: Path, tmp_path: Path):
    said = run(str(programs / "portsref"), "port", "10250/tcp", cwd=tmp_path)
    assert said.startswith("kubernetes/kubelet-api\t")


def test_without_a_command_the_program_says_which_there_are(programs: Path, tmp_path: Path):
    said = run(str(programs / "portsref-web"), cwd=tmp_path)
    assert said.startswith("usage: portsref-web COMMAND")
