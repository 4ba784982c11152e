"""`portsref dropped`: why packets were dropped or connections failed, by a plan."""

import argparse
import sys
from collections.abc import Iterator

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.load import load_catalogue
from portsref.catalogue.search.index import SearchIndex
from portsref.cli.files import STANDARD, read_input
from portsref.cli.plans import rules_in
from portsref.cli.running import CallError
from portsref.cli.table import print_table
from portsref.documents.problems import Problem
from portsref.documents.writing import dump_json
from portsref.packet_logs.outcome_words import OUTCOME_WORDS, dialled
from portsref.packet_logs.reading import PacketLog, Seen, read_packet_log
from portsref.troubleshooting.answers import log_data
from portsref.troubleshooting.explain import explain
from portsref.troubleshooting.explanations import End, Explanation
from portsref.troubleshooting.words import english_remedy, english_verdict

_HEADER = ("LINE", "PACKET", "VERDICT", "WHAT IS SO, AND WHAT HELPS")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take a plan, a log, and the shape of the answer."""
    parser.add_argument("plan", metavar="PLAN", help="a plan document, or - for standard input")
    parser.add_argument(
        "log",
        metavar="LOG",
        nargs="?",
        default=STANDARD,
        help="lines of a firewall's log or texts of errors; standard input if not given",
    )
    parser.add_argument(
        "--json", action="store_true", help="print JSON, with the parts to add to the plan"
    )


def run(arguments: argparse.Namespace) -> None:
    """Print each packet with its verdict; what could not be read goes to standard error."""
    if arguments.plan == arguments.log == STANDARD:
        raise CallError("standard input can be read only once: name the file of the log")
    catalogue = load_catalogue()
    rule_set = rules_in(arguments.plan, catalogue)
    log = read_packet_log(read_input(arguments.log))
    found = explain((seen.packet for seen in log.packets), rule_set, SearchIndex(catalogue))
    if arguments.json:
        print(dump_json(log_data(log, found)), end="")  # noqa: T201 - as commands do
        return
    pairs = zip(log.packets, found, strict=True)
    rows = [packet_cells(seen, said, catalogue) for seen, said in pairs]
    if rows:
        print_table(rows, header=_HEADER)
    sys.stdout.flush()
    for problem in _not_read(log, arguments.log):
        print(problem, file=sys.stderr)  # noqa: T201


def packet_cells(seen: Seen, said: Explanation, catalogue: Catalogue) -> tuple[str, str, str, str]:
    """A packet: its line, its ends with what passes, the verdict, and what is so and what helps."""
    label, *sentences = english_verdict(said, catalogue)
    failure = said.packet.failure
    meaning = OUTCOME_WORDS[failure.outcome] if failure else ""
    remedies = "; ".join(english_remedy(remedy, said, catalogue) for remedy in said.remedies)
    helps = f"Helps: {remedies}." if remedies else ""
    rules = f"Rules: {', '.join(rule.name for rule in said.rules)}." if said.rules else ""
    words = " ".join(filter(None, (meaning, *sentences, rules, helps)))
    return (str(seen.line), _packet_words(seen, said), label, words)


def _packet_words(seen: Seen, said: Explanation) -> str:
    packet = said.packet
    passes = f"{packet.protocol} {'' if packet.port is None else packet.port}".rstrip()
    destination = _end(said.destination, dialled(packet.failure))
    times = f" ({seen.times} times)" if seen.times > 1 else ""
    return f"{_end(said.source)} -> {destination} {passes}{times}"


def _end(end: End, name: str = "") -> str:
    address = str(end.address) if end.address else name or "?"
    return f"{address} ({', '.join(end.groups)})" if end.address and end.groups else address


def _not_read(log: PacketLog, name: str) -> Iterator[Problem]:
    for line in log.unreadable:
        yield Problem(name, f"line {line.line}", line.reason)
    if log.beyond:
        yield Problem(name, "", f"lines of further packets that were not looked at: {log.beyond}")
    if log.not_read:
        yield Problem(name, "", f"lines that were not read, of so many: {log.not_read}")
