"""What single hosts are for, by what somebody called them: likely, and no more."""

import re
from collections.abc import Iterable, Iterator
from typing import get_args

from portsref.addresses import AddressRange
from portsref.importers.base import origin
from portsref.importers.facts import Fact, Host, Unread
from portsref.importers.inventories.hosts_and_groups import MOST_HOSTS
from portsref.importers.inventories.roles import role_by_name
from portsref.importers.values import Value
from portsref.messages import Message, gettext_noop
from portsref.planning.document import RoleName

TOO_MANY_HOSTS = gettext_noop("more than %(most)s hosts: what follows was not read")
BY_NAME = gettext_noop("a name sounds like it")

_ROLES: dict[str, RoleName] = {role: role for role in get_args(RoleName.__value__)}
_ABBREVIATED: dict[str, RoleName] = {
    "cp": "control-plane",
    "ctrl": "control-plane",
    "ctl": "control-plane",
    "wrk": "worker",
}
# Words that name hosts of any kind, and say what one is for only as the name of a group.
_ANY_HOST = frozenset({"server", "node", "agent", "host"})
_BETWEEN = re.compile(r"[^a-z]+")


def bounded(hosts: Iterable[Iterable[Fact]]) -> Iterator[Fact]:
    """What is said of hosts, of very many only of the first; that there are more is told."""
    for number, facts in enumerate(hosts):
        said = [*facts]
        if number >= MOST_HOSTS and said:
            yield Unread(said[0].origin, Message(TOO_MANY_HOSTS, {"most": f"{MOST_HOSTS:,}"}))
            return
        yield from said


def role_of_host(name: str) -> RoleName | None:
    """The role that a host's own name sounds like, by any word before its first dot."""
    for word in _BETWEEN.split(name.lower().partition(".")[0]):
        if role := _ABBREVIATED.get(word):
            return role
        if word not in _ANY_HOST and (role := role_by_name(word)):
            return role
    return None


def named_host(
    where: Value,
    name: str,
    addresses: tuple[AddressRange, ...],
    *,
    listed: str = "",
    sounds: str = "",
) -> Iterator[Fact]:
    """A host with its addresses, and what it is for: stated by the word of a role, else guessed.

    `listed` is what a list says that it is for; `sounds` is whatever else it is called.
    """
    yield Host(origin(where), name, addresses)
    word = listed.strip().lower().replace("_", "-").replace(" ", "-")
    stated = _ROLES.get(word)
    guessed = role_by_name(word) or role_of_host(listed)
    guessed = guessed or role_of_host(name) or role_of_host(sounds)
    if stated:
        yield Host(origin(where), name, addresses, (stated,))
    elif guessed:
        yield Host(origin(where, "guessed", Message(BY_NAME)), name, addresses, (guessed,))
