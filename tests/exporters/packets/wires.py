"""A host or router in a network namespace of its own, and the world around it in another.

Run as a program in a new namespace, with the work as JSON on standard input; it prints the numbers
of the packets that arrived. `eth` is the side from which all packets come; what is forwarded leaves
by `out`, and is seen on the other end of that wire. What is for the host itself is seen by raw
sockets, which get it behind all filters.
"""

import json
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import which

from tests.exporters.packets.frames import tag

HERE, WORLD = "02:00:00:00:00:01", "02:00:00:00:00:02"
# the world's end of the wire has another address than packets are sent to, so that it drops them
NOBODY = "02:00:00:00:00:99"
GATEWAYS = {4: "169.254.7.2", 6: "fe80::99"}
_SETTINGS = (
    "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1", "net.ipv4.conf.all.rp_filter=0",
    "net.ipv4.conf.default.rp_filter=0", "net.ipv6.conf.default.accept_dad=0",
)  # fmt: skip
_RAW = (1, 4, 6, 17, 41, 47, 50, 51, 58, 112, 132)
_ALL_FRAMES = 3
_QUIET = 0.3  # seconds after which nothing comes any more


def main() -> None:
    """Build the wires, run the commands, send the packets and tell which arrived."""
    work = json.load(sys.stdin)
    with ExitStack() as stack:
        world = stack.enter_context(_namespace())
        _lay_wires(world, work["addresses"])
        for command in work["commands"]:
            _run(*command)
        wires = {name: _in_world(world, f"w-{name}") for name in ("eth", "out")}
        arrived = _send(work["packets"], wires, [*_listen_inside(work["multicast"]), wires["out"]])
        json.dump(sorted(arrived), sys.stdout)


def _lay_wires(world: int, addresses: list[str]) -> None:
    for setting in _SETTINGS:
        name, value = setting.split("=")
        Path("/proc/sys", *name.split(".")).write_text(value)
    _run("ip", "link", "set", "lo", "up")
    for wire in ("eth", "out"):
        peer = ("peer", "name", f"w-{wire}", "address", WORLD, "netns", str(world))
        _run("ip", "link", "add", wire, "address", HERE, "type", "veth", *peer)
        _run("ip", "link", "set", wire, "up")
        _run("nsenter", "-t", str(world), "-n", "ip", "link", "set", f"w-{wire}", "up")
    for family, gateway in GATEWAYS.items():
        ip = ("ip", f"-{family}")
        for wire in ("eth", "out"):
            neighbour = (gateway, "lladdr", NOBODY, "dev", wire, "nud", "permanent")
            _run(*ip, "neigh", "add", *neighbour)
        _run(*ip, "route", "add", "default", "via", gateway, "dev", "out", "onlink")
    for address in addresses:
        _run("ip", "addr", "add", address, "dev", "eth", *(["nodad"] if ":" in address else []))


def _send(
    packets: list[tuple[str, str]], wires: dict[str, socket.socket], seen: list[socket.socket]
) -> set[int]:
    arrived: set[int] = set()
    tags = {tag(number): number for number in range(len(packets))}
    for wire, text in packets:
        content = bytes.fromhex(text)
        kind = b"\x86\xdd" if content[0] >> 4 == 6 else b"\x08\x00"
        wires[wire].send(bytes.fromhex(HERE.replace(":", "")) + bytes(6) + kind + content)
        arrived |= _arrived(seen, tags, 0)
    until = time.monotonic() + 10
    while found := _arrived(seen, tags, _QUIET):
        arrived |= found
        if time.monotonic() > until:
            raise TimeoutError
    return arrived


def _arrived(seen: list[socket.socket], tags: dict[bytes, int], wait: float) -> set[int]:
    found = set()
    for each in select.select(seen, [], [], wait)[0]:
        content = each.recv(65535)
        begin = content.find(b"<")
        while begin >= 0:
            if (number := tags.get(content[begin : begin + 7])) is not None:
                found.add(number)
            begin = content.find(b"<", begin + 1)
    return found


def _listen_inside(groups: list[str]) -> Iterator[socket.socket]:
    """A raw socket for each protocol and family; one of them joins the groups."""
    for family in (socket.AF_INET, socket.AF_INET6):
        for protocol in _RAW:
            each = socket.socket(family, socket.SOCK_RAW, protocol)
            each.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
            yield each
    index = socket.if_nametoindex("eth")
    for group in groups:
        if ":" in group:
            joining = socket.inet_pton(socket.AF_INET6, group) + index.to_bytes(4, sys.byteorder)
            each.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, joining)
        else:
            four = socket.socket(socket.AF_INET, socket.SOCK_RAW, 2)
            joining = socket.inet_aton(group) + bytes(4) + index.to_bytes(4, sys.byteorder)
            four.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, joining)
            yield four


@contextmanager
def _namespace() -> Iterator[int]:
    """A namespace, by the process that keeps it."""
    keeper = subprocess.Popen(
        [which("unshare"), "-n", "sh", "-c", "echo made; exec sleep 300"], stdout=subprocess.PIPE
    )
    assert keeper.stdout
    keeper.stdout.readline()
    try:
        yield keeper.pid
    finally:
        keeper.kill()
        keeper.wait()


def _in_world(world: int, name: str) -> socket.socket:
    """A socket that sends and sees all frames at an interface of that namespace."""
    home = os.open("/proc/self/ns/net", os.O_RDONLY)
    there = os.open(f"/proc/{world}/ns/net", os.O_RDONLY)
    os.setns(there, os.CLONE_NEWNET)
    try:
        found = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(_ALL_FRAMES))
        found.bind((name, _ALL_FRAMES))
        found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
    finally:
        os.setns(home, os.CLONE_NEWNET)
    return found


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr}")


if __name__ == "__main__":
    main()
