"""What whoever downloads the scripts of a kit may say: hosts that there are, and what to dial."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext

from portsref.verification.probes.targets import MOST_HOSTS, Host, NoHostError, parse_hosts

LONGEST_TEXT = 40_000


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


def _too_many() -> str:
    return gettext("Addresses of hosts: at most %(most)s") % {"most": MOST_HOSTS}
