"""A manual page from a parser: nothing is said in it that `--help` does not say."""

import argparse
from collections.abc import Iterator

from portsref.cli.statuses import STATUSES
from portsref.cli.version import version_line

_ENVIRONMENT = (
    ("PORTSREF_CATALOGUE", "Folders with products of your own, separated as in PATH."),
    ("XDG_CACHE_HOME", "Below it, in portsref, is kept what was read from their files."),
)


def man_page(parser: argparse.ArgumentParser) -> str:
    """The page in the macros of man(7), from a parser that has its commands with arguments."""
    return "".join(f"{line}\n" for line in _lines(parser))


def _lines(parser: argparse.ArgumentParser) -> Iterator[str]:
    name = parser.prog
    commands = _commands(parser)
    yield f'.TH {name.upper()} 1 "" "{_text(version_line())}" "User Commands"'
    yield from (".SH NAME", rf"{name} \- {_text((parser.description or '').rstrip('.'))}")
    yield from (".SH SYNOPSIS", *(_call(command) for command in commands))
    yield ".SH COMMANDS"
    for command in commands:
        yield f".SS {_text(command.prog)}"
        yield _text(command.description or "")
        yield from _arguments(command)
    yield ".SH EXIT STATUS"
    for status, meaning in STATUSES.items():
        yield from _item(str(status), meaning)
    yield ".SH ENVIRONMENT"
    for variable, meaning in _ENVIRONMENT:
        yield from _item(variable, meaning)


def _commands(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    """The commands below a parser, those of which there are further ones as these."""
    found: list[argparse.ArgumentParser] = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                found += _commands(command) or [command]
    return found


def _call(command: argparse.ArgumentParser) -> str:
    usage = " ".join(command.format_usage().split()).removeprefix("usage: ")
    return f".P\n{_text(usage)}"


def _arguments(command: argparse.ArgumentParser) -> Iterator[str]:
    formatter = command._get_formatter()
    for action in command._actions:
        if isinstance(action, argparse._HelpAction):
            continue
        yield from _item(
            formatter._format_action_invocation(action),
            formatter._expand_help(action) if action.help else "",
        )


def _item(what: str, meaning: str) -> tuple[str, ...]:
    return ".TP", rf"\fB{_text(what)}\fR", _text(meaning)


def _text(text: str) -> str:
    """The text as roff has it: nothing in it is a request, and hyphens can be copied."""
    escaped = " ".join(text.split()).replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped
