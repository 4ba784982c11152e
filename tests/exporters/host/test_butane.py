"""Butane: a config for each pool, of the specification's fields, with a file that nft accepts."""

import re
from dataclasses import replace
from shutil import which

import pytest
import yaml
from jsonschema import Draft202012Validator

from portsref.exporters.host.butane import EXPORTER, NO_NODES
from portsref.planning.document import document_from
from portsref.planning.pod_network import PodNetwork
from portsref.planning.rules import ANYWHERE
from tests.exporters.hostile import hostile_rules
from tests.exporters.judges import judge
from tests.exporters.rule_sets import group, rule, rule_set

needs_nft = pytest.mark.skipif(which("nft") is None, reason="nft is not installed")
ROLE = "machineconfiguration.openshift.io/role"


def strict(**fields):
    """An object that has just these fields."""
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


# of the fields that the specification has, those that a config of ours needs
SPECIFICATION = strict(
    variant={"const": "openshift"},
    version={"const": "4.16.0"},
    metadata=strict(
        name={"type": "string", "pattern": "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", "maxLength": 253},
        labels=strict(**{ROLE: {"type": "string", "pattern": "^[a-z][-a-z0-9]*[a-z0-9]$"}}),
    ),
    systemd=strict(
        units={
            "type": "array",
            "items": strict(
                name={"type": "string", "pattern": r"\.service$"},
                enabled={"const": True},
                contents={"type": "string", "pattern": r"\n\[Install\]\n"},
            ),
        }
    ),
    storage=strict(
        files={
            "type": "array",
            "items": strict(
                path={"type": "string", "pattern": "^/"},
                mode={"type": "integer", "maximum": 0o777},  # MCO takes no special bits
                overwrite={"const": True},
                contents=strict(inline={"type": "string"}),
            ),
        }
    ),
)


def files(rules):
    return {file.name: file.content.decode() for file in EXPORTER.export(rules).files}


def refusals(text):
    """What the specification and nft say against a config."""
    config = yaml.load(text, yaml.CSafeLoader)
    errors = [error.message for error in Draft202012Validator(SPECIFICATION).iter_errors(config)]
    [file] = config["storage"]["files"]
    refused = judge("nft", "-c", "-f", "-", content=file["contents"]["inline"].encode())
    return [*errors, refused] if refused else errors


def inline(text):
    [file] = yaml.safe_load(text)["storage"]["files"]
    return file["contents"]["inline"]


def planned(*groups, rules=(), **what):
    """Rules with a plan of groups: a name with its roles."""
    data = {
        "schema": "portsref.plan/v1",
        "title": "Example plan",
        "groups": [{"name": name, "roles": roles} for name, *roles in groups],
    }
    return replace(rule_set(*rules), document=document_from(data), **what)


@needs_nft
def test_specification_and_nft_accept_every_reference_plan(catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        for text in files(rules).values():
            assert refusals(text) == []


@needs_nft
def test_nothing_hostile_leaves_its_place():
    written = files(rule_set(*hostile_rules()))
    assert len(written) == 11
    for text in written.values():
        assert refusals(text) == []
        starts = {line[:10] for line in text.splitlines() if line and line[0] != "#"}
        assert "          " in starts
        assert all(line.isprintable() for line in text.replace("\t", "").splitlines())


@needs_nft
def test_what_is_wrong_is_refused():
    [text] = files(rule_set(rule())).values()
    assert refusals(text.replace("mode: 0600", "mode: 04755"))
    assert refusals(text.replace("overwrite: true", "append: true"))
    assert refusals(text.replace("tcp dport", "tcp dprt"))


def test_pools_are_those_of_openshift_where_one_group_alone_has_the_role():
    to_all = [rule(name, destination=group(name, "10.0.0.9")) for name in ("cp", "one", "two")]
    rules = planned(
        ("cp", "control-plane"), ("one", "worker"), ("two", "worker", "ingress"), rules=to_all
    )
    found = {name.split(".")[1]: yaml.safe_load(text) for name, text in files(rules).items()}
    assert {name: config["metadata"] for name, config in found.items()} == {
        "cp": {"name": "99-master-portsref", "labels": {ROLE: "master"}},
        "one": {"name": "99-one-portsref", "labels": {ROLE: "one"}},
        "two": {"name": "99-two-portsref", "labels": {ROLE: "two"}},
    }


def test_addresses_of_the_host_are_not_asked_for_but_their_families_are():
    both, mine = group("both", "10.0.1.0/24", "2001:db8::/64"), group("mine", "10.0.0.1")
    [text] = files(
        rule_set(
            rule("one", both, mine),
            rule("any", ANYWHERE, mine),
            rule("vrrp", mine, group("mine", "224.0.0.18"), "", protocol="VRRP"),
        )
    ).values()
    assert re.findall(r"^\t\t(.*accept comment .*)", inline(text), re.MULTILINE) == [
        'ip saddr @both_v4 meta nfproto ipv4 tcp dport 443 accept comment "one"',
        'meta nfproto ipv4 tcp dport 443 accept comment "any"',
        'ip saddr @mine_v4 ip daddr @mine_v4_2 meta l4proto 112 accept comment "vrrp"',
    ]


def test_an_endpoint_that_moves_is_in_the_file_of_the_control_plane():
    rules = planned(
        ("cp", "control-plane"),
        ("vip", "api-endpoint"),
        rules=[
            rule("own", destination=group("cp", "10.0.0.9")),
            rule("api", destination=group("vip", "10.0.0.5"), ports="6443"),
        ],
    )
    [text] = files(rules).values()
    assert 'ip daddr @vip_v4 tcp dport 6443 accept comment "api"' in inline(text)


def test_hosts_that_are_no_nodes_are_left_out():
    rules = planned(("nas", "external"), rules=[rule(destination=group("nas", "10.0.0.9"))])
    export = EXPORTER.export(rules)
    assert [item.why for item in export.left_out] == [NO_NODES]
    assert export.files == ()


def test_forwarding_is_left_alone_and_what_ovn_sends_back_gets_in():
    rules = replace(
        rule_set(rule()), networks=PodNetwork(pods=group("", "10.128.0.0/14").addresses)
    )
    [text] = files(rules).values()
    assert "hook forward" not in text
    assert "\t\tip saddr { 169.254.0.0/17, 169.254.169.0/29 } meta l4proto tcp accept\n" in inline(
        text
    )
