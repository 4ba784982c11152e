"""Scripts of a kit for hosts without a shell, and for Windows."""

import re
from dataclasses import replace

import kubernetes_validate
import pytest
import yaml
from hypothesis import given, settings

from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules
from portsref.verification.probes.fields import encode_field
from portsref.verification.probes.kit import kit_files
from portsref.verification.probes.windows import powershell_script
from tests.exporters.hostile_texts import TEXTS
from tests.verification.probes.kits import RUN
from tests.verification.probes.situations import plan
from tests.verification.probes.test_scripts import PLANS, kit_of, rules


@pytest.mark.parametrize("name", ["hostile", "rke2-cilium"])
def test_manifests_are_what_kubernetes_takes_and_hold_the_same_scripts(name, catalogue):
    kit = kit_of(rules(PLANS[name], catalogue))
    for kind in ("listen", "dial"):
        text = kit[f"kubernetes-{kind}.yaml"]
        namespace, config, daemons = yaml.load_all(text, yaml.CSafeLoader)
        for each in (namespace, config, daemons):
            kubernetes_validate.validate(each, "1.37", strict=True)
        assert config["data"]
        assert {file: kit[file] for file in config["data"]} == config["data"]
        pod = daemons["spec"]["template"]["spec"]
        assert pod["hostNetwork"]
        assert pod["volumes"][0]["configMap"]["name"] == config["metadata"]["name"]
        assert {each["metadata"].get("namespace") for each in (config, daemons)} == {
            namespace["metadata"]["name"]
        }


def test_only_nodes_with_linux_are_in_manifests(catalogue):
    kit = kit_of(rules(PLANS["rke2-cilium"], catalogue))
    [_, config, _] = yaml.load_all(kit["kubernetes-dial.yaml"], yaml.CSafeLoader)
    assert set(config["data"]) == {
        "dial-control-plane.sh", "dial-etcd.sh", "dial-workers.sh",
    }  # fmt: skip


@pytest.fixture(scope="module")
def rule_set(catalogue):
    document = plan()
    document["groups"][1]["roles"] = ["worker", "storage"]
    return plan_rules(document_from(document), catalogue)


@settings(max_examples=20)
@given(text=TEXTS)
def test_no_text_breaks_a_manifest(text, rule_set):
    hostile = replace(rule_set, document=rule_set.document.model_copy(update={"title": text}))
    for file in kit_files(hostile, RUN):
        if file.name.endswith(".yaml"):
            found = list(yaml.load_all(file.content.decode(), yaml.CSafeLoader))
            assert [each["kind"] for each in found] == ["Namespace", "ConfigMap", "DaemonSet"]


QUOTES = "'‘’‚‛"


@given(text=TEXTS)
def test_a_text_of_powershell_ends_where_its_quotes_do(text):
    script = "".join(
        powershell_script(
            [text], {"Said": text}, {"NameOf": {"own": encode_field(text)}}, [[encode_field(text)]]
        )
    )
    lines = script.splitlines()
    word = rf"'(?:[^{QUOTES}]|([{QUOTES}])[{QUOTES}])*'"
    assert re.fullmatch(rf"\$Said = {word}", next(x for x in lines if x.startswith("$Said")))
    assert re.fullmatch(
        rf"\$NameOf = @\{{ own = {word} \}}", next(x for x in lines if x.startswith("$NameOf"))
    )
    begin = lines.index("$Table = @'")
    assert lines[begin + 2] == "'@"
    assert lines[0].startswith("\ufeff#")


def test_windows_and_people_have_a_script_and_nodes_have_none(catalogue):
    kit = kit_of(rules(PLANS["rke2-cilium"], catalogue))
    assert [name for name in kit if name.endswith(".ps1")] == ["dial-admins.ps1"]
