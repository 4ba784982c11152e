"""`portsref export`: the rules that a plan needs, in one of the formats."""

import argparse
import sys
from collections import Counter

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.load import load_catalogue
from portsref.cli.completing import completed_by, formats
from portsref.cli.failing import FailOn, add_fail_on, refuse_failing
from portsref.cli.files import read_input, write_export, write_output
from portsref.cli.running import CallError
from portsref.documents.problems import Problem
from portsref.exporters.base import Export, Exporter
from portsref.exporters.bundle import bundle
from portsref.exporters.language import (
    ENGLISH_TAG,
    LANGUAGES,
    Language,
    NoTranslationsError,
    find_language,
)
from portsref.exporters.registry import FORMATS, find_exporter
from portsref.planning.choice import PHASES, Choice
from portsref.planning.document import LARGEST_EXPORT, parse_document
from portsref.planning.engine import plan_rules
from portsref.planning.findings.english import english
from portsref.planning.provenance import UNSAVED
from portsref.planning.rules import RuleSet


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take a plan, a format, a place to write to, and what to do with the rules."""
    parser.add_argument("plan", metavar="PLAN", help="a plan document, or - for standard input")
    format_ = parser.add_argument(
        "--format",
        required=True,
        metavar="FORMAT",
        action="append",
        help="see `portsref formats`; several times for one zip of several formats",
    )
    completed_by(format_, formats)
    parser.add_argument(
        "-o", "--output", metavar="FILE_OR_FOLDER", help="standard output if not given"
    )
    parser.add_argument(
        "--merge", action="store_true", help="merge rules that differ only in their ports"
    )
    parser.add_argument("--boundary", action="store_true", help="only rules that cross zones")
    parser.add_argument(
        "--phase",
        choices=PHASES,
        help="only rules for the cluster in operation, or only what its installation needs besides",
    )
    parser.add_argument(
        "--expand", action="store_true", help="one row per address pair, in a format of rows"
    )
    parser.add_argument(
        "--language",
        choices=LANGUAGES,
        default=ENGLISH_TAG,
        help="of the texts, in a format for people",
    )
    add_fail_on(parser, ("error", "warning", "never"), default=None)


def run(arguments: argparse.Namespace) -> None:
    """Write the export; what it could not hold, and what is doubtful, goes to standard error.

    Nothing is written where a finding is as grave as `--fail-on` has it: without it an error,
    unless every file holds the findings beside the rules.
    """
    exporters = _exporters(arguments)
    text = read_input(arguments.plan, largest=LARGEST_EXPORT)
    document = parse_document(text, file=arguments.plan, largest=LARGEST_EXPORT)
    catalogue = load_catalogue()
    languages = [language_for(each, arguments.language, catalogue) for each in exporters]
    rule_set = plan_rules(document, catalogue)
    usual: FailOn = "never" if all(exporter.holds_findings for exporter in exporters) else "error"
    refuse_failing(rule_set, arguments.plan, arguments.fail_on or usual)
    choice = Choice.of(vars(arguments))
    exports = [
        (exporter, exporter.export(rule_set, choice, language=language))
        for exporter, language in zip(exporters, languages, strict=True)
    ]
    if len(exports) == 1:
        write_export(exports[0][1], arguments.output, sources=[arguments.plan])
    else:
        file = bundle(exports, rule_set, choice, UNSAVED)
        pieces, sources = file.pieces(), [arguments.plan]
        write_output(pieces, arguments.output, filename=file.name, sources=sources)
    sys.stdout.flush()
    say_doubts(rule_set, arguments.plan)
    for exporter, export in exports:
        say_left_out(export, arguments.plan, of=exporter.name if len(exports) > 1 else "")
        say_doubts_of_receiver(export, arguments.plan)


def _exporters(arguments: argparse.Namespace) -> list[Exporter]:
    """The formats that are asked for, each once; what is asked for must concern one of them."""
    exporters = list(map(_exporter, dict.fromkeys(arguments.format)))
    names = " and ".join(exporter.name for exporter in exporters)
    if arguments.expand and not any(exporter.expands for exporter in exporters):
        raise CallError(f"{names} has no rows to expand")
    wanted = arguments.language
    if wanted not in {ENGLISH_TAG, *(exporter.language_tag(wanted) for exporter in exporters)}:
        raise CallError(f"{names} has no texts to translate")
    return exporters


def _exporter(name: str) -> Exporter:
    exporter = find_exporter(name)
    if exporter is None:
        raise CallError(f"no format {name!r}: choose from {', '.join(FORMATS)}")
    return exporter


def language_for(exporter: Exporter, reader: str, catalogue: Catalogue) -> Language:
    """The reader's language, or the one that the format always has."""
    tag = exporter.language_tag(reader)
    try:
        return find_language(tag, catalogue)
    except NoTranslationsError as error:
        raise CallError(f"the texts in {tag} are not here: start the server once") from error


def say_doubts(rule_set: RuleSet, plan: str) -> None:
    """Print every error among the findings, and how many others there are."""
    for finding in rule_set.findings:
        if finding.severity == "error":
            _say(Problem(plan, finding.place, english(finding)))
    others = Counter(item.severity for item in rule_set.findings if item.severity != "error")
    if others:
        counted = ", ".join(f"{severity}s: {count}" for severity, count in sorted(others.items()))
        _say(Problem(plan, "", f"{counted} (the html and json formats list them)"))


def say_left_out(export: Export, plan: str, of: str = "") -> None:
    """Print every rule that the format could not hold; `of` names it where there are several."""
    left_out = f"left out of {of}" if of else "left out"
    for item in export.left_out:
        _say(Problem(plan, item.rule.name, f"{left_out}: {item.why}"))


def say_doubts_of_receiver(export: Export, plan: str) -> None:
    """Print what the receiver of the file will refuse or ask about, and where that is mended."""
    for doubt in export.doubts.told:
        about = f"{doubt.rule}: " if doubt.rule else ""
        _say(Problem(plan, doubt.place, f"doubtful: {about}{doubt.message}"))
    if further := export.doubts.further:
        _say(Problem(plan, "", f"doubtful: {further} more"))


def _say(problem: Problem) -> None:
    print(problem, file=sys.stderr)  # noqa: T201 - printing is what a command does
