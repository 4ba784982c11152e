"""`portsref allows`: whether a plan allows a packet, and by which rules."""

import argparse
from ipaddress import ip_address

from portsref.catalogue.load import load_catalogue
from portsref.cli.plans import rules_in
from portsref.cli.reports.base import end_words, passing_words
from portsref.cli.running import AnswerIsNoError, CallError
from portsref.cli.table import print_table
from portsref.documents.writing import dump_json
from portsref.planning.packets import PacketEnd, allows
from portsref.planning.rules import Rule, RuleSet
from portsref.ports import PORTS_OF_A_PROTOCOL
from portsref.protocols import NAMES_WITH_PORTS, PROTOCOL_NAMES
from portsref.troubleshooting.answers import allowed_data, in_no_group

MOST_NAMED = 40  # groups and places, where one is unknown


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take a plan, a packet, and the shape of the answer."""
    place = "an address, or the name of a group or of a place outside"
    parser.add_argument("plan", metavar="PLAN", help="a plan document, or - for standard input")
    parser.add_argument("source", metavar="SOURCE", help=f"from where: {place}")
    parser.add_argument("destination", metavar="DESTINATION", help=f"to where: {place}")
    parser.add_argument("packet", metavar="PORT/PROTOCOL", help="such as 6443/tcp, or icmp")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> None:
    """Print the rules that let the packet pass; raises `AnswerIsNoError` where there are none."""
    protocol, port = passing_packet(arguments.packet)
    rule_set = rules_in(arguments.plan, load_catalogue())
    source = end_of_packet(arguments.source, rule_set)
    destination = end_of_packet(arguments.destination, rule_set)
    rules = allows(rule_set, source, destination, protocol, port)
    if arguments.json:
        answer = allowed_data(rule_set, (source, destination), protocol, port)
        print(dump_json(answer), end="")  # noqa: T201 - as commands do
    elif rules:
        print_table(list(map(_cells, rules)))
    else:
        unknown = in_no_group(rule_set, (source, destination))
        print(_no(arguments, unknown))  # noqa: T201
    if not rules:
        raise AnswerIsNoError


def passing_packet(text: str) -> tuple[str, int | None]:
    """Read `6443/tcp` or `icmp` as a protocol and a port; raises `CallError`."""
    port, _, name = text.rpartition("/")
    known = {each.upper(): each for each in PROTOCOL_NAMES}
    protocol = known.get(name.upper(), "")
    if not protocol:
        raise CallError(f"{name!r} is not a protocol: {', '.join(known.values())}")
    if protocol not in NAMES_WITH_PORTS:
        if port:
            raise CallError(f"{protocol} has no ports")
        return protocol, None
    if not (port.isascii() and port.isdigit() and int(port[:6]) < PORTS_OF_A_PROTOCOL):
        raise CallError(f"{text!r} needs a port, 0 to 65535, such as 6443/{name.lower()}")
    return protocol, int(port)


def end_of_packet(text: str, rule_set: RuleSet) -> PacketEnd:
    """Read an address, or a name that the plan knows; raises `CallError`."""
    try:
        return ip_address(text)
    except ValueError:
        names = {end.name for rule in rule_set.all_rules for end in (rule.source, rule.destination)}
        names |= {group.name for group in rule_set.document.groups}
        if text not in names:
            further = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
            known = f"{', '.join(sorted(names)[:MOST_NAMED])}{further}"
            reason = f"{text!r} is no address, and no group or place of the plan: {known}"
            raise CallError(reason) from None
        return text


def _cells(rule: Rule) -> tuple[str, ...]:
    ends = end_words(rule.source), end_words(rule.destination)
    return (rule.name, *ends, passing_words(rule), f"{rule.purpose} Because: {rule.condition}")


def _no(arguments: argparse.Namespace, unknown: list[str]) -> str:
    packet = f"{arguments.source} -> {arguments.destination} {arguments.packet}"
    also = f"; in no group: {', '.join(unknown)}" if unknown else ""
    return f"the plan does not allow {packet}{also}"
