"""What a reader of existing rules is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from portsref.importers.base import Document
from portsref.importers.facts import Doubt, Unread
from portsref.verification.rules.model import Firewall

type Said = Firewall | Doubt | Unread


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads what one tool prints of its rules.

    `command` is how to get it. `starts` tells whether a line heads a print of its kind, by which a
    paste of several is cut. Where the documents of a file say one thing together, they are read by
    `read_together` and not one by one.
    """

    name: str
    label: str
    command: str
    sample: str
    recognises: Callable[[Document], bool]
    read: Callable[[Document], Iterator[Said]] | None = None
    read_together: Callable[[Sequence[Document]], Iterator[Said]] | None = None
    starts: Callable[[str], bool] = lambda _line: False
