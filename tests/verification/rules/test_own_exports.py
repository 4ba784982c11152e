"""Our own files, once they are in force, open all that they say, and nothing that nobody needs."""

from shutil import which

import pytest

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
    if format_ in TOOLS and not which(TOOLS[format_]):
        pytest.skip(f"{TOOLS[format_]} is not installed")
    rules = rules_of_plan(plan)
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
