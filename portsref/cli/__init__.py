"""The command `portsref`: what pipelines run, without Django, a database or a server.

`statuses.py` says with what it ends. Input that is wrong is told on standard error, each problem as
`file: field: reason`.
"""

import gc
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, TextIO, cast

from portsref.cli.completing import complete, is_completing, typed_words
from portsref.cli.parsing import parser_for_call
from portsref.cli.running import run_command
from portsref.cli.statuses import CLOSED_PIPE, INTERRUPTED, WRONG_CALL

# How many values are made before Python looks for those that only hold each other.
MANY_VALUES = 100_000


def program() -> NoReturn:
    """Be the program: run the command of the command line, quickly, and end the process.

    A quarter of the time of a short command would go into what it has no use for: looking through
    all facts for garbage while they are read, looking for plugins, and taking everything apart at
    the end, which the system takes back at once.
    """
    gc.set_threshold(MANY_VALUES)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    status = main()
    sys.stderr.flush()  # `main` has seen to standard output
    os._exit(status)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; never a traceback for bad input."""
    if is_completing():
        complete(parser_for_call(typed_words()))
    argv = sys.argv[1:] if argv is None else argv
    _open_closed_streams()
    _print_any_text()
    try:
        status = run_command(parser_for_call(argv).parse_args(argv))
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        return CLOSED_PIPE
    except OSError as error:  # a full disk, say: what is read has its own answer
        _drop_output()
        print(f"portsref: cannot write: {error.strerror}", file=sys.stderr)  # noqa: T201
        return WRONG_CALL
    except KeyboardInterrupt:
        return INTERRUPTED
    return status


def _drop_output() -> None:
    """Let what was not written yet go nowhere, or it would fail once more at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _open_closed_streams() -> None:
    """Read nothing and write nowhere where the caller has closed a standard stream."""
    sys.stdin = sys.stdin or _nowhere("r")
    sys.stdout = sys.stdout or _nowhere("w")
    sys.stderr = sys.stderr or _nowhere("w")


def _nowhere(mode: str) -> TextIO:
    return cast("TextIO", Path(os.devnull).open(mode))


def _print_any_text() -> None:
    """Print Chinese as escapes, rather than end, on a terminal that cannot show it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
