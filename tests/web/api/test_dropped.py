"""Packets over the API: whether a plan allows one, and why those of a log were dropped."""

import json
from ipaddress import ip_address

import pytest
import yaml

from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules
from portsref.planning.packets import allows
from portsref.planning.presets import find_preset
from portsref.planning.rules_file import rule_data
from portsref.troubleshooting.additions import added, parse_addition

PLAN = find_preset("kubeadm-calico").document().as_data()
WORKER, MASTER = "192.0.2.65", "192.0.2.11"
ASKED = {"plan": PLAN, "source": MASTER, "destination": WORKER, "protocol": "TCP", "port": 10250}


@pytest.fixture
def post(client):
    def send(operation, body, media_type="application/json"):
        text = json.dumps(body) if media_type == "application/json" else yaml.safe_dump(body)
        response = client.post(f"/api/v1/{operation}", data=text, content_type=media_type)
        return response.status_code, response.json()

    return send


@pytest.mark.parametrize("media_type", ["application/json", "application/yaml"])
def test_the_rules_that_allow_a_packet(post, catalogue, media_type):
    rule_set = plan_rules(document_from(PLAN), catalogue)
    expected = allows(rule_set, ip_address(MASTER), ip_address(WORKER), "TCP", 10250)
    assert expected
    assert post("allows", ASKED, media_type) == (
        200,
        {"allowed": True, "rules": [rule_data(rule) for rule in expected], "in_no_group": []},
    )


def test_a_packet_that_is_not_allowed_and_an_address_in_no_group(post):
    status, data = post("allows", ASKED | {"port": 1, "source": "10.9.9.9"})
    assert (status, data) == (200, {"allowed": False, "rules": [], "in_no_group": ["10.9.9.9"]})


def test_ends_can_be_named_and_protocols_can_have_no_port(post):
    named = ASKED | {"source": "control-plane", "destination": "workers"}
    assert post("allows", named)[1]["allowed"]
    ping = {name: value for name, value in ASKED.items() if name != "port"} | {"protocol": "ICMP"}
    assert post("allows", ping) == (200, {"allowed": False, "rules": [], "in_no_group": []})


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"port": 65536}, "port"),
        ({"port": None}, "port"),
        ({"port": True}, "port"),
        ({"port": "80"}, "port"),
        ({"protocol": "ICMP"}, "port"),
        ({"protocol": "tcp"}, "protocol"),
        ({"protocol": ["TCP"]}, "protocol"),
        ({"source": ""}, "source"),
        ({"destination": 7}, "destination"),
        ({"destination": "x" * 301}, "destination"),
        ({"plan": {}}, "plan"),
        ({"more": 1}, ""),
    ],
)
def test_what_is_wrong_with_a_question_is_named(post, change, field):
    status, data = post("allows", ASKED | change)
    assert status == 422
    assert field in {problem["field"].partition(".")[0] for problem in data["problems"]}


def test_packets_of_a_log_are_explained_and_no_line_is_lost(post, catalogue):
    lines = "\n".join(
        [
            f"SRC={MASTER} DST={WORKER} PROTO=TCP SPT=4000 DPT=10250 SYN",
            f"SRC={WORKER} DST={MASTER} PROTO=TCP SPT=4000 DPT=64999 SYN",
            "what is this",
            "srcaddr dstaddr protocol",
        ]
    )
    status, data = post("dropped", {"plan": PLAN, "lines": lines})
    assert status == 200
    assert [(p["line"], p["verdict"], p["certain"]) for p in data["packets"]] == [
        (1, "in-plan", True),
        (2, "unknown", False),
    ]
    assert [line["line"] for line in data["unreadable"]] == [3]
    assert (data["without_packet"], data["beyond"], data["not_read"]) == (1, 0, 0)
    (remedy,) = data["packets"][1]["remedies"]
    addition = parse_addition(json.dumps(remedy["addition"]))
    after = plan_rules(added(document_from(PLAN), addition), catalogue)
    opened = [rule_data(rule) for rule in after.rules if "own/dropped-tcp-64999" in rule.listeners]
    assert remedy["opens"] == opened


def test_an_error_text_is_a_packet_with_what_became_of_it(post):
    lines = (
        f"dial tcp {WORKER}:10250: i/o timeout\n"
        'Post "https://cert-manager-webhook.cert-manager.svc:443/": context deadline exceeded'
    )
    status, data = post("dropped", {"plan": PLAN, "lines": lines})
    assert status == 200
    dialled, webhook = data["packets"]
    assert dialled["source"] == {"address": None, "groups": [], "near": [], "network": ""}
    assert dialled["failure"] == {"outcome": "timeout", "service": None, "host": None}
    assert (dialled["verdict"], dialled["certain"]) == ("in-plan", False)
    assert webhook["failure"]["service"] == "cert-manager-webhook.cert-manager"
    assert (webhook["verdict"], webhook["port"]) == ("product", None)
    assert webhook["listeners"] == ["cert-manager/webhook"]
    assert [remedy["certain"] for remedy in webhook["remedies"]] == [False]


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"plan": PLAN},
        {"plan": PLAN, "lines": 7},
        {"plan": {}, "lines": ""},
        {"plan": PLAN, "lines": "", "more": 1},
    ],
)
def test_what_is_wrong_with_a_log_is_refused(post, body):
    status, data = post("dropped", body)
    assert status == 422
    assert data["problems"]
