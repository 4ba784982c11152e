"""iptables on a router: a file a family, which iptables-restore accepts whatever the texts are."""

from shutil import which

import pytest

from portsref.exporters.network.iptables_router import EXPORTER
from tests.exporters.hostile import hostile_rules
from tests.exporters.judges import judge
from tests.exporters.rule_sets import group, rule, rule_set

needs_iptables = pytest.mark.skipif(
    which("iptables-restore") is None, reason="iptables is not installed"
)


def texts(rules):
    return [file.content.decode() for file in EXPORTER.export(rules).files]


def refusals(rules):
    commands = ("iptables-restore", "ip6tables-restore")
    pairs = zip(commands, texts(rules), strict=True)
    return [judge(command, "--test", content=text.encode()) for command, text in pairs]


@needs_iptables
def test_iptables_restore_accepts_every_reference_plan_and_hostile_texts(catalogue_rule_sets):
    for rules in (*catalogue_rule_sets, rule_set(*hostile_rules())):
        assert refusals(rules) == ["", ""]


def test_a_file_of_each_family_says_the_rules_of_it():
    ipv4, ipv6 = texts(rule_set(rule(), rule("no pair", destination=group("a", "2001:db8::1"))))
    assert (
        ipv4[ipv4.index("*filter") :]
        == """\
*filter
:PORTSREF-ROUTER - [0:0]
-A FORWARD -j PORTSREF-ROUTER
-A PORTSREF-ROUTER -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
# from workers
:PORTSREF-ROUTER-S1 - [0:0]
# to control-plane
:PORTSREF-ROUTER-D1 - [0:0]
# Example API. (example/api)
-A PORTSREF-ROUTER-D1 -p tcp -m tcp --dport 443 -m comment --comment "rule" -j ACCEPT
-A PORTSREF-ROUTER-S1 -d 10.0.0.1 -j PORTSREF-ROUTER-D1
-A PORTSREF-ROUTER -s 10.0.1.0/24 -j PORTSREF-ROUTER-S1
-A PORTSREF-ROUTER -j DROP
COMMIT
"""
    )
    assert "ACCEPT" not in ipv6.replace("ESTABLISHED -j ACCEPT", "")
