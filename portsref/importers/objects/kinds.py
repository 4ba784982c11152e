"""Objects of a cluster by their kinds, for what several of them say only together."""

from collections.abc import Iterable, Iterator, Sequence

from portsref.addresses import AddressError, AddressRange
from portsref.importers.base import NOT_A_NETWORK, Document, as_one, origin, unread
from portsref.importers.facts import Fact, Others, Unread
from portsref.importers.values import Value
from portsref.messages import Message, gettext_noop
from portsref.planning.document import RoleName

NOT_READ = gettext_noop("objects %(kind)s are not read")


def join_objects(documents: Sequence[Document]) -> Iterable[Document]:
    """All objects of an importer as one document."""
    return as_one(documents, lambda document: (document.value,))


def of_kind(document: Document, kind: str) -> list[Value]:
    """The objects of a kind among those of one document."""
    return [one for one in document.value.each() if one.at("kind").text == kind]


def not_read(document: Document, kinds: Iterable[str]) -> Iterator[Fact]:
    """Say once of each further kind that its objects are not read."""
    told = {"", *kinds}
    for one in document.value.each():
        kind = one.at("kind").text
        if kind not in told:
            told.add(kind)
            yield Unread(origin(one), Message(NOT_READ, {"kind": kind[:63]}))


def pool_group(name: str, roles: tuple[RoleName, ...], values: Iterable[Value]) -> Iterator[Fact]:
    """One group of the ranges of addresses that several values name."""
    found: dict[AddressRange, Value] = {}
    for value in values:
        try:
            found.setdefault(AddressRange.parse(value.text.replace(" ", "")), value)
        except AddressError:
            yield unread(value, NOT_A_NETWORK)
    if found:
        yield Others(origin(next(iter(found.values()))), name, roles, (), tuple(found))
