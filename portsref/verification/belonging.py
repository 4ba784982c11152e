"""Whose something is that was read: which group of a plan the host belongs to that it is of.

By its names, such as that of its file, in which the name of a group stands; else by its addresses;
else it is the only group there is. What is not sure is asked, and never guessed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from portsref.addresses import AddressRange
from portsref.exporters.identifiers import identifiers
from portsref.planning.rules import RuleSet

_BETWEEN = re.compile(r"[^a-z0-9]+")


class Groups:
    """The groups of a plan by their names and addresses; hosts are those that rules go to."""

    def __init__(self, rule_set: RuleSet) -> None:
        groups = rule_set.document.groups
        destinations = {rule.destination.name for rule in rule_set.rules}
        self.addresses: Mapping[str, Sequence[AddressRange]] = {
            group.name: group.addresses for group in groups
        }
        self.of_hosts = tuple(group.name for group in groups if group.name in destinations)
        self._words: Mapping[str, str] = {
            name: f"-{text}-" for name, text in identifiers(self.addresses).items()
        }

    def by_name(self, names: Iterable[str]) -> str:
        """The group whose name stands in the first of these that has any; none if two do.

        Of names that stand within each other the longest counts.
        """
        for name in names:
            text = f"-{_BETWEEN.sub('-', name.lower()).strip('-')}-"
            found = [group for group, words in self._words.items() if words in text]
            longest = max(found, key=lambda group: len(self._words[group]), default="")
            if found and all(self._words[group] in self._words[longest] for group in found):
                return longest
        return ""

    def by_file(self, name: str) -> str:
        """The group whose name stands in a part of the name of a file, the last such part."""
        return self.by_name(reversed(name.split(".")))

    @property
    def only(self) -> str:
        """The group, where there is but one."""
        return self.of_hosts[0] if len(self.of_hosts) == 1 else ""
