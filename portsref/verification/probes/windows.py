"""The dialer for Windows: PowerShell 5.1 or later, over TCP alone.

It follows the classes TcpClient and Socket of .NET, which are in every Windows; no Windows has run
it here. Texts are in single quotes, of which PowerShell knows five, or are encoded fields.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from portsref.exporters.comments import commented, one_line
from portsref.verification.probes.scripts import LONGEST_TEXT, program

_BYTE_ORDER_MARK = "\ufeff"  # without which Windows PowerShell takes the file for another encoding
_DOUBLED = str.maketrans({quote: quote * 2 for quote in "'‘’‚‛"})
_PARAMETERS = """
#Requires -Version 5.1
param(
    [switch]$DryRun,
    [switch]$AllPairs,
    [string[]]$To = @(),
    [string[]]$Rules = @(),
    [string[]]$Skip = @(),
    [ValidateRange(1, 9)][int]$Tries = 3,
    [ValidateRange(1, 60)][int]$Seconds = 5,
    [string]$OutFile
)

"""


def powershell_script(
    about: Iterable[str],
    values: Mapping[str, str],
    tables: Mapping[str, Mapping[str, str]],
    rows: Iterable[Sequence[str]],
) -> Iterator[str]:
    """A whole script; `values` and `tables` are variables, `rows` encoded fields.

    What is in tables is encoded already, or made here.
    """
    yield _BYTE_ORDER_MARK
    yield from commented(one_line(line) for line in about)
    yield _PARAMETERS
    for name, value in values.items():
        yield f"${name} = {_word(value)}\n"
    for name, table in tables.items():
        pairs = "; ".join(f"{key} = '{value.translate(_DOUBLED)}'" for key, value in table.items())
        yield f"${name} = @{{ {pairs} }}\n"
    yield "$Table = @'\n"
    yield from ("\t".join(row) + "\n" for row in rows)
    yield "'@\n\n"
    yield program("dial.ps1")


def _word(text: str) -> str:
    return f"'{one_line(text, LONGEST_TEXT).translate(_DOUBLED)}'"
