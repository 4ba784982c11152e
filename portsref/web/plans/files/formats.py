"""The files that a plan can be had as, each with the number of rules that it cannot say."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from portsref.exporters.base import Exporter
from portsref.exporters.registry import every_exporter
from portsref.planning.choice import Choice
from portsref.planning.rules import RuleSet


@dataclass(frozen=True, slots=True)
class FileChoice:
    """A format with its options; `query` is what follows its address."""

    exporter: Exporter
    expand: bool
    query: str
    left_out: int


def list_files(
    rule_set: RuleSet | None, choice: Choice, *, expanded: bool = True
) -> tuple[FileChoice, ...]:
    """Every format of rules that are narrowed already, and if `expanded` what can be so as well.

    Without rules nothing is left out of any.
    """
    return tuple(_choices(rule_set, choice, expanded))


def _choices(rule_set: RuleSet | None, choice: Choice, expanded: bool) -> Iterator[FileChoice]:
    for exporter in every_exporter():
        for expand in (False, True) if expanded and exporter.expands else (False,):
            chosen = replace(choice, expand=expand)
            left_out = len(exporter.left_out(rule_set, chosen)) if rule_set else 0
            query = f"?{chosen.query}" if chosen.query else ""
            yield FileChoice(exporter, expand, query, left_out)
