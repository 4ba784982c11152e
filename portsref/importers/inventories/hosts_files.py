"""Hosts files and lists of hosts: `/etc/hosts`, and lines of a name and an address.

Traps: of several names the shortest is the host's; `127.0.1.1` is Debian's own name; addresses that
nobody else reaches are left out, as are those of every hosts file (`fe00::`, `ff02::1`).
"""

import re
from collections.abc import Iterator
from ipaddress import ip_interface

from portsref.importers.base import Document, Importer, host_address
from portsref.importers.facts import Fact
from portsref.importers.inventories.host_roles import bounded, named_host
from portsref.importers.values import Place, Value
from portsref.messages import gettext_noop

_NAME = re.compile(r"(?=[^a-zA-Z]*[a-zA-Z])[a-zA-Z0-9][a-zA-Z0-9._-]{0,252}")
_BETWEEN = re.compile(r"[\s,;]+")
_LONGEST_LINE = 1_000
# First words of configurations of resolvers and of time, whose lines look alike.
_OTHER_FILES = frozenset({"nameserver", "server", "pool", "search", "domain", "address", "gateway"})


def _recognises(document: Document) -> bool:
    lines = [words for line in document.lines if (words := _words(line))]
    return bool(lines) and all(_of_line(words) is not None for words in lines)


def _words(line: str) -> list[str]:
    text = line.partition("#")[0].strip(" \t,;")
    return _BETWEEN.split(text) if text and len(text) <= _LONGEST_LINE else [text] if text else []


def _of_line(words: list[str]) -> tuple[str, list[str], str] | None:
    """Address, names and role of `address name…` or `name address [role]`; None for other lines."""
    if _is_address(words[0]) and all(map(_NAME.fullmatch, words[1:])):
        return words[0], words[1:], ""
    is_name = words[0] not in _OTHER_FILES and _NAME.fullmatch(words[0])
    if not (is_name and len(words) in {2, 3} and _is_address(words[1])):
        return None
    return (words[1], words[:1], words[-1] if len(words) > 2 else "")


def _is_address(word: str) -> bool:
    try:
        ip_interface(word.partition("%")[0])
    except ValueError:
        return False
    return "." in word or ":" in word


def _read(document: Document) -> Iterator[Fact]:
    numbered = enumerate(document.lines, document.line)
    places = ((Place(document.file, number), line) for number, line in numbered)
    yield from bounded(_host(Value(place, line)) for place, line in places if _words(line))


def _host(line: Value) -> Iterator[Fact]:
    found = _of_line(_words(line.text))
    if found is None:
        return
    address = host_address(found[0].partition("%")[0])
    if address and not ip_interface(found[0].partition("%")[0]).is_reserved:
        name = min(found[1], key=len, default="")
        yield from named_host(line, name, (address,), listed=found[2])


IMPORTER = Importer(
    name="hosts",
    label=gettext_noop("Hosts file, list of hosts"),
    command="cat /etc/hosts",
    sample="10.0.0.11 cp1 cp1.example.org\n10.0.0.21 worker1\n",
    recognises=_recognises,
    read=_read,
)
