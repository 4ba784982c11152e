"""The formats that a plan can be had in, for whom they are, and what each of them cannot say."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from types import MappingProxyType
from urllib.parse import urlencode

from django.utils.translation import gettext

from portsref.exporters.base import Doubts, Exporter
from portsref.exporters.left_out import LeftOut
from portsref.exporters.registry import FORMATS, every_exporter
from portsref.limits import MOST_ASKED
from portsref.planning.choice import Choice, narrowed
from portsref.planning.rules import RuleSet
from portsref.web.plans.files.receivers import RECEIVERS, Receiver
from portsref.web.shared.messages import say

LONGEST_SEARCH = 80
NOTHING_ASKED: Mapping[str, str] = MappingProxyType({})
NO_DOUBTS = Doubts()
MOST_NAMED = 8  # rules that are named where a format cannot say them; the file has all


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a format cannot say some rules: the first of them by name, and how many there are."""

    text: str
    names: tuple[str, ...]
    count: int

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.names)


@dataclass(frozen=True, slots=True)
class Format:
    """A format, the rules of the plan that it cannot say, and what its receiver will ask."""

    exporter: Exporter
    left_out: Sequence[LeftOut] = ()
    doubts: Doubts = NO_DOUBTS

    @property
    def summary(self) -> str:
        """What it is, in the reader's language."""
        return gettext(self.exporter.summary)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it cannot say some, those that concern most of them first."""
        counts = Counter(say(item.why) for item in self.left_out)
        return tuple(
            Reason(text, tuple(self._names(text))[:MOST_NAMED], count)
            for text, count in counts.most_common()
        )

    def _names(self, reason: str) -> Iterator[str]:
        return (item.rule.name for item in self.left_out if say(item.why) == reason)

    def is_about(self, words: str) -> bool:
        """Tell whether its name, its words or its receiver have every word that is looked for."""
        exporter = self.exporter
        receiver = RECEIVERS[exporter.family]
        text = f"{exporter.name} {exporter.label} .{exporter.suffix} {self.summary} {receiver}"
        return all(word in text.casefold() for word in words.casefold().split())


@dataclass(frozen=True, slots=True)
class FormatsOfReceiver:
    """The formats for one receiver."""

    family: str
    name: str
    formats: tuple[Format, ...]


def query_of(choice: Choice, **more: str) -> str:
    """A query string with its question mark, or nothing where nothing was chosen."""
    parts = (choice.query, urlencode({name: value for name, value in more.items() if value}))
    query = "&".join(filter(None, parts))
    return f"?{query}" if query else ""


class FormatList:
    """The formats in which the rules that were chosen can be had.

    Without rules nothing is left out of any. What each cannot say is asked rule by rule, and only
    of the formats that are listed; nothing is written for it. Where these are `too_many_to_ask`
    for so large a plan, it is not asked: a receiver has to be chosen first.
    """

    def __init__(
        self,
        rule_set: RuleSet | None,
        choice: Choice,
        values: Mapping[str, str] = NOTHING_ASKED,
        ticked: Sequence[str] = (),
    ) -> None:
        self.choice = choice
        self.words = values.get("q", "").strip()[:LONGEST_SEARCH]
        asked = values.get("to", "")
        self.family = asked if asked in RECEIVERS else ""
        self._ticked = tuple(dict.fromkeys(ticked))
        self._rule_set = narrowed(rule_set, choice) if rule_set else None

    @property
    def query(self) -> str:
        """What follows the address of a file of the same rules."""
        return query_of(self.choice)

    @cached_property
    def groups(self) -> tuple[FormatsOfReceiver, ...]:
        """What was asked for, by receiver."""
        return tuple(
            FormatsOfReceiver(family, str(RECEIVERS[family]), tuple(map(self._asked, formats)))
            for family, formats in groupby(self._listed, key=lambda each: each.exporter.family)
        )

    @cached_property
    def too_many_to_ask(self) -> bool:
        """Tell whether nobody asks the formats what they leave out of so many rules.

        Many of them write an end as networks, of which a range may take hundreds.
        """
        if self._rule_set is None:
            return False
        groups = self._rule_set.document.groups
        networks = sum(part.network_count for group in groups for part in group.addresses)
        return (len(self._rule_set.all_rules) + networks) * len(self._listed) > MOST_ASKED

    @cached_property
    def _listed(self) -> Sequence[Format]:
        return [each for each in self._found if self.family in ("", each.exporter.family)]

    @cached_property
    def receivers(self) -> tuple[Receiver, ...]:
        """Whom there are formats for, with the number of those that have the words."""
        counts = Counter(each.exporter.family for each in self._found)
        return tuple(
            Receiver(family, str(name), counts[family], family == self.family)
            for family, name in RECEIVERS.items()
            if counts[family] or family == self.family
        )

    @cached_property
    def kept(self) -> tuple[str, ...]:
        """Names of formats that were ticked and are not listed now."""
        listed = {each.exporter.name for group in self.groups for each in group.formats}
        return tuple(name for name in self._ticked if name in FORMATS and name not in listed)

    @property
    def count(self) -> int:
        """How many formats have the words, whoever they are for."""
        return len(self._found)

    @cached_property
    def _found(self) -> tuple[Format, ...]:
        formats = map(Format, every_exporter())
        return tuple(each for each in formats if each.is_about(self.words))

    def _asked(self, found: Format) -> Format:
        if self._rule_set is None or self.too_many_to_ask:
            return found
        exporter, choice = found.exporter, self.choice
        left_out = exporter.left_out(self._rule_set, choice)
        return Format(exporter, left_out, exporter.doubts(self._rule_set, choice))
