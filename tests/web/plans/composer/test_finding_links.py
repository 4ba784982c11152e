"""From a finding to the place in the composer where something can be done about it."""

import re

import pytest

from portsref.planning.document import document_from
from tests.web.plans.pages import NEW, text

pytestmark = pytest.mark.django_db

WORKERS = {"name": "workers", "roles": ["worker"], "addresses": ["10.0.1.0/24"], "zone": "core"}
MASTERS = {
    "name": "masters", "roles": ["control-plane"], "addresses": ["10.0.0.0/28"], "zone": "dmz",
}  # fmt: skip
DOUBTFUL = (
    {
        "kubernetes": "1.36",
        "picks": [
            {"product": "kubeadm", "options": {"no-such": "x"}},
            {"product": "cilium", "options": {"hubble-relay": "maybe"}},
            {"product": "weave-net"},
            {"product": "rook-ceph"},
            {"product": "no-such"},
            {"product": "infrastructure"},
        ],
        "groups": [
            WORKERS,
            MASTERS,
            {"name": "more", "roles": ["worker"], "addresses": ["10.0.1.128/25"]},
            {"name": "later", "roles": ["worker"], "os": "windows"},
        ],
        "changes": [
            {"listener": "gone/gone", "ports": "1"},
            {"listener": "kubernetes/kubelet-api", "ports": "10250"},
            {"listener": "kubernetes/kube-proxy-health", "ports": "30500"},
        ],
        "listeners": [
            {"id": "twin", "protocol": "TCP", "ports": "10250", "roles": ["worker"],
             "peers": ["nobody"], "purpose": "Wants the port of the kubelet."},
            {"id": "calls", "protocol": "SCTP", "ports": "3868", "roles": ["worker"],
             "peers": ["worker"], "purpose": "Calls."},
        ],
    },
    {
        "kubernetes": "1.10",
        "picks": [
            {"product": "kubernetes"},
            {"product": "prometheus-stack", "options": {"node-exporter": "yes"}},
        ],
        "groups": [WORKERS, MASTERS],
    },
)  # fmt: skip


@pytest.mark.parametrize("doubtful", DOUBTFUL, ids=["many", "old"])
def test_every_finding_leads_to_a_place_that_the_page_has(doubtful, client):
    document = document_from({"schema": "portsref.plan/v1", "title": "Doubtful", **doubtful})
    page = client.post(NEW, {"do": "import", "text": document.as_yaml(), "view": "findings"})
    ids = set(re.findall(r'\bid="([^"]+)"', text(page)))
    shown = page.context["findings"]
    goals = {finding.anchor for finding in shown if finding.anchor}
    assert goals <= ids
    without = [finding.title for finding in shown if not (finding.anchor or finding.listener)]
    assert without == []
