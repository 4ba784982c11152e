"""Published schemas as judges of documents; README.md says where each is from."""

import json
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator

HERE = Path(__file__).parent
FILES = {
    ("v1alpha1", "NetworkDefaultActionConfig"): "talos-network-rules",
    ("v1alpha1", "NetworkRuleConfig"): "talos-network-rules",
    ("projectcalico.org/v3", "GlobalNetworkPolicy"): "calico-global-network-policy",
    ("projectcalico.org/v3", "GlobalNetworkSet"): "calico-global-network-set",
    ("projectcalico.org/v3", "HostEndpoint"): "calico-host-endpoint",
    ("cilium.io/v2", "CiliumClusterwideNetworkPolicy"): "cilium-clusterwide-network-policy",
    ("cilium.io/v2", "CiliumNetworkPolicy"): "cilium-network-policy",
    ("policy.networking.k8s.io/v1alpha2", "ClusterNetworkPolicy"): "cluster-network-policy",
    ("policy.networking.k8s.io/v1alpha1", "AdminNetworkPolicy"): "admin-network-policy",
}


def against_schema(document):
    """What the schema of its kind says against a document; nothing where it accepts it."""
    file = FILES.get((document.get("apiVersion"), document.get("kind")))
    if file is None:
        return [f"no schema for {document.get('apiVersion')} {document.get('kind')}"]
    return against(file, document)


def against(file, document):
    """What one of the schemas says against a document."""
    errors = _validator(file).iter_errors(document)
    return [f"{error.json_path}: {error.message[:200]}" for error in errors]


@cache
def _validator(file):
    return Draft202012Validator(json.loads((HERE / f"{file}.json").read_text()))
