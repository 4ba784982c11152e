"""What files for Junos share: comments, and the lines that make a file take the place of another.

Junos OS CLI User Guide, “Loading a Configuration from a File”: `load replace` puts what stands
behind `replace:` in the place of what has its name. Comments stay in the configuration; they end at
the first `*/`, so that no asterisk of a plan gets in, and no quote into a description; both hold
printable ASCII.
"""

from collections.abc import Iterable, Iterator

from portsref.exporters.comments import about_causes, ascii_line
from portsref.planning.rules import Cause

LONGEST_LINE = 250
# what ends a comment, or a text in quotes
_ENDS = '*"\\'
# by their names in Junos; the others are numbers, as `ipip` and `ipv6` mean more than one thing
PROTOCOLS = {"ICMP": "icmp", "ICMPv6": "icmp6", "ESP": "esp", "AH": "ah", "GRE": "gre"}


def header(lines: Iterable[str]) -> Iterator[str]:
    """The lines as one comment; texts of the plan in them have been made harmless."""
    yield "/*\n"
    for line in lines:
        yield f" * {line}\n" if line else " *\n"
    yield " */\n"


def from_plan(lines: Iterable[str]) -> Iterator[str]:
    """Lines that hold texts of the plan, as they can stand in a comment."""
    return (ascii_line(line, LONGEST_LINE, _ENDS) for line in lines)


def purpose_of(causes: tuple[Cause, ...]) -> str:
    """What a rule is for and which rows need it, for a comment or a description."""
    return ascii_line(about_causes(causes), LONGEST_LINE, _ENDS)


def values(texts: Iterable[str]) -> str:
    """One value, or several in brackets."""
    found = list(texts)
    return found[0] if len(found) == 1 else f"[ {' '.join(found)} ]"
