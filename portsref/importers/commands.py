"""Commands as units of systemd, environment files and people write them: words, flags, variables.

Whatever a line holds, secrets among it are dropped here, as the readers of YAML and JSON do.
"""

import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from portsref.importers.secrets import is_secret
from portsref.importers.values import Place, Value, scalar

_ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]{0,63})=(.*)", re.DOTALL)
_BEFORE_WORDS = re.compile(r"(?:ExecStart|Environment)=[-@:+!]{0,3}|export\s+")
LONGEST_LINE = 16_384


@dataclass(slots=True)
class Command:
    """One command: its words, its flags without hyphens, its variables, each with its line.

    A flag without a value is `true`. Of flags that stand several times `flags` has a list.
    """

    place: Place
    words: list[Value] = field(default_factory=list)
    flags: dict[str, Value] = field(default_factory=dict)
    variables: dict[str, Value] = field(default_factory=dict)


def logical_lines(lines: Sequence[str], first: int) -> Iterator[tuple[int, str]]:
    """Lines with those that a backslash continues, each with the number of its first one."""
    begin, parts = first, list[str]()
    for number, line in enumerate(lines, first):
        if not parts:
            begin = number
        parts.append(line.removesuffix("\\"))
        if not line.endswith("\\"):
            yield begin, " ".join(parts)
            parts = []
    if parts:
        yield begin, " ".join(parts)


def parse_command(line: str, place: Place, nested: Iterable[str] = ()) -> Command:
    """Read a line as a shell would take it apart, without running or expanding anything.

    The values of the variables `nested` are words and flags of the command themselves. A line that
    is too long or has a quote that never ends gives a command without words.
    """
    command = Command(place)
    _take(_split(_BEFORE_WORDS.sub("", line, count=1)), command, frozenset(nested))
    return command


def _split(line: str) -> list[str]:
    try:
        return shlex.split(line, comments=True) if len(line) <= LONGEST_LINE else []
    except ValueError:
        return []


def _take(words: Sequence[str], command: Command, nested: frozenset[str]) -> None:
    flag = ""
    for word in words:
        assigned = None if word.startswith("-") else _ASSIGNMENT.fullmatch(word)
        if word.startswith("-") and word.strip("-"):
            flag = _flag(word, command)
        elif flag:
            _set(command, flag, word)
            flag = ""
        elif assigned and assigned[1] in nested:
            _take(_split(assigned[2]), command, frozenset())
        elif assigned:
            command.variables[assigned[1]] = _value(assigned[1], assigned[2], command)
        else:
            command.words.append(scalar(command.place, word))


def _flag(word: str, command: Command) -> str:
    """Keep a flag; its name, where its value may be the next word."""
    name, separator, said = word.strip("-").partition("=")
    if separator:
        _set(command, name, said)
        return ""
    command.flags.setdefault(name, _value(name, "true", command))
    return name


def _set(command: Command, name: str, text: str) -> None:
    """Give a flag its value; further values of the same flag make a list."""
    value = _value(name, text, command)
    known = command.flags.get(name)
    if known is None or known.text == "true" or not value:
        command.flags[name] = value
    else:
        command.flags[name] = Value(value.place, (*(known.each() or (known,)), value))


def _value(name: str, text: str, command: Command) -> Value:
    place = command.place.of(name, command.place.line)
    return Value(place, None, "secret") if is_secret(name) else scalar(place, text)
