"""Runs a command with a PostgreSQL of its own, named by `DATABASE_URL`, and ends it afterwards.

    python -m tests.postgresql COMMAND [ARGUMENT…]

The server listens on a Unix socket in a temporary folder only, and forgets everything: it is for
tests. It refuses to run as root, so root starts it as the user of Debian's package.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

DEBIAN = Path("/usr/lib/postgresql")  # a folder a version; its programs are not on the path
OLDEST = 15
USER = "postgres"
DURABILITY_FOR_SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def main(command: list[str]) -> int:
    """Run the command; its own exit code."""
    with private_server() as url:
        return subprocess.run(
            command, env=os.environ | {"DATABASE_URL": url}, check=False
        ).returncode


@contextmanager
def private_server() -> Iterator[str]:
    """The URL of a server that lives as long as the block."""
    programs, account = find_programs(), _account()
    folder = Path(tempfile.mkdtemp(prefix="portsref-pg-"))
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    try:
        _run(account, programs / "initdb", "-D", folder / "data", "-U", USER, "-A", "trust",
             "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        options = (f"unix_socket_directories={folder}", "listen_addresses=", *DURABILITY_FOR_SPEED)
        words = " ".join(f"-c {option}" for option in options)
        control = (programs / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w")
        _run(account, *control, "-o", words, "start")
        try:
            yield f"postgresql://{USER}@{quote(str(folder), safe='')}/{USER}"
        finally:
            _run(account, *control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_programs() -> Path:
    """The folder with the newest server's programs; ends with one line where there is none."""
    versions = sorted(
        (int(folder.name) for folder in DEBIAN.glob("[0-9]*") if (folder / "bin/initdb").exists()),
        reverse=True,
    )
    if versions and versions[0] >= OLDEST:
        return DEBIAN / str(versions[0]) / "bin"
    program = shutil.which("initdb")
    if program is None:
        sys.exit(
            f"no PostgreSQL {OLDEST} or newer found; get one with: sudo apt install postgresql"
        )
    return Path(program).resolve().parent


def _account() -> pwd.struct_passwd | None:
    return pwd.getpwnam(USER) if os.geteuid() == 0 else None


def _run(account: pwd.struct_passwd | None, *command: object) -> None:
    """Run one of PostgreSQL's programs; its output only where it fails."""
    ended = subprocess.run(
        [str(word) for word in command],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        user=account and account.pw_uid,
        group=account and account.pw_gid,
        extra_groups=[] if account else None,
    )
    if ended.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{ended.stdout}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
