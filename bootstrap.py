#!/usr/bin/env python3
"""Sets up `.venv` where it is missing or out of date, then becomes a command inside it.

    python3 bootstrap.py EXTRA COMMAND [ARGUMENT…]

EXTRA is `web` (what it takes to run) or `dev` (what it takes to test, too). Standard library only,
in words that an old Python understands too, so that it can say which one is needed.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

NEEDED = (3, 12)
CANDIDATES = ("python3.14", "python3.13", "python3.12", "python3", "python")
EXTRAS = {"web": ("web",), "dev": ("web", "dev")}

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "portsref-installed.json"
LOG = VENV / "install.log"
INPUTS = (ROOT / "pyproject.toml", ROOT / "constraints.txt")
SIGNS_OF_NO_NETWORK = (
    "NewConnectionError",
    "NameResolutionError",
    "Temporary failure in name resolution",
    "Failed to establish a new connection",
    "Network is unreachable",
    "ProxyError",
    "timed out",
)


class Refusal(Exception):  # noqa: N818 - it is a sentence for a person, with the remedy
    """Says in one line what is missing and what to do about it."""


def main(arguments):
    """Set up, then become the command; end with one line where that is impossible."""
    try:
        extra, command = arguments[0], arguments[1:]
        set_up(EXTRAS[extra])
        become(command)
    except Refusal as refusal:
        sys.exit("portsref: {}".format(refusal))
    except KeyboardInterrupt:
        sys.exit(130)


def set_up(extras):
    """Make `.venv` hold the pinned versions; does nothing, and needs no network, if it does."""
    if is_set_up(extras):
        return
    refuse_read_only_folder()
    held = wait_for_others()
    if not is_set_up(extras):
        set_up_now(extras)
    os.close(held)


def is_set_up(extras):
    """Tell whether `.venv` holds the pinned versions."""
    stamp = read_stamp()
    if not stamp or stamp["inputs"] != digest_of_inputs():
        return False
    return set(extras) <= set(stamp["extras"])


def wait_for_others():
    """Wait until nobody else sets this folder up; what is returned holds it until it is closed."""
    held = os.open(str(ROOT), os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        print("Waiting for another start to set up .venv …", flush=True)
        fcntl.flock(held, fcntl.LOCK_EX)
    return held


def set_up_now(extras):
    """Make `.venv` where it is missing, and install."""
    stamp = read_stamp()
    if stamp and stamp["inputs"] == digest_of_inputs():
        extras = sorted(set(extras) | set(stamp["extras"]))
    elif not venv_works():
        make_venv(find_python())
    install(extras)
    stamp = {"inputs": digest_of_inputs(), "extras": list(extras)}
    STAMP.write_text(json.dumps(stamp), encoding="utf-8")


def become(command):
    """Replace this process by a program of `.venv`, so that Ctrl-C goes straight to it."""
    environment = dict(os.environ)
    environment["VIRTUAL_ENV"] = str(VENV)
    environment["PATH"] = os.pathsep.join([str(VENV / "bin"), environment.get("PATH", "")])
    environment.pop("PYTHONHOME", None)
    os.chdir(str(ROOT))
    program = VENV / "bin" / command[0]
    os.execve(str(program), [str(program), *command[1:]], environment)  # noqa: S606


def read_stamp():
    """Return what was installed last, if that ended well."""
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def digest_of_inputs():
    """Digest all that decides what `.venv` holds: the pins, its Python and its place."""
    digest = hashlib.sha256()
    for path in INPUTS:
        digest.update(path.read_bytes() + b"\0")
    digest.update(os.path.realpath(str(VENV / "bin" / "python")).encode() + b"\0")
    digest.update(str(VENV).encode())
    return digest.hexdigest()


def refuse_read_only_folder():
    """Refuse where nothing can be written."""
    for folder in (ROOT, VENV):
        if folder.exists() and not os.access(str(folder), os.W_OK):
            raise Refusal(
                "cannot write to {}. Work on a copy that belongs to you, or take it over with: "
                "sudo chown -R {} {}".format(folder, user_name(), ROOT)
            )


def user_name():
    """Name the user as a command line would, by number where there is no name."""
    return os.environ.get("USER") or str(os.getuid())


def venv_works():
    """Tell whether `.venv` has a Python that is new enough, and pip."""
    python = VENV / "bin" / "python"
    return python.exists() and version_of(str(python)) >= NEEDED and runs(python, "import pip")


def find_python():
    """Find a Python that is new enough and can make environments."""
    chosen = os.environ.get("PYTHON")
    names = (chosen,) if chosen else (sys.executable, *CANDIDATES)
    programs = [program for program in map(shutil.which, names) if program]
    new_enough = [program for program in programs if version_of(program) >= NEEDED]
    if not new_enough:
        raise Refusal(
            "needs Python {}.{} or newer, and found {}. Install one (Debian 13, Ubuntu 24.04 and"
            " later: sudo apt install python3 python3-venv; else https://www.python.org/downloads/)"
            " or name one: make run PYTHON=/path/to/python3".format(
                NEEDED[0], NEEDED[1], found(programs)
            )
        )
    for program in new_enough:
        if runs(program, "import ensurepip, venv"):
            return program
    raise Refusal(
        "{} cannot make virtual environments. Install its module: sudo apt install"
        " python{}.{}-venv".format(new_enough[0], *version_of(new_enough[0]))
    )


def found(programs):
    """Say which Pythons there are."""
    versions = {version_of(program) for program in programs} - {(0, 0)}
    return ", ".join("{}.{}".format(*version) for version in sorted(versions)) or "none"


def version_of(program):
    """Return major and minor version of a Python; (0, 0) if it does not run."""
    try:
        printed = subprocess.check_output(  # noqa: S603 - a Python that the user has on the path
            [program, "-c", "import sys; print('%d %d' % sys.version_info[:2])"],
            stderr=subprocess.DEVNULL,
        )
        major, minor = printed.split()
        return int(major), int(minor)
    except (OSError, ValueError, subprocess.CalledProcessError):
        return 0, 0


def runs(program, statement):
    """Tell whether a Python can run one statement."""
    command = [str(program), "-c", statement]
    return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0  # noqa: S603


def make_venv(python):
    """Make `.venv` from nothing."""
    print("Making .venv with Python {}.{} …".format(*version_of(python)), flush=True)
    command = [python, "-m", "venv", "--clear", str(VENV)]
    made = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # noqa: S603, PLW1510
    if made.returncode:
        raise Refusal(
            "cannot make {}: {}".format(VENV, last_line(made.stdout.decode("utf-8", "replace")))
        )


def install(extras):
    """Install portsref and its pinned dependencies into `.venv`."""
    print("Installing the pinned versions ({}) …".format(", ".join(extras)), flush=True)
    if STAMP.exists():
        STAMP.unlink()
    # The build back end comes first and from the pins: an isolated build would fetch any version.
    pip("setuptools")
    pip("--no-build-isolation", "--editable", "{}[{}]".format(ROOT, ",".join(extras)))


def pip(*arguments):
    """Run pip install under the constraints, quietly; refuse with the reason if it fails."""
    command = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--no-input"]
    command += ["--disable-pip-version-check", "--retries", "2", "--progress-bar", "off"]
    command += ["--constraint", str(ROOT / "constraints.txt")]
    with LOG.open("wb") as log:
        status = subprocess.call(command + list(arguments), stdout=log, stderr=log)  # noqa: S603
    if status:
        raise Refusal(reason_of_failure(LOG.read_text(encoding="utf-8", errors="replace")))


def reason_of_failure(output):
    """Turn pip's output into one line with a remedy."""
    if any(sign in output for sign in SIGNS_OF_NO_NETWORK):
        return (
            "cannot reach the Python package index, which the first installation needs. Connect"
            " this machine, or set HTTPS_PROXY or pip's index-url, and try again. Details: {}"
        ).format(LOG)
    if "No space left" in output:
        return "the disk is full. Make room and try again. Details: {}".format(LOG)
    return "cannot install the pinned versions: {}. Details: {}".format(last_line(output), LOG)


def last_line(output):
    """Return the last error of a program's output, else its last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error")]
    return (errors or lines or ["no output"])[-1].rstrip(".")


if __name__ == "__main__":
    main(sys.argv[1:])
