"""Rules of firewalls as a kind of check."""

from collections.abc import Sequence

from portsref.catalogue.catalogue import Catalogue
from portsref.importers.cutting import File
from portsref.messages import gettext_noop
from portsref.planning.rules import RuleSet
from portsref.verification.base import Check, Input, Kind, Options
from portsref.verification.rules import states
from portsref.verification.rules.checking import check_rules
from portsref.verification.rules.registry import READERS


def _check(
    files: Sequence[File], rule_set: RuleSet, catalogue: Catalogue, options: Options
) -> Check:
    return check_rules(files, rule_set, catalogue, group=options.group, most_work=options.most_work)


KIND = Kind(
    name="rules",
    title=gettext_noop("Rules of firewalls"),
    about=gettext_noop(
        "Whether firewalls let it through already, and what they have that the plan does not need."
    ),
    inputs=tuple(Input(reader.name, reader.label, reader.command) for reader in READERS),
    states=(states.CLOSED, states.PARTLY, states.UNKNOWN, states.OPEN),
    beside=(
        states.WRONG_PROTOCOL,
        states.WIDER,
        states.NOBODY,
        states.UNTOLD,
        states.NEEDED,
        states.MACHINE,
        states.PLUMBING,
    ),
    check=_check,
)
