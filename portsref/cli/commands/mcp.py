"""`portsref mcp`: answer programs that speak the Model Context Protocol, such as assistants."""

import argparse

from portsref.cli.mcp.known import known_index
from portsref.cli.running import CallError


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments."""


def run(_arguments: argparse.Namespace) -> None:
    """Answer on standard input and output; a wrong catalogue is told before anybody asks.

    The SDK is no part of the command, and takes seconds to import.
    """
    try:
        from portsref.cli.mcp.server import serve  # noqa: PLC0415 - see above
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("mcp"):
            raise
        reason = "the SDK of MCP is not here: pip install 'portsref[mcp]'"
        raise CallError(reason) from error
    known_index()
    serve()
