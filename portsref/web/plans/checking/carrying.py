"""What a check said, carried along by the page that shows it: nobody keeps it meanwhile.

A form holds it signed, so that what is kept, or comes back as a file, is what this site said of
this plan.
"""

import base64

from django.core.signing import BadSignature, TimestampSigner

from portsref.planning.rules import RuleSet
from portsref.planning.stored import UnknownFormError
from portsref.verification.base import Check, Kind
from portsref.verification.stored import check_from, stored_check
from portsref.web.plans.checking.keeping import (
    TooMuchToKeepError,
    packed_check,
    unpacked_check,
)
from portsref.web.plans.models import Revision

LONGEST_AGE = 24 * 3600


def carry(check: Check, rule_set: RuleSet, revision: Revision, kind: Kind) -> str:
    """The text that a form holds; empty where there is too much to be carried."""
    try:
        packed = packed_check(stored_check(check, rule_set))
    except TooMuchToKeepError:
        return ""
    return _signer(revision, kind).sign(base64.b64encode(packed).decode())


def carried(text: str, rule_set: RuleSet, revision: Revision, kind: Kind) -> Check | None:
    """What a form brings back; none where it is too old, or was made for something else."""
    try:
        packed = _signer(revision, kind).unsign(text, max_age=LONGEST_AGE)
        return check_from(unpacked_check(base64.b64decode(packed)), kind, rule_set)
    except (BadSignature, UnknownFormError):
        return None


def _signer(revision: Revision, kind: Kind) -> TimestampSigner:
    return TimestampSigner(salt=f"check:{revision.plan_id}:{revision.number}:{kind.name}")
