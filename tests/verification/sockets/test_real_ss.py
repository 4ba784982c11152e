"""What `ss` itself prints of sockets that this test opens, in every form of its columns."""

import os
import socket
import subprocess
from shutil import which

import pytest

from tests.verification.sockets.reading import sockets

pytestmark = pytest.mark.skipif(
    not (which("ss") or os.environ.get("CI")), reason="ss of iproute2 is not installed"
)
KINDS = {"TCP": socket.SOCK_STREAM, "UDP": socket.SOCK_DGRAM}
WANTED = {"-t": {"TCP"}, "-u": {"UDP"}, "-tu": {"TCP", "UDP"}}


@pytest.fixture
def opened():
    """A socket of each kind on loopback and at every address, as lines of `sockets`."""
    held, lines = [], set()
    for protocol, kind in KINDS.items():
        for family, address, words in (
            (socket.AF_INET, "127.0.0.1", "127.0.0.1"),
            (socket.AF_INET, "0.0.0.0", "*4"),  # noqa: S104 - for a moment, and nobody answers
        ):
            one = socket.socket(family, kind)
            one.bind((address, 0))
            if kind is socket.SOCK_STREAM:
                one.listen()
            held.append(one)
            lines.add(f"{protocol} {words} {one.getsockname()[1]}")
    yield lines
    for one in held:
        one.close()


@pytest.mark.parametrize("more", ["-ln", "-lnH", "-lnp", "-lne", "-lnpeO", "-lnm", "-ani"])
@pytest.mark.parametrize("protocols", WANTED)
def test_sockets_are_read_as_they_are(opened, protocols, more):
    printed = subprocess.run(
        ["ss", protocols, more],  # noqa: S607 - wherever it is
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    found = {line.split(" ")[0] + " " + " ".join(line.split(" ")[1:3]) for line in sockets(printed)}
    expected = {line for line in opened if line.split(" ")[0] in WANTED[protocols]}
    assert expected <= found
    assert {line.split(" ")[0] for line in found} <= WANTED[protocols]
