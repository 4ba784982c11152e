"""Evidence of use as a kind of check."""

from collections.abc import Sequence

from portsref.catalogue.catalogue import Catalogue
from portsref.importers.cutting import File
from portsref.messages import gettext_noop
from portsref.planning.rules import RuleSet
from portsref.verification.base import Check, Input, Kind, Options
from portsref.verification.evidence import states
from portsref.verification.evidence.checking import check_evidence, sum_up
from portsref.verification.evidence.registry import READERS


def _check(
    files: Sequence[File], rule_set: RuleSet, catalogue: Catalogue, options: Options
) -> Check:
    return check_evidence(
        files, rule_set, catalogue, group=options.group, most_work=options.most_work
    )


KIND = Kind(
    name="evidence",
    title=gettext_noop("Evidence of use"),
    about=gettext_noop("Which rules were seen at work or dropped, and what passes without a rule."),
    inputs=tuple(Input(reader.name, reader.label, reader.command) for reader in READERS),
    states=(
        states.DROPPED,
        states.UNANSWERED,
        states.WEAK,
        states.NOT_SEEN,
        states.UNKNOWN,
        states.USED,
    ),
    beside=(states.PASSES, states.DROPPED_TOO, states.OTHER),
    check=_check,
    sum_up=sum_up,
)
