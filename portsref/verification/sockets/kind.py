"""Sockets of hosts as a kind of check."""

from collections.abc import Sequence

from portsref.catalogue.catalogue import Catalogue
from portsref.importers.cutting import File
from portsref.messages import gettext_noop
from portsref.planning.rules import RuleSet
from portsref.verification.base import Check, Input, Kind, Options
from portsref.verification.sockets import states
from portsref.verification.sockets.checking import check_sockets
from portsref.verification.sockets.registry import READERS


def _check(
    files: Sequence[File], rule_set: RuleSet, catalogue: Catalogue, options: Options
) -> Check:
    return check_sockets(
        files, rule_set, catalogue, group=options.group, most_work=options.most_work
    )


KIND = Kind(
    name="sockets",
    title=gettext_noop("Sockets"),
    about=gettext_noop("Whether something listens where the plan says, and what else listens."),
    inputs=tuple(Input(reader.name, reader.label, reader.command) for reader in READERS),
    states=(
        states.ELSEWHERE,
        states.LOOPBACK,
        states.NOT_SEEN,
        states.UNKNOWN,
        states.LISTENING,
        states.NO_SOCKET,
    ),
    beside=(
        states.FORGOTTEN,
        states.BEYOND_LOOPBACK,
        states.UNEXPECTED,
        states.EXPECTED,
        states.OWN_HOST,
        states.EPHEMERAL,
    ),
    check=_check,
)
