"""Completion of what somebody types into a shell: by argcomplete, from the parsers themselves."""

import argparse
import os
from collections.abc import Callable, Iterable

type Values = Callable[[], Iterable[str]]


def completed_by(action: argparse.Action, values: Values) -> None:
    """Have an argument completed by values that are worked out when somebody presses TAB."""
    setattr(action, "completer", lambda **_: values())  # noqa: B010 - argcomplete's own word


def formats() -> Iterable[str]:
    """The names of all formats."""
    from portsref.exporters.registry import FORMATS  # noqa: PLC0415 - takes time

    return FORMATS


def products() -> Iterable[str]:
    """The slugs of all products."""
    from portsref.catalogue.snapshot.loading import load_facts  # noqa: PLC0415 - as above

    slugs: list[str] = load_facts().catalogue["products"]
    return slugs


def is_completing() -> bool:
    """Tell whether a shell calls to have something completed."""
    return "_ARGCOMPLETE" in os.environ


def typed_words() -> list[str]:
    """What stands on the shell's line after the program, as far as blanks tell."""
    return os.environ.get("COMP_LINE", "").split()[1:]


def complete(parser: argparse.ArgumentParser) -> None:
    """Tell the shell what may come next, and end the process."""
    import argcomplete  # noqa: PLC0415 - only a shell that completes needs it

    argcomplete.autocomplete(parser, always_complete_options="long")
