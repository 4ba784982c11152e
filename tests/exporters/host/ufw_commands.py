"""What a script of ufw commands gives to ufw, and what ufw itself makes of that."""

import json
import shutil
import subprocess
from pathlib import Path
from shutil import which

from tests.exporters.judges import judged

ITSELF = Path(__file__).with_name("ufw_itself.py")
# in place of the program: prints its arguments, none of which has these signs
STUB = r"""ufw() { printf '%s\037' "$@"; printf '\n'; }
"""


def commands_of(text, *arguments):
    """The arguments of each call of ufw that the shell makes of a script."""
    done = subprocess.run(
        [which("sh"), "-s", *arguments],
        input=f"{STUB}{text}".encode(),
        capture_output=True,
        check=True,
    )
    return [line.split("\x1f")[:-1] for line in done.stdout.decode().split("\n")[:-1]]


def root_of(folder):
    """A root with ufw's own configuration, as it comes."""
    root = folder / "root"
    for path in ("etc/ufw", "etc/default/ufw", "lib/ufw", "usr/share/ufw"):
        copy = shutil.copytree if Path("/", path).is_dir() else shutil.copy
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        copy(f"/{path}", root / path)
    return root


def refusals(commands, root, *options):
    """The commands that ufw itself refuses, with what it says; with `--status`, that too."""
    python = Path(which("ufw")).read_text().split("\n", 1)[0][2:].split()[0]
    lines = "".join(f"{json.dumps(command)}\n" for command in commands)
    done = judged(python, str(ITSELF), str(root), *options, content=lines.encode())
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().splitlines()
