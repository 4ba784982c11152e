"""`portsref manual`: the manual page, made of what `--help` says."""

import argparse

from portsref.cli.man_page import man_page
from portsref.cli.parsing import whole_parser


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""


def run(_arguments: argparse.Namespace) -> None:
    """Print the page, for `man -l -` or a folder of manual pages."""
    print(man_page(whole_parser()), end="")  # noqa: T201
