"""Programs that judge files, each in a network namespace of its own: nothing here changes."""

import os
import subprocess
from shutil import which


def judge(*command, content=None):
    """What the program says against it; nothing where it accepts."""
    done = judged(*command, content=content)
    return done.stderr.decode() or f"exit {done.returncode}" if done.returncode else ""


def warnings(*command, content=None):
    """What a program says that accepts whatever it does not understand, and leaves it out."""
    done = judged(*command, content=content)
    return done.stderr.decode() or (f"exit {done.returncode}" if done.returncode else "")


def judged(*command, content=None):
    """What became of the program."""
    own_namespace = [which("unshare"), "-n" if os.geteuid() == 0 else "-rn"]
    return subprocess.run(
        [*own_namespace, *command], input=content, capture_output=True, check=False
    )
