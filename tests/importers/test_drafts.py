"""Facts of several files come together as parts, and a plan takes in those that are accepted."""

from portsref.addresses import AddressRange
from portsref.importers.drafts import Draft, accept, draft_of
from portsref.importers.facts import (
    Chooses,
    Closes,
    Endpoint,
    Fact,
    Host,
    KubernetesVersion,
    Moves,
    Network,
    Origin,
    Others,
    Pool,
    Runs,
)
from portsref.importers.reading import Reading
from portsref.importers.values import Place
from portsref.messages import Message
from portsref.ports import PortSet
from tests.importers.reading import plan_of


def said(file: str, how: str = "stated") -> Origin:
    return Origin(Place(file, 1), how)  # type: ignore[arg-type]


def host(file: str, name: str, *addresses: str, roles: tuple[str, ...] = ()) -> Host:
    return Host(said(file), name, tuple(map(AddressRange.parse, addresses)), roles)  # type: ignore[arg-type]


def draft(*facts: Fact) -> Draft:
    return draft_of(Reading(facts))


def shown(found: Draft) -> dict[str, object]:
    return {part.id: part.piece for part in found.parts}


def test_hosts_of_two_files_are_one_by_name_or_else_by_address():
    found = draft(
        host("a", "cp1.example.org", "10.0.0.1", roles=("control-plane",)),
        host("b", "cp1", roles=("etcd",)),
        host("c", "", "10.0.0.1"),
        host("c", "", "10.0.0.2", roles=("worker",)),
    )
    assert shown(found) == {
        "group:control-plane": {
            "groups": [
                {
                    "name": "control-plane",
                    "roles": ["control-plane", "etcd"],
                    "addresses": ["10.0.0.1"],
                }
            ]
        },
        "group:workers": {
            "groups": [{"name": "workers", "roles": ["worker"], "addresses": ["10.0.0.2"]}]
        },
    }


def test_addresses_that_are_names_are_different_hosts():
    found = draft(
        host("a", "10.0.0.1", "10.0.0.1", roles=("worker",)),
        host("a", "10.0.0.2", "10.0.0.2", roles=("worker",)),
    )
    assert [len(part.hosts) for part in found.parts] == [2]


def test_a_disputed_address_has_no_silent_winner():
    found = draft(host("a", "w1", "10.0.0.1", roles=("worker",)), host("b", "w1", "10.0.0.9"))
    one, other = "group:workers:w1:10.0.0.1", "group:workers:w1:10.0.0.9"
    parts = {part.id: part for part in found.parts}
    assert parts["group:workers"].piece == {"groups": [{"name": "workers", "roles": ["worker"]}]}
    assert (parts[one].rivals, parts[other].rivals) == ((other,), (one,))
    assert [part.id for part in found.parts if part.is_accepted_at_first] == ["group:workers"]
    chosen = accept([parts["group:workers"], parts[other]], {})
    assert chosen["groups"] == [{"name": "workers", "roles": ["worker"], "addresses": ["10.0.0.9"]}]


def test_an_address_of_each_family_is_no_dispute():
    found = draft(host("a", "w1", "10.0.0.1", "fd00::1", roles=("worker",)), host("b", "w1"))
    assert [part.rivals for part in found.parts] == [()]


def test_what_is_stated_beats_what_is_a_default_or_a_guess():
    found = draft(
        Chooses(said("a", "default"), "cilium", "tunnel", "vxlan"),
        Chooses(said("b"), "cilium", "tunnel", "geneve"),
        Chooses(said("c", "guessed"), "cilium", "tunnel", "none"),
    )
    (part,) = found.parts
    assert part.piece == {"picks": [{"product": "cilium", "options": {"tunnel": "geneve"}}]}


def test_two_stated_choices_are_rivals_and_neither_is_accepted_at_first():
    found = draft(
        Chooses(said("a"), "cilium", "tunnel", "vxlan"),
        Chooses(said("b"), "cilium", "tunnel", "geneve"),
    )
    assert [(part.id, part.rivals, part.is_accepted_at_first) for part in found.parts] == [
        ("option:cilium/tunnel:1", ("option:cilium/tunnel:2",), False),
        ("option:cilium/tunnel:2", ("option:cilium/tunnel:1",), False),
    ]


def test_a_guessed_address_needs_a_yes_and_gives_way_to_one_that_is_said():
    guess = Host(said("a", "guessed"), "w1", (AddressRange.parse("203.0.113.5"),))
    worker = host("a", "w1", roles=("worker",))
    alone = draft(worker, guess)
    assert [(part.id, part.is_accepted_at_first) for part in alone.parts] == [
        ("group:workers", True),
        ("group:workers:guessed", False),
    ]
    assert accept(alone.parts, {})["groups"] == [
        {"name": "workers", "roles": ["worker"], "addresses": ["203.0.113.5"]}
    ]
    known = draft(worker, guess, host("b", "w1", "10.0.0.5"))
    assert shown(known) == {
        "group:workers": {
            "groups": [{"name": "workers", "roles": ["worker"], "addresses": ["10.0.0.5"]}]
        }
    }


def test_hosts_that_are_known_take_the_place_of_their_number():
    found = draft(
        Pool(said("a"), "workers", ("worker",), 3), host("b", "w1", "10.0.0.5", roles=("worker",))
    )
    assert shown(found) == {
        "group:workers": {
            "groups": [{"name": "workers", "roles": ["worker"], "addresses": ["10.0.0.5"]}]
        }
    }


def test_a_guess_needs_a_yes():
    (part,) = draft(Chooses(said("a", "guessed"), "cilium", "tunnel", "none")).parts
    assert not part.is_accepted_at_first


def test_accepted_parts_take_the_place_of_what_a_plan_said_and_leave_the_rest():
    plan = {
        "schema": "portsref.plan/v1",
        "title": "DC 1",
        "picks": [{"product": "cilium", "options": {"tunnel": "vxlan", "bgp": "dial"}}],
        "groups": [
            {"name": "workers", "roles": ["worker"], "addresses": ["10.0.0.1"], "zone": "core"}
        ],
        "networks": {"pods": ["10.0.0.0/16"], "services": ["10.96.0.0/12"]},
        "changes": [{"listener": "kubernetes/kube-apiserver", "ports": "6444"}],
    }
    found = draft(
        host("a", "w1", "10.0.0.7", roles=("worker",)),
        Chooses(said("a"), "cilium", "tunnel", "geneve"),
        Network(said("a"), "pods", AddressRange.parse("10.244.0.0/16")),
        Network(said("a"), "pods", AddressRange.parse("fd00::/56")),
        Moves(said("a"), "kubernetes/kube-apiserver", PortSet.parse("7443")),
    )
    assert accept(found.parts, plan) == {
        "schema": "portsref.plan/v1",
        "title": "DC 1",
        "picks": [{"product": "cilium", "options": {"tunnel": "geneve", "bgp": "dial"}}],
        "groups": [
            {"name": "workers", "roles": ["worker"], "addresses": ["10.0.0.7"], "zone": "core"}
        ],
        "networks": {"pods": ["10.244.0.0/16", "fd00::/56"], "services": ["10.96.0.0/12"]},
        "changes": [{"listener": "kubernetes/kube-apiserver", "ports": "7443"}],
    }


def test_an_endpoint_that_is_a_node_is_told_and_its_guesses_fall_with_it():
    place = Place("b", 1)
    found = draft(
        host("a", "cp1", "10.0.0.1", roles=("control-plane",)),
        Endpoint(
            Origin(place), "10.0.0.1", PortSet.single(6443), (AddressRange.parse("10.0.0.1"),)
        ),
        Chooses(Origin(place, "guessed"), "kubeadm", "api-load-balancer", "external"),
    )
    assert [part.id for part in found.parts] == ["group:control-plane"]
    assert [str(doubt.reason) for doubt in found.doubts] == [
        "is one of the hosts, so nothing stands in front of the API servers"
    ]


def test_a_summary_is_in_the_words_of_a_plan():
    found = draft(
        host("a", "w1", "10.0.0.5", roles=("worker",)),
        Runs(said("a"), "kubeadm"),
        Chooses(said("a"), "cilium", "tunnel", "geneve"),
        Closes(said("a"), "kubernetes/kubelet-api", Message("is turned off")),
    )
    assert [part.summary for part in found.parts] == [
        "workers worker 10.0.0.5",
        "kubeadm",
        "cilium tunnel = geneve",
        "kubernetes/kubelet-api excluded is turned off",
    ]


def many_hosts(count: int, step: int) -> list[Host]:
    """Hosts whose addresses are so far apart; next to each other they are one range."""
    first = AddressRange.parse("10.0.0.0").first
    found = [AddressRange(first + step * n, first + step * n) for n in range(count)]
    return [Host(said("a"), f"w{n}", (one,), ("worker",)) for n, one in enumerate(found)]


def test_hosts_for_which_a_group_has_no_room_are_several_groups_and_that_is_told():
    crowded = draft(*many_hosts(201, step=2))
    assert [(part.id, len(part.hosts)) for part in crowded.parts] == [
        ("group:workers", 100),
        ("group:workers 2", 100),
        ("group:workers 3", 1),
    ]
    assert [str(doubt.reason) for doubt in crowded.doubts] == [
        "workers has more than 200 ranges of addresses, so its hosts are in several groups"
    ]
    assert len(plan_of(crowded)["groups"]) == 3
    for fitting in (many_hosts(200, step=2), many_hosts(201, step=1)):
        assert [(part.id, len(part.hosts)) for part in draft(*fitting).parts] == [
            ("group:workers", len(fitting))
        ]


def test_what_a_plan_refuses_is_told_with_its_part():
    routers = tuple(one for host in many_hosts(201, step=2) for one in host.addresses)
    found = draft(Others(said("a"), "routers", addresses=routers), Pool(said("b"), "any", ()))
    another_name = "'any' means every address; give the group another name"
    refused = "a plan of this is refused:"
    assert [(doubt.origin.place.file, str(doubt.reason)) for doubt in found.doubts] == [
        ("a", f"{refused} groups[routers].addresses has more than 200 entries"),
        ("b", f"{refused} groups[any].name {another_name}"),
    ]


def test_what_a_plan_refuses_only_together_is_told_at_the_first_of_it():
    pods = [Network(said(f"f{n}"), "pods", AddressRange.parse(f"10.{n}.0.0/16")) for n in range(21)]
    found = draft(Runs(said("a"), "cilium"), *pods)
    assert [(doubt.origin.place.file, str(doubt.reason)) for doubt in found.doubts] == [
        ("f0", "a plan of this is refused: networks.pods has more than 20 entries")
    ]
    assert draft(*pods[:20]).doubts == ()


def test_of_very_many_rivals_the_first_can_be_chosen_and_the_rest_is_told():
    several = "more than 100 values of the same thing: the others cannot be chosen"
    versions = [KubernetesVersion(said(f"f{n}"), f"1.{n}") for n in range(300)]
    disputed = [host(f"f{n}", "w1", f"10.0.0.{n}", roles=("worker",)) for n in range(1, 255)]
    for facts, beyond, parts in ((versions, "f100", 100), (disputed, "f101", 101)):
        found = draft(*facts)
        assert {len(part.rivals) for part in found.parts} <= {0, 99}
        assert len(found.parts) == parts
        assert [(doubt.origin.place.file, str(doubt.reason)) for doubt in found.doubts] == [
            (beyond, several)
        ]
