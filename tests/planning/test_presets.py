import pytest

from portsref.planning.engine import plan_rules
from portsref.planning.presets import PRESETS, find_preset


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_preset_is_a_plan_in_which_nothing_is_wrong(preset, catalogue):
    rule_set = plan_rules(preset.document(), catalogue)
    assert rule_set.rules
    assert [finding for finding in rule_set.findings if finding.severity != "note"] == []


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_preset_has_addresses_for_documentation_only(preset):
    allowed = ("192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:")
    for group in preset.document().groups:
        assert group.addresses
        assert all(str(address).startswith(allowed) for address in group.addresses)


def test_a_preset_takes_its_words_from_the_reader():
    assert find_preset("eks").document(str.upper).title == "AMAZON EKS WITH PRIVATE NODES"


def test_there_is_no_preset_of_another_name():
    assert find_preset("nothing") is None
