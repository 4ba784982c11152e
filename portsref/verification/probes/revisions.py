"""By what results say of which state of a rule they are.

The number of the revision, where the plan is saved, and a part of the digest of what is approved of
the rule: `7-3fa9c1d2e0b4`. A rule that did not change is the same in a later revision; results of
one that changed are stale.
"""

import re
from dataclasses import dataclass

_DIGITS = 12
_REVISION = re.compile(rf"(?:([0-9]{{1,9}})-)?([0-9a-f]{{{_DIGITS}}})|([0-9]{{1,9}})")


@dataclass(frozen=True, slots=True)
class Revision:
    """What results say: a number, a digest, or both."""

    number: int | None = None
    digest: str = ""

    def is_stale(self, contents: str, number: int | None) -> bool:
        """Tell whether the rule is another by now.

        With the digest it is known; without, another number says so, if it is known.
        """
        if self.digest:
            return self.digest != contents[:_DIGITS]
        return None not in {self.number, number} and self.number != number


def revision_of(contents: str, number: int | None) -> str:
    """What results are to say of a rule, by the digest of its contents."""
    digest = contents[:_DIGITS]
    return digest if number is None else f"{number}-{digest}"


def parse_revision(text: str) -> Revision | None:
    """Read it; None where it is none."""
    found = _REVISION.fullmatch(text)
    if found is None:
        return None
    number = found[1] or found[3]
    return Revision(int(number) if number else None, found[2] or "")
