"""`portsref probes`: scripts that dial what a plan needs, and listen for it."""

import argparse
from pathlib import Path

from portsref.catalogue.load import load_catalogue
from portsref.cli.files import read_input, write_export
from portsref.cli.plans import rules_in
from portsref.cli.running import CallError
from portsref.documents.problems import Problem, ProblemsError
from portsref.exporters.base import Export
from portsref.planning.provenance import Provenance
from portsref.verification.probes.kit import Run, kit_files
from portsref.verification.probes.targets import Host, NoHostError, parse_hosts


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take a plan, a folder for the scripts, and what is known beside the plan."""
    parser.add_argument("plan", metavar="PLAN", help="a plan document, or - for standard input")
    parser.add_argument(
        "-o", "--output", metavar="FOLDER", required=True, help="where the scripts go"
    )
    parser.add_argument(
        "--hosts",
        metavar="FILE",
        help="addresses of hosts that there are: of a network of the plan only these are dialled",
    )
    parser.add_argument(
        "--revision", metavar="NUMBER", type=int, help="of the saved plan, to be said in results"
    )
    parser.add_argument(
        "--negative",
        action="store_true",
        help="dial a sample of what must stay closed as well: what the plan opens to others alone",
    )
    parser.add_argument("--link", metavar="URL", help="to the plan, for whoever reads a script")


def run(arguments: argparse.Namespace) -> None:
    """Write the kit, and say what to do with it."""
    known = _hosts(arguments.hosts) if arguments.hosts else ()
    rule_set = rules_in(arguments.plan, load_catalogue())
    if Path(arguments.output).is_file():
        raise CallError(f"{arguments.output} is a file: name a folder")
    provenance = Provenance(arguments.revision, arguments.link)
    files = kit_files(rule_set, Run(), provenance, known, with_closed=arguments.negative)
    sources = [name for name in (arguments.plan, arguments.hosts) if name]
    write_export(Export(files, archive="probes.zip"), arguments.output, sources=sources)
    for file in files:
        print(Path(arguments.output, file.name))  # noqa: T201 - as commands do


def _hosts(name: str) -> tuple[Host, ...]:
    try:
        return parse_hosts(read_input(name))
    except NoHostError as error:
        raise ProblemsError([Problem(name, "", str(error))]) from error
