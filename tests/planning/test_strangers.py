"""What others maintain for the clusters that we plan agrees with us, but for what is explained.

`strangers/*.yaml` hold rules of firewalls and security groups of projects that are not ours, and
port tables of products; `strangers/stranger.py` says how they are read and compared. After a change
of our facts `python -m tests.planning.strangers` prints the differences as the files should have
them, and puts them in with `--write`.
"""

import pytest
from pydantic import ValidationError

from portsref.ports import PortSet
from tests.conftest import our_catalogue
from tests.planning.strangers.__main__ import sections
from tests.planning.strangers.stranger import (
    PATHS,
    WHOLE,
    Ours,
    Stranger,
    Way,
    disagreements,
    ours_of,
    read_stranger,
)

AGREED = {
    "they have it, we lack it": [],
    "we have it, they lack it": [],
    "explained, but we have it or they lack it": [],
    "explained, but they have it or we lack it": [],
    "wide, but nothing of ours is within": [],
}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_stranger_and_our_plan_differ_only_where_the_file_explains_it(path):
    stranger = read_stranger(path)
    assert disagreements(stranger, ours_of(stranger, our_catalogue())) == AGREED


def test_strangers_are_many_and_each_is_told_from_the_others():
    strangers = [read_stranger(path) for path in PATHS]
    assert len({stranger.source.repo for stranger in strangers}) >= 8
    assert len({stranger.title for stranger in strangers}) == len(strangers)


def stranger(rows, **keys):
    return Stranger.model_validate(
        {
            "title": "Somebody's cluster",
            "source": {
                "repo": "somebody/cluster",
                "path": "firewall.tf",
                "commit": "0" * 40,
                "version": "v1",
                "date": "2026-08-22",
            },
            "setting": "All that is on by default.",
            "plan": {"groups": ["control-plane", "worker", "client"]},
            "rows": rows,
        }
        | keys
    )


def row(source, destination, ports="", *, protocol="TCP", **more):
    ends = {"from": source.split(), "to": destination.split(), "protocol": protocol}
    return ends | ({"ports": ports} if ports else {}) | more


def we_open(*rules, own=()):
    ways = {
        Way(source, destination, protocol): PortSet.parse(ports) if ports else WHOLE
        for source, destination, protocol, ports in rules
    }
    causes = {way: [(ports, "ours/row")] for way, ports in ways.items()}
    return Ours(ways, causes, {key: PortSet.parse(ports) for key, ports in dict(own).items()})


WORLD = {"anybody_means": "Source addresses 0.0.0.0/0."}
LINE = "  - {from: [worker], to: [control-plane], protocol: TCP"
WIDE = {"wide": "Everything between nodes."}


@pytest.mark.parametrize(
    ("theirs", "ours", "differs"),
    [
        pytest.param(
            stranger([row("worker", "control-plane", "6443,9000-9002")]),
            we_open(("worker", "control-plane", "TCP", "6443,9001")),
            {"they have it, we lack it": ["worker -> control-plane TCP 9000,9002"]},
            id="they open more ports",
        ),
        pytest.param(
            stranger([row("worker", "control-plane", "6443")]),
            we_open(("worker", "control-plane", "TCP", "6443,9345")),
            {"we have it, they lack it": ["worker -> control-plane TCP 9345 (ours/row)"]},
            id="we open more ports",
        ),
        pytest.param(
            stranger([row("worker", "control-plane", "53")]),
            we_open(("control-plane", "worker", "TCP", "53")),
            {
                "they have it, we lack it": ["worker -> control-plane TCP 53"],
                "we have it, they lack it": ["control-plane -> worker TCP 53 (ours/row)"],
            },
            id="the other way round is another rule",
        ),
        pytest.param(
            stranger([row("nodes", "nodes", protocol="ICMP")]),
            we_open(("worker", "worker", "ICMP", "")),
            {
                "they have it, we lack it": [
                    "control-plane -> control-plane ICMP",
                    "control-plane -> worker ICMP",
                    "worker -> control-plane ICMP",
                ]
            },
            id="nodes are all of them",
        ),
        pytest.param(
            stranger([row("anybody", "worker", "30000-30009")], **WORLD),
            we_open(("client", "worker", "TCP", "30000-30007")),
            {"they have it, we lack it": ["anybody -> worker TCP 30008-30009"]},
            id="the world asks for somebody",
        ),
        pytest.param(
            stranger([row("anybody", "worker", "9100,10250")], **WORLD),
            we_open(("control-plane", "worker", "TCP", "10250"), own={("worker", "TCP"): "9100"}),
            {},
            id="or for a port that the host has for itself",
        ),
        pytest.param(
            stranger([row("worker", "control-plane", "443")]),
            we_open(("anybody", "control-plane", "TCP", "443")),
            {"we have it, they lack it": ["anybody -> control-plane TCP 443 (ours/row)"]},
            id="what we open to the world, they must too",
        ),
        pytest.param(
            stranger([row("nodes", "nodes", protocol="all", **WIDE)]),
            we_open(("worker", "worker", "UDP", "8472"), ("worker", "worker", "IPIP", "")),
            {},
            id="a wide row has ours and asks for nothing",
        ),
        pytest.param(
            stranger([row("nodes", "client", "1-65535", **WIDE)]),
            we_open(),
            {"wide, but nothing of ours is within": ["nodes -> client TCP 1-65535"]},
            id="but for something of ours",
        ),
        pytest.param(
            stranger(
                [row("worker", "control-plane", "22,53")],
                theirs_only=[row("nodes", "control-plane", "22,80", why="For people alone.")],
            ),
            we_open(("worker", "control-plane", "TCP", "53")),
            {
                "explained, but we have it or they lack it": [
                    "control-plane -> control-plane TCP 22,80",
                    "worker -> control-plane TCP 80",
                ]
            },
            id="nothing is explained in vain",
        ),
        pytest.param(
            stranger(
                [row("worker", "control-plane", "53")],
                ours_only=[row("worker", "control-plane", "53,9100", why="Metrics of hosts.")],
            ),
            we_open(("worker", "control-plane", "TCP", "53,9100")),
            {"explained, but they have it or we lack it": ["worker -> control-plane TCP 53"]},
            id="on our side neither",
        ),
    ],
)
def test_differences_are_told_in_ports_and_both_ways(theirs, ours, differs):
    assert disagreements(theirs, ours) == AGREED | differs


def test_the_command_keeps_explanations_and_asks_for_the_others():
    theirs = stranger(
        [row("worker", "control-plane", "22,53")],
        theirs_only=[row("worker", "control-plane", "22,80", why="Only for people.")],
    )
    ours = we_open(("control-plane", "worker", "ICMP", ""), ("worker", "worker", "ICMP", ""))
    assert list(sections(theirs, ours)) == [
        "theirs_only:",
        f'{LINE}, ports: "22", why: "Only for people."}}',
        f'{LINE}, ports: "53", why: "EXPLAIN"}}',
        "ours_only:",
        '  - {from: [nodes], to: [worker], protocol: ICMP, why: "EXPLAIN"}  # ours/row',
    ]


@pytest.mark.parametrize(
    ("rows", "keys", "reason"),
    [
        ([row("worker", "controller", "22")], {}, "no groups of the plan: ['controller']"),
        ([row("anybody", "worker", "22")], {}, "`anybody_means` belongs to rows from anybody"),
        ([row("worker", "worker", "22")], WORLD, "`anybody_means` belongs to rows from anybody"),
        ([row("worker", "worker", protocol="TCP")], {}, "ports of TCP"),
        ([row("worker", "worker", protocol="all")], {}, "`all` is wide: say why"),
        (
            [row("worker", "worker", "22")],
            {"theirs_only": [row("worker", "worker", "22", why="EXPLAIN")]},
            "at least 12 characters",
        ),
    ],
)
def test_a_file_that_leaves_something_unsaid_is_refused(rows, keys, reason):
    with pytest.raises(ValidationError) as refused:
        stranger(rows, **keys)
    assert reason in str(refused.value)
