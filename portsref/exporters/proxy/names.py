"""What lists of names share: which rules they hold, and what cannot be said of a name.

Only what leaves to a place outside is a matter of such a list; rules within the plan have addresses
and are no matter of it. `*.example.com` is every name below `example.com`, however deep, and not
that name itself, as `Place.dns` of the catalogue has it.
"""

import re
from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import lru_cache

from portsref.exporters.comments import about_causes, one_line
from portsref.exporters.once import MOST
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Cause, Rule
from portsref.ports import PortSet

WEB = PortSet.parse("80,443")
ANY_BELOW = "*."
NOT_TCP = Message(gettext_noop("a list of names is for TCP alone"))
NO_NAME = Message(gettext_noop("no DNS name is known of the place"))
NAME_TO_FILL_IN = Message(gettext_noop("a part of its DNS name depends on the installation"))
OTHER_PORTS = Message(gettext_noop("a list of names is for the ports 80 and 443"))
MERGED = Message(gettext_noop("merged rules do not say who needs which of the ports"))

# Letters, digits and hyphens, of which nothing means anything to a program that reads a list.
_NAME = re.compile(r"(\*\.)?([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
ABOUT = (
    "",
    "Only what leaves the plan by name is here; rules within the plan are no matter of it.",
)


def leaves(rule: Rule) -> bool:
    """Tell whether a rule goes to a place outside, so that a list of names is asked for it."""
    return rule.destination.kind == "outside"


def says(rule: Rule) -> Message | None:
    """Tell why the names of a rule cannot be listed: it must be TCP, to names that are whole."""
    if not leaves(rule):
        return None
    return NOT_TCP if rule.protocol != "TCP" else why_not(rule.destination.dns)


def says_on_web_ports(rule: Rule) -> Message | None:
    """The same for a list without ports, which whoever reads it takes for 80 and 443."""
    if why := says(rule):
        return why
    return OTHER_PORTS if leaves(rule) and rule.ports - WEB else None


def about(rule: Rule) -> str:
    """The name of a rule, what it is for and which rows need it, in a line."""
    return f"{one_line(rule.name)}: {_about_causes(rule.causes)}"


@lru_cache(maxsize=MOST)
def _about_causes(causes: tuple[Cause, ...]) -> str:
    return about_causes(causes)


@lru_cache(maxsize=MOST)
def why_not(names: tuple[str, ...]) -> Message | None:
    """Tell why the names of a place cannot be listed: there must be some, and all must be whole."""
    if not names:
        return NO_NAME
    return None if all(map(_NAME.fullmatch, names)) else NAME_TO_FILL_IN


class RulesBy[Key: Hashable]:
    """Rules by something that one or several have, in the order in which these come first.

    Of rules that follow each other only where they begin and stop is kept: a list of them would
    take memory for each.
    """

    def __init__(self, rules: Sequence[Rule], keys: Callable[[Rule], Iterable[Key]]) -> None:
        self._rules = rules
        self._runs: dict[Key, array[int]] = {}
        for number, rule in enumerate(rules):
            for key in keys(rule):
                run = self._runs.setdefault(key, array("I"))
                if not run or run[-1] != number:
                    run.extend((number, number))
                run[-1] = number + 1

    def __iter__(self) -> Iterator[Key]:
        """Yield what rules were found by."""
        return iter(self._runs)

    def rules(self, key: Key) -> Iterator[Rule]:
        """The rules of one, in their order."""
        bounds = self._runs.get(key, ())
        for begin, stop in zip(bounds[::2], bounds[1::2], strict=True):
            yield from map(self._rules.__getitem__, range(begin, stop))
