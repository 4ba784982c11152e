"""The files that a plan can be had as, each with the number of rules that it cannot say."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from portsref.exporters.base import Exporter
from portsref.exporters.registry import EXPORTERS
from portsref.planning.rules import RuleSet
from portsref.web.plans.reading.sheet import Display

# Documents of all that is known: they leave nothing out, and take long to write just to see that.
_HOLD_EVERYTHING = frozenset({"yaml", "json"})


@dataclass(frozen=True, slots=True)
class FileChoice:
    """A format with its options; `query` is what follows its address."""

    exporter: Exporter
    expand: bool
    query: str
    left_out: int


def list_files(
    rule_set: RuleSet, display: Display, *, expanded: bool = True
) -> tuple[FileChoice, ...]:
    """Every format, as `display` has the rules, and also one row an address pair if `expanded`."""
    return tuple(_choices(rule_set, display, expanded))


def _choices(rule_set: RuleSet, display: Display, expanded: bool) -> Iterator[FileChoice]:
    for exporter in EXPORTERS:
        for expand in (False, True) if expanded and exporter.expands else (False,):
            query = "&".join(filter(None, ("expand=1" if expand else "", display.choice.query)))
            left_out = _count_left_out(exporter, rule_set, display, expand)
            yield FileChoice(exporter, expand, f"?{query}" if query else "", left_out)


def _count_left_out(exporter: Exporter, rule_set: RuleSet, display: Display, expand: bool) -> int:
    if exporter.name in _HOLD_EVERYTHING:
        return 0
    choice = replace(display.choice, expand=expand)
    return len(exporter.export(rule_set, choice).left_out)
