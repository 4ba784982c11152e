"""`portsref diff`: what opens and closes between two plans, or two states of one."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.load import load_catalogue
from portsref.cli.commands.export import (
    language_for,
    say_doubts,
    say_doubts_of_receiver,
    say_left_out,
)
from portsref.cli.completing import completed_by
from portsref.cli.files import STANDARD, read_input, write_export, write_output
from portsref.cli.reports.base import Compared, Report
from portsref.cli.reports.registry import REPORTS, find_report
from portsref.cli.reports.table import rows_of
from portsref.cli.running import AnswerIsNoError, CallError
from portsref.cli.table import print_table
from portsref.comparing.diff import (
    Diff,
    delta_of_rules,
    delta_request,
    diff,
    diff_by_address,
)
from portsref.comparing.diff_file import diff_data
from portsref.documents.problems import Problem, ProblemsError
from portsref.exporters.base import Exporter, file_name
from portsref.exporters.language import ENGLISH_TAG
from portsref.exporters.registry import delta_exporters, find_exporter
from portsref.planning.choice import EVERYTHING, Choice, narrowed
from portsref.planning.document import (
    LARGEST_DOCUMENT,
    LARGEST_EXPORT,
    RULES_SCHEMA,
    SCHEMA,
    PlanDocument,
    document_from,
    plain_values,
)
from portsref.planning.engine import plan_rules
from portsref.planning.provenance import Provenance
from portsref.planning.rules import RuleSet
from portsref.planning.rules_file import read_rules_file

# what to fail on -> whether there is such a difference
_FAILING: Mapping[str, Callable[[Diff], bool]] = {
    "opened": lambda found: bool(found.opened),
    "closed": lambda found: bool(found.closed),
    "any": lambda found: not found.is_empty,
}


# What a plan was before it was there: git, too, calls that file /dev/null.
_NO_PLAN = document_from({"schema": SCHEMA, "title": "(no plan)"})


@dataclass(frozen=True, slots=True)
class _Side:
    """A rule set, what it was read from, and how its file chose from the rules."""

    name: str
    rule_set: RuleSet
    choice: Choice = EVERYTHING
    is_export: bool = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take two plans or exports, how to compare them, and the shape of the answer."""
    parser.add_argument(
        "before",
        metavar="A",
        help="a plan, an export, - for standard input, or /dev/null for a plan that was not there",
    )
    parser.add_argument(
        "after",
        metavar="B",
        nargs="?",
        help="another; without it, the plan of A on another Kubernetes version, or the plan of an "
        "export calculated with the current catalogue",
    )
    parser.add_argument("--kubernetes", metavar="VERSION", help="compare with A on this version")
    parser.add_argument("--by", choices=("group", "address"), default="group")
    format_ = parser.add_argument("--format", metavar="FORMAT", help="plain text if not given")
    completed_by(format_, _formats)
    parser.add_argument(
        "--only", choices=("opened", "closed"), help="only what opens, or only what closes"
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE_OR_FOLDER", help="standard output if not given"
    )
    parser.add_argument(
        "--fail-on", choices=_FAILING, help="end with 3 where there is such a difference"
    )


def run(arguments: argparse.Namespace) -> None:
    """Write what is different; what is doubtful about either plan goes to standard error.

    Raises `AnswerIsNoError` where there is what `--fail-on` has it.
    """
    report = _report(arguments)
    exporter = _exporter(arguments.format) if arguments.format and not report else None
    before, after = _sides(arguments)
    choice = Choice(
        merge=before.choice.merge or after.choice.merge,
        boundary=before.choice.boundary or after.choice.boundary,
        phase=before.choice.phase or after.choice.phase,
    )
    old, new = narrowed(before.rule_set, choice), narrowed(after.rule_set, choice)
    found = diff(old, new) if arguments.by == "group" else diff_by_address(old, new)
    if exporter is None:
        changed = next(side.name for side in (after, before) if side.name != os.devnull)
        compared = Compared(found, old, new, changed, arguments.only)
        _write_report(compared, report, arguments)
    elif exporter.dump and not arguments.only:
        data = diff_data(found, arguments.by, old, new)
        _write(exporter.dump(data), new, exporter.suffix, arguments)
    else:
        _write_request(found, (old, new), exporter, arguments)
    sys.stdout.flush()
    for side in (before, after):
        say_doubts(side.rule_set, side.name)
    if arguments.fail_on and _FAILING[arguments.fail_on](found):
        raise AnswerIsNoError


def _report(arguments: argparse.Namespace) -> Report | None:
    """The report that is asked for; with `--only`, a format that can is a delta request."""
    delta = arguments.only and find_exporter(arguments.format or "")
    return None if delta else find_report(arguments.format)


def _exporter(name: str) -> Exporter:
    """The format, which must be able to say what closes as well as what opens."""
    exporter = find_exporter(name)
    if exporter is None or not exporter.says_actions:
        raise CallError(f"no format {name!r} for a diff: choose from {', '.join(_formats())}")
    return exporter


def _formats() -> list[str]:
    """The names of all that a diff can be written as."""
    names = [*(report.name for report in REPORTS), *(each.name for each in delta_exporters())]
    return list(dict.fromkeys(names))


def _sides(arguments: argparse.Namespace) -> tuple[_Side, _Side]:
    if arguments.after and arguments.kubernetes:
        raise CallError("give either B or --kubernetes, not both")
    if arguments.before == arguments.after == STANDARD:
        raise CallError("standard input can be read only once")
    catalogue = load_catalogue()
    version = arguments.kubernetes
    if version and version not in catalogue.kubernetes_versions:
        oldest, newest = catalogue.kubernetes_versions[-1], catalogue.newest_kubernetes
        raise CallError(f"no Kubernetes {version!r}: the catalogue has {oldest} to {newest}")
    if arguments.after:
        problems: list[Problem] = []
        sides = [
            side
            for name in (arguments.before, arguments.after)
            if (side := _read_or_note(name, catalogue, problems))
        ]
        if problems:
            raise ProblemsError(problems)
        return _with_one_version(sides[0], sides[1], catalogue)
    before = _read(arguments.before, catalogue)
    if not version and not before.is_export:
        raise CallError("give B, or --kubernetes VERSION to compare the plan with itself")
    return before, _planned_again(before, version, catalogue)


def _read_or_note(name: str, catalogue: Catalogue, problems: list[Problem]) -> _Side | None:
    try:
        return _read(name, catalogue)
    except ProblemsError as error:
        problems += error.problems
        return None


def _read(name: str, catalogue: Catalogue) -> _Side:
    """Read a plan and work out its rules, or an export with the rules that it holds."""
    if name == os.devnull:
        return _Side(name, plan_rules(_NO_PLAN, catalogue))
    text = read_input(name, largest=LARGEST_EXPORT)
    data = plain_values(text, file=name)
    if isinstance(data, dict) and data.get("schema") == RULES_SCHEMA:
        found = read_rules_file(data, file=name)
        return _Side(name, found.rule_set, found.choice, is_export=True)
    if len(text.encode()) > LARGEST_DOCUMENT:
        most = LARGEST_DOCUMENT // 1024
        raise ProblemsError([Problem(name, "", f"is larger than {most} KiB, the limit for a plan")])
    return _Side(name, plan_rules(document_from(data, file=name), catalogue))


def _with_one_version(before: _Side, after: _Side, catalogue: Catalogue) -> tuple[_Side, _Side]:
    """Both sides, of which one that was not there yet has the other's version."""
    if before.name == os.devnull:
        before = _planned_again(before, after.rule_set.kubernetes, catalogue)
    if after.name == os.devnull:
        after = _planned_again(after, before.rule_set.kubernetes, catalogue)
    return before, after


def _planned_again(side: _Side, version: str | None, catalogue: Catalogue) -> _Side:
    document: PlanDocument = side.rule_set.document
    if version:
        document = document.model_copy(update={"kubernetes": version})
    elif document.kubernetes is None:  # the newest then, which is not what has changed since
        document = document.model_copy(update={"kubernetes": side.rule_set.kubernetes})
    return _Side(side.name, plan_rules(document, catalogue))


def _write_request(
    found: Diff, sides: tuple[RuleSet, RuleSet], exporter: Exporter, arguments: argparse.Namespace
) -> None:
    """Write a delta request: rules to be opened, rules to be removed, or both."""
    if exporter.finds_rules:
        request = delta_of_rules(*sides, arguments.only)
    else:
        request = delta_request(found, sides[1], arguments.only)
    provenance = Provenance(delta=arguments.only or "both")
    language = language_for(exporter, ENGLISH_TAG, load_catalogue())
    export = exporter.export(request, provenance=provenance, language=language)
    write_export(export, arguments.output, sources=_sources(arguments))
    say_left_out(export, arguments.before)
    say_doubts_of_receiver(export, arguments.before)


def _write_report(compared: Compared, report: Report | None, arguments: argparse.Namespace) -> None:
    """Write a report, or a table where none is asked for."""
    if report:
        _write(report.write(compared), compared.after, report.suffix, arguments)
        return
    rows = rows_of(compared)
    if arguments.output in (None, STANDARD):
        print_table(rows)
        return
    _write("".join("\t".join(row) + "\n" for row in rows), compared.after, "txt", arguments)


def _write(text: str, after: RuleSet, suffix: str, arguments: argparse.Namespace) -> None:
    name = file_name(after, Provenance(delta="both"), suffix)
    sources = _sources(arguments)
    write_output([text.encode()], arguments.output, filename=name, sources=sources)


def _sources(arguments: argparse.Namespace) -> list[str]:
    return [source for source in (arguments.before, arguments.after) if source]
