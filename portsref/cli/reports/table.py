"""Rows for a terminal or a pipe: a sign, both ends, what passes, and why."""

from collections.abc import Sequence

from portsref.cli.reports.base import Compared, Line, lines_of
from portsref.planning.rules import RuleSet

_SIGNS = {"opened": "+", "closed": "-", "changed": "~"}


def rows_of(compared: Compared) -> list[Sequence[str]]:
    """Every difference as a row; the first two name the sides, and the last one counts."""
    rows = list(map(_row, lines_of(compared)))
    if compared.only:
        return rows
    sides = [_side("-", compared.before), _side("+", compared.after)]
    return [*sides, *rows, ("=", "", "", "", compared.counted)]


def _row(line: Line) -> Sequence[str]:
    return (_SIGNS[line.kind], line.source, line.destination, line.what, line.why)


def _side(sign: str, rule_set: RuleSet) -> Sequence[str]:
    versions = f"Kubernetes {rule_set.kubernetes}, catalogue {rule_set.catalogue_date}"
    return (sign * 3, "", "", "", f"{rule_set.document.title}: {versions}")
