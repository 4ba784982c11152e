"""nftables on a router: one file of all flows, which nft accepts whatever the texts are."""

from shutil import which

import pytest

from portsref.exporters.left_out import LeftOut
from portsref.exporters.network.ends import NO_ADDRESSES, ON_ONE_LINK
from portsref.exporters.network.nftables_router import EXPORTER
from portsref.planning.rules import ANYWHERE, Endpoint
from tests.exporters.hostile import hostile_rules
from tests.exporters.judges import judge
from tests.exporters.rule_sets import group, rule, rule_set

needs_nft = pytest.mark.skipif(which("nft") is None, reason="nft is not installed")
OUTSIDE = Endpoint("registry", "outside")


def text_of(rules):
    return EXPORTER.export(rules).file.content.decode()


@needs_nft
def test_nft_accepts_every_reference_plan(catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        assert judge("nft", "-c", "-f", "-", content=text_of(rules).encode()) == ""


@needs_nft
def test_nothing_hostile_leaves_its_place():
    text = text_of(rule_set(*hostile_rules()))
    assert judge("nft", "-c", "-f", "-", content=text.encode()) == ""
    assert [line for line in text.splitlines() if line[:1] not in ("#", "\t", "")] == [
        "table inet portsref_router",
        "delete table inet portsref_router",
        "table inet portsref_router {",
        "}",
    ]


def test_a_file_says_sets_and_rules_between_them():
    text = text_of(rule_set(rule(), rule("any", ANYWHERE, ports="80,443")))
    assert (
        text[text.index("table inet portsref_router {") :]
        == """\
table inet portsref_router {
	# workers
	set workers_v4 {
		type ipv4_addr
		flags interval
		elements = { 10.0.1.0/24 }
	}

	# control-plane
	set control_plane_v4 {
		type ipv4_addr
		flags interval
		elements = { 10.0.0.1 }
	}

	chain forward {
		type filter hook forward priority filter; policy drop;
		ct state established,related accept
		# Example API. (example/api)
		ip saddr @workers_v4 ip daddr @control_plane_v4 tcp dport 443 accept comment "rule"
		# Example API. (example/api)
		ip daddr @control_plane_v4 tcp dport { 80, 443 } accept comment "any"
	}
}
"""
    )


def test_ends_without_addresses_and_multicast_of_a_link_are_left_out_and_told():
    rules = (
        rule("to", destination=OUTSIDE),
        rule("from", OUTSIDE),
        rule("vrrp", destination=group("a", "224.0.0.18", "ff02::12"), ports="", protocol="VRRP"),
        rule("wide", destination=group("a", "239.0.0.1")),
    )
    assert EXPORTER.export(rule_set(*rules)).left_out == (
        LeftOut(rules[0], NO_ADDRESSES),
        LeftOut(rules[1], NO_ADDRESSES),
        LeftOut(rules[2], ON_ONE_LINK),
    )
    assert "# - vrrp: multicast of one link passes no router\n" in text_of(rule_set(*rules))
