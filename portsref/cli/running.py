"""Runs a command and says what is wrong with its input or its call."""

import argparse
import sys

from portsref.cli.statuses import ANSWER_IS_NO, DONE, WRONG_INPUT
from portsref.documents.problems import ProblemsError


class CallError(ValueError):
    """The command cannot be run as it was called; the message says why."""


class AnswerIsNoError(Exception):
    """All was done and written; for whoever looks at the status alone, the answer is no."""


class NotAsNeededError(Exception):
    """What was checked is not as the plan needs it; all of it was written."""


def run_command(arguments: argparse.Namespace) -> int:
    """Run what was asked for and return its status. A wrong call exits 2."""
    try:
        arguments.run(arguments)
    except ProblemsError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)  # noqa: T201 - printing is what a command does
        return WRONG_INPUT
    except NotAsNeededError:
        return WRONG_INPUT
    except AnswerIsNoError:
        return ANSWER_IS_NO
    except CallError as error:
        arguments.refuse(str(error))
    return DONE
