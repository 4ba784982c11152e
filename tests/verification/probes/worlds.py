"""Two hosts that are network namespaces with a wire between them, and a filter on one."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which

import pytest

DIALER = ("10.77.0.1", "fd77::1")
TARGET = ("10.77.0.2", "fd77::2")
DEAD = ("10.77.0.9", "fd77::9")
MTU = 1500

NEEDS_ROOT = pytest.mark.skipif(
    os.geteuid() != 0 or not (which("nft") and which("ip") and which("nsenter")),
    reason="namespaces are made by root, with ip and nft",
)


@dataclass(frozen=True)
class Host:
    """A namespace, by the process that keeps it."""

    keeper: subprocess.Popen

    def command(self, *words: object) -> list[str]:
        return [which("nsenter"), "-t", str(self.keeper.pid), "-n", *map(str, words)]

    def run(self, *words: object, **how) -> str:
        done = subprocess.run(
            self.command(*words), capture_output=True, text=True, check=False, **how
        )
        assert done.returncode == 0, f"{words}: {done.stderr}"
        return done.stdout

    def start(self, *words: object, **how) -> subprocess.Popen:
        return subprocess.Popen(self.command(*words), text=True, **how)


@dataclass(frozen=True)
class World:
    """A host that dials, and one that is dialled."""

    dialer: Host
    target: Host


@contextmanager
def _host() -> Iterator[Host]:
    keeper = subprocess.Popen(
        [which("unshare"), "-n", "sh", "-c", "echo made; exec sleep 300"], stdout=subprocess.PIPE
    )
    keeper.stdout.readline()
    try:
        yield Host(keeper)
    finally:
        keeper.kill()
        keeper.wait()
        keeper.stdout.close()


@contextmanager
def world(filters: str) -> Iterator[World]:
    """Both hosts, joined; `filters` are rules of nft on the one that is dialled."""
    with _host() as dialer, _host() as target:
        wire = ["ip", "link", "add", "wire", "type", "veth", "peer", "name", "wire"]
        dialer.run(*wire, "netns", target.keeper.pid)
        for host, (four, six) in ((dialer, DIALER), (target, TARGET)):
            host.run("ip", "link", "set", "lo", "up")
            host.run("ip", "address", "add", f"{four}/24", "dev", "wire")
            host.run("ip", "address", "add", f"{six}/64", "dev", "wire", "nodad")
            host.run("ip", "link", "set", "wire", "up", "mtu", MTU)
        # several dial at once: each is to get its answer, however many the kernel gave already
        target.run("sysctl", "-qw", "net.ipv4.icmp_ratelimit=0", "net.ipv6.icmp.ratelimit=0")
        target.run("nft", "-f", "-", input=filters)
        yield World(dialer, target)


def folder_of_tools(folder: Path, tools: Mapping[str, str]) -> str:
    """A folder with only these tools, each a link, to be the whole PATH."""
    folder.mkdir()
    for name, program in tools.items():
        (folder / name).symlink_to(program)
    return str(folder)
