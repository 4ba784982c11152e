"""`portsref allows` and `portsref dropped`: a plan, and packets that it may allow."""

import io
import json
import sys
from ipaddress import ip_address
from pathlib import Path

import pytest

from portsref.cli import main
from portsref.planning.document import parse_document
from portsref.planning.engine import plan_rules
from portsref.planning.packets import allows
from portsref.planning.rules_file import rule_data

PLAN = str(Path(__file__).parent.parent / "plans" / "kubeadm-ha-calico.yaml")
LOG = """\
Nov  1 10:00:00 n kernel: DROP IN=eth0 OUT= SRC=10.0.1.5 DST=10.0.0.3 LEN=60 PROTO=TCP SPT=4 DPT=2379 SYN
Nov  1 10:00:01 n kernel: DROP IN=eth0 OUT= SRC=10.0.1.5 DST=10.0.0.3 LEN=60 PROTO=TCP SPT=5 DPT=2379 SYN
dial tcp 10.0.1.9:10250: i/o timeout
what is this
"""  # noqa: E501 - lines of a log


@pytest.fixture
def rule_set(catalogue):
    return plan_rules(parse_document(Path(PLAN).read_text()), catalogue)


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "firewall.log"
    path.write_text(LOG)
    return str(path)


def test_the_rules_that_allow_a_packet_are_named(capsys, rule_set):
    assert main(["allows", PLAN, "10.0.1.5", "control-plane", "9101/TCP"]) == 3
    assert main(["allows", PLAN, "admins", "10.0.0.1", "22/tcp"]) == 0
    found = allows(rule_set, "admins", ip_address("10.0.0.1"), "TCP", 22)
    why = "Remote administration by SSH. Because: ssh = yes"
    assert capsys.readouterr().out.splitlines() == [
        "the plan does not allow 10.0.1.5 -> control-plane 9101/TCP",
        f"{found[0].name}\tadmins (10.9.0.0/24)\tcontrol-plane (10.0.0.0/28)\tTCP 22\t{why}",
    ]


def test_an_address_in_no_group_is_named(capsys):
    assert main(["allows", PLAN, "10.77.0.1", "10.0.0.1", "icmp"]) == 3
    assert capsys.readouterr().out == (
        "the plan does not allow 10.77.0.1 -> 10.0.0.1 icmp; in no group: 10.77.0.1\n"
    )


def test_json_is_what_the_api_answers(capsys, rule_set):
    assert main(["allows", PLAN, "admins", "control-plane", "22/tcp", "--json"]) == 0
    rules = allows(rule_set, "admins", "control-plane", "TCP", 22)
    assert json.loads(capsys.readouterr().out) == {
        "allowed": True, "rules": [rule_data(rule) for rule in rules], "in_no_group": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("end", "packet", "reason"),
    [
        ("10.0.0.1", "22", "'22' is not a protocol: "),
        ("10.0.0.1", "22/xyz", "'xyz' is not a protocol: "),
        ("10.0.0.1", "1/icmp", "ICMP has no ports"),
        ("10.0.0.1", "tcp", "'tcp' needs a port, 0 to 65535, such as 6443/tcp"),
        ("10.0.0.1", "65536/udp", "'65536/udp' needs a port, 0 to 65535, such as 6443/udp"),
        ("wrokers", "22/tcp", "'wrokers' is no address, and no group or place of the plan: "),
    ],
)
def test_a_wrong_call_ends_with_2(end, packet, reason, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["allows", PLAN, end, "10.0.0.2", packet])
    assert ended.value.code == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.startswith(f"portsref allows: error: {reason}")


def test_each_packet_has_its_verdict_and_what_helps(capsys, log):
    assert main(["dropped", PLAN, log]) == 0
    out, err = capsys.readouterr()
    first, second = (line.split("\t") for line in out.splitlines())
    so = "calico/etcd would match, but the chosen options exclude it."
    helps = (
        "If the cluster is configured that way, choose the same options in the plan. "
        "Helps: Set datastore = etcd for Calico."
    )
    assert first == [
        "1",
        "10.0.1.5 (workers) -> 10.0.0.3 (control-plane) TCP 2379 (2 times)",
        "Not in the plan",
        f"{so} {helps}",
    ]
    assert second[:3] == ["3", "? -> 10.0.1.9 (workers) TCP 10250", "In the plan"]
    assert second[3].startswith("No answer came: something drops the packets without a word")
    assert "Rules: control-plane-to-workers-kubernetes-kubelet-api" in second[3]
    assert err == f"{log}: line 4: is no line of a packet log or error text that is known here\n"


def test_the_log_is_read_from_standard_input(capsys, monkeypatch, log):
    assert main(["dropped", PLAN, log]) == 0
    expected = capsys.readouterr().out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LOG.encode())))
    assert main(["dropped", PLAN]) == 0
    assert capsys.readouterr().out == expected


@pytest.mark.django_db
def test_json_of_a_log_is_what_the_api_answers(capsys, log, client):
    assert main(["dropped", PLAN, log, "--json"]) == 0
    plan = parse_document(Path(PLAN).read_text()).as_data()
    body = {"plan": plan, "lines": LOG}
    response = client.post(
        "/api/v1/dropped", data=json.dumps(body), content_type="application/json"
    )
    assert json.loads(capsys.readouterr().out) == response.json()


def test_standard_input_is_read_only_once(capsys):
    with pytest.raises(SystemExit):
        main(["dropped", "-"])
    assert capsys.readouterr().err.endswith(
        "error: standard input can be read only once: name the file of the log\n"
    )
