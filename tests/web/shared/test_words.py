"""Findings and reasons are worded, and in both languages."""

from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext

from portsref.planning.document import parse_document
from portsref.planning.engine import plan_rules
from portsref.planning.findings.registry import FINDINGS, find_kind
from portsref.planning.rules import Finding, Reason
from portsref.web.plans.finding_words import say_finding, say_reason
from tests.doubtful_plans import DOUBTFUL

PLANS = {path.stem: path for path in sorted((Path(__file__).parents[2] / "plans").glob("*.yaml"))}
DOCUMENTS = {name: parse_document(path.read_text()) for name, path in PLANS.items()} | DOUBTFUL


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_findings_of_real_plans_have_all_their_parameters(document, language, catalogue):
    rule_set = plan_rules(document, catalogue)
    with translation.override(language):
        for finding in rule_set.findings:
            said = say_finding(finding, catalogue)
            assert said.advice
            assert finding.code not in said.title
            assert "…" not in said.title
            assert "%(" not in said.title + said.advice


@pytest.mark.parametrize("kind", FINDINGS, ids=lambda kind: kind.code)
def test_every_kind_of_finding_is_worded_in_chinese_too(kind):
    with translation.override("zh-hans"):
        for words in (kind, *kind.variants):
            assert gettext(words.says) != words.says
            assert gettext(words.advice) != words.advice


def test_a_code_without_words_shows_itself(catalogue):
    assert say_finding(Finding("new-code", "note"), catalogue).title == "new-code"


def test_a_finding_of_an_older_release_shows_all_that_it_has_without_a_gap(catalogue):
    older = Finding("port-conflict", "error", "", {"group": "workers", "ports": "TCP 9099"})
    said = say_finding(older, catalogue)
    assert said.title == "port-conflict (group: workers; ports: TCP 9099)"
    assert said.advice.startswith("Only one of them can use it")


def test_many_groups_are_counted_rather_than_all_named(catalogue):
    groups = tuple(f"rack-{number}" for number in range(1, 12))
    finding = Finding("port-conflict", "error", "", {"groups": groups, "ports": "TCP 9099"})
    assert say_finding(finding, catalogue).title == (
        "Two listeners on rack-1, rack-2, rack-3, rack-4, rack-5, rack-6, rack-7, rack-8 and 3 more"
        " use TCP 9099."
    )


def test_parameters_with_signs_of_their_own_are_not_read_as_words(catalogue):
    finding = Finding("group-without-addresses", "warning", "", {"group": "100%(x)s %d"})
    assert say_finding(finding, catalogue).title == "The group “100%(x)s %d” has no addresses yet."


@pytest.mark.parametrize(
    ("finding", "title"),
    [
        (
            Finding("unencrypted-across-zones", "warning", "", {"zones": ("core", "dmz")}),
            "Traffic between the zones “core” and “dmz” is not encrypted.",
        ),
        (
            Finding("product-unmaintained", "warning", "",
                    {"product": "weave-net", "status": "unmaintained"}),
            "Weave Net is no longer maintained.",
        ),
        (
            Finding("product-unmaintained", "note", "",
                    {"product": "cilium", "status": "deprecated"}),
            "Cilium is deprecated.",
        ),
        (
            Finding("name-needs-address", "note", "",
                    {"names": ("NTP servers", "external"), "listeners": ("infrastructure/ntp",)}),
            "Known only by name: NTP servers; outside.",
        ),
        (
            Finding("option-without-effect", "note", "",
                    {"product": "cilium", "option": "encryption", "value": "ipsec"}),
            "The option “Encryption between nodes” of Cilium has no effect.",
        ),
    ],
)  # fmt: skip
def test_a_finding_names_things_as_people_do(finding, title, catalogue):
    assert say_finding(finding, catalogue).title == title


def test_places_outside_are_named_in_the_language_of_the_reader(catalogue):
    parameters = {"names": ("NTP servers",), "listeners": ("infrastructure/ntp",)}
    with translation.override("zh-hans"):
        title = say_finding(Finding("name-needs-address", "note", "", parameters), catalogue).title
    assert "NTP servers" not in title


@pytest.mark.parametrize("because", ["absent", "same-ports", "same-peers", "same", "no-ports"])
def test_a_change_without_effect_says_why(because, catalogue):
    parameters = {"listener": "kubernetes/kubelet-api", "because": because}
    said = say_finding(Finding("change-without-effect", "note", "", parameters), catalogue)
    assert said.title == "The change to TCP 10250 (kubelet) has no effect."
    kind = find_kind("change-without-effect")
    words = {kind.advice, *(variant.advice for variant in kind.variants)}
    assert len(words) == 5
    assert said.advice in words
    assert (said.advice == kind.advice) == (because == "absent")


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason("cilium", options=(("tunnel", "vxlan"),)), "Tunnel between nodes: vxlan"),
        (Reason("kubernetes", through="api-endpoint"), "through the API endpoint"),
        (Reason("kubernetes", through="in-cluster"), "in-cluster Service “kubernetes”"),
        (Reason("kubernetes"), "Kubernetes"),
        (Reason("own", since="1.3", until="1.5"), "since Kubernetes 1.3; up to Kubernetes 1.5"),
        (
            Reason("canal", brought_by="rke2", brought_because=(("cni", "canal"),)),
            "added by RKE2 (Pod network: canal)",
        ),
        (Reason("gone", options=(("a", "b"),), brought_by="gone-too"), "a = b; added by gone-too"),
    ],
)  # fmt: skip
def test_a_reason_is_said_in_the_words_of_the_options(reason, words, catalogue):
    assert say_reason(reason, catalogue) == words
