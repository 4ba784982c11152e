"""Follows docs/deploy.md word by word on a Debian that has nothing else: `make walk`, as root.

debootstrap makes that Debian, systemd-nspawn boots it with its own systemd and a network that ends
at its loopback; what installs packages alone has this machine's. Each block of commands of the
sections below is run as it stands; while instances are restarted, a reader asks all the time:

    apt install debootstrap systemd-container
    make walk                 # make walk DEBIAN=/var/tmp/debian keeps the Debian for the next time
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from tests.server import ROOT

SUITE = "trixie"
PACKAGES = "systemd,systemd-sysv,dbus,ca-certificates,procps"
SECTIONS = ("## Three instances on Debian", "## Upgrade, and back")
SOURCE = "usr/src/portsref"
INSTALLS = ("apt-get ", "/pip ")
ASK = (
    "curl --silent --output /dev/null --max-time 20 --write-out '%{http_code}'"
    " --cacert /etc/haproxy/ports.example.com.pem --resolve ports.example.com:443:127.0.0.1"
    " https://ports.example.com/products/cilium/"
)
UNIFIED = 'umount -R /sys/fs/cgroup 2>/dev/null; mount -t cgroup2 none /sys/fs/cgroup; exec "$@"'
RUNS = "until systemctl is-system-running --wait | grep -Eq 'running|degraded'; do sleep 1; done"
SAY = """
systemctl show --property=Id,MemoryCurrent,NRestarts 'portsref@*'
du -sh /opt/portsref-1
runuser -u postgres -- psql -Atc "select pg_size_pretty(pg_database_size('portsref'))" portsref
"""


@dataclass(frozen=True, slots=True)
class Block:
    """Commands that stand together."""

    section: str
    commands: str

    @property
    def installs(self) -> bool:
        """Tell whether it fetches packages."""
        return any(words in self.commands for words in INSTALLS)

    @property
    def first(self) -> str:
        return self.commands.partition("\n")[0]


def blocks() -> Iterator[Block]:
    """The commands of our sections, in their order."""
    text = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    for section in SECTIONS:
        part = text.partition(f"\n{section}")[2].partition("\n## ")[0]
        for commands in re.findall(r"^```sh\n(.*?)^```$", part, re.MULTILINE | re.DOTALL):
            yield Block(section, commands)


def main() -> int:
    """Walk; 0 where every command ended well and no reader was refused."""
    parser = argparse.ArgumentParser(description="Follow docs/deploy.md on a clean Debian.")
    parser.add_argument("--debian", type=Path, help="a folder of debootstrap's, made if missing")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="portsref-walk-") as folder:
        debian = Path(folder) / "debian"
        make_debian(debian, arguments.debian)
        with booted(debian) as inside:
            return walk(inside)


def bootstrap(debian: Path) -> None:
    """A Debian with nothing but what boots it, in a folder where there is none yet."""
    if not debian.exists():
        step = ("debootstrap", "--variant=minbase", f"--include={PACKAGES}", SUITE, str(debian))
        subprocess.run(step, check=True, stdout=subprocess.DEVNULL)


def pip_settings(folder: Path) -> dict[Path, str]:
    """Files of `folder`, and where pip looks for them: of a network that looks into what passes."""
    if not (certificates := os.environ.get("PIP_CERT")):
        return {}
    files = {folder / "pip.conf": "/etc/pip.conf", folder / "pip.pem": "/etc/pip.pem"}
    (folder / "pip.conf").write_text("[global]\ncert = /etc/pip.pem\n")
    shutil.copy(certificates, folder / "pip.pem")
    return files


def make_debian(debian: Path, kept: Path | None) -> None:
    """A Debian in a folder, with our files where the documentation has them."""
    bootstrap(kept or debian)
    if kept:
        subprocess.run(["cp", "-a", "--reflink=auto", str(kept), str(debian)], check=True)
    shutil.copy("/etc/resolv.conf", debian / "etc" / "resolv.conf")
    pip_settings(debian / "etc")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        target = debian / SOURCE / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target, follow_symlinks=False)


@dataclass(frozen=True, slots=True)
class Inside:
    """A running Debian, by its first process."""

    first: int

    def run(self, commands: str, *, network: bool = False) -> subprocess.CompletedProcess[str]:
        """Run commands as root; with `network` they reach what this machine reaches."""
        spaces = ["--mount", "--uts", "--ipc", "--pid", *([] if network else ["--net"])]
        return subprocess.run(
            [
                "nsenter",
                "--target",
                str(self.first),
                *spaces,
                "sh",
                "-euc",
                f"cd /root\n{commands}",
            ],
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LC_ALL": "C.UTF-8"}
            | {"DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )


@contextmanager
def booted(debian: Path) -> Iterator[Inside]:
    """Boot it, where control groups are unified as its systemd needs them."""
    machine = subprocess.Popen(
        [
            *("unshare", "--mount", "sh", "-c", UNIFIED, "sh"),
            *("systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--private-network"),
            *("--resolv-conf=off", "--console=passive", "--boot", "--directory", str(debian)),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        inside = Inside(first_process(machine))
        inside.run(RUNS)
        yield inside
    finally:
        machine.terminate()
        machine.wait(timeout=60)


def first_process(machine: subprocess.Popen[bytes]) -> int:
    """The container's systemd, which is a child of what started it."""
    children = Path(f"/proc/{machine.pid}/task/{machine.pid}/children")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and machine.poll() is None:
        for child in children.read_text().split():
            if Path(f"/proc/{child}/comm").read_text().strip() == "systemd":
                time.sleep(2)
                return int(child)
        time.sleep(0.1)
    raise TimeoutError("Debian did not boot")


def walk(inside: Inside) -> int:
    """Run every block; say how long it took, and stop at the first that fails."""
    answers: Counter[str] = Counter()
    for block in blocks():
        begun = time.monotonic()
        rolls = block.commands.startswith("for port in")
        with reading(inside, answers) if rolls else nullcontext():
            ended = inside.run(block.commands, network=block.installs)
        print(f"{time.monotonic() - begun:6.1f} s  {block.first}", flush=True)
        if ended.returncode:
            print(f"{block.commands}\n{ended.stdout[-3000:]}{ended.stderr[-3000:]}")
            print(inside.run("journalctl --no-pager -n 60 -u 'portsref*' -u haproxy").stdout)
            return 1
    print(f"while instances were restarted, a reader was answered: {dict(answers)}")
    print(inside.run(SAY).stdout.strip())
    return 0 if set(answers) == {"200"} else 1


@contextmanager
def reading(inside: Inside, answers: Counter[str]) -> Iterator[None]:
    """Have somebody read a page again and again."""
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set():
            answers[inside.run(ASK).stdout] += 1
            time.sleep(0.1)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield
    finally:
        ended.set()
        reader.join()


if __name__ == "__main__":
    sys.exit(main())
