"""firewalld: zones, services, rich rules and sets."""

import pytest

from tests.verification.rules.reading import beside, rules_of, states, told

WEB = rules_of(("web", "TCP", "80,443"))
SET = "office\n  type: hash:net\n  options: family=inet\n  entries: 10.9.0.0/25 10.9.0.128/25\n"


def zone(*rich, name="public (active)", **fields):
    """A zone as `--list-all` prints it."""
    values = {"target": "default", "interfaces": "eth0", "sources": "", "services": "ssh"} | fields
    lines = [name, *(f"  {field}: {value}" for field, value in values.items()), "  rich rules: "]
    return "\n".join([*lines, *(f"\t{rule}" for rule in rich), ""])


def web(*texts):
    return states("\n".join(texts), WEB)["servers-own-web"]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (zone(), "closed"),
        (zone(services="ssh http https"), "open"),
        (zone(services="http"), "partly"),
        (zone(services="whatever"), "unknown"),
        (zone(ports="80/tcp 443/tcp"), "open"),
        (zone(ports="80-443/udp"), "closed"),
        (zone(protocols="tcp"), "open"),
        (zone(target="ACCEPT"), "open"),
        (zone(target="DROP"), "closed"),
        (zone('rule family="ipv4" source address="10.9.0.0/24" accept'), "open"),
        (zone('rule family="ipv4" source NOT address="10.9.0.0/24" accept'), "closed"),
        (zone('rule family="ipv6" accept'), "closed"),
        (zone('rule port port="80-443" protocol="tcp" accept'), "open"),
        (zone('rule service name="http" accept', ports="443/tcp"), "open"),
        (zone('rule port port="80-443" protocol="tcp" accept limit value="1/m"'), "unknown"),
        (zone('rule source address="10.9.0.0/24" drop', services="http https"), "closed"),
        (zone('rule priority="5" source address="10.9.0.0/24" drop', services="http https"),
         "open"),
        (zone('rule source ipset="office" port port="80-443" protocol="tcp" accept'), "unknown"),
        (zone('rule family="ipv4" source ipset="office" accept') + "\n" + SET, "open"),
        (zone('rule log prefix="x" level="info"'), "closed"),
    ],
)  # fmt: skip
def test_zones(text, state):
    assert web(text) == state


def test_zones_of_sources_come_first_and_only_active_ones_count():
    trusted = zone(name="work (active)", target="ACCEPT", sources="10.9.0.0/24", interfaces="")
    public, idle = zone(), zone(name="trusted", target="ACCEPT", interfaces="")
    assert web(public, idle) == "closed"
    assert web(public, trusted, idle) == "open"


def test_a_zone_that_is_not_active_is_read_where_it_is_alone():
    assert web(zone(name="public", services="http https")) == "open"
    text = "\n".join([zone(name="public"), zone(name="work")])
    assert told(text, WEB) == ["paste:1: no zone of it is active"]


def test_openings_of_a_zone_are_told_with_their_line():
    assert beside(zone(services="ssh", ports="443/tcp"), WEB) == [
        "nobody | TCP 22 from anywhere",
        (
            "wider | TCP 443 from anywhere | needed by users-to-servers-own-web"
            " | also from everywhere else"
        ),
    ]
