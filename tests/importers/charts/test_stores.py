"""Values of the charts that keep things: kube-prometheus-stack and Longhorn."""

import pytest

from tests.importers.reading import read_plan, told


def test_what_the_monitoring_scrapes():
    text = """\
alertmanager: {alertmanagerSpec: {replicas: 3}}
grafana: {enabled: false}
kubeControllerManager: {enabled: false}
kubeScheduler: {enabled: false}
kubeEtcd: {enabled: false}
kubeProxy: {service: {port: 10250}}
prometheus: {prometheusSpec: {remoteWrite: [{url: "https://user:s3cret@192.0.2.1/w"}]}}
prometheus-node-exporter: {service: {port: 9101}}
"""
    assert read_plan(text) == {
        "picks": [
            {
                "product": "kube-prometheus-stack",
                "options": {
                    "grafana": "no",
                    "alertmanager-ha": "yes",
                    "scrape-control-plane": "no",
                },
            }
        ],
        "changes": [
            {"listener": "kube-prometheus-stack/scrape-kube-proxy", "ports": "10250"},
            {"listener": "node-exporter/metrics", "ports": "9101"},
            {"listener": "kube-prometheus-stack/scrape-node-exporter", "ports": "9101"},
        ],
    }
    assert told(text) == [
        ("paste:7 prometheus.prometheusSpec.remoteWrite: was read, and a plan has no place for it")
    ]


def test_endpoints_are_hosts_of_the_control_plane():
    text = "kubeEtcd: {endpoints: [192.0.2.11]}\nkubeScheduler: {endpoints: [192.0.2.11]}\n"
    assert read_plan(text)["groups"] == [
        {
            "name": "control-plane",
            "roles": ["control-plane", "etcd"],
            "addresses": ["192.0.2.11"],
        }
    ]


@pytest.mark.parametrize(
    ("target", "choice"),
    [
        ("s3://bucket@eu-central-1/", "object-storage"),
        ("nfs://192.0.2.5:/backups", "nfs"),
        ("cifs://192.0.2.5/backups", "smb"),
    ],
)
def test_where_longhorn_backs_up(target: str, choice: str):
    plan = read_plan(f"defaultBackupStore: {{backupTarget: '{target}'}}\n")
    assert plan["picks"] == [{"product": "longhorn", "options": {"backup-target": choice}}]
    expected = [
        {"name": "backups", "places": [f"longhorn/backup-{choice}"], "addresses": ["192.0.2.5"]}
    ]
    assert plan.get("groups", []) == ([] if choice == "object-storage" else expected)


def test_engines_of_longhorn():
    assert read_plan("defaultSettings: {v2DataEngine: true, v1DataEngine: false}\n")["picks"] == [
        {"product": "longhorn", "options": {"data-engine": "v2"}}
    ]
