"""Our own files, once they are in force, open all that they say, and nothing that nobody needs."""

from shutil import which

import pytest

from portsref.planning.document import Pick, parse_document
from portsref.planning.engine import plan_rules
from portsref.verification.rules.checking import check_rules
from tests.verification.rules.printed import as_printed, written
from tests.verification.rules.reading import CATALOGUE, PLANS, rules_of_plan

FORMATS = (
    "nftables", "iptables", "firewalld", "ufw", "talos", "aws-cloudformation", "azure-nsg",
    "gcp-terraform",
)  # fmt: skip
TOOLS = {"nftables": "nft", "firewalld": "firewall-offline-cmd", "ufw": "ufw"}
PLAN_NAMES = sorted(path.stem for path in PLANS.glob("*.yaml"))


@pytest.mark.parametrize("plan", PLAN_NAMES)
@pytest.mark.parametrize("format_", FORMATS)
def test_own_exports_read_back_are_open_and_needed(format_, plan, tmp_path):
    read_back(format_, rules_of_plan(plan), tmp_path)


@pytest.mark.parametrize("format_", ["nftables", "iptables", "firewalld", "ufw"])
def test_with_ipvs_node_ports_are_open_where_files_of_hosts_let_them_into_input(format_, tmp_path):
    kubeadm = document_from_file("kubeadm-ha-calico")
    ipvs = Pick(product="kubernetes", options={"kube-proxy-mode": "ipvs"})
    kept = [pick for pick in kubeadm.picks if pick.product != "kubernetes"]
    document = kubeadm.model_copy(update={"picks": (*kept, ipvs)})
    read_back(format_, plan_rules(document, CATALOGUE), tmp_path)


def document_from_file(name):
    return parse_document((PLANS / f"{name}.yaml").read_text())


def read_back(format_, rules, tmp_path):
    if format_ in TOOLS and not which(TOOLS[format_]):
        pytest.skip(f"{TOOLS[format_]} is not installed")
    files, left_out = written(format_, rules)
    found = check_rules(as_printed(format_, files, tmp_path), rules, CATALOGUE)
    written_for = {rule.destination.name for rule in rules.rules if _has_file(rule, files)}
    states = {
        rule.name: one.state.name
        for rule, one in zip(rules.all_rules, found.rules, strict=True)
        if rule.destination.name in written_for and rule.name not in left_out
    }
    assert states
    assert {name: state for name, state in states.items() if state != "open"} == {}
    assert [f"{one.place} {one.what}" for one in found.beside if one.state.name == "nobody"] == []
    assert [f"{one.place} {one.what}" for one in found.beside if one.state.name == "wider"] == []
    assert found.unread == ()


def _has_file(rule, files):
    """Tell whether some file is for the hosts that a rule is to."""
    return any(rule.name in one.text for one in files)
