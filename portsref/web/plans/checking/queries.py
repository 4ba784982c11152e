"""Reading what is kept of checks: of a plan without any, no query at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from portsref.planning.rules import RuleSet
from portsref.planning.stored import UnknownFormError
from portsref.verification.adding import add_up
from portsref.verification.base import Check, Kind
from portsref.verification.kinds import KINDS, find_kind
from portsref.verification.stored import check_from
from portsref.web.plans.checking.keeping import unpacked_check
from portsref.web.plans.models import KeptCheck, Plan


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept check as it is listed; `check` is none where another version of portsref kept it."""

    number: int
    kind: str
    revision: int
    group: str
    source: str
    made: datetime
    check: Check | None


def kinds_kept(plan: Plan) -> tuple[Kind, ...]:
    """The kinds of which a plan has kept checks, in the order in which they are offered."""
    if not plan.checks_version:
        return ()
    found = set(KeptCheck.objects.filter(plan=plan).order_by().values_list("kind", flat=True))
    return tuple(kind for kind in KINDS if kind.name in found)


def find_kept(plan: Plan, rule_set: RuleSet, kind: Kind | None = None) -> tuple[Kept, ...]:
    """What is kept of checks of a plan, newest first, of one kind or of all: about these rules."""
    if not plan.checks_version:
        return ()
    wanted = {"kind": kind.name} if kind else {}
    rows = KeptCheck.objects.filter(plan=plan, **wanted)
    return tuple(_kept(row, rule_set) for row in rows)


def _kept(row: KeptCheck, rule_set: RuleSet) -> Kept:
    kind = find_kind(row.kind)
    try:
        check = check_from(unpacked_check(bytes(row.packed)), kind, rule_set) if kind else None
    except UnknownFormError:
        check = None
    return Kept(row.pk, row.kind, row.revision, row.group, row.source, row.made, check)


def added_up(kept: Iterable[Kept], rule_set: RuleSet) -> Check | None:
    """What kept checks of one kind say together; none where none can be read."""
    checks: Sequence[Check] = [one.check for one in kept if one.check]
    return add_up(checks, rule_set) if checks else None
