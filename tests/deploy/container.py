"""Builds deploy/Containerfile on a Debian of debootstrap's and runs it: `make container`, as root.

buildah builds without a daemon. podman runs what came out as deploy/compose.yaml does: its root
cannot be written, it is nobody in particular, and it has no capability.

    apt install debootstrap buildah podman crun
    make container       # make container DEBIAN=/var/tmp/debian keeps the Debian for the next time
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.deploy.walk import UNIFIED, bootstrap, pip_settings
from tests.server import ROOT, free_port

BASE, IMAGE = "localhost/portsref-test-base", "localhost/portsref-test"
LIMITS = ("--cgroups=disabled", "--ulimit=nofile=1024:1024", "--ulimit=nproc=1000:1000")
CLOSED = ("--read-only", "--tmpfs=/tmp", "--cap-drop=all", "--security-opt=no-new-privileges")
# What is asked in the container, and what it answers.
LOOKS = """
id -u
touch /x 2>/dev/null || echo read-only
sed -n 's/^CapEff:\\t//p' /proc/self/status
portsref-web probe alive
portsref-web probe ready
"""
ANSWERS = "10001\nread-only\n0000000000000000\nok\nok\n"
PATIENCE = 120  # seconds


def main() -> int:
    """Build, run and look; 0 where all is as it should be."""
    parser = argparse.ArgumentParser(description="Build the image and run it.")
    parser.add_argument("--debian", type=Path, help="a folder of debootstrap's, made if missing")
    kept = parser.parse_args().debian
    with tempfile.TemporaryDirectory(prefix="portsref-container-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        build(kept or folder / "debian", folder)
        return look(folder)


def build(debian: Path, folder: Path) -> None:
    """Make the base and the image; say how long that took and how large they are."""
    bootstrap(debian)
    packed = folder / "debian.tar"
    left_out = ("--exclude=./var/cache/apt/*", "--exclude=./var/lib/apt/lists/*")
    call("tar", "--one-file-system", *left_out, "-C", str(debian), "-cf", str(packed), ".")
    call("podman", "import", "--quiet", str(packed), BASE)
    settings = pip_settings(folder)
    begun = time.monotonic()
    call(
        *("buildah", "build", "--quiet", "--isolation=chroot", "--format=docker", "--no-cache"),
        *(f"--volume={here}:{there}:ro" for here, there in settings.items()),
        *(f"--build-arg=BASE={BASE}", f"--file={ROOT}/deploy/Containerfile", f"--tag={IMAGE}"),
        str(ROOT),
    )
    print(f"built in {time.monotonic() - begun:.0f} s")
    print(call("podman", "images", "--format={{.Repository}} {{.Size}}", "--filter=dangling=false"))


def look(folder: Path) -> int:
    """Prepare a database and run it, and ask."""
    data = folder / "data"
    data.mkdir()
    data.chmod(0o777)
    key = folder / "secret-key"
    key.write_text(podman("run", "--rm", *LIMITS, *CLOSED, IMAGE, "secret-key"))
    key.chmod(0o444)
    variables = (
        *(f"--volume={key}:/run/secrets/secret-key:ro", f"--volume={data}:/data"),
        *("--env=SECRET_KEY_FILE=/run/secrets/secret-key", "--env=ALLOWED_HOSTS=ports.example.com"),
        *("--env=DATABASE_URL=sqlite:////data/portsref.sqlite3", "--env=WEB_CONCURRENCY=2"),
        *("--env=HOST=127.0.0.1", f"--env=PORT={free_port()}", *LIMITS, *CLOSED),
    )
    begun = time.monotonic()
    podman("run", "--rm", "--env=PORTSREF_DATA=/tmp/portsref", *variables, IMAGE, "prepare")
    print(f"prepared in {time.monotonic() - begun:.1f} s")
    begun = time.monotonic()
    name = podman("run", "--detach", "--network=host", *variables, IMAGE).strip()
    try:
        alive = ("exec", name, "portsref-web", "probe", "alive")
        while podman(*alive, check=False) != "ok\n" and time.monotonic() < begun + PATIENCE:
            time.sleep(0.2)
        print(f"lives after {time.monotonic() - begun:.1f} s")
        said = podman("exec", name, "sh", "-c", LOOKS)
        print(said)
        return 0 if said == ANSWERS else 1
    finally:
        podman("rm", "--force", "--time=20", name, check=False)


def podman(*arguments: str, check: bool = True) -> str:
    """Call podman where control groups are unified, as crun needs them."""
    return call("unshare", "--mount", "sh", "-c", UNIFIED, "sh", "podman", *arguments, check=check)


def call(*command: str, check: bool = True) -> str:
    """What a program prints."""
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=os.environ, check=check)
    return ended.stdout


if __name__ == "__main__":
    sys.exit(main())
