"""The parser of the command line, with the arguments of as few commands as will do."""

import argparse
import importlib
from collections.abc import Collection, Mapping

from portsref.cli.statuses import WRONG_INPUT
from portsref.documents.problems import ProblemsError

# command -> what it does; its module is `portsref.cli.commands.<command>`, imported on use, but for
# the one whose name is a word of Python
COMMANDS: Mapping[str, str] = {
    "port": "show what uses a port",
    "search": "find rows by ports, words, a line of a firewall's log or an error",
    "product": "list the products, or the rows and options of one",
    "export": "write the rules that a plan needs",
    "diff": "show what opens and closes between two plans",
    "comment": "write a comment onto the merge request that a pipeline is about",
    "push": "save a plan that is kept in a repository under its link",
    "allows": "tell whether a plan allows a packet",
    "dropped": "tell why packets were dropped or connections failed",
    "import": "make a plan from files of clusters, inventories and what tools print",
    "probes": "write scripts that dial what a plan needs, and listen for it",
    "verify": "check what runs against a plan: firewalls, sockets, evidence, probes",
    "formats": "list the export formats",
    "validate": "check product files, plans, or the whole catalogue",
    "mcp": "answer assistants that speak the Model Context Protocol",
    "sources": "list what the catalogue cites, and check that it still says so",
    "completion": "print what has a shell complete these commands",
    "manual": "print the manual page",
}
_MODULES: Mapping[str, str] = {"import": "importing"}


def whole_parser() -> argparse.ArgumentParser:
    """The parser with all commands and all their arguments."""
    return parser_for(COMMANDS, COMMANDS)


def parser_for_call(words: Collection[str]) -> argparse.ArgumentParser:
    """A parser for a call: whoever asks for one command need not wait for the others."""
    asked = [name for name in list(words)[:1] if name in COMMANDS]
    return parser_for(asked or COMMANDS, asked)


def parser_for(listed: Collection[str], ready: Collection[str]) -> argparse.ArgumentParser:
    """A parser that knows the commands `listed`, and the arguments of those that are `ready`."""
    parser = argparse.ArgumentParser(
        prog="portsref",
        description="Look up ports, check plans, and write the rules that a cluster needs.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in listed:
        summary = COMMANDS[name]
        command = commands.add_parser(
            name,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            allow_abbrev=False,
        )
        if name in ready:
            module = importlib.import_module(f"portsref.cli.commands.{_MODULES.get(name, name)}")
            module.add_arguments(command)
            command.set_defaults(run=module.run, refuse=command.error)
    return parser


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from portsref.cli.version import version_line  # noqa: PLC0415 - only this option needs it

        try:
            print(version_line())  # noqa: T201 - printing is what it is for
        except ProblemsError as error:
            parser.exit(WRONG_INPUT, f"{error}\n")
        parser.exit()
