"""Calico: sets and policies that its resources accept, and that decide as the rules say."""

import re
from ipaddress import ip_network

import pytest
import yaml

from portsref.exporters.host.calico import EXPORTER, NO_AH_IN_IPV6
from portsref.exporters.host.hosts import NOBODYS_ADDRESS
from portsref.planning.rules import ANYWHERE
from portsref.ports import PortSet
from portsref.protocols import find_protocol
from tests.exporters.hostile import hostile_rules
from tests.exporters.rule_sets import group, rule, rule_set
from tests.exporters.sampling import disagreements
from tests.exporters.schemas import against_schema

# what the reference of selectors allows, of which the files use no more
TERM = r"[a-z/]{1,63} (?:== '[a-z0-9-]{1,63}'|in \{ '[a-z0-9-]{1,63}', '[a-z0-9-]{1,63}' \})"
HOSTS = r"has\(portsref/group-[a-z0-9-]{1,63}\)"
SELECTOR = re.compile(f"{TERM} && {TERM}|{HOSTS}")
NAME = re.compile("[a-z0-9]([-a-z0-9]{0,251}[a-z0-9])?")  # RFC 1123
LABEL = re.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")


def files(rules):
    return {file.name: file.content.decode() for file in EXPORTER.export(rules).files}


def objects(text):
    return list(yaml.load_all(text, yaml.CSafeLoader))


def policies(text):
    return [one for one in objects(text) if one["kind"] == "GlobalNetworkPolicy"]


def refusals(text):
    """What Calico would refuse, by its resources' schemas and by what its reference says."""
    found = [error for one in objects(text) for error in against_schema(one)]
    names = [(one["kind"], one["metadata"]["name"]) for one in objects(text)]
    found += [f"{name} twice" for name in set(names) if names.count(name) > 1]
    found += [name for _, name in names if not NAME.fullmatch(name)]
    for one in objects(text):
        found += [v for v in one["metadata"]["labels"].values() if not LABEL.fullmatch(v)]
        for net in one["spec"].get("nets", ()):
            ip_network(net)
    for policy in policies(text):
        found += _wrong_policy(policy["spec"])
    return found


def _wrong_policy(spec):
    if spec.get("preDNAT") and not (spec["applyOnForward"] and spec["types"] == ["Ingress"]):
        yield "a policy before DNAT applies on forward, and to ingress alone"
    for one in spec["ingress"]:
        for end in (one.get("source", {}), one["destination"]):
            if "selector" in end and not SELECTOR.fullmatch(end["selector"]):
                yield end["selector"]
            if "selector" in end and end["namespaceSelector"] != "global()":
                yield "a selector that pods' labels may match"
            if len({ip_network(net).version for net in end.get("nets", ())}) > 1:
                yield "networks of both families in one rule"
        if len(one["destination"].get("ports", ())) > 50:
            yield "more than 50 ports"
        if "ports" in one["destination"] and one.get("protocol") not in ("TCP", "UDP", "SCTP"):
            yield "ports without a protocol that has them"


class Read:
    """The policies of a file in their order, with the networks that labels stand for.

    Host endpoints are those of the packets' destinations.
    """

    def __init__(self, text):
        self.sets = [one for one in objects(text) if one["kind"] == "GlobalNetworkSet"]
        ordered = sorted(policies(text), key=lambda one: one["spec"]["order"])
        self.rules = [one for policy in ordered for one in policy["spec"]["ingress"]]

    def decides(self, packet):
        for one in self.rules:
            if self._is_about(one, packet):
                return one["action"]
        return "passes"

    def _is_about(self, one, packet):
        protocol = one.get("protocol")
        return (
            one.get("icmp") is None
            and (protocol is None or find_protocol(str(protocol)).name == packet.protocol)
            and one.get("ipVersion", packet.source.version) == packet.source.version
            and self._is_at(one.get("source"), packet.source)
            and self._is_at(one["destination"], packet.destination)
            and ("ports" not in one["destination"] or packet.port in _ports(one))
        )

    def _is_at(self, end, address):
        if end is None:
            return True
        if re.fullmatch(HOSTS, end.get("selector", "")):
            return True
        nets = end.get("nets") or self._networks(end["selector"])
        return any(address in ip_network(net) for net in nets)

    def _networks(self, selector):
        terms = [term.split(" ", 1) for term in selector.split(" && ")]
        for one in self.sets:
            labels = one["metadata"]["labels"]
            if all(labels.get(key) in re.findall("'(.*?)'", values) for key, values in terms):
                yield from one["spec"]["nets"]


def _ports(one):
    return PortSet.parse(",".join(str(p).replace(":", "-") for p in one["destination"]["ports"]))


def test_the_resources_accept_every_reference_plan(catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        for text in files(rules).values():
            assert refusals(text) == []


def test_nothing_hostile_leaves_its_place():
    written = files(rule_set(*hostile_rules()))
    assert len(written) == 11
    for text in written.values():
        assert refusals(text) == []
        assert all(line.isprintable() for line in text.splitlines())
        denied = [one for policy in policies(text) for one in policy["spec"]["ingress"]]
        assert [one["action"] for one in denied].count("Deny") == 1


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("action: Deny", "action: Drop"),
        ("preDNAT: true", "preDnat: true"),
        ("protocol: TCP", "protocl: TCP"),
        ("namespaceSelector: global()", "namespaceSelector: all()"),
        ("applyOnForward: true", "applyOnForward: false"),
        ("portsref/from == 'workers-v4'", "portsref/from = 'workers-v4'"),
    ],
)
def test_what_is_wrong_is_refused(right, wrong):
    [text] = files(rule_set(rule())).values()
    assert right in text
    assert refusals(text.replace(right, wrong))


def test_a_file_decides_as_the_rules_say(catalogue_rule_sets):
    found = disagreements(
        EXPORTER, catalogue_rule_sets, Read, lambda read, packet: read.decides(packet) != "Deny"
    )
    assert list(found) == []


def test_what_is_not_for_the_hosts_passes():
    [text] = files(rule_set(rule())).values()
    [last] = policies(text)[-1]["spec"]["ingress"]
    hosts = {"selector": "has(portsref/group-control-plane)", "namespaceSelector": "global()"}
    assert last == {"action": "Deny", "destination": hosts}


def test_addresses_of_the_plan_are_those_of_sources_alone():
    [text] = files(rule_set(rule())).values()
    sets = [one for one in objects(text) if one["kind"] == "GlobalNetworkSet"]
    assert [one["spec"]["nets"] for one in sets] == [["10.0.1.0/24"]]


def test_a_rule_selects_sets_of_both_families_and_bears_its_id():
    both = group("both", "10.0.1.0/24", "2001:db8::1")
    mine = group("mine", "10.0.0.1", "2001:db8:1::1")
    [text] = files(rule_set(rule("first one", both, mine, "80,500-900"))).values()
    assert (
        text[text.index("    # Example API") : text.index("---\n", text.index("# Example API"))]
        == """\
    # Example API. (example/api)
    - action: Allow
      metadata:
        annotations:
          portsref/rule: "first-one-92ccbf01"
      protocol: TCP
      source:
        selector: "portsref/to == 'mine' && portsref/from in { 'both-v4', 'both-v6' }"
        namespaceSelector: global()
      destination:
        selector: "has(portsref/group-mine)"
        namespaceSelector: global()
        ports:
          - 80
          - "500:900"
"""
    )


def allowed(*rules):
    [text] = files(rule_set(*rules)).values()
    first = policies(text)[0]["spec"]["ingress"]
    return [one for one in first if "icmp" not in one]


def test_any_address_keeps_to_the_families_of_the_hosts():
    [one] = allowed(rule(source=ANYWHERE, destination=group("mine", "10.0.0.1")))
    assert (one["ipVersion"], one.get("source")) == (4, None)
    [one] = allowed(rule(source=ANYWHERE, destination=group("mine")))
    assert (one.get("ipVersion"), one.get("source")) == (None, None)


def test_protocols_without_a_name_are_numbers():
    both, mine = group("both", "10.0.1.0/24"), group("mine", "10.0.0.1")
    rules = [rule(name, both, mine, "", protocol=name) for name in ("ESP", "AH", "IPIP", "ICMP")]
    assert [one["protocol"] for one in allowed(*rules)] == [50, 51, 4, "ICMP"]


def test_multicast_is_named_by_its_address_in_each_family():
    mine = group("mine", "10.0.0.1", "2001:db8::1")
    to_all = group("mine", "224.0.0.18", "ff02::12")
    found = allowed(rule("vrrp", mine, to_all, "", protocol="VRRP"), rule(destination=mine))
    assert [one["destination"].get("nets") for one in found] == [
        ["224.0.0.18/32"], ["ff02::12/128"], None,
    ]  # fmt: skip


def test_more_ports_than_a_list_takes_are_several_rules():
    ports = ",".join(str(port) for port in range(1, 200, 2))
    assert [len(one["destination"]["ports"]) for one in allowed(rule(ports=ports))] == [50, 50]


def test_more_rules_than_a_policy_takes_are_several_policies():
    [text] = files(rule_set(*(rule(f"rule-{number}") for number in range(1100)))).values()
    assert [(one["metadata"]["name"], len(one["spec"]["ingress"])) for one in policies(text)] == [
        ("portsref-control-plane", 1000),
        ("portsref-control-plane-2", 100),
        ("portsref-control-plane-rest", 1),
    ]


def test_what_no_policy_can_say_is_left_out_with_the_reason():
    six, mine = group("six", "2001:db8::1"), group("mine", "2001:db8:1::1")
    left = [rule("ah", six, mine, "", protocol="AH"), rule("nobody", group("nobody"), mine)]
    export = EXPORTER.export(rule_set(*left, rule("kept", six, mine)))
    assert [item.why for item in export.left_out] == [NO_AH_IN_IPV6, NOBODYS_ADDRESS]
