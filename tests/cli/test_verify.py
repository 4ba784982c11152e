"""`portsref verify`: a plan, and what firewalls have, hosts listen on, and logs show."""

import json
from pathlib import Path

import pytest

from portsref.cli import main

PLAN = str(Path(__file__).parent.parent / "plans" / "k3s-single.yaml")
CLOSED = "*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n-A INPUT -p tcp --dport 22 -j ACCEPT\n"


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "rules.txt"

    def save(text):
        path.write_text(text)
        return str(path)

    return save


def test_what_is_closed_comes_first_and_the_exit_is_1(capsys, saved):
    assert main(["verify", "rules", PLAN, saved(CLOSED)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "closed\tadmins-to-host-k3s-ingress\tclosed: TCP 80,443 from 198.51.100.0/24"
    assert lines[-1].startswith("needed by nothing in the plan\tTCP 22 from any address of IPv4\t")


def test_what_is_open_exits_0(capsys, saved):
    assert main(["verify", "rules", PLAN, saved(CLOSED.replace("DROP", "ACCEPT"))]) == 0
    out, err = capsys.readouterr()
    said = [line.split("\t")[0] for line in out.splitlines()]
    assert said == ["needed by nothing in the plan", *["open already"] * 4]
    assert err.endswith("it closes nothing\n")


def test_json_has_every_rule(capsys, saved):
    assert main(["verify", "rules", PLAN, saved(CLOSED), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["is_bad"] is True
    assert [one["state"] for one in found["rules"]] == [*["closed"] * 4, "unknown"]
    assert found["figures"] == {"closed": 4, "unknown": 1, "nobody": 1}


def test_a_request_for_what_is_missing(capsys, saved):
    assert main(["verify", "rules", PLAN, saved(CLOSED), "--missing", "csv"]) == 1
    rows = capsys.readouterr().out.splitlines()
    assert len(rows) == 5
    assert all("k3s" in row or "nodeport" in row for row in rows[1:])


def test_what_is_called_wrongly_is_refused(saved):
    for more in (["--group", "nobody"], ["--missing", "nonsense"]):
        with pytest.raises(SystemExit) as left:
            main(["verify", "rules", PLAN, saved(CLOSED), *more])
        assert left.value.code == 2
    assert main(["verify", "rules", PLAN, "/nowhere"]) == 1


LISTENING = (
    "Netid State  Recv-Q Send-Q Local Address:Port Peer Address:Port Process\n"
    'tcp   LISTEN 0      128    {}:6443 *:* users:(("k3s-server",pid=1,fd=2))\n'
    'tcp   LISTEN 0      128    *:10255 *:* users:(("k3s-server",pid=1,fd=3))\n'
)


def test_sockets_that_listen_exit_0_and_strangers_are_told(capsys, saved):
    assert main(["verify", "sockets", PLAN, saved(LISTENING.format("*"))]) == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [line[0] for line in lines] == [
        "not in the plan",
        "listening",
        "has no socket",
        "has no socket",
        "has no socket",
    ]
    assert lines[0][2].endswith("(portsref port 10255/tcp)")


def test_sockets_on_loopback_exit_1_and_json_has_all(capsys, saved):
    assert main(["verify", "sockets", PLAN, saved(LISTENING.format("127.0.0.1")), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [one["state"] for one in found["rules"]][:2] == ["no-socket", "loopback"]
    assert [(one["state"], one["port"]) for one in found["beside"]] == [
        ("unexpected", "10255/tcp"),
        ("own-host", "6443/tcp"),
    ]
    assert "kubernetes/kubelet-read-only" in found["beside"][0]["listeners"]


DROPPED = (
    "Mar  2 10:15:30 fw kernel: [UFW BLOCK] IN=eth0 OUT= SRC=198.51.100.7 DST=192.0.2.10 PROTO=TCP "
    "SPT=40000 DPT={} SYN\n"
)


def test_a_rule_that_is_dropped_exits_1(capsys, saved):
    assert main(["verify", "evidence", PLAN, saved(DROPPED.format(6443))]) == 1
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert lines[0][:2] == ["dropped somewhere", "admins-to-host-k3s-api-and-supervisor"]
    assert lines[1][0] == "not seen in this time"


def test_packets_that_no_rule_has_exit_0_and_can_be_asked_about(capsys, saved):
    assert main(["verify", "evidence", PLAN, saved(DROPPED.format(10255)), "--json"]) == 0
    [one] = json.loads(capsys.readouterr().out)["beside"]
    assert (one["state"], one["port"]) == ("dropped-too", "10255/tcp")
    assert one["line"] == "SRC=198.51.100.7 DST=192.0.2.10 PROTO=TCP SPT=40000 DPT=10255"
    assert main(["dropped", PLAN, saved(one["line"])]) == 0
    assert "10255" in capsys.readouterr().out
