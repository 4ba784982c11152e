"""What whoever downloads the scripts of a kit may say: hosts that there are, and what to dial."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.utils.translation import gettext

from portsref.planning.document import Group
from portsref.verification.probes.targets import (
    MOST_HOSTS,
    Host,
    NoHostError,
    hosts_within,
    parse_hosts,
)

LONGEST_TEXT = 40_000
MOST_IN_GROUPS = 4 * MOST_HOSTS


@dataclass(frozen=True, slots=True)
class KitForm:
    """What was said, as it was typed and as addresses, or why these cannot be read."""

    hosts: str = ""
    closed: bool = False
    addresses: tuple[Host, ...] = ()
    problem: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "KitForm":
        """Take what a form sent; without one nothing is said."""
        typed, closed = request.POST.get("hosts", ""), "closed" in request.POST
        if len(typed) > LONGEST_TEXT:
            return cls("", closed, (), _too_many())
        try:
            addresses = tuple(dict.fromkeys(parse_hosts(typed)))
        except NoHostError as error:
            words = {"word": error.word}
            problem = gettext("Addresses of hosts: “%(word)s” is none") % words
            return cls(typed, closed, (), problem)
        problem = _too_many() if len(addresses) > MOST_HOSTS else ""
        return cls(typed, closed, addresses, problem)

    def in_groups(self, groups: Iterable[Group]) -> "KitForm":
        """The same, refused where groups that overlap have too many of these hosts together.

        Each script has the hosts of all groups that it dials.
        """
        found = (hosts_within(group.addresses, self.addresses) for group in groups)
        if sum(1 for hosts in found for _ in hosts) <= MOST_IN_GROUPS:
            return self
        problem = gettext("Addresses of hosts: too many groups of the plan have them in common")
        return replace(self, problem=problem)


def _too_many() -> str:
    return gettext("Addresses of hosts: at most %(most)s") % {"most": MOST_HOSTS}
