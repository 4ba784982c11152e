"""nftables on hosts: a file a group, which nft accepts whatever the texts are."""

import re
from dataclasses import replace
from shutil import which

import pytest

from portsref.exporters.host.hosts import NOBODYS_ADDRESS, NOT_LINUX
from portsref.exporters.host.nftables import EXPORTER
from portsref.exporters.left_out import LeftOut
from portsref.planning.choice import Choice
from portsref.planning.document import document_from
from portsref.planning.pod_network import PodNetwork
from portsref.planning.rules import ANYWHERE, Endpoint
from tests.exporters.hostile import hostile_rules
from tests.exporters.judges import judge
from tests.exporters.rule_sets import cause, group, rule, rule_set

needs_nft = pytest.mark.skipif(which("nft") is None, reason="nft is not installed")


def files(rules):
    return {file.name: file.content.decode() for file in EXPORTER.export(rules).files}


def lines_of(rules):
    """What the only file accepts by the plan's rules."""
    [text] = files(rules).values()
    return [line.strip() for line in text.splitlines() if "accept comment" in line]


def planned(rules, **what):
    """The rules with a plan of these groups."""
    data = {"schema": "portsref.plan/v1", "title": "Example plan"}
    return replace(rules, document=document_from(data | what))


@needs_nft
def test_nft_accepts_every_reference_plan(catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        for text in files(rules).values():
            assert judge("nft", "-c", "-f", "-", content=text.encode()) == ""


@needs_nft
def test_nothing_hostile_leaves_its_place():
    written = files(rule_set(*hostile_rules()))
    assert len(written) == 11
    for text in written.values():
        assert judge("nft", "-c", "-f", "-", content=text.encode()) == ""
        assert re.findall("^[^#\t\n].*", text, re.MULTILINE)[:2] == [
            "table inet portsref",
            "delete table inet portsref",
        ]
        assert text.isprintable() is False
        assert all(line.isprintable() for line in text.replace("\t", "").splitlines())


def test_each_group_that_anybody_reaches_has_a_file():
    rules = rule_set(
        rule("a", destination=group("工作", "10.0.0.1")),
        rule("b", destination=group("Two words", "10.0.0.2")),
        rule("c", destination=group("two-words", "10.0.0.3")),
    )
    assert list(files(rules)) == [
        "example-plan-rules.two-words-623c900e.nft",
        "example-plan-rules.two-words-65766ae4.nft",
        "example-plan-rules.group-bc62d1b6.nft",
    ]


def test_the_name_of_a_file_says_the_phase_that_was_chosen():
    export = EXPORTER.export(rule_set(rule()), Choice(phase="operation"))
    assert [file.name for file in export.files] == [
        "example-plan-rules-operation.control-plane.nft"
    ]


def test_rules_match_both_ends_protocol_and_ports_and_bear_their_name():
    both = group("both", "10.0.1.0/24", "10.0.1.7", "10.0.2.1-10.0.2.5", "2001:db8::1")
    mine = group("mine", "10.0.0.1", "2001:db8::/64")
    assert lines_of(
        rule_set(
            rule("one", both, mine, ports="443"),
            rule("many", both, group("mine", "10.0.0.1"), ports="80,443,500-900"),
            rule("sctp", ANYWHERE, mine, ports="5", protocol="SCTP"),
            rule("esp", ANYWHERE, mine, ports="", protocol="ESP"),
            rule("ipip", both, mine, ports="", protocol="IPIP"),
            rule("ah", both, mine, ports="", protocol="AH"),
        )
    ) == [
        'ip saddr @both_v4 ip daddr @mine_v4 tcp dport 443 accept comment "one"',
        'ip6 saddr @both_v6 ip6 daddr @mine_v6 tcp dport 443 accept comment "one"',
        'ip saddr @both_v4 ip daddr @mine_v4 tcp dport { 80, 443, 500-900 } accept comment "many"',
        'ip daddr @mine_v4 sctp dport 5 accept comment "sctp"',
        'ip6 daddr @mine_v6 sctp dport 5 accept comment "sctp"',
        'ip daddr @mine_v4 meta l4proto 50 accept comment "esp"',
        'ip6 daddr @mine_v6 meta l4proto 50 accept comment "esp"',
        'ip saddr @both_v4 ip daddr @mine_v4 meta l4proto 4 accept comment "ipip"',
        'ip saddr @both_v4 ip daddr @mine_v4 meta l4proto 51 accept comment "ah"',
        'ip6 saddr @both_v6 ip6 daddr @mine_v6 ip6 nexthdr 51 accept comment "ah"',
    ]


def test_hosts_whose_addresses_are_not_known_have_a_file_all_the_same():
    assert lines_of(
        rule_set(
            rule("tcp", ANYWHERE, group("mine")),
            rule("icmpv6", ANYWHERE, group("mine"), ports="", protocol="ICMPv6"),
            rule("from", group("admins", "10.9.0.0/24"), group("mine")),
        )
    ) == [
        'tcp dport 443 accept comment "tcp"',
        'meta nfproto ipv6 meta l4proto 58 accept comment "icmpv6"',
        'ip saddr @admins_v4 tcp dport 443 accept comment "from"',
    ]


def test_equal_addresses_are_one_set_and_others_of_the_same_group_another():
    source = group("workers", "10.0.1.0/24", "2001:db8::/64")
    rules = rule_set(
        rule("a", source),
        rule("b", group("workers", "10.0.1.0/24")),
        rule("c", group("workers", "10.0.9.0/24")),
    )
    [text] = files(rules).values()
    assert re.findall(r"set (\w+) {", text) == [
        "workers_v4", "workers_v6", "control_plane_v4", "workers_v4_2",
    ]  # fmt: skip


def test_the_comment_above_a_rule_tells_purpose_and_rows():
    causes = (cause(), cause("example/other", purpose="Other."))
    [text] = files(rule_set(rule(causes=causes))).values()
    assert "\t\t# Example API. Other. (example/api, example/other)\n" in text
    [text] = files(rule_set(rule(causes=(cause(phase="installation"),)))).values()
    assert "\t\t# Example API. Only during the installation. (example/api)\n" in text


def test_who_has_no_addresses_is_left_out_and_told_in_the_file_of_the_group():
    unknown = rule("unknown", group("nobody"), group("mine", "10.0.0.1"))
    rules = rule_set(
        rule("known", destination=group("mine", "10.0.0.1")),
        unknown,
        rule("elsewhere", destination=group("other", "10.0.0.2")),
    )
    assert EXPORTER.export(rules).left_out == (LeftOut(unknown, NOBODYS_ADDRESS),)
    mine, other = files(rules).values()
    told = "# Left out, so these connections are closed:\n# - unknown: whoever connects has no"
    assert told in mine
    assert "Left out" not in other


def test_what_hosts_dial_is_not_filtered_and_so_not_left_out():
    outbound = rule("out", destination=Endpoint("registry", "outside"))
    export = EXPORTER.export(rule_set(rule(), outbound=(outbound,)))
    assert export.left_out == ()
    assert len(export.files) == 1


def test_windows_hosts_have_no_file():
    rules = planned(
        rule_set(rule("a", destination=group("windows", "10.0.0.1"))),
        groups=[{"name": "windows", "roles": ["worker"], "os": "windows"}],
    )
    assert [item.why for item in EXPORTER.export(rules).left_out] == [NOT_LINUX]
    assert files(rules) == {}


def test_pods_have_no_file_but_are_forwarded_by_every_host():
    rules = planned(
        rule_set(rule("a"), rule("b", destination=group("pods", "10.42.0.0/16"))),
        groups=[{"name": "pods", "roles": ["pod"], "addresses": ["10.42.0.0/16"]}],
    )
    [text] = files(rules).values()
    assert "# Pods' networks: 10.42.0.0/16, as the plan says.\n" in text
    assert "\t\tip daddr @networks_of_pods_v4 accept\n" in text
    assert EXPORTER.export(rules).left_out == ()


def test_pods_that_a_plan_states_by_their_network_have_no_file_either():
    pods = group("pods", "10.42.0.0/16")
    rules = rule_set(rule("a"), rule("b", destination=pods))
    assert len(files(rules)) == 2
    assert len(files(replace(rules, networks=PodNetwork(pods=pods.addresses)))) == 1


@pytest.mark.parametrize(
    ("networks", "told"),
    [
        (PodNetwork(), "# Pods' networks are not known: name them in the plan"),
        (
            PodNetwork(pods=group("", "10.42.0.0/16").addresses, pods_assumed_from="k3s"),
            "# Pods' networks: 10.42.0.0/16, taken for granted, as k3s documents them: check them.",
        ),
    ],
)
def test_forwarding_is_left_alone_where_the_plan_does_not_state_the_networks(networks, told):
    [text] = files(replace(rule_set(rule()), networks=networks)).values()
    assert told in text
    assert "chain forward" not in text


def test_a_plan_without_kube_proxy_is_told_that_its_substitute_goes_round_the_filter():
    [without] = files(rule_set(rule())).values()
    assert "# The plan lists no kube-proxy." in without
    proxy = rule("p", causes=(cause("kubernetes/kube-proxy-healthz"),))
    [text] = files(rule_set(proxy)).values()
    assert "lists no kube-proxy" not in text


@needs_nft
def test_applying_it_twice_changes_nothing(tmp_path, catalogue_rule_sets):
    for number, text in enumerate(files(catalogue_rule_sets[-2]).values()):
        file = tmp_path / f"{number}.nft"
        file.write_text(text)
        script = f"nft -f {file} && nft list ruleset >{file}.1 && nft -f {file}"
        script += f" && nft list ruleset | cmp - {file}.1 && nft delete table inet portsref"
        assert judge("sh", "-ec", script) == ""
