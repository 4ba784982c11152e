import pytest

from portsref.planning.engine import plan_rules
from portsref.planning.presets import PRESETS, find_preset

# What a product comes with, and nobody who starts from the preset can change.
TRUE_ALL_THE_SAME = {"harvester": {"product-unmaintained"}}


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_preset_is_a_plan_in_which_nothing_is_wrong(preset, catalogue):
    rule_set = plan_rules(preset.document(), catalogue)
    assert rule_set.rules
    grave = {finding.code for finding in rule_set.findings if finding.severity != "note"}
    assert grave == TRUE_ALL_THE_SAME.get(preset.name, set())


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_preset_has_addresses_for_documentation_only(preset):
    allowed = ("192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:")
    for group in preset.document().groups:
        assert group.addresses
        assert all(str(address).startswith(allowed) for address in group.addresses)


def test_a_preset_takes_its_words_from_the_reader():
    assert find_preset("eks").document(str.upper).title == "AMAZON EKS WITH PRIVATE NODES"


def test_what_a_preset_leaves_out_has_a_reason_in_the_readers_language():
    [reason] = [
        change.reason
        for change in find_preset("huawei-cce").document(str.upper).changes
        if change.excluded
    ]
    assert reason == "MONITORING READS THE KUBELET ON ITS ENCRYPTED PORT."


def test_there_is_no_preset_of_another_name():
    assert find_preset("nothing") is None
