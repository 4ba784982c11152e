"""Starting from a checkout: what works, and what is said where it cannot."""

import ast
import fcntl
import os
import pwd
import shutil
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import Server, clean_environment, free_port

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON_TOLD = (3, 7)


# -- bootstrap.py


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with what bootstrap.py reads, and no `.venv`."""
    for name in ("bootstrap.py", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def bootstrap(
    checkout: Path,
    *,
    environment: dict[str, str] | None = None,
    python: str = sys.executable,
    user: pwd.struct_passwd | None = None,
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, "bootstrap.py", "web", "python", "-V"],
        cwd=checkout,
        env={"PATH": os.environ["PATH"]} | (environment or {}),
        text=True,
        capture_output=True,
        check=False,
        user=user and user.pw_uid,
        group=user and user.pw_gid,
        extra_groups=[] if user else None,
    )


def pretend_python(folder: Path, script: str) -> dict[str, str]:
    """A program that answers as another machine's Python would."""
    program = folder / "pretend-python"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return {"PYTHON": str(program)}


def test_bootstrap_can_be_read_by_old_pythons():
    source = (ROOT / "bootstrap.py").read_text(encoding="utf-8")
    assert ast.parse(source, feature_version=OLDEST_PYTHON_TOLD)


def test_an_old_python_is_refused_in_one_line(checkout: Path):
    ended = bootstrap(checkout, environment=pretend_python(checkout, "echo 3 11"))
    assert ended.returncode == 1
    assert ended.stderr.startswith("portsref: needs Python 3.12 or newer, and found 3.11. Install")
    assert ended.stderr.count("\n") == 1


def test_a_python_without_venv_is_refused_in_one_line(checkout: Path):
    script = 'case "$2" in *version_info*) echo 3 13;; *) exit 1;; esac'
    ended = bootstrap(checkout, environment=pretend_python(checkout, script))
    assert ended.returncode == 1
    assert ended.stderr.endswith("Install its module: sudo apt install python3.13-venv\n")
    assert ended.stderr.count("\n") == 1


def test_a_folder_that_cannot_be_written_is_refused_in_one_line(checkout: Path):
    checkout.chmod(0o555)
    if os.getuid() == 0:  # to root everything is writable, and its own Python may be out of reach
        open_the_way(checkout)
        ended = bootstrap(checkout, user=pwd.getpwnam("nobody"), python="/usr/bin/python3")
    else:
        ended = bootstrap(checkout)
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"portsref: cannot write to {checkout}. Work on a copy")
    assert ended.stderr.count("\n") == 1


def open_the_way(folder: Path) -> None:
    """Let another user reach a folder of pytest, which are closed to others."""
    for parent in folder.parents:
        if parent.stat().st_uid == os.getuid() and "pytest-of" in str(parent):
            parent.chmod(parent.stat().st_mode | stat.S_IXOTH)


def test_a_first_installation_without_network_is_refused_and_tried_again(checkout: Path):
    no_network = {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_CACHE_DIR": "1",
        "PIP_INDEX_URL": f"http://127.0.0.1:{free_port()}/simple",
        "PYTHON": sys.executable,
    }
    ended = bootstrap(checkout, environment=no_network)
    assert ended.returncode == 1
    assert ended.stderr.startswith("portsref: cannot reach the Python package index")
    assert ended.stderr.count("\n") == 1

    # what was interrupted is not taken for done
    unreachable = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PYTHON": sys.executable}
    for _ in range(2):
        ended = bootstrap(checkout, environment=unreachable)
        assert ended.returncode == 1
        assert "cannot install the pinned versions" in ended.stderr


def test_of_two_first_starts_one_waits_for_the_other(checkout: Path):
    held = os.open(checkout, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)  # as another start that sets up .venv
    waiting = subprocess.Popen(
        [sys.executable, "bootstrap.py", "web", "python", "-V"],
        cwd=checkout,
        env={"PATH": os.environ["PATH"]},
        text=True,
        stdout=subprocess.PIPE,
    )
    assert waiting.stdout
    assert waiting.stdout.readline() == "Waiting for another start to set up .venv …\n"
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").symlink_to(sys.executable)
    stamp = (
        "import json, bootstrap;"
        "stamp = {'inputs': bootstrap.digest_of_inputs(), 'extras': ['web']};"
        "bootstrap.STAMP.write_text(json.dumps(stamp))"
    )
    subprocess.run([sys.executable, "-c", stamp], cwd=checkout, check=True)
    os.close(held)
    said, _ = waiting.communicate(timeout=60)
    assert (waiting.returncode, said.startswith("Python 3.")) == (0, True)


# -- manage.py


def manage(
    *arguments: str, timeout: float = 60, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=clean_environment() | environment,
        text=True,
        capture_output=True,
        check=False,
        timeout=timeout,
    )


def test_a_taken_port_is_refused_in_one_line(tmp_path: Path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ended = manage("serve", PORT=str(port), PORTSREF_DATA=str(tmp_path))
    assert ended.returncode == 1
    assert ended.stderr == (
        f"CommandError: port {port} is taken. Choose another one, such as PORT={port + 1}\n"
    )


def test_a_data_folder_that_cannot_be_made_is_refused_in_one_line(tmp_path: Path):
    (tmp_path / "file").touch()
    ended = manage("serve", PORTSREF_DATA=str(tmp_path / "file" / "data"))
    assert ended.returncode == 1
    assert ended.stderr.startswith("portsref: cannot keep a secret key in ")
    assert ended.stderr.count("\n") == 1


def test_a_database_that_cannot_be_opened_is_refused_in_one_line(tmp_path: Path):
    ended = manage(
        "prepare", PORTSREF_DATA=str(tmp_path), DATABASE_URL=f"sqlite:///{tmp_path}/no/such.sqlite3"
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("CommandError: cannot use the database ")
    assert ended.stderr.count("\n") == 1


def test_a_database_server_that_does_not_answer_is_refused_in_one_line(tmp_path: Path):
    address = f"postgres://portsref:made-up@127.0.0.1:{free_port()}/portsref"
    ended = manage("prepare", PORTSREF_DATA=str(tmp_path), DATABASE_URL=address)
    assert ended.returncode == 1
    assert ended.stderr.startswith("CommandError: cannot use the database: connection failed")
    assert ended.stderr.endswith("Check DATABASE_URL and that its server runs.\n")
    assert ended.stderr.count("\n") == 1
    assert "made-up" not in ended.stderr


PRODUCTION = {
    "PORTSREF_MODE": "production",
    "SECRET_KEY": "made-up-for-a-test-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "ports.example.com",
}


def test_all_that_is_wrong_with_the_environment_is_said_at_once(tmp_path: Path):
    wrong = {"PORTSREF_MODE": "production", "LOG_LEVEL": "verbose", "WEB_CONCURRENCY": "abc"}
    ended = manage("serve", PORTSREF_DATA=str(tmp_path / "data"), **wrong)
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        "portsref: WEB_CONCURRENCY is 'abc': it must be a number from 1 to 256.",
        "portsref: LOG_LEVEL is 'verbose': it must be debug, info, warning, error or critical.",
        "portsref: SECRET_KEY must be set in production.",
        "portsref: ALLOWED_HOSTS must name the hosts that production answers to.",
    ]
    assert not (tmp_path / "data").exists()


def test_gunicorn_by_itself_says_what_is_wrong_with_the_environment():
    configuration = "python:portsref.web.site.serving.gunicorn_conf"
    ended = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--config", configuration, "portsref.wsgi"],
        cwd=ROOT,
        env=clean_environment() | {"PORT": "http", "ACCESS_LOG": "/no/such/folder/log"},
        text=True,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        "portsref: PORT is 'http': it must be a number from 1 to 65535.",
        (
            "portsref: ACCESS_LOG is '/no/such/folder/log': it must be -, or a file in a folder"
            " that is there and can be written."
        ),
    ]


def test_production_writes_no_secret_key(tmp_path: Path):
    assert manage("check", PORTSREF_DATA=str(tmp_path), **PRODUCTION).returncode == 0
    assert not (tmp_path / "secret-key").exists()


@pytest.mark.parametrize(
    ("environment", "limits"),
    [
        ({}, "[]"),
        (PRODUCTION, "[60 per 1 hour, 300 per 1 day]"),
        (PRODUCTION | {"SAVE_LIMIT": ""}, "[]"),
        (PRODUCTION | {"SAVE_LIMIT": "0"}, "[]"),
        ({"SAVE_LIMIT": "5/minute"}, "[5 per 1 minute]"),
    ],
)
def test_saves_are_limited_in_production_and_wherever_somebody_says_so(
    tmp_path: Path, environment: dict[str, str], limits: str
):
    print_limit = "from django.conf import settings; print(settings.SAVE_LIMIT)"
    shell = ("shell", "--no-imports", "--command", print_limit)
    assert manage(*shell, PORTSREF_DATA=str(tmp_path), **environment).stdout == f"{limits}\n"


def test_the_local_secret_key_is_made_once_and_for_its_owner_alone(tmp_path: Path):
    print_key = "from django.conf import settings; print(settings.SECRET_KEY)"
    shell = ("shell", "--no-imports", "--command", print_key)
    keys = {manage(*shell, PORTSREF_DATA=str(tmp_path)).stdout for _ in range(2)}
    assert len(keys) == 1
    assert len(keys.pop().strip()) >= 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir() if "secret" in file.name] == ["secret-key"]


# -- the server


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    data = tmp_path_factory.mktemp("data")
    server = Server(data)
    server.wait()
    yield server, data
    server.stop()


@pytest.mark.xdist_group("server")
def test_a_started_server_shows_the_reference_with_its_files(first_start: tuple[Server, Path]):
    server, _ = first_start
    status, headers, page = server.get("/")
    assert status == 200
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    style = page.decode().partition('<link rel="stylesheet" href="')[2].partition('"')[0]
    status, headers, _ = server.get(style, **{"Accept-Encoding": "br"})
    assert status == 200
    assert headers["Content-Encoding"] == "br"
    assert "immutable" in headers["Cache-Control"]


@pytest.mark.xdist_group("server")
def test_a_server_speaks_chinese(first_start: tuple[Server, Path]):
    server, _ = first_start
    assert '<html lang="zh-hans">' in server.get("/zh-hans/")[2].decode()


def nothing_is_left_of(group: int) -> bool:
    """Tell whether a group of processes ends, whose last ones init may yet have to bury."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.xdist_group("server")
def test_ctrl_c_ends_everything_and_a_second_start_has_nothing_left_to_do(
    first_start: tuple[Server, Path],
):
    server, data = first_start
    said = server.stop()
    assert said.splitlines()[-1].startswith(f"portsref is at http://127.0.0.1:{server.port}/ ")
    assert "Loading the catalogue …" in said
    assert "Traceback" not in said
    assert server.process.returncode == 0
    assert nothing_is_left_of(server.process.pid)

    again = Server(data)
    again.wait()
    said = again.stop()
    assert said.splitlines() == [f"portsref is at http://127.0.0.1:{again.port}/  (Ctrl-C ends it)"]
    assert again.process.returncode == 0
