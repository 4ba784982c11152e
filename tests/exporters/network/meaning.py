"""What a file for a firewall means, by which files of all dialects are compared with their rules.

A line of it is a protocol by its number, ports, and the addresses of both ends in each family: no
addresses are any. Readers of dialects yield the same, and know nothing of who wrote a file.
"""

import subprocess
from dataclasses import replace
from shutil import which

from portsref.addresses import AddressRange, join_addresses
from portsref.exporters.families import Families
from portsref.planning.document import Request
from portsref.planning.rules import ANYWHERE
from portsref.protocols import PROTOCOL_BY_NAME
from tests.exporters.hostile import hostile_rules
from tests.exporters.rule_sets import group, rule, rule_set

BOTH = group(
    "both", "10.0.1.0/24", "10.0.2.1-10.0.2.5", "2001:db8:1::/64", "2001:db8:2::1-2001:db8:2::5"
)
HOSTS = group("hosts", "192.0.2.1", "2001:db8:ffff::1", zone="DMZ")
ONLY_4 = group("only four", "198.51.100.0/25")
WITHOUT_PORTS = tuple(name for name, known in PROTOCOL_BY_NAME.items() if not known.has_ports)


def meanings(rules):
    """What the rules mean, one by one: each in the families that its ends and protocol have."""
    families = Families()
    for each in rules:
        flows = {flow.family: (flow.sources, flow.destinations) for flow in families.flows(each)}
        yield PROTOCOL_BY_NAME[each.protocol].number, each.ports, flows


def by_family(sources, destinations):
    """Both ends by the families that they have in common, from addresses; none are any."""
    return {
        family: (ours, theirs)
        for family in (4, 6)
        if (ours := of_family(sources, family)) is not None
        and (theirs := of_family(destinations, family)) is not None
    }


def of_family(parts, family):
    """The parts of a family joined; nothing where there are others, `()` where there are none."""
    if not parts:
        return ()
    return join_addresses(part for part in parts if part.family == family) or None


def sample_rules():
    """Rules of every kind: any protocol, several ports, both families, one, and any address."""
    for name in PROTOCOL_BY_NAME:
        ports = "" if name in WITHOUT_PORTS else "80,443,30000-32767"
        yield rule(f"both-{name}", BOTH, HOSTS, ports, protocol=name)
        yield rule(f"from-any-{name}", ANYWHERE, HOSTS, ports, protocol=name)
        yield rule(f"from-{name}-any", HOSTS, ANYWHERE, ports, protocol=name)
    for name in ("TCP", "UDP", "SCTP"):
        yield rule(f"all-{name}", HOSTS, BOTH, "1-65535", protocol=name)
        yield rule(f"one-{name}", HOSTS, BOTH, "53", protocol=name)
        many = ",".join(map(str, range(1, 400, 2)))
        yield rule(f"many-{name}", ONLY_4, HOSTS, many, protocol=name)
    yield rule("any-any", ANYWHERE, ANYWHERE, "443")
    yield rule("any-icmp", ANYWHERE, ANYWHERE, "", protocol="ICMP")
    yield rule("alike", group("Alike!", "10.7.0.1"), group("alike", "10.7.0.2"))
    yield rule("a-very-long-name-" * 6 + "1", BOTH, ONLY_4, "1")
    yield rule("a-very-long-name-" * 6 + "2", BOTH, ONLY_4, "2")


def every_sample(catalogue_rule_sets):
    """The reference plans, rules of every kind, and hostile ones."""
    return (
        *catalogue_rule_sets,
        rule_set(*sample_rules()),
        rule_set(*hostile_rules(), title='Evil "plan" $(reboot) `x`? \\ 北京'),
    )


def parts_of(text):
    """The address, network or range of a text."""
    return AddressRange.parse(text)


def said_rules(exporter, rules):
    """The rules that a format does not leave out, in order."""
    gone = {item.rule.name for item in exporter.export(rules).left_out}
    return [each for each in rules.all_rules if each.name not in gone]


def text_of(exporter, rules):
    return exporter.export(rules).file.content.decode()


def shell(script, folder):
    """What a line for the shell prints, run where the file is."""
    command = [which("sh"), "-c", script]
    return subprocess.run(command, cwd=folder, capture_output=True, check=True, text=True).stdout


def with_settings(exporter, settings):
    """A rule of a plan that has settings of a format."""
    rules = rule_set(rule())
    exports = {exporter.name: settings}
    document = rules.document.model_copy(update={"request": Request(exports=exports)})
    return replace(rules, document=document)
