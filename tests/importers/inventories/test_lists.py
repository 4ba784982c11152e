"""Hosts files, lists of hosts, CSV and NetBox: who they are, and what they sound like."""

import json

import pytest

from portsref.importers.inventories.host_roles import role_of_host
from tests.importers.reading import guesses, plan_of, read_draft, read_plan, told

HOSTS = """\
127.0.0.1\tlocalhost
127.0.1.1\tmy-laptop.example.org my-laptop
::1     ip6-localhost ip6-loopback
fe00::0 ip6-localnet
ff02::1 ip6-allnodes
255.255.255.255 broadcasthost

# the cluster
10.0.0.11  cp1.example.org cp1
10.0.0.21  worker1.example.org worker1   # first
fd00::21   worker1
"""


def hosts_of(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Names, roles and addresses of the hosts of a draft."""
    return [
        (host.name, " ".join(host.roles), tuple(map(str, host.addresses)))
        for part in read_draft(text).parts
        for host in part.hosts
    ]


def test_a_hosts_file_without_what_every_one_has():
    assert hosts_of(HOSTS) == [
        ("cp1", "control-plane", ("10.0.0.11",)),
        ("worker1", "worker", ("10.0.0.21", "fd00::21")),
    ]
    assert guesses(HOSTS) == ["group:control-plane", "group:workers"]
    assert told(HOSTS) == []


def test_a_list_of_names_addresses_and_roles():
    text = "db01 10.0.0.31/24 etcd\nweb01, 10.0.0.32\n10.0.0.33\n"
    assert hosts_of(text) == [
        ("db01", "etcd", ("10.0.0.31",)),
        ("web01", "", ("10.0.0.32",)),
        ("", "", ("10.0.0.33",)),
    ]
    assert read_plan(text)["groups"] == [
        {"name": "etcd", "roles": ["etcd"], "addresses": ["10.0.0.31"]},
        {"name": "hosts", "addresses": ["10.0.0.32/31"]},
    ]


def test_of_very_many_hosts_the_first_are_read():
    text = "".join(f"10.1.{n // 250}.{n % 250 + 1} w{n}\n" for n in range(5_002))
    assert len(hosts_of(text)) == 5_000
    assert told(text) == ["paste:5001: more than 5,000 hosts: what follows was not read"]


@pytest.mark.parametrize("text", ["nameserver 10.0.0.53\n", "default via 10.0.0.1\n", "1 2\n"])
def test_other_lines_with_addresses_are_no_hosts(text: str):
    assert hosts_of(text) == []


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("prod-k8s-master-01.example.org", "control-plane"),
        ("cp1", "control-plane"),
        ("k8s-worker12", "worker"),
        ("etcd-2", "etcd"),
        ("lb01", "load-balancer"),
        ("server7", None),
        ("mail", None),
    ],
)
def test_names_of_hosts_sound_like_roles(name: str, role: str | None):
    assert role_of_host(name) == role


def test_a_list_of_netbox_with_semicolons_and_breaks_in_cells():
    text = """\
Name;Status;Role;Primary IPv4 Address;Cluster;Comments
cp1;Active;control-plane;10.0.0.11/24;prod;"two
lines"
w1;Active;Kubernetes Worker;10.0.0.21/24;prod;
w2;Decommissioning;Kubernetes Worker;10.0.0.22/24;prod;
w3;active;Kubernetes Worker;10.0.0.23/24;test;
"""
    assert hosts_of(text) == [
        ("cp1", "control-plane", ("10.0.0.11",)),
        ("w1", "worker", ("10.0.0.21",)),
        ("w3", "worker", ("10.0.0.23",)),
    ]
    assert guesses(text) == ["group:workers"]
    assert told(text) == [
        "paste:1: has hosts of several clusters; a plan is of one",
        "paste:5: w2 is not active, and not in the draft",
    ]


def test_answers_of_netbox():
    text = json.dumps(
        {
            "count": 1,
            "next": None,
            "results": [
                {
                    "name": "cp1",
                    "status": {"value": "active", "label": "Active"},
                    "role": {"slug": "control-plane"},
                    "primary_ip": {"address": "10.0.0.11/24"},
                    "primary_ip4": {"address": "10.0.0.11/24"},
                    "primary_ip6": {"address": "fd00::11/64"},
                }
            ],
        }
    )
    assert plan_of(read_draft(text))["groups"] == [
        {
            "name": "control-plane",
            "roles": ["control-plane"],
            "addresses": ["10.0.0.11", "fd00::11"],
        }
    ]
