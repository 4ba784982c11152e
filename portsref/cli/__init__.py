"""The command `portsref`: what pipelines run, without Django, a database or a server.

Exit 0: done. 1: the input is wrong, each problem as `file: field: reason` on standard error.
2: the call is wrong.
"""

import argparse
import gc
import importlib
import io
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn, TextIO, cast

from portsref.cli.running import run_command

# command -> what it does; the command's module is `portsref.cli.<command>`, imported on use
COMMANDS: Mapping[str, str] = {
    "port": "show what uses a port",
    "export": "write the rules that a plan needs",
    "diff": "show what opens and closes between two plans",
    "formats": "list the export formats",
    "validate": "check product files, plans, or the whole catalogue",
}
# What a shell reports for a program that ended because nobody read on, or by Ctrl-C.
CLOSED_PIPE = 141
CANNOT_WRITE = 2
INTERRUPTED = 130
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
    argv = sys.argv[1:] if argv is None else argv
    _open_closed_streams()
    _print_any_text()
    try:
        status = run_command(_parser(argv).parse_args(argv))
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        return CLOSED_PIPE
    except OSError as error:  # a full disk, say: what is read has its own answer
        _drop_output()
        print(f"portsref: cannot write: {error.strerror}", file=sys.stderr)  # noqa: T201
        return CANNOT_WRITE
    except KeyboardInterrupt:
        return INTERRUPTED
    return status


def _parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="portsref",
        description="Look up ports, check plans, and write the rules that a cluster needs.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    # whoever asks for one command need not wait for the others
    asked = [name for name in argv[:1] if name in COMMANDS]
    for name in asked or COMMANDS:
        summary = COMMANDS[name]
        command = commands.add_parser(
            name,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            allow_abbrev=False,
        )
        if name in argv:
            module = importlib.import_module(f"portsref.cli.{name}")
            module.add_arguments(command)
            command.set_defaults(run=module.run, refuse=command.error)
    return parser


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version  # noqa: PLC0415 - only this option needs it

        parser.exit(message=f"portsref {version('portsref')}\n")


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
