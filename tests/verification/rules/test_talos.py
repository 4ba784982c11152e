"""Talos: its ingress firewall, with both default actions."""

import pytest

from tests.verification.rules.reading import beside, rules_of, states

WEB = rules_of(("web", "TCP", "80,443"))
BLOCK = "apiVersion: v1alpha1\nkind: NetworkDefaultActionConfig\ningress: block\n"
ACCEPT = BLOCK.replace("block", "accept")


def rule(ports="80-443", protocol="tcp", subnet="10.9.0.0/24", more=""):
    return (
        "apiVersion: v1alpha1\nkind: NetworkRuleConfig\nname: web\nportSelector:\n"
        f"  ports: [{ports}]\n  protocol: {protocol}\ningress:\n  - subnet: {subnet}\n{more}"
    )


@pytest.mark.parametrize(
    ("documents", "state"),
    [
        ([BLOCK, rule()], "open"),
        ([BLOCK, rule("80, 443")], "open"),
        ([BLOCK, rule(subnet="10.9.0.0/25")], "partly"),
        ([BLOCK, rule(more="    except: 10.9.0.0/26\n")], "partly"),
        ([BLOCK, rule(protocol="udp")], "closed"),
        ([BLOCK], "closed"),
        ([ACCEPT], "open"),
        ([rule(subnet="10.8.0.0/24")], "closed"),
        ([ACCEPT, rule(subnet="10.8.0.0/24")], "closed"),
        ([ACCEPT, rule("22", subnet="10.8.0.0/24")], "open"),
    ],
)
def test_rules(documents, state):
    assert states("---\n".join(documents), WEB) == {"servers-own-web": state}


def test_what_talos_opens_is_judged():
    assert beside("---\n".join([BLOCK, rule("22")]), WEB) == ["nobody | TCP 22 from 10.9.0.0/24"]
