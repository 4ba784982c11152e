"""ufw: rows of all three forms of its status, and the sample."""

import pytest

from tests.verification.rules.reading import (
    beside,
    details,
    rules_of,
    rules_of_plan,
    sample,
    states,
)

WEB = rules_of(("web", "TCP", "80,443"))
DENY = "Status: active\nDefault: deny (incoming), allow (outgoing), deny (routed)\n\n"
SAMPLE = sample("ufw-status-verbose.txt")


def web(*rows, head=DENY):
    return states(head + "\n".join(rows), WEB)["servers-own-web"]


def test_the_sample_is_open_for_both_protocols_and_says_nothing_about_node_ports():
    rules = rules_of_plan("k3s-single")
    assert states(SAMPLE, rules) == {
        "host-k3s-ingress": "open",
        "host-k3s-api-and-supervisor": "open",
        "host-kubernetes-nodeport-tcp": "unknown",
        "host-kubernetes-nodeport-udp": "unknown",
        "traefik-version-check-traefik-version-check": "unknown",  # to a name
    }
    assert beside(SAMPLE, rules) == [
        "nobody | everything from 192.0.2.4",
        "nobody | everything from 192.0.2.5",
        "nobody | TCP/UDP 22 from anywhere",
        "nobody | everything from 10.0.1.0/24",
        "nobody | everything from 10.244.0.0/16",
        (
            "wider | TCP/UDP 6443 from anywhere | needed by admins-to-host-k3s-api-and-supervisor"
            " | also from everywhere else | also over UDP"
        ),
        (
            "wider | TCP/UDP 80 from anywhere | needed by admins-to-host-k3s-ingress"
            " | also from everywhere else | also over UDP"
        ),
        (
            "wider | TCP/UDP 443 from anywhere | needed by admins-to-host-k3s-ingress"
            " | also from everywhere else | also over UDP"
        ),
    ]


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        (["80,443/tcp                 ALLOW IN    Anywhere"], "open"),
        (["[ 1] 80,443/tcp            ALLOW IN    Anywhere                   # the web"], "open"),
        (["80:443/tcp                 ALLOW       10.9.0.0/24"], "open"),
        (["10.0.0.0/28 80:443/tcp     LIMIT IN    10.9.0.0/24"], "open"),
        (["Nginx Full                 ALLOW IN    Anywhere"], "open"),
        (["80,443/tcp (Nginx Full)    ALLOW IN    Anywhere"], "open"),
        (["Anywhere                   ALLOW IN    10.9.0.0/24                (log)"], "open"),
        (["Anywhere                   ALLOW IN    10.9.0.0/25"], "partly"),
        (["80/tcp                     ALLOW IN    Anywhere"], "partly"),
        (["80,443/udp                 ALLOW IN    Anywhere"], "closed"),
        (["10.0.0.0/28/esp            ALLOW IN    10.9.0.0/24/esp"], "closed"),
        (["80,443/tcp                 ALLOW OUT   Anywhere"], "closed"),
        (["80,443/tcp                 ALLOW FWD   Anywhere"], "closed"),
        (["80,443/tcp on eth0         ALLOW IN    Anywhere"], "unknown"),
        (["Whatever                   ALLOW IN    Anywhere"], "unknown"),
        (["80/tcp  DENY IN  Anywhere", "80:443/tcp  ALLOW IN  Anywhere"], "partly"),
        (["80:443/tcp (v6)            ALLOW IN    Anywhere (v6)"], "closed"),
    ],
)
def test_rows(rows, state):
    assert web(*rows) == state


def test_the_default_is_only_in_the_verbose_form():
    assert web("22/tcp  ALLOW IN  Anywhere", head="Status: active\n\n") == "unknown"
    assert web("80:443/tcp  ALLOW IN  Anywhere", head="Status: active\n\n") == "open"


def test_an_inactive_ufw_closes_nothing():
    assert states("Status: inactive\n", WEB) == {"servers-own-web": "open"}


def test_kube_proxy_accepts_for_itself_what_is_forwarded():
    rules = rules_of_plan("k3s-single")
    [tcp, _] = [one for one in details(SAMPLE, rules) if "cannot be told" in one]
    assert tcp == (
        "cannot be told: TCP 30000-32767 from 198.51.100.0/24, because kube-proxy and the pod"
        " network accept for themselves what is forwarded"
    )
