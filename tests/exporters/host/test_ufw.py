"""ufw: a script a group, whose every command ufw itself takes whatever the texts are."""

import re
import subprocess
from dataclasses import replace
from shutil import which

import pytest

from portsref.exporters.host.hosts import NOBODYS_ADDRESS
from portsref.exporters.host.matches import NO_AH_IN_IPV6
from portsref.exporters.host.ufw import EXPORTER, NO_PORT_0, NO_PROTOCOL
from portsref.exporters.left_out import LeftOut
from portsref.messages import Message
from portsref.planning.pod_network import PodNetwork
from portsref.planning.provenance import Provenance
from portsref.planning.rules import ANYWHERE
from portsref.ports import PortSet
from portsref.protocols import PROTOCOL_BY_NAME
from tests.exporters.host.reading import Line, differences, every_kind_of_rule, ranges, said_rules
from tests.exporters.host.ufw_commands import commands_of, refusals, root_of
from tests.exporters.hostile import hostile_rules
from tests.exporters.rule_sets import group, rule, rule_set

needs_ufw = pytest.mark.skipif(which("ufw") is None, reason="ufw is not installed")
STATED = PodNetwork(
    ("encapsulated",),
    pods=group("", "10.42.0.0/16").addresses,
    services=group("", "10.43.0.0/16").addresses,
)


def files(rules, **how):
    return {file.name: file.content.decode() for file in EXPORTER.export(rules, **how).files}


def only_file(*rules, **what):
    [text] = files(replace(rule_set(*rules), **what)).values()
    return text


def lines_of(text):
    """The commands of a script for the plan's rules, without their comments."""
    found = [line for line in text.splitlines() if re.match("u (delete )?allow proto", line)]
    return [line.split(" comment ")[0] for line in found]


def read(commands):
    """What commands let pass of the plan's rules, by an own reader."""
    found = []
    for command in commands:
        if command[:2] == ["allow", "proto"]:
            words = dict(zip(command[1:-1:2], command[2::2], strict=True))
            source, destination = (
                () if words[name] == "any" else ranges(words[name]) for name in ("from", "to")
            )
            ports = PortSet.parse(words["port"].replace(":", "-")) if "port" in words else None
            number = PROTOCOL_BY_NAME[words["proto"].upper()].number
            found.append(Line(number, source, destination, ports))
    return found


@needs_ufw
def test_ufw_takes_every_command_of_reference_plans_and_of_hostile_texts(
    catalogue_rule_sets, tmp_path
):
    hostile = replace(rule_set(*hostile_rules(), *every_kind_of_rule()), networks=STATED)
    texts = [text for rules in (hostile, *catalogue_rule_sets) for text in files(rules).values()]
    commands = [command for text in texts for command in commands_of(text)]
    commands += [command for text in texts[-1:] for command in commands_of(text, "delete")]
    assert refusals(commands, root_of(tmp_path), "--dry-run") == []


@needs_ufw
def test_ufw_refuses_what_it_has_no_rules_for(tmp_path):
    refused = [
        ["allow", "proto", protocol, "from", "any", "to", "10.0.0.1"]
        for protocol in ("sctp", "icmp", "ipv4", "4")
    ]
    refused += [
        ["allow", "proto", "tcp", "from", "any", "to", "10.0.0.1", "port", "0"],
        ["allow", "proto", "tcp", "from", "10.0.0.1-10.0.0.2", "to", "any", "port", "1"],
        ["allow", "proto", "tcp", "from", "any", "to", "any", "port", "1", "comment", "it's"],
    ]
    found = refusals(refused, root_of(tmp_path), "--dry-run")
    assert len(found) == len(refused), found


def test_hostile_texts_stay_in_quotes_and_comments():
    for text in files(rule_set(*hostile_rules())).values():
        assert all(line.isprintable() for line in text.splitlines())
        for command in commands_of(text):
            assert command[:2] in (["allow", "proto"], ["default", "deny"], ["default", "allow"])
            if command[0] == "allow":
                assert command[-2] == "comment"
                assert command[-1].startswith("portsref ")
        rest = [line for line in text.splitlines() if not line.startswith(("#", "u allow proto "))]
        assert rest[:6] == [
            "", "set -eu", "how=${1:-}",
            """case "$how" in '' | delete) ;; *) echo "$0 [delete]" >&2; exit 2 ;; esac""",
            """u() { ufw $how "$@"; }""", """r() { ufw route $how "$@"; }""",
        ]  # fmt: skip
        assert [line for line in rest[6:] if line] == [
            """[ -z "$how" ] || exit 0""", "ufw default allow routed", "ufw default deny incoming",
        ]  # fmt: skip


def test_what_commands_say_is_what_the_rules_say(catalogue_rule_sets):
    for rules in (rule_set(*every_kind_of_rule()), *catalogue_rule_sets):
        said = said_rules("ufw", rules)
        for text in files(rules).values():
            title = re.search("What the hosts of “(.*)” must accept", text)[1]
            mine = [each for each in said if each.destination.name == title]
            assert mine
            assert differences(read(commands_of(text)), mine, title) == []


def test_a_rule_is_a_command_for_each_pair_of_networks_and_list_of_ports():
    both = group("both", "10.0.1.0/24", "10.0.2.1-10.0.2.3", "2001:db8::1")
    mine = group("mine", "10.0.0.1", "2001:db8::/64")
    ports = ",".join(str(port) for port in range(1, 33, 2))
    text = only_file(
        rule("tcp", both, mine, ports="80,443,500-900"),
        rule("esp", ANYWHERE, mine, ports="", protocol="ESP"),
        rule("many", group("one", "10.0.0.9"), group("mine", "10.0.0.1"), ports, protocol="UDP"),
        rule("every", group("one", "10.0.0.9"), mine, "0-65535", protocol="UDP"),
    )
    assert lines_of(text) == [
        "u allow proto tcp from 10.0.1.0/24 to 10.0.0.1 port 80,443,500:900",
        "u allow proto tcp from 10.0.2.1 to 10.0.0.1 port 80,443,500:900",
        "u allow proto tcp from 10.0.2.2/31 to 10.0.0.1 port 80,443,500:900",
        "u allow proto tcp from 2001:db8::1 to 2001:db8::/64 port 80,443,500:900",
        "u allow proto esp from any to 10.0.0.1",
        "u allow proto esp from any to 2001:db8::/64",
        "u allow proto udp from 10.0.0.9 to 10.0.0.1 port 1,3,5,7,9,11,13,15,17,19,21,23,25,27,29",
        "u allow proto udp from 10.0.0.9 to 10.0.0.1 port 31",
        "u allow proto udp from 10.0.0.9 to 10.0.0.1",
    ]


def test_hosts_whose_addresses_nobody_knows_are_matched_by_none():
    admins = group("admins", "10.9.0.0/24")
    text = only_file(rule("a", ANYWHERE, group("mine")), rule("b", admins, group("mine")))
    assert lines_of(text) == [
        "u allow proto tcp from any to any port 443",
        "u allow proto tcp from 10.9.0.0/24 to any port 443",
    ]


def test_the_comment_is_the_name_and_the_purpose_stands_above():
    assert """
# Example API. (example/api)
u allow proto tcp from 10.0.1.0/24 to 10.0.0.1 port 443 comment 'portsref it"s'
""" in only_file(rule("it's"))


def test_forwarding_is_closed_only_where_the_plan_states_the_networks():
    own = ["allow", "from", "10.42.0.0/16", "comment", "portsref pods"]
    found = commands_of(only_file(rule(), networks=STATED))
    assert [found[0], *found[2:]] == [
        own,
        ["route", "allow", "from", "10.42.0.0/16", "to", "any", "comment",
         "portsref from networks of pods"],
        ["route", "allow", "from", "any", "to", "10.42.0.0/16", "comment",
         "portsref to networks of pods"],
        ["route", "allow", "from", "10.43.0.0/16", "to", "any", "comment",
         "portsref from networks of Services"],
        ["route", "allow", "from", "any", "to", "10.43.0.0/16", "comment",
         "portsref to networks of Services"],
        ["default", "deny", "routed"],
        ["default", "deny", "incoming"],
    ]  # fmt: skip
    assumed = replace(STATED, pods_assumed_from="k3s", travel=("routed",))
    found = commands_of(only_file(rule(), networks=assumed))
    assert found[1:] == [["default", "allow", "routed"], ["default", "deny", "incoming"]]


def test_delete_takes_every_rule_back_and_closes_nothing():
    text = only_file(rule(), networks=STATED)
    added, deleted = commands_of(text), commands_of(text, "delete")
    assert [["route", *each[2:]] if each[0] == "route" else each[1:] for each in deleted] == [
        ["route", *each[1:]] if each[0] == "route" else each for each in added[:-2]
    ]
    assert {each[1] if each[0] == "route" else each[0] for each in deleted} == {"delete"}


@pytest.mark.skipif(which("sh") is None, reason="there is no shell")
def test_another_argument_is_refused():
    done = subprocess.run(
        ["sh", "-s", "remove"],  # noqa: S607
        input=only_file(rule()).encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2


def test_a_delta_adds_and_deletes_and_leaves_all_else():
    closes = replace(rule("closes", ports="80"), action="remove")
    rules = replace(rule_set(rule("opens"), closes), networks=STATED)
    [text] = files(rules, provenance=Provenance(delta="both")).values()
    between = ["proto", "tcp", "from", "10.0.1.0/24", "to", "10.0.0.1", "port"]
    assert commands_of(text) == [
        ["allow", *between, "443", "comment", "portsref opens"],
        ["delete", "allow", *between, "80", "comment", "portsref closes"],
    ]


def test_what_cannot_be_said_is_left_out_with_the_reason():
    sctp, icmp, ipip = (
        rule(name, ports="5" if name == "SCTP" else "", protocol=name)
        for name in ("SCTP", "ICMP", "IPIP")
    )
    nobody = rule("nobody", group("nobody"))
    header = rule("ah", ANYWHERE, group("six", "2001:db8::1"), "", protocol="AH")
    zero = rule("zero", ports="0-9")
    export = EXPORTER.export(rule_set(rule("a"), sctp, icmp, ipip, nobody, header, zero))
    unknown = [Message(NO_PROTOCOL, {"protocol": name}) for name in ("SCTP", "ICMP", "IPIP")]
    assert export.left_out == (
        *(LeftOut(*each) for each in zip((sctp, icmp, ipip), unknown, strict=True)),
        LeftOut(nobody, NOBODYS_ADDRESS),
        LeftOut(header, NO_AH_IN_IPV6),
        LeftOut(zero, NO_PORT_0),
    )
    assert "# - SCTP: ufw has no rules for SCTP\n" in export.files[0].content.decode()
