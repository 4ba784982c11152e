"""iptables on hosts: two files a group, which iptables-restore accepts whatever the texts are."""

from dataclasses import replace
from shutil import which

import pytest

from portsref.exporters.host.hosts import NOBODYS_ADDRESS
from portsref.exporters.host.iptables import EXPORTER
from portsref.exporters.left_out import LeftOut
from portsref.planning.pod_network import PodNetwork
from portsref.planning.rules import ANYWHERE
from tests.exporters.hostile import hostile_rules
from tests.exporters.judges import judge
from tests.exporters.rule_sets import cause, group, rule, rule_set

needs_iptables = pytest.mark.skipif(
    which("iptables-restore") is None, reason="iptables is not installed"
)
STATED = PodNetwork(
    pods=group("", "10.42.0.0/16", "2001:db8:42::/56").addresses,
    services=group("", "10.43.0.0/16").addresses,
)


def files(rules):
    return {file.name: file.content.decode() for file in EXPORTER.export(rules).files}


def lines_of(rules, family):
    """What one file of the two says of the plan's rules, without its comments."""
    text = files(rules)[f"example-plan-rules.mine.v{family}.iptables"]
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return [line for line in lines if "HOST-S1" in line or "HOST-D" in line]


def refusals(rules):
    """What iptables-restore and ip6tables-restore say against the files."""
    return [
        refused
        for name, text in files(rules).items()
        if (
            refused := judge(
                "ip6tables-restore" if ".v6." in name else "iptables-restore",
                "--test",
                content=text.encode(),
            )
        )
    ]


@needs_iptables
def test_iptables_restore_accepts_every_reference_plan(catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        assert refusals(rules) == []


@needs_iptables
def test_nothing_hostile_leaves_its_place():
    rules = replace(rule_set(*hostile_rules()), networks=STATED)
    assert refusals(rules) == []
    for text in files(rules).values():
        starts = {line.split(" ")[0][:2] for line in text.splitlines()}
        assert starts == {"#", "*m", "*f", ":P", "-A", "CO"}
        tables = [line for line in text.splitlines() if line[:1] == "*"]
        assert tables == ["*mangle", "*filter"]
        assert all(line.isprintable() for line in text.splitlines())
        assert all(len(line.encode()) < 10_240 for line in text.splitlines())
        drops = [line for line in text.splitlines() if line.endswith("-j DROP") and line[0] != "#"]
        assert drops == ["-A PORTSREF-HOST -j DROP", "-A PORTSREF-FORWARD -j DROP"]


def test_chains_lead_from_sources_to_destinations_and_their_rules():
    both = group("both", "10.0.1.0/24", "10.0.2.1-10.0.2.5", "2001:db8::1")
    mine = group("mine", "10.0.0.1", "2001:db8::/64")
    rules = rule_set(
        rule("tcp", both, mine),
        rule("few", both, mine, ports="80,443,500-900", protocol="SCTP"),
        rule("esp", both, mine, ports="", protocol="ESP"),
        rule("ipip", both, mine, ports="", protocol="IPIP"),
        rule("ah", both, mine, ports="", protocol="AH"),
    )
    to = "-A PORTSREF-HOST-D1"
    assert lines_of(rules, 4) == [
        ":PORTSREF-HOST-S1 - [0:0]",
        ":PORTSREF-HOST-D1 - [0:0]",
        f'{to} -p tcp -m tcp --dport 443 -m comment --comment "tcp" -j ACCEPT',
        f'{to} -p sctp -m multiport --dports 80,443,500:900 -m comment --comment "few" -j ACCEPT',
        f'{to} -p 50 -m comment --comment "esp" -j ACCEPT',
        f'{to} -p 4 -m comment --comment "ipip" -j ACCEPT',
        f'{to} -p 51 -m comment --comment "ah" -j ACCEPT',
        "-A PORTSREF-HOST-S1 -d 10.0.0.1 -j PORTSREF-HOST-D1",
        "-A PORTSREF-HOST -s 10.0.1.0/24 -j PORTSREF-HOST-S1",
        "-A PORTSREF-HOST -m iprange --src-range 10.0.2.1-10.0.2.5 -j PORTSREF-HOST-S1",
    ]  # fmt: skip
    ipv6 = lines_of(rules, 6)
    assert "-A PORTSREF-HOST -s 2001:db8::1 -j PORTSREF-HOST-S1" in ipv6
    assert f'{to} -m ah --ahspi 0:4294967295 -m comment --comment "ah" -j ACCEPT' in ipv6
    assert not any("ipip" in line for line in ipv6)


def test_more_ports_than_a_match_takes_are_several_lines():
    ports = ",".join(str(port) for port in range(1, 33, 2)) + ",100-200"
    mine = group("mine", "10.0.0.1")
    lines = [
        line for line in lines_of(rule_set(rule("many", None, mine, ports)), 4) if "-p" in line
    ]
    assert [line.split()[7] for line in lines] == [
        "1,3,5,7,9,11,13,15,17,19,21,23,25,27,29",
        "31,100:200",
    ]


def test_anybody_and_hosts_without_addresses_need_no_match():
    assert lines_of(rule_set(rule("any", ANYWHERE, group("mine"))), 6)[2:] == [
        '-A PORTSREF-HOST-D1 -p tcp -m tcp --dport 443 -m comment --comment "any" -j ACCEPT',
        "-A PORTSREF-HOST-S1 -j PORTSREF-HOST-D1",
        "-A PORTSREF-HOST -j PORTSREF-HOST-S1",
    ]


def test_the_comment_above_a_rule_tells_purpose_and_rows():
    [text, _] = files(rule_set(rule(causes=(cause(phase="installation"),)))).values()
    assert "\n# Example API. Only during the installation. (example/api)\n-A" in text


def test_who_has_no_addresses_is_left_out_and_told():
    unknown = rule("unknown", group("nobody"))
    rules = rule_set(rule("known"), unknown)
    assert EXPORTER.export(rules).left_out == (LeftOut(unknown, NOBODYS_ADDRESS),)
    assert all("# - unknown: whoever connects has no" in text for text in files(rules).values())


def test_forwarding_is_closed_only_where_the_plan_states_the_networks():
    [text, ipv6] = files(replace(rule_set(rule()), networks=STATED)).values()
    assert (
        text[text.index("*filter") :]
        == """\
*filter
:PORTSREF-FORWARD - [0:0]
-A FORWARD -j PORTSREF-FORWARD
-A PORTSREF-FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A PORTSREF-FORWARD -s 10.42.0.0/16 -j ACCEPT
-A PORTSREF-FORWARD -d 10.42.0.0/16 -j ACCEPT
-A PORTSREF-FORWARD -s 10.43.0.0/16 -j ACCEPT
-A PORTSREF-FORWARD -d 10.43.0.0/16 -j ACCEPT
-A PORTSREF-FORWARD -j DROP
COMMIT
"""
    )
    assert "-A PORTSREF-FORWARD -s 2001:db8:42::/56 -j ACCEPT" in ipv6
    assert not any("*filter" in text for text in files(rule_set(rule())).values())


@needs_iptables
def test_applying_it_twice_changes_nothing_of_its_own_or_of_others(tmp_path):
    file = tmp_path / "rules"
    file.write_text(next(iter(files(replace(rule_set(rule()), networks=STATED)).values())))
    how = [line[6:] for line in file.read_text().splitlines() if line.startswith("#     ")]
    apply = "; ".join(how).replace("FILE", str(file))
    script = f"""
iptables -N KUBE-FORWARD && iptables -A FORWARD -j KUBE-FORWARD && iptables-save >{file}.0
{{ {apply}; }} 2>/dev/null
iptables-save | grep -v '^#' >{file}.1
{apply}
iptables-save | grep -v '^#' | cmp - {file}.1 && grep -q KUBE-FORWARD {file}.1
{how[0]}
! iptables-save | grep -e '-A FORWARD -j PORTSREF' -e '-A PREROUTING'
"""
    assert judge("sh", "-c", script) == ""
