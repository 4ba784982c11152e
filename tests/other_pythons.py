"""`python -m tests.other_pythons`: the command under every other Python that is here.

Each gets an environment of its own with the command alone, and must write every reference plan as
this Python does, byte for byte, in formats of each family. (Help is worded by Python itself.)
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VERSIONS = ("3.12", "3.13", "3.14")
FORMATS = ("csv", "json", "yaml", "html", "markdown", "xlsx", "nftables-router", "aws-terraform")
CALLS = (
    ("port", "10250", "30000-32767/tcp"),
    ("search", "calico", "bgp"),
    ("product", "cilium", "--json"),
    *(
        ("export", str(plan), "--format", name, "--fail-on", "never")
        for plan in sorted((ROOT / "tests" / "plans").glob("*.yaml"))
        for name in FORMATS
    ),
)


def main() -> None:
    """Try each Python; ends with 1 where one answers otherwise."""
    found = dict(pythons())
    wrong = [version for version, python in found.items() if not answers_alike(version, python)]
    for version in found.keys() - set(wrong):
        print(f"Python {version}: answers as this one does")
    ours = f"{sys.version_info.major}.{sys.version_info.minor}"
    for version in VERSIONS:
        if version not in {ours, *found}:
            print(f"Python {version}: not here, so not tried")
    sys.exit(bool(wrong))


def pythons() -> Iterator[tuple[str, Path]]:
    """The other versions that are here, in the path or where pyenv keeps them."""
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep)]
    for version in VERSIONS:
        if version == f"{sys.version_info.major}.{sys.version_info.minor}":
            continue
        places = [*sorted(kept.glob(f"{version}*/bin")), *folders]
        programs = (place / f"python{version}" for place in places)
        if python := next(filter(runs, programs), None):
            yield version, python


def runs(python: Path) -> bool:
    """Tell whether a program is there and runs: a shim may stand for nothing."""
    if not python.exists():
        return False
    return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0


def answers_alike(version: str, python: Path) -> bool:
    """Tell whether all calls have the same answers there."""
    with tempfile.TemporaryDirectory(prefix="portsref-python-") as folder:
        subprocess.run([python, "-m", "venv", folder], check=True)
        other = Path(folder, "bin", "python")
        source = Path(folder, "source")
        subprocess.run(["git", "clone", "-q", ROOT, source], check=True)
        pip = (other, "-m", "pip", "install", "-q", "-c", ROOT / "constraints.txt", source)
        subprocess.run(pip, check=True)
        different = [call for call in CALLS if answer(other, call) != answer(sys.executable, call)]
    for call in different:
        print(f"Python {version}: portsref {' '.join(call)}: another answer")
    return not different


def answer(python: Path | str, call: tuple[str, ...]) -> tuple[int, bytes]:
    """What the command answers under a Python."""
    command = [python, "-P", "-m", "portsref", *call]
    ended = subprocess.run(command, capture_output=True, check=False, cwd="/")
    return ended.returncode, ended.stdout


if __name__ == "__main__":
    main()
