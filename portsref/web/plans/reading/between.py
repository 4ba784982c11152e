"""Between which ends a reader wants to see rules, as an address says it.

`workers..control-plane` is from the one to the other, `workers..` from it, `..workers` to it and
`workers` either way; several names are joined with `|`. What such a sign would mean in a name
stands there as an address encodes it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from urllib.parse import unquote

from portsref.planning.rules import Rule

LONGEST = 20_000
MOST_NAMES = 200
FROM_TO = ".."
AND = "|"
_SIGNS = re.compile(r"[%|]|\.(?=\.)|^\.|\.$")


@dataclass(frozen=True, slots=True)
class Between:
    """The names of ends; where none are chosen on a side, all are meant.

    `either` are ends of which rules have one on any side.
    """

    sources: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    either: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> Self:
        """Read it; an empty text is between all, and so is one that is too long for anybody."""
        if len(text) > LONGEST:
            return cls()
        source, has_both, destination = text.partition(FROM_TO)
        if not has_both:
            return cls(either=_names(source))
        return cls(_names(source), _names(destination))

    def __bool__(self) -> bool:
        """Tell whether anything is chosen."""
        return bool(self.sources or self.destinations or self.either)

    def __str__(self) -> str:
        """Write it so that `of` reads the same."""
        if self.either:
            return _joined(self.either)
        if not self:
            return ""
        return f"{_joined(self.sources)}{FROM_TO}{_joined(self.destinations)}"

    def keep(self, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        """The rules between these ends."""
        return tuple(rule for rule in rules if self._has(rule)) if self else rules

    def _has(self, rule: Rule) -> bool:
        source, destination = rule.source.name, rule.destination.name
        if self.either:
            return source in self.either or destination in self.either
        return (not self.sources or source in self.sources) and (
            not self.destinations or destination in self.destinations
        )


def _names(text: str) -> tuple[str, ...]:
    return tuple(unquote(name) for name in text.split(AND)[:MOST_NAMES] if name)


def _joined(names: Iterable[str]) -> str:
    return AND.join(_SIGNS.sub(lambda sign: f"%{ord(sign[0]):02X}", name) for name in names)
