"""Several formats as one zip, within what one request may cost."""

from collections.abc import Callable, Sequence

from django.utils.translation import ngettext

from portsref.exporters.base import Export, Exporter, File
from portsref.exporters.bundle import bundle
from portsref.limits import MOST_LINES
from portsref.planning.choice import Choice
from portsref.planning.provenance import Provenance
from portsref.planning.rules import RuleSet
from portsref.web.shared.joining import fill


class TooMuchToBundleError(ValueError):
    """More rules in more formats than one request may write; `most` formats are not too many."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most

    @property
    def sentence(self) -> str:
        """What to do instead, in the reader's language."""
        text = ngettext(
            "One zip can hold %(count)s format of a plan of this size: get the others apart.",
            "One zip can hold %(count)s formats of a plan of this size: get the others apart.",
            self.most,
        )
        return fill(text, {"count": self.most})


def make_bundle(
    exporters: Sequence[Exporter],
    rule_set: RuleSet,
    choice: Choice,
    provenance: Provenance,
    make: Callable[[Exporter], Export],
) -> File:
    """A zip of what `make` has of these formats.

    Raises `TooMuchToBundleError`, before anything is made.
    """
    most = max(1, MOST_LINES // max(1, len(rule_set.all_rules)))
    if len(exporters) > most:
        raise TooMuchToBundleError(most)
    exports = [(exporter, make(exporter)) for exporter in exporters]
    return bundle(exports, rule_set, choice, provenance)
