"""Every fixed word of the catalogue has its wording, in both languages."""

from typing import get_args

import pytest
from django.utils.translation import override

from portsref.catalogue import products as documents
from portsref.catalogue.products import KINDS
from portsref.web.shared import row_words as wording

WORDS = {
    "kinds": (KINDS, wording.KIND_HEADINGS),
    "kind": (KINDS, wording.KIND_NAMES),
    "scope": (get_args(documents.Scope.__value__), wording.SCOPE_NAMES),
    "scopes": (get_args(documents.Scope.__value__), wording.SCOPE_SENTENCES),
    "dialling": (get_args(documents.Scope.__value__), wording.DIALLING_SENTENCES),
    "tls": (get_args(documents.Tls.__value__), wording.ENCRYPTION_NAMES),
    "status": (get_args(documents.Status.__value__), wording.STATUS_NAMES),
}


@pytest.mark.parametrize("name", WORDS)
def test_every_value_of_the_files_has_a_word(name):
    values, words = WORDS[name]
    assert set(words) == set(values)


def test_every_role_has_a_name_and_a_heading(catalogue):
    roles = {role.id for role in catalogue.roles}
    assert set(wording.ROLE_NAMES) == set(wording.ROLE_HEADINGS) == roles


@pytest.mark.parametrize(
    ("language", "key", "expected"),
    [
        ("en", "cilium/vxlan", ["Tunnel between nodes: vxlan"]),
        ("zh-hans", "cilium/vxlan", ["节点间隧道：vxlan"]),
        (
            "en",
            "kubernetes/konnectivity-agents",
            ["Konnectivity tunnel: unix-socket or tcp"],
        ),
        ("zh-hans", "kubernetes/etcd-metrics", ["单独的 etcd 指标端口：是"]),
    ],
)
def test_conditions_are_worded(catalogue, language, key, expected):
    with override(language):
        assert wording.conditions(catalogue, catalogue.rows[key]) == expected


def test_versions_are_worded(catalogue):
    with override("en"):
        rows = catalogue.rows
        assert wording.version_words(rows["kubernetes/kube-apiserver"]) == "all versions"
        assert wording.version_words(rows["kubernetes/kube-scheduler"]) == "since Kubernetes 1.13"
        assert wording.version_words(rows["kubernetes/cadvisor"]) == "up to Kubernetes 1.11"


def test_alternatives_are_joined():
    with override("en"):
        assert wording.any_of([]) == ""
        assert wording.any_of(["a"]) == "a"
        assert wording.any_of(["a", "b", "c"]) == "a, b or c"
