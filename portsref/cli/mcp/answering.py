"""From the arguments of a call to an answer, or to all that is wrong with them."""

from collections.abc import Mapping
from typing import Any

from portsref.cli.mcp.base import Answer, Tool
from portsref.cli.running import CallError
from portsref.documents.checking import check
from portsref.documents.problems import ProblemsError

MOST_PROBLEMS_TOLD = 40
LARGEST_ANSWER = 300_000  # characters of its text: whoever asked must read it


class RefusedError(ValueError):
    """Arguments that are refused; the message has each problem with its place, a line each."""


def answer(tool: Tool, arguments: Mapping[str, Any]) -> Answer:
    """What the tool answers; raises `RefusedError`."""
    try:
        found = tool.run(check(tool.asked, dict(arguments), file=""))
    except ProblemsError as error:
        lines = [*map(str, error.problems[:MOST_PROBLEMS_TOLD])]
        if further := len(error.problems) - len(lines):
            lines.append(f"and {further} more")
        raise RefusedError("\n".join(lines)) from error
    except CallError as error:
        raise RefusedError(str(error)) from error
    if len(found.text) > LARGEST_ANSWER:
        raise RefusedError(f"the answer has more than {LARGEST_ANSWER:,} characters: ask for less")
    return found
