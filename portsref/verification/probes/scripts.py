"""The shell scripts of a kit: fixed programs, with what differs from one plan to the next.

A text of the plan reaches a shell in two ways only: as a word in single quotes, or as an encoded
field in a here-document in which nothing is expanded.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from portsref.addresses import AddressRange
from portsref.exporters.comments import one_line

HERE = Path(__file__).parent / "scripts"
_MIDDLE = "\n# ---- the same in every kit ----\n\n"
LONGEST_TEXT = 300


def program(name: str) -> str:
    """A program of the kit as it stands in the package."""
    return (HERE / name).read_text(encoding="utf-8")


def shell_script(
    about: Iterable[str], values: Mapping[str, str], functions: Iterable[str], *, kind: str
) -> str:
    """A whole script of a kind, `dial` or `listen`."""
    assigned = (f"{name}={word(value)}\n" for name, value in values.items())
    parts = (
        "#!/bin/sh\n",
        *(f"# {one_line(line)}\n" if line else "#\n" for line in about),
        "\n",
        *assigned,
        *functions,
        _program_variable("python_program", f"{kind}.python3"),
        _program_variable("perl_program", f"{kind}.perl"),
        _MIDDLE,
        program("common.sh"),
        "\n",
        program(f"{kind}.sh"),
    )
    return "".join(parts)


def word(text: str) -> str:
    """A text of one line as one word of a shell."""
    return _quoted(one_line(text, LONGEST_TEXT))


def _quoted(text: str) -> str:
    """In single quotes, in which a shell looks at nothing but the next single quote."""
    return "'" + text.replace("'", "'\\''") + "'"


def table_function(name: str, values: Mapping[str, str]) -> str:
    """A function that prints the value of the key that it is given; both are made here."""
    cases = "".join(f"    {key}) echo {_quoted(value)} ;;\n" for key, value in values.items())
    return f"{name}() {{\n    case $1 in\n{cases}    *) ;;\n    esac\n}}\n"


def lines_function(name: str, rows: Iterable[Sequence[str]]) -> str:
    """A function that prints rows of encoded fields, with tabs between them."""
    lines = "".join("\t".join(row) + "\n" for row in rows)
    return f"{name}() {{\n    cat <<'END_OF_LINES'\n{lines}END_OF_LINES\n}}\n"


def hexadecimal(addresses: Iterable[AddressRange]) -> str:
    """Ranges as `first-last` in 32 hexadecimal digits, IPv4 as it is mapped into IPv6."""
    return ",".join(f"{_digits(part.first)}-{_digits(part.last)}" for part in addresses)


def _digits(address: object) -> str:
    packed: bytes = address.packed  # type: ignore[attr-defined]
    return packed.hex() if len(packed) == 16 else f"{'0' * 20}ffff{packed.hex()}"


def _program_variable(name: str, file: str) -> str:
    return f"{name}=$(\n    cat <<'END_OF_PROGRAM'\n{program(file)}END_OF_PROGRAM\n)\n"
