"""Hosts, groups and variables of Ansible, put together from any of its files.

It becomes one value in the shape of `ansible-inventory --list`, in which Ansible itself puts them
together: groups with `hosts`, `children` and `vars`, and `_meta.hostvars`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

from portsref.importers.values import Place, Value
from portsref.work import TooMuchWorkError, Work

MOST_HOSTS = 5_000
MOST_GROUPS = 2_000
LONGEST_NAME = 1_000
META, BEYOND = "_meta", "(beyond)"
_RANGE = re.compile(r"\[([0-9]{1,9}|[A-Za-z]):([0-9]{1,9}|[A-Za-z])(?::([0-9]{1,4}))?\]")


@dataclass(slots=True)
class _Group:
    hosts: dict[str, Value] = field(default_factory=dict)
    children: dict[str, Value] = field(default_factory=dict)
    variables: dict[str, Value] = field(default_factory=dict)


class Gathering:
    """Takes in what files say; what was said last of a variable counts.

    Names of hosts with ranges are written out, 5,000 in all, and groups are 2,000 at most; that
    there are more is told once.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self.groups: dict[str, _Group] = {}
        self.hosts: dict[str, dict[str, Value]] = {}
        self.places: dict[str, Place] = {}
        self.beyond: Place | None = None
        self._work = Work(MOST_HOSTS)

    def group(self, name: str) -> _Group:
        """The group of that name, which is there from now on; of very many one that is lost."""
        if name not in self.groups and len(self.groups) == MOST_GROUPS:
            self.beyond = self.beyond or self.place
            return _Group()
        return self.groups.setdefault(name, _Group())

    def add_hosts(self, group: str, pattern: str, place: Place, said: dict[str, Value]) -> None:
        """Put a host, or all that a range such as `node[01:10]` names, into a group."""
        try:
            self._work.do(how_many(pattern))
        except TooMuchWorkError:
            self.beyond = self.beyond or place
            return
        for name in expand(pattern):
            self.group(group).hosts[name] = Value(place, name)
            self.places.setdefault(name, place)
            self.hosts.setdefault(name, {}).update(said)

    def add_child(self, group: str, child: str, place: Place) -> None:
        """Put a group into another one."""
        self.group(child)
        self.group(group).children[child] = Value(place, child)

    def value(self) -> Value:
        """All of it, in the shape of `ansible-inventory --list`."""
        hostvars = {name: Value(self.places[name], said) for name, said in self.hosts.items()}
        whole = {META: Value(self.place, {"hostvars": Value(self.place, hostvars)})}
        for name, group in self.groups.items():
            parts = {
                "hosts": Value(self.place, tuple(group.hosts.values())),
                "children": Value(self.place, tuple(group.children.values())),
                "vars": Value(self.place, group.variables),
            }
            whole[name] = Value(self.place, parts)
        if self.beyond:
            whole[BEYOND] = Value(self.beyond, "")
        return Value(self.place, whole)


def how_many(pattern: str) -> int:
    """How many names a pattern with ranges stands for; too many where it is too long for a name."""
    if len(pattern) > LONGEST_NAME:
        return MOST_HOSTS + 1
    count = 1
    for match in _RANGE.finditer(pattern):
        count *= max(1, len(_steps(match)))
    return count


def expand(pattern: str) -> Iterator[str]:
    """The names that a pattern such as `node[01:10:2]` or `db-[a:f]` stands for."""
    parts: list[Iterable[str]] = []
    end = 0
    for match in _RANGE.finditer(pattern):
        width = len(match[1]) if match[1].startswith("0") else 0
        steps = _steps(match)
        is_number = match[1].isdigit()
        names = [str(step).zfill(width) if is_number else chr(step) for step in steps]
        parts += [[pattern[end : match.start()]], names]
        end = match.end()
    parts.append([pattern[end:]])
    return map("".join, product(*parts))


def _steps(match: re.Match[str]) -> range:
    step = max(1, int(match[3] or 1))
    if match[1].isdigit() and match[2].isdigit():
        return range(int(match[1]), int(match[2]) + 1, step)
    if match[1].isalpha() and match[2].isalpha():
        return range(ord(match[1]), ord(match[2]) + 1, step)
    return range(0)
