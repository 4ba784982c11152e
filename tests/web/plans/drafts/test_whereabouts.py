"""Where a step is seen that is undone: its panel, and its row or field."""

import pytest

from portsref.web.plans.drafts.history import History
from portsref.web.plans.drafts.whereabouts import Whereabouts, find_last

BEFORE = {
    "title": ("a",),
    "picks": ("rke2", "cilium"),
    "groups-0-name": ("workers",),
    "groups-0-zone": ("core",),
    "changes-3-listener": ("cilium/vxlan",),
    "endpoint-group": ("0",),
}


@pytest.mark.parametrize(
    ("changed", "seen"),
    [
        ({"title": "b"}, Whereabouts(None, "", ("id_title",))),
        ({"note": "b"}, Whereabouts(None, "", ("id_note",))),
        ({"picks": ("rke2",)}, Whereabouts("", "runs", ("line-product-cilium",))),
        (
            {"option:kube-ovn:mode": "x"},
            Whereabouts("product:kube-ovn", "", ("option-kube-ovn-mode",)),
        ),
        ({"include:rke2": "all"}, Whereabouts("product:rke2", "", ("panel-title",))),
        ({"kubernetes": "1.30"}, Whereabouts("product:kubernetes", "where", ("id_kubernetes",))),
        ({"groups-0-zone": "dmz"}, Whereabouts("group:0", "", ("id_groups-0-zone",))),
        ({"groups-1-name": "new"}, Whereabouts("", "where", ("line-group-1",))),
        ({"changes-3-ports": "1"}, Whereabouts("change:3", "", ("id_changes-3-ports",))),
        ({"changes-3-listener": None}, Whereabouts("", "changed", ("line-change-3",))),
        ({"endpoint-group": None}, Whereabouts("group:0", "where", ("id_endpoint-group",))),
        ({"networks-pods": "10.0.0.0/8"}, Whereabouts("networks", "where", ("id_networks-pods",))),
        ({"ticket": "CHG-1"}, Whereabouts("request", "where", ("id_ticket",))),
        ({"own-2-ports": "80"}, Whereabouts("own", "", ("own-2",))),
        (
            {"title": "b", "option:rke2:cni": "canal", "ticket": "CHG-1", "option:rke2:x": "y"},
            Whereabouts("product:rke2", "", ("id_title", "option-rke2-cni", "option-rke2-x")),
        ),
    ],
    ids=lambda value: ", ".join(value) if isinstance(value, dict) else "",
)
def test_a_step_is_seen_where_its_fields_are(changed, seen):
    values = {name: said for name, said in {**BEFORE, **changed}.items() if said is not None}
    values = {name: said if isinstance(said, tuple) else (said,) for name, said in values.items()}
    history = History(BEFORE).changed_to(values, changed, at=0)
    assert find_last(history) == seen
    assert find_last(history.undone()) == seen


def test_of_no_step_nothing_is_shown():
    assert find_last(History(BEFORE)) == Whereabouts()


@pytest.mark.parametrize(
    ("panel", "is_shown"),
    [("change:3", True), ("rule:3@r17", True), ("rule:4@r17", False), ("", False)],
)
def test_a_change_is_seen_at_a_rule_of_it_too(panel, is_shown):
    assert Whereabouts("change:3").is_shown_by(panel) is is_shown
