"""firewalld: a script a group, whose configuration firewalld takes whatever the texts are."""

import re
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import replace
from shutil import which

import pytest

from portsref.exporters.host.firewalld import EXPORTER
from portsref.exporters.host.hosts import NOBODYS_ADDRESS
from portsref.exporters.host.matches import NO_AH_IN_IPV6
from portsref.exporters.left_out import LeftOut
from portsref.planning.pod_network import PodNetwork
from portsref.planning.rules import ANYWHERE
from portsref.ports import PortSet
from tests.exporters.host.reading import Line, differences, every_kind_of_rule, ranges, said_rules
from tests.exporters.hostile import hostile_rules
from tests.exporters.judges import warnings
from tests.exporters.rule_sets import group, rule, rule_set

needs_firewalld = pytest.mark.skipif(
    which("firewall-offline-cmd") is None, reason="firewalld is not installed"
)
FOLDERS = ("zones", "services", "policies", "ipsets", "icmptypes", "helpers")
POLICY = "policies/portsref-forward.xml"
PODS = group("", "10.42.0.0/16", "2001:db8:42::/56").addresses
STATED = PodNetwork(("encapsulated",), pods=PODS, services=group("", "10.43.0.0/16").addresses)


def files(rules):
    return {file.name: file.content.decode() for file in EXPORTER.export(rules).files}


def only_file(*rules, **what):
    [text] = files(replace(rule_set(*rules), **what)).values()
    return text


def write(texts, folder):
    """Run the scripts, each with names of its own, so that one look judges all."""
    for name in FOLDERS:
        (folder / name).mkdir(parents=True)
    (folder / "firewalld.conf").write_text("DefaultZone=public\n")
    for number, text in enumerate(texts):
        script = text.replace("portsref", f"p{number}")
        subprocess.run(["sh", "-s", str(folder)], input=script.encode(), check=True)  # noqa: S607


def refusal(folder):
    """What firewalld says against a folder of configuration: of a rule it only warns.

    That two rules of a plan accept the same is no fault.
    """
    of_its_own = ("--default-config", "/usr/lib/firewalld", "--check-config")
    said = warnings("firewall-offline-cmd", "--system-config", str(folder), *of_its_own)
    return [line for line in said.splitlines() if "already set, ignoring" not in line]


def documents(text):
    """The files of configuration that a script writes, by their paths."""
    written = re.findall(r"cat > \"\$to/(.*?)\" <<'END'\n(.*?)\nEND\n", text, re.DOTALL)
    return {path: ET.fromstring(content) for path, content in written}


def read(text):
    """What the zone of a script accepts of the plan's rules, by an own reader."""
    parts = documents(text)
    sets = {
        path[7:-4]: ranges(*(entry.text for entry in root.iter("entry")))
        for path, root in parts.items()
        if path.startswith("ipsets/")
    }
    return [
        line_of(each, sets)
        for each in parts["zones/portsref.xml"].iter("rule")
        if each.find("port") is not None
        or (each.find("protocol") is not None and each.find("source/[@address]") is None)
    ]


def line_of(each, sets):
    port = each.find("port")
    source, destination = (
        sets[end.get("ipset")] if (end := each.find(name)) is not None else ()
        for name in ("source", "destination")
    )
    if port is None:
        protocol, ports = int(each.find("protocol").get("value")), None
    else:
        protocol = {"tcp": 6, "udp": 17, "sctp": 132}[port.get("protocol")]
        ports = PortSet.parse(port.get("port"))
    family = {"ipv4": 4, "ipv6": 6}[each.get("family")]
    return Line(protocol, source, destination, ports, family)


@needs_firewalld
def test_firewalld_takes_every_reference_plan_and_every_hostile_text(catalogue_rule_sets, tmp_path):
    hostile = replace(rule_set(*hostile_rules(), *every_kind_of_rule()), networks=STATED)
    texts = [text for rules in (hostile, *catalogue_rule_sets) for text in files(rules).values()]
    write(texts, tmp_path)
    assert refusal(tmp_path) == []
    assert len(list((tmp_path / "zones").iterdir())) == len(texts)


@needs_firewalld
def test_firewalld_refuses_a_port_that_there_is_not(tmp_path):
    write([only_file(rule()).replace('port="443"', 'port="70000"')], tmp_path)
    assert any("INVALID_PORT" in line for line in refusal(tmp_path))


def test_hostile_texts_stay_in_comments_and_elements():
    for text in files(rule_set(*hostile_rules())).values():
        assert all(line.isprintable() for line in text.splitlines())
        for root in documents(text).values():
            assert {each.tag for each in root.iter()} <= {
                "zone", "policy", "ipset", "short", "description", "option", "entry", "rule",
                "source", "destination", "port", "protocol", "icmp-type", "accept",
                "ingress-zone", "egress-zone",
            }  # fmt: skip
        begun = [line for line in text.splitlines() if not line.startswith(("#", " ", "<"))]
        assert {line for line in begun if not line.startswith("cat > ")} == {
            "", "END", "set -eu", "to=${1:-/etc/firewalld}",
            'mkdir -p "$to/zones" "$to/ipsets" "$to/policies"',
            'rm -f "$to"/ipsets/portsref-*.xml',
        }  # fmt: skip


def test_what_a_zone_says_is_what_the_rules_say(catalogue_rule_sets):
    for rules in (rule_set(*every_kind_of_rule()), *catalogue_rule_sets):
        said = said_rules("firewalld", rules)
        for text in files(rules).values():
            title = re.search("What the hosts of “(.*)” must accept", text)[1]
            mine = [each for each in said if each.destination.name == title]
            assert mine
            assert differences(read(text), mine, title) == []


def test_a_zone_reads_like_this():
    both = group("both", "10.0.1.0/24", "2001:db8::1")
    text = only_file(
        rule("web", both, group("mine", "10.0.0.1"), "80,500-900"),
        rule("esp", ANYWHERE, group("mine"), ports="", protocol="ESP"),
    )
    zone = text[text.index("<zone") : text.index("</zone>")]
    said = zone[zone.index("  <!-- web") :]
    ends = '<source ipset="portsref-both-v4"/><destination ipset="portsref-mine-v4"/>'
    assert (
        said.replace(ends, "ENDS")
        == """\
  <!-- web: Example API. (example/api) -->
  <rule family="ipv4">ENDS<port port="80" protocol="tcp"/><accept/></rule>
  <rule family="ipv4">ENDS<port port="500-900" protocol="tcp"/><accept/></rule>
  <!-- esp: Example API. (example/api) -->
  <rule family="ipv4"><protocol value="50"/><accept/></rule>
  <rule family="ipv6"><protocol value="50"/><accept/></rule>
"""
    )
    assert "\n  <entry>10.0.1.0/24</entry>\n" in text


def test_names_of_sets_have_at_most_31_characters():
    names = ("workers of the first row", "workers of the first row 2", "A b", "a-b", "工作")
    texts = files(rule_set(*(rule(name, group(name, "10.0.0.1", "::1")) for name in names)))
    [sets] = [re.findall('ipsets/(.*?).xml"', text) for text in texts.values()]
    assert len(set(sets)) == 2 * len(names) + 1
    assert max(map(len, sets)) <= 31


def test_pods_reach_their_host_where_their_addresses_are_on_no_wire():
    source = '<rule family="ipv4"><source ipset="portsref-networks-of-pods-v4"/><accept/></rule>'
    text = only_file(rule(), networks=STATED)
    assert source in text[text.index("<zone") : text.index("</zone>")]
    assert "# Whoever comes with one of these addresses reaches all of the host" in text
    for travel in (("routed",), ("native",), ("encapsulated", "routed"), ()):
        text = only_file(rule(), networks=replace(STATED, travel=travel))
        assert source not in text[text.index("<zone") : text.index("</zone>")]
        assert "# Their addresses are seen between hosts" in text


def test_forwarding_is_closed_only_where_the_plan_states_the_networks():
    policy = documents(only_file(rule(), networks=STATED))[POLICY]
    assert policy.get("target") == "CONTINUE"
    named = [(end.tag, end.get("ipset")) for each in policy.iter("rule") for end in each]
    assert [each for each in named if each[1]] == [
        ("source", "portsref-networks-of-pods-v4"),
        ("source", "portsref-networks-of-pods-v6"),
        ("destination", "portsref-networks-of-pods-v4"),
        ("destination", "portsref-networks-of-pods-v6"),
        ("source", "portsref-networks-of-servi-v4"),
        ("destination", "portsref-networks-of-servi-v4"),
    ]
    assumed = replace(STATED, pods_assumed_from="k3s")
    policy = documents(only_file(rule(), networks=assumed))[POLICY]
    assert (policy.get("target"), policy.find("rule")) == ("ACCEPT", None)


def test_it_says_that_it_cannot_close_node_ports():
    assert "# which closes none of them: rules for them are for what listens by" in only_file(
        rule()
    )


def test_what_cannot_be_said_is_left_out_with_the_reason():
    nobody = rule("nobody", group("nobody"))
    header = rule("ah", ANYWHERE, group("six", "2001:db8::1"), "", protocol="AH")
    export = EXPORTER.export(rule_set(rule("a"), nobody, header))
    assert export.left_out == (LeftOut(nobody, NOBODYS_ADDRESS), LeftOut(header, NO_AH_IN_IPV6))
    assert "# - nobody: whoever connects has no" in export.files[0].content.decode()


def test_writing_it_twice_is_writing_it_once(tmp_path):
    older = only_file(rule(source=group("older", "10.0.7.0/24")))
    text = only_file(rule())
    for each in (older, text, text):
        subprocess.run(["sh", "-s", str(tmp_path)], input=each.encode(), check=True)  # noqa: S607
    found = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.xml")}
    assert found == set(documents(text))
