"""What the readers of existing rules say that a text opens, as values that are compared."""

from portsref.importers.base import Document
from portsref.importers.cutting import File, cut
from portsref.protocols import PROTOCOL_BY_NAME
from portsref.verification.rules.model import Firewall
from portsref.verification.rules.registry import READERS
from portsref.verification.rules.walking import openings
from portsref.work import Work
from tests.exporters.reading_back.allowed import NO_PORTS, Allowed


def opened(text, *hooks, to=""):
    """What a text lets pass at these hooks, but what every host needs, and what may be narrower."""
    for piece in cut([File("file", text)], READERS):
        assert isinstance(piece, Document), piece
        reader = next(one for one in READERS if one.recognises(piece))
        for firewall in reader.read(piece):
            assert isinstance(firewall, Firewall), firewall
            for opening in openings(firewall, hooks, Work()):
                if not (opening.is_plumbing or opening.doubt):
                    for box in opening.boxes:
                        yield from _allowed(to, box)


def _allowed(to, box):
    for protocol in PROTOCOL_BY_NAME.values():
        if any(first <= protocol.number <= last for first, last in box.protocols):
            ports = box.ports if protocol.has_ports else NO_PORTS
            ends = box.sources, box.destinations
            yield Allowed(to, box.family, protocol.name, *ends, ports)
