"""The published schemas accept what is right and refuse what a server would not keep."""

import json

import pytest
from jsonschema import Draft202012Validator

from tests.exporters.schemas import FILES, HERE, against_schema
from tests.exporters.schemas.stripping import stripped

EGRESS = {"toFQDNs": [{"matchName": "registry.k8s.io"}], "toPorts": [{"ports": [{"port": "443"}]}]}
POLICY = {
    "apiVersion": "cilium.io/v2",
    "kind": "CiliumClusterwideNetworkPolicy",
    "metadata": {"name": "registries"},
    "spec": {"endpointSelector": {}, "egress": [EGRESS]},
}


@pytest.mark.parametrize("file", sorted(set(FILES.values())))
def test_every_schema_is_one(file):
    Draft202012Validator.check_schema(json.loads((HERE / f"{file}.json").read_text()))


def test_what_is_right_is_accepted():
    assert against_schema(POLICY) == []


@pytest.mark.parametrize(
    ("document", "refused"),
    [
        (POLICY | {"spec": {"egress": [EGRESS]}}, "$.spec"),
        (POLICY | {"spec": POLICY["spec"] | {"egres": []}}, "$.spec"),
        (POLICY | {"spec": {"endpointSelector": {}, "egress": [{"toFQDN": []}]}}, "$.spec"),
        (POLICY | {"statuss": {}}, "$"),
        (POLICY | {"kind": "Policy"}, "no schema for cilium.io/v2 Policy"),
    ],
)
def test_what_is_wrong_is_refused(document, refused):
    found = against_schema(document)
    assert found
    assert found[0].startswith(refused)


def test_stripping_keeps_names_of_fields_that_are_words_of_schemas_too():
    schema = {
        "description": "A policy.",
        "type": "object",
        "properties": {"description": {"type": "string", "description": "What for."}},
        "x-kubernetes-validations": [],
    }
    assert stripped(schema) == {
        "type": "object",
        "properties": {"description": {"type": "string"}},
        "additionalProperties": False,
    }
