"""`portsref diff`: what opens and closes between two plans, or two states of one."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.load import load_catalogue
from portsref.cli.export import (
    language_for,
    say_doubts,
    say_doubts_of_receiver,
    say_left_out,
)
from portsref.cli.files import STANDARD, read_input, write_export, write_output
from portsref.cli.running import CallError
from portsref.cli.table import print_table
from portsref.comparing.diff import (
    Change,
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
    PlanDocument,
    document_from,
    plain_values,
)
from portsref.planning.engine import plan_rules
from portsref.planning.provenance import Provenance
from portsref.planning.rules import Endpoint, Rule, RuleSet
from portsref.planning.rules_file import read_rules_file

# What a reader sees from the lines of the groups, and needs no line of its own.
_OF_THE_GROUPS = frozenset({"addresses", "zone"})


@dataclass(frozen=True, slots=True)
class _Side:
    """A rule set, what it was read from, and how its file chose from the rules."""

    name: str
    rule_set: RuleSet
    choice: Choice = EVERYTHING
    is_export: bool = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take two plans or exports, how to compare them, and the shape of the answer."""
    parser.add_argument("before", metavar="A", help="a plan, an export, or - for standard input")
    parser.add_argument(
        "after",
        metavar="B",
        nargs="?",
        help="another; without it, the plan of A on another Kubernetes version, or the plan of an "
        "export calculated with the current catalogue",
    )
    parser.add_argument("--kubernetes", metavar="VERSION", help="compare with A on this version")
    parser.add_argument("--by", choices=("group", "address"), default="group")
    parser.add_argument("--format", metavar="FORMAT", help="plain text if not given")
    parser.add_argument(
        "--only", choices=("opened", "closed"), help="only what opens, or only what closes"
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE_OR_FOLDER", help="standard output if not given"
    )


def run(arguments: argparse.Namespace) -> None:
    """Write what is different; what is doubtful about either plan goes to standard error."""
    exporter = _exporter(arguments.format) if arguments.format else None
    before, after = _sides(arguments)
    choice = Choice(
        merge=before.choice.merge or after.choice.merge,
        boundary=before.choice.boundary or after.choice.boundary,
        phase=before.choice.phase or after.choice.phase,
    )
    old, new = narrowed(before.rule_set, choice), narrowed(after.rule_set, choice)
    found = diff(old, new) if arguments.by == "group" else diff_by_address(old, new)
    if exporter is None:
        _write_text(found, old, new, arguments)
    elif exporter.dump and not arguments.only:
        data = diff_data(found, arguments.by, old, new)
        _write(exporter.dump(data), new, exporter.suffix, arguments)
    else:
        _write_request(found, (old, new), exporter, arguments)
    sys.stdout.flush()
    for side in (before, after):
        say_doubts(side.rule_set, side.name)


def _exporter(name: str) -> Exporter:
    """The format, which must be able to say what closes as well as what opens."""
    exporter = find_exporter(name)
    if exporter is None or not exporter.says_actions:
        known = ", ".join(each.name for each in delta_exporters())
        raise CallError(f"no format {name!r} for a diff: choose from {known}")
    return exporter


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
        return sides[0], sides[1]
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
    text = read_input(name, largest=LARGEST_EXPORT)
    data = plain_values(text, file=name)
    if isinstance(data, dict) and data.get("schema") == RULES_SCHEMA:
        found = read_rules_file(data, file=name)
        return _Side(name, found.rule_set, found.choice, is_export=True)
    if len(text.encode()) > LARGEST_DOCUMENT:
        most = LARGEST_DOCUMENT // 1024
        raise ProblemsError([Problem(name, "", f"is larger than {most} KiB, the limit for a plan")])
    return _Side(name, plan_rules(document_from(data, file=name), catalogue))


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


def _write_text(
    found: Diff, before: RuleSet, after: RuleSet, arguments: argparse.Namespace
) -> None:
    rows = list(_rows(found, arguments.only))
    if not arguments.only:
        rows = [_header("-", before), _header("+", after), *rows]
    if arguments.output in (None, STANDARD):
        print_table(rows)
        return
    _write("".join("\t".join(row) + "\n" for row in rows), after, "txt", arguments)


def _write(text: str, after: RuleSet, suffix: str, arguments: argparse.Namespace) -> None:
    name = file_name(after, Provenance(delta="both"), suffix)
    sources = _sources(arguments)
    write_output([text.encode()], arguments.output, filename=name, sources=sources)


def _sources(arguments: argparse.Namespace) -> list[str]:
    return [source for source in (arguments.before, arguments.after) if source]


def _header(sign: str, rule_set: RuleSet) -> Sequence[str]:
    versions = f"Kubernetes {rule_set.kubernetes}, catalogue {rule_set.catalogue_date}"
    return (sign * 3, "", "", "", f"{rule_set.document.title}: {versions}")


def _rows(found: Diff, only: str | None) -> Iterator[Sequence[str]]:
    """A sign, both ends, what is allowed, and why; the last row counts."""
    if only != "closed":
        yield from (_row("+", rule) for rule in found.opened)
    if only != "opened":
        yield from (_row("-", rule) for rule in found.closed)
    if only:
        return
    changed = [change for change in found.changed if set(change.aspects) - _OF_THE_GROUPS]
    yield from map(_row_of_change, changed)
    for group in found.groups:
        parts = [*(f"+{part}" for part in group.gained), *(f"-{part}" for part in group.lost)]
        yield ("~", group.name, "", "addresses", " ".join(parts))
    counted = (
        f"opens: {len(found.opened)}, closes: {len(found.closed)}, changes: {len(found.changed)}, "
        f"unchanged: {len(found.unchanged)}"
    )
    yield ("=", "", "", "", counted if not found.is_empty else "no difference")


def _row(sign: str, rule: Rule) -> Sequence[str]:
    what = f"{rule.component}: {rule.purpose} Because: {rule.condition}"
    return (sign, *_ends(rule), f"{rule.protocol} {rule.ports}".rstrip(), what)


def _row_of_change(change: Change) -> Sequence[str]:
    before, after = change.before, change.after
    words = {
        "reason": (before.condition, after.condition),
        "encryption": (before.encryption, after.encryption),
        "purpose": (before.purpose, after.purpose),
        "required": (_yes(before.required), _yes(after.required)),
        "phase": (before.phase or "always", after.phase or "always"),
    }
    said = "; ".join(
        f"{aspect}: {words[aspect][0]} -> {words[aspect][1]}" if aspect in words else aspect
        for aspect in change.aspects
    )
    return ("~", *_ends(after), f"{after.protocol} {after.ports}".rstrip(), said)


def _ends(rule: Rule) -> tuple[str, str]:
    return _end(rule.source), _end(rule.destination)


def _end(end: Endpoint) -> str:
    return f"{end.name} ({end.text})" if end.addresses else end.name


def _yes(required: bool) -> str:
    return "yes" if required else "no"
