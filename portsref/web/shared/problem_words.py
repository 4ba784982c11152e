"""What is wrong with a document, in the reader's language.

Reasons are English sentences, as the command line prints them. What no pattern here knows, such as
the words of the YAML reader, stays as it is.
"""

import re
from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portsref.documents.problems import Problem

_QUOTED = r"(?P<text>'.*'|\".*\"|\S+)"
_WORDS: Sequence[tuple[str, Promise]] = (
    (r"is not a known key", _("is not a known key")),
    (r"is missing", _("is missing")),
    (r"must be text: put it in quotes", _("must be text: put it in quotes")),
    (
        r"must be true or false, without quotes",
        _("must be true or false, without quotes"),
    ),
    (r"must not be empty", _("must not be empty")),
    (r"must be a list", _("must be a list")),
    (r"must be keys with values", _("must be keys with values")),
    (r"is longer than (?P<most>\d+) characters", _("is longer than %(most)s characters")),
    (r"has more than (?P<most>\d+) entries", _("has more than %(most)s entries")),
    (r"must be one line of printable text", _("must be one line of printable text")),
    (r"must not begin or end with a space", _("must not begin or end with a space")),
    (r"must match (?P<text>.*)", _("must match %(text)s")),
    (r"must be (?P<text>'.*)", _("must be one of %(text)s")),
    (r"say why the listener is excluded", _("say why the listener is excluded")),
    (
        rf"{_QUOTED} means every address; give the group another name",
        _("%(text)s means every address; give the group another name"),
    ),
    (rf"no group {_QUOTED}", _("no group %(text)s")),
    (
        rf"the (?:group|product|listener|id) {_QUOTED} stands (?P<count>\d+) times",
        _("%(text)s stands %(count)s times"),
    ),
    (
        r"is not a plan: it needs `(?P<text>.*)`",
        _("is not a plan: it needs “%(text)s”"),
    ),
    (
        r"larger than (?P<most>\d+) KiB, the most a plan may be",
        _("larger than %(most)s KiB, the most a plan may be"),
    ),
    (r"neither YAML nor JSON: (?P<text>.*)", _("neither YAML nor JSON: %(text)s")),
    (
        rf"{_QUOTED} has host bits set: write (?P<network>\S+) or (?P<host>\S+)",
        _("%(text)s is a host in a network: write %(network)s or %(host)s"),
    ),
    (
        rf"{_QUOTED} is not an IPv4 or IPv6 (?:address|network)",
        _("%(text)s is not an IPv4 or IPv6 address or network"),
    ),
    (rf"{_QUOTED} runs backwards", _("%(text)s runs backwards")),
    (
        rf"{_QUOTED} is not a port(?: or a range such as .*|: ports are 0 to 65535)",
        _("%(text)s is not a port or a range such as 30000-32767"),
    ),
)
_PATTERNS = tuple((re.compile(pattern, re.DOTALL), words) for pattern, words in _WORDS)


def say_problem(problem: Problem) -> str:
    """Say a problem with its field, in one line."""
    return ": ".join(filter(None, (problem.field, _say(problem.reason))))


def _say(reason: str) -> str:
    for pattern, words in _PATTERNS:
        if match := pattern.fullmatch(reason):
            return str(words) % match.groupdict()
    return reason
