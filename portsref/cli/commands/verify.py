"""`portsref verify`: what runs, against a plan."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.load import load_catalogue
from portsref.cli.commands.export import language_for, say_left_out
from portsref.cli.completing import completed_by
from portsref.cli.files import read_input, write_export, write_output
from portsref.cli.given import read_given, say_told
from portsref.cli.plans import rules_in
from portsref.cli.running import CallError, NotAsNeededError
from portsref.cli.table import print_table
from portsref.documents.writing import dump_json
from portsref.exporters.language import ENGLISH_TAG
from portsref.exporters.registry import delta_exporters, find_exporter
from portsref.planning.provenance import Provenance
from portsref.planning.rules import RuleSet
from portsref.verification.base import TONES, Acceptance, Beside, Check, Kind, Options
from portsref.verification.check_data import check_data
from portsref.verification.kinds import KINDS
from portsref.verification.probes.kit import parse_keys
from portsref.verification.rules.missing import missing_request

_HEADER = ("STATE", "WHAT", "WHY")


_KINDS = {kind.name: kind for kind in KINDS}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to check, a plan, what was seen, and the shape of the answer."""
    parser.add_argument("kind", choices=_KINDS, help=_of_kinds())
    parser.add_argument("plan", metavar="PLAN", help="a plan document, or - for standard input")
    parser.add_argument(
        "files", metavar="FILE", nargs="+", help="what a tool printed, or - for standard input"
    )
    parser.add_argument(
        "--group", metavar="NAME", default="", help="the group of the plan whose hosts it is from"
    )
    parser.add_argument("--json", action="store_true", help="print JSON, with every rule")
    missing = parser.add_argument(
        "--missing", metavar="FORMAT", help="write a request for only what is missing instead"
    )
    completed_by(missing, lambda: [each.name for each in delta_exporters()])
    parser.add_argument(
        "-o", "--output", metavar="FILE_OR_FOLDER", help="of --missing; else standard output"
    )
    parser.add_argument(
        "--key",
        metavar="FILE",
        action="append",
        default=[],
        help="the key.txt of a kit of probes, with which its results are signed",
    )
    parser.add_argument(
        "--revision", metavar="NUMBER", type=int, help="of the saved plan, for results of probes"
    )
    parser.add_argument(
        "--record", metavar="FILE", help="write a record of the acceptance test, of probes"
    )
    parser.add_argument("--by", metavar="NAME", default="", help="who accepts, for --record")


def run(arguments: argparse.Namespace) -> None:
    """Print what was found, the worst first; what could not be read goes to standard error.

    Raises `NotAsNeededError` where a rule is not, or only in part, as the plan needs it.
    """
    files = read_given(arguments.files, beside=arguments.plan)
    catalogue = load_catalogue()
    rule_set = rules_in(arguments.plan, catalogue)
    if arguments.missing and find_exporter(arguments.missing) not in delta_exporters():
        raise CallError(f"no format {arguments.missing!r} for a request")
    options = Options(
        group=_group(arguments.group, rule_set),
        revision=arguments.revision,
        key_of=_keys(arguments),
    )
    kind = _KINDS[arguments.kind]
    found = kind.check(files, rule_set, catalogue, options)
    if arguments.record:
        when = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        acceptance = Acceptance(found, rule_set, arguments.revision, when, arguments.by)
        _write_record(kind, acceptance, arguments)
    if arguments.missing:
        _write_missing(found, rule_set, catalogue, arguments)
    elif arguments.json:
        print(dump_json(check_data(found, rule_set)), end="")  # noqa: T201 - as commands do
    elif rows := list(_rows(found, rule_set, catalogue)):
        print_table(rows, header=_HEADER)
    say_told((*found.doubts, *found.unread))
    if summary := kind.sum_up(found):
        print(summary, file=sys.stderr)  # noqa: T201 - as commands do
    if found.is_bad:
        raise NotAsNeededError


def _of_kinds() -> str:
    return "; ".join(f"{kind.name}: {kind.title[:1].lower()}{kind.title[1:]}" for kind in KINDS)


def _group(name: str, rule_set: RuleSet) -> str:
    """A group of the plan, or none; raises `CallError`."""
    groups = [group.name for group in rule_set.document.groups]
    if name and name not in groups:
        raise CallError(f"the plan has no group {name!r}: {', '.join(groups)}")
    return name


def _keys(arguments: argparse.Namespace) -> Callable[[str], str]:
    """The key of a kit by its id, of those that were named; raises `CallError`."""
    if arguments.key and _KINDS[arguments.kind].scripts is None:
        raise CallError(f"there are no keys for {arguments.kind}")
    keys = parse_keys(read_input(name) for name in arguments.key)
    return lambda run: keys.get(run, "")


def _write_record(kind: Kind, acceptance: Acceptance, arguments: argparse.Namespace) -> None:
    if kind.record is None:
        raise CallError(f"there is no record of {kind.name}")
    sources = [arguments.plan, *arguments.files, *arguments.key]
    record = kind.record(acceptance, str).encode()
    write_output([record], arguments.record, filename="acceptance.md", sources=sources)


def _write_missing(
    found: Check, rule_set: RuleSet, catalogue: Catalogue, arguments: argparse.Namespace
) -> None:
    """Write the rules that are closed, as a request; nothing where none is."""
    exporter = find_exporter(arguments.missing)
    if exporter is None or not found.missing:
        return
    request = missing_request(found.missing, rule_set)
    language = language_for(exporter, ENGLISH_TAG, catalogue)
    export = exporter.export(request, provenance=Provenance(delta="opened"), language=language)
    write_export(export, arguments.output, sources=[arguments.plan, *arguments.files])
    say_left_out(export, arguments.plan)


def _rows(found: Check, rule_set: RuleSet, catalogue: Catalogue) -> Iterator[Sequence[str]]:
    """Rules and what was seen beside them, the worst first."""
    rows: list[tuple[int, Sequence[str]]] = []
    for rule, one in zip(rule_set.all_rules, found.rules, strict=True):
        if one.state.tone != "unknown" or one.places:
            why = "; ".join(map(str, (*one.details, *one.places[:1])))
            rows.append((TONES.index(one.state.tone), (one.state.label, rule.name, why)))
    for beside in found.beside:
        if beside.state.tone not in {"good", "idle"}:
            why = "; ".join(map(str, (beside.place, *beside.details, *_known(beside, catalogue))))
            tone = TONES.index(beside.state.tone)
            rows.append((tone, (beside.state.label, str(beside.what), why)))
    yield from (row for _, row in sorted(rows, key=lambda row: row[0]))


def _known(beside: Beside, catalogue: Catalogue) -> Iterator[str]:
    """What the catalogue has on the port of something, and how to ask for more."""
    for key in beside.listeners[:1]:
        yield f"{key}: {catalogue.rows[key].purpose} (portsref port {beside.port})"
    if beside.line:
        yield f"portsref dropped: {beside.line}"
