"""Runs a command and says what is wrong with its input or its call."""

import argparse
import sys

from portsref.documents.problems import ProblemsError

DONE = 0
WRONG_INPUT = 1


class CallError(ValueError):
    """The command cannot be run as it was called; the message says why."""


def run_command(arguments: argparse.Namespace) -> int:
    """Run what was asked for; returns 0, or 1 where the input is wrong. A wrong call exits 2."""
    try:
        arguments.run(arguments)
    except ProblemsError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)  # noqa: T201 - printing is what a command does
        return WRONG_INPUT
    except CallError as error:
        arguments.refuse(str(error))
    return DONE
