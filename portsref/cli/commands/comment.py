"""`portsref comment`: write what a diff says onto the merge request that a pipeline is about."""

import argparse
import os

from portsref.cli.files import STANDARD, read_input
from portsref.cli.forges import find_forge
from portsref.cli.running import CallError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the comment."""
    parser.add_argument(
        "comment",
        metavar="FILE",
        nargs="?",
        default=STANDARD,
        help="what `portsref diff --format markdown` wrote; standard input if not given",
    )


def run(arguments: argparse.Namespace) -> None:
    """Write a comment, or change the one that was written about the same file before."""
    forge = find_forge(os.environ)
    body = read_input(arguments.comment)
    if not body.startswith("<!-- portsref "):
        raise CallError("the comment must be what `portsref diff --format markdown` wrote")
    print(f"{forge.name}: comment {forge.write(body)}")  # noqa: T201 - as commands do
