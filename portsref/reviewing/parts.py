"""What of a rule is approved, part by part: so that a reader is told which of them changed."""

from functools import lru_cache
from hashlib import blake2b
from typing import Literal

from portsref.planning.rules import Endpoint, Rule

Part = Literal["source", "destination", "ports", "encryption", "zones", "phase"]
# In the order in which they stand in the text of `parts_of`, and in which readers are told.
PARTS: tuple[Part, ...] = ("source", "destination", "ports", "encryption", "zones", "phase")
_DIGITS = 6  # few will do: they say what changed, and decide nothing


def parts_of(rule: Rule) -> str:
    """A short text in which each part of the rule has its place; `changed_parts` compares two."""
    return "".join(
        (
            _addresses(rule.source),
            _addresses(rule.destination),
            _digest(str(rule.ports)),
            _digest(" ".join(sorted({cause.encryption for cause in rule.causes}))),
            _digest(ascii((rule.source.zone, rule.destination.zone))),
            _digest(rule.phase),
        )
    )


def changed_parts(before: str, after: str) -> tuple[Part, ...]:
    """The names of the parts in which two texts of `parts_of` differ."""
    places = ((name, slice(n * _DIGITS, (n + 1) * _DIGITS)) for n, name in enumerate(PARTS))
    return tuple(name for name, place in places if before[place] != after[place])


@lru_cache(maxsize=1024)
def _addresses(end: Endpoint) -> str:
    return _digest(ascii((sorted(map(str, end.addresses)), end.dns)))


@lru_cache(maxsize=1024)
def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=_DIGITS // 2).hexdigest()
