"""Probes as a kind of check."""

from collections.abc import Iterable, Sequence

from portsref.catalogue.catalogue import Catalogue
from portsref.exporters.base import File as MadeFile
from portsref.importers.cutting import File
from portsref.messages import gettext_noop
from portsref.planning.rules import RuleSet
from portsref.verification.base import Check, Input, Kind, Kit, Options
from portsref.verification.probes import states
from portsref.verification.probes.checking import check_probes, sum_up
from portsref.verification.probes.kit import Run, kit_files
from portsref.verification.probes.record import acceptance_record


def _check(
    files: Sequence[File], rule_set: RuleSet, _catalogue: Catalogue, options: Options
) -> Check:
    return check_probes(
        files,
        rule_set,
        key_of=options.key_of,
        revision=options.revision,
        most_work=options.most_work,
    )


def _scripts(rule_set: RuleSet, kit: Kit) -> Iterable[MadeFile]:
    run = Run(kit.id, kit.key)
    return kit_files(rule_set, run, kit.provenance, kit.hosts, with_closed=kit.closed)


KIND = Kind(
    name="probes",
    title=gettext_noop("Probes"),
    about=gettext_noop(
        "Whether it gets through: scripts dial what the plan needs; give back what they say."
    ),
    inputs=(
        Input(
            "results",
            gettext_noop("Results of the scripts"),
            "sh dial-GROUP.sh > results.tsv",
            gettext_noop("a host of the group that dials, with the script of the kit for it"),
        ),
    ),
    states=states.STATES,
    beside=states.BESIDE,
    check=_check,
    asks_group=False,
    sum_up=sum_up,
    scripts=_scripts,
    record=acceptance_record,
)
