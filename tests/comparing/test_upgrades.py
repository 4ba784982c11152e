"""What another Kubernetes version would open and close in a plan, before it is chosen."""

import pytest

import portsref.comparing.upgrades
from portsref.comparing.diff import diff
from portsref.comparing.upgrades import find_upgrades, on_version
from portsref.documents.problems import ProblemsError
from portsref.planning.engine import plan_rules
from portsref.planning.presets import PRESETS, find_preset
from tests import small_catalogue as small
from tests.conftest import our_catalogue

GROUPS = [small.group("masters", "control-plane"), small.group("admins", "bastion", addresses=[])]
OLD = "local 10251 kubernetes/kube-scheduler-insecure"
OLDER = "local 10252 kubernetes/kube-controller-manager-insecure"
OLDEST = "8080 kubernetes/kube-apiserver-insecure"


def upgrades(document, catalogue=None, **limits):
    catalogue = catalogue or our_catalogue()
    return find_upgrades(plan_rules(document, catalogue), catalogue, **limits)


def said(spans):
    """Each span as its ends and what is different, in one sign a thing."""
    return [(f"{span.versions[0]}-{span.versions[-1]}", [*signs(span.change)]) for span in spans]


def signs(change):
    for sign, rules in (("+", change.found.opened), ("-", change.found.closed)):
        for rule in rules:
            yield f"{sign}{rule.ports} {rule.listeners[0]}"
    for sign, locals_ in (("+local ", change.started), ("-local ", change.stopped)):
        for local in locals_:
            yield f"{sign}{local.ports} {local.listener}"


def test_kubernetes_1_23_is_without_the_insecure_port_of_the_scheduler():
    found = upgrades(small.plan("kubernetes", kubernetes="1.22", groups=GROUPS))
    assert said(found.newer) == [("1.23-1.37", [f"-{OLD}"])]
    assert said(found.older) == [
        ("1.20-1.21", [f"+{OLDER}"]),
        ("1.19-1.19", [f"+{OLDER}", f"+local {OLDEST}"]),
    ]
    assert not found.is_empty
    assert found.newer[0].versions == tuple(f"1.{minor}" for minor in range(23, 38))


def test_from_the_newest_there_is_only_the_way_back():
    for version in ("1.37", None):
        found = upgrades(small.plan("kubernetes", kubernetes=version, groups=GROUPS))
        assert found.newer == ()
        assert said(found.older) == [
            ("1.23-1.36", []),
            ("1.22-1.22", [f"+{OLD}"]),
            ("1.20-1.21", [f"+{OLD}", f"+{OLDER}"]),
            ("1.19-1.19", [f"+{OLD}", f"+{OLDER}", f"+local {OLDEST}"]),
        ]


def test_a_version_that_the_catalogue_does_not_know_has_its_place_too():
    found = upgrades(small.plan("kubernetes", kubernetes="1.40", groups=GROUPS))
    assert found.newer == ()
    assert said(found.older)[0] == ("1.23-1.37", [])


@pytest.mark.parametrize("preset", [preset.name for preset in PRESETS])
def test_every_version_is_told_as_comparing_it_would(preset):
    catalogue, document = our_catalogue(), find_preset(preset).document()
    planned = plan_rules(on_version(document, "1.30"), catalogue)
    found = find_upgrades(planned, catalogue)
    told = [version for span in found.spans for version in span.versions]
    assert sorted([*told, "1.30"]) == sorted(catalogue.kubernetes_versions)
    for span in found.spans:
        for version in (span.versions[0], span.versions[-1]):
            there = diff(planned, plan_rules(on_version(document, version), catalogue))
            assert (span.change.found.opened, span.change.found.closed) == (
                there.opened,
                there.closed,
            )
            assert span.change.found.changed == there.changed


@pytest.fixture
def planned_versions(monkeypatch):
    """The versions for which rules were worked out."""
    versions = []

    def noting(document, catalogue, **limits):
        versions.append(document.kubernetes)
        return plan_rules(document, catalogue, **limits)

    monkeypatch.setattr(portsref.comparing.upgrades, "plan_rules", noting)
    return versions


def test_nothing_is_worked_out_where_no_row_begins_or_ends(planned_versions):
    found = upgrades(small.plan("kubeadm", kubernetes="1.30", groups=GROUPS))
    assert found.is_empty
    assert said(found.spans) == [("1.31-1.37", []), ("1.19-1.29", [])]
    assert planned_versions == []


def test_rules_are_worked_out_once_for_each_set_of_rows(planned_versions):
    upgrades(small.plan("kubernetes", kubernetes="1.30", groups=GROUPS))
    assert len(planned_versions) == 3


def test_a_row_that_takes_the_place_of_another_closes_and_opens():
    catalogue = small.catalogue(
        small.product(
            "app",
            listeners=[
                small.listener("old", ports="80", until="1.29"),
                small.listener("new", ports="81", since="1.30"),
                small.listener("always", ports="90"),
            ],
        )
    )
    found = upgrades(small.plan("app", kubernetes="1.29"), catalogue)
    assert said(found.newer) == [("1.30-1.37", ["+81 app/new", "-80 app/old"])]
    assert said(found.older) == [("1.19-1.28", [])]


def test_what_the_plan_leaves_out_changes_nothing():
    change = {"listener": "kubernetes/kube-scheduler-insecure", "excluded": True, "reason": "off"}
    document = small.plan("kubernetes", kubernetes="1.22", groups=GROUPS, changes=[change])
    assert said(upgrades(document).newer) == [("1.23-1.37", [])]


def test_a_plan_of_too_many_rules_is_refused():
    document = small.plan("kubernetes", kubernetes="1.22", groups=GROUPS)
    with pytest.raises(ProblemsError, match="more than 5 rules"):
        upgrades(document, most_rules=5)
    assert upgrades(document, most_rules=500) == upgrades(document)
