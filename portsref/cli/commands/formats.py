"""`portsref formats`: what `portsref export --format` takes."""

import argparse

from portsref.cli.table import print_table
from portsref.exporters.registry import every_exporter


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""


def run(_arguments: argparse.Namespace) -> None:
    """Print every format with its suffix and what it is for."""
    print_table([(item.name, f".{item.suffix}", item.summary) for item in every_exporter()])
