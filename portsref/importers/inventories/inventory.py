"""An inventory as importers ask it: who is in which groups, and which variables hold."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from portsref.importers.inventories.hosts_and_groups import BEYOND, META
from portsref.importers.values import Value


class Inventory:
    """Reads what `ansible-inventory --list` prints, or a `Gathering` of files."""

    def __init__(self, value: Value) -> None:
        self.value = value
        self._above: dict[frozenset[str], tuple[str, ...]] = {}

    @cached_property
    def groups(self) -> dict[str, Value]:
        """The groups by name, in the order in which they were named."""
        return {name: group for name, group in self.value.items() if name not in {META, BEYOND}}

    @cached_property
    def hosts(self) -> dict[str, Value]:
        """The hosts by name, each with its own variables."""
        return dict(self.value.at(META, "hostvars").items())

    @cached_property
    def _parents(self) -> dict[str, list[str]]:
        parents: dict[str, list[str]] = {}
        for name, group in self.groups.items():
            for child in group.at("children").each():
                parents.setdefault(child.text, []).append(name)
        return parents

    @cached_property
    def _direct(self) -> dict[str, list[str]]:
        direct: dict[str, list[str]] = {}
        for name, group in self.groups.items():
            for host in group.at("hosts").each():
                direct.setdefault(host.text, []).append(name)
        return direct

    def groups_of(self, host: str) -> tuple[str, ...]:
        """The groups that a host is in, those above others first, `all` before all."""
        direct = frozenset(self._direct.get(host, ()))
        if direct not in self._above:
            self._above[direct] = tuple(self._upwards(direct))
        return self._above[direct]

    def _upwards(self, direct: Iterable[str]) -> Iterator[str]:
        far = dict.fromkeys(sorted(direct), 0)
        queue = [*far]
        for name in queue:
            for parent in self._parents.get(name, ()):
                if parent not in far:
                    far[parent] = far[name] + 1
                    queue.append(parent)
        yield "all"
        yield from sorted(far.keys() - {"all"}, key=lambda name: (-far[name], name))

    def variables_of(self, host: str) -> Value:
        """The variables that hold for a host: its own beat those of groups, near ones far ones."""
        held: dict[str, Value] = {}
        for name in self.groups_of(host):
            if name in self.groups:
                held.update(self.groups[name].at("vars").items())
        own = self.hosts.get(host, Value(self.value.place))
        return Value(own.place, held | dict(own.items()))

    def variables(self, first: str = "") -> Value:
        """The variables of the whole: those of any group, and of the host that stands for all."""
        held: dict[str, Value] = {}
        for group in self.groups.values():
            held.update(group.at("vars").items())
        own = self.variables_of(first) if first else Value(self.value.place)
        return Value(self.value.place, held | dict(own.items()))
