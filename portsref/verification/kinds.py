"""Every kind of check, in the order in which they are offered."""

from portsref.verification.base import Kind
from portsref.verification.evidence import kind as evidence
from portsref.verification.probes import kind as probes
from portsref.verification.rules import kind as rules
from portsref.verification.sockets import kind as sockets

KINDS: tuple[Kind, ...] = (rules.KIND, sockets.KIND, evidence.KIND, probes.KIND)


def find_kind(name: str) -> Kind | None:
    """The kind of check of this name, if there is one."""
    return next((kind for kind in KINDS if kind.name == name), None)
