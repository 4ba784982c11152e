"""Error texts of programs that could not connect: Go's, curl's, ssh's, Python's and others."""

from portsref.messages import gettext_noop
from portsref.packet_logs import readiness, webhooks
from portsref.packet_logs.base import Claim, Reader, UnreadableError
from portsref.packet_logs.endpoints import Dialled, find_dialled, packet_of
from portsref.packet_logs.outcomes import WHATEVER_THE_HOST, find_outcome
from portsref.packet_logs.packets import Failure, Packet

NO_DESTINATION = gettext_noop("does not name the host or the Service that was dialled")


def _claim(line: str) -> Claim:
    if "dial tcp" not in line and not find_outcome(line):
        return Claim.NONE
    is_of_others = webhooks.is_one(line) or readiness.is_one(line)
    return Claim.NONE if is_of_others else Claim.WORDS


def _read(line: str) -> tuple[Packet, ...]:
    dialled, outcome = find_dialled(line), find_outcome(line) or "failed"
    if dialled is None and outcome not in WHATEVER_THE_HOST:
        raise UnreadableError(NO_DESTINATION)
    dialled = dialled or Dialled()
    names = webhooks.api_groups(line)
    return (packet_of(dialled, Failure(outcome, host=dialled.host, names=names)),)


READER = Reader(
    label=gettext_noop("Errors of programs that connect"),
    sample="dial tcp 192.0.2.65:40312->192.0.2.11:8132: connect: no route to host",
    claim=_claim,
    read=_read,
)
