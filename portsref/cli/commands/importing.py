"""`portsref import`: a draft from what people have, and the plan of what is accepted of it."""

import argparse
from collections.abc import Iterator, Sequence

from portsref.cli.files import read_input, write_output
from portsref.cli.given import problems_told, read_given, say_told
from portsref.cli.running import CallError
from portsref.cli.table import print_table
from portsref.documents.problems import Problem, ProblemsError
from portsref.documents.writing import dump_json
from portsref.importers.draft_data import draft_data
from portsref.importers.drafts import Draft, accept, draft_of
from portsref.importers.reading import read_files
from portsref.importers.registry import IMPORTERS, find_importer
from portsref.importers.updating import onto
from portsref.planning.document import SCHEMA, document_from, parse_document

_HEADER = ("TAKEN", "ID", "WHAT", "HOW", "WHERE")
_NOTHING = "nothing of a plan was found in it: `portsref import --kinds` lists what is read"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take files, what of them is accepted, and where the plan goes."""
    parser.add_argument(
        "files", metavar="FILE", nargs="*", help="files or zips of them, or - for standard input"
    )
    parser.add_argument("--kinds", action="store_true", help="list what is read, and how to get it")
    parser.add_argument("--as", dest="kind", metavar="KIND", help="read all of it as this kind")
    parser.add_argument(
        "-o", "--output", metavar="PLAN", help="write the plan of all that is accepted"
    )
    parser.add_argument(
        "--onto", metavar="PLAN", help="accept into this plan document instead of a new one"
    )
    parser.add_argument("--title", default="Imported plan", help="of a new plan")
    parser.add_argument(
        "--accept", metavar="ID", action="append", default=[], help="accept a guess or a rival"
    )
    parser.add_argument(
        "--leave", metavar="ID", action="append", default=[], help="do not accept a part"
    )
    parser.add_argument("--json", action="store_true", help="print the draft as JSON")


def run(arguments: argparse.Namespace) -> None:
    """Print the parts of the draft, or write the plan; what was not read goes to standard error."""
    if arguments.kinds:
        print_table([(one.name, one.label, one.command) for one in IMPORTERS])
        return
    draft = _draft(arguments)
    accepted = _accepted(draft, arguments)
    if arguments.json:
        print(dump_json(draft_data(draft, accepted)), end="")  # noqa: T201 - as commands do
    elif arguments.output is None:
        print_table(list(_rows(draft, accepted)), header=_HEADER)
    say_told((*draft.doubts, *draft.unread))
    if arguments.output is not None:
        data = accept((part for part in draft.parts if part.id in accepted), _base(arguments))
        text = document_from(data).as_yaml()
        write_output(
            [text.encode()], arguments.output, filename="plan.yaml", sources=arguments.files
        )


def _draft(arguments: argparse.Namespace) -> Draft:
    if not arguments.files:
        raise CallError("name a file, or - for standard input")
    importer = find_importer(arguments.kind) if arguments.kind else None
    if arguments.kind and importer is None:
        raise CallError(f"no kind {arguments.kind!r}: `portsref import --kinds` lists them")
    files = read_given(arguments.files, beside=arguments.onto)
    draft = draft_of(read_files(files, IMPORTERS, read_as=importer))
    if arguments.onto:
        draft = onto(draft, document_from(_base(arguments)))
    if not draft.parts:
        told = problems_told((*draft.doubts, *draft.unread))
        raise ProblemsError([*told, Problem(arguments.files[0], "", _NOTHING)])
    return draft


def _accepted(draft: Draft, arguments: argparse.Namespace) -> frozenset[str]:
    known = {part.id: part for part in draft.parts}
    if unknown := {*arguments.accept, *arguments.leave} - set(known):
        raise CallError(f"no part {', '.join(sorted(unknown))}")
    rivals = {rival for name in arguments.accept for rival in known[name].rivals}
    if both := rivals.intersection(arguments.accept):
        raise CallError(f"of {' and '.join(sorted(both))} only one can be accepted")
    at_first = {part.id for part in draft.parts if part.is_accepted_at_first}
    return frozenset((at_first | set(arguments.accept)) - set(arguments.leave))


def _base(arguments: argparse.Namespace) -> dict[str, object]:
    if arguments.onto:
        return parse_document(read_input(arguments.onto), file=arguments.onto).as_data()
    return {"schema": SCHEMA, "title": arguments.title}


def _rows(draft: Draft, accepted: frozenset[str]) -> Iterator[Sequence[str]]:
    for part in draft.parts:
        taken = "yes" if part.id in accepted else "choose" if part.rivals else "ask"
        yield taken, part.id, part.summary, part.how, str(part.origins[0].place)
