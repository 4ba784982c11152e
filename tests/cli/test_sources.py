"""`portsref sources`: what to clone, and what became of what is cited."""

import json

import pytest

from portsref.cli import main

COMMIT = "a" * 40
PRODUCT = f"""
product: mine
name: Mine
kind: other
summary: A product of a company's own.
homepage: https://example.com/
checked: {{version: "1.0", date: "2026-11-29"}}
components:
  - {{id: server, name: Server, roles: [worker], summary: Serves.}}
listeners:
  - id: api
    component: server
    protocol: TCP
    ports: "8080"
    roles: [worker]
    peers: [client]
    purpose: The API.
    tls: tls
    required: true
    source:
      - {{repo: acme/mine, commit: {COMMIT}, path: a.yaml, says: {{ports: "8080"}}, basis: code}}
"""


@pytest.fixture
def mine(tmp_path, monkeypatch):
    (tmp_path / "products").mkdir()
    (tmp_path / "products" / "mine.yaml").write_text(PRODUCT)
    monkeypatch.setenv("PORTSREF_CATALOGUE", str(tmp_path))
    return tmp_path


@pytest.mark.usefixtures("mine")
def test_the_list_says_what_to_clone(capsys):
    assert main(["sources", "list", "mine"]) == 0
    assert capsys.readouterr().out == "acme/mine\tmine\n"


def test_what_is_not_cloned_is_said_and_no_error(mine, capsys):
    assert main(["sources", "check", "--mirror", str(mine), "mine"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "mine: 1 no copy"


def test_what_does_not_hold_ends_with_one(mine, capsys):
    (mine / "acme" / "mine").mkdir(parents=True)
    assert main(["sources", "check", "--mirror", str(mine), "mine", "--json"]) == 1
    out, err = capsys.readouterr()
    assert [found["state"] for found in json.loads(out)] == ["no commit"]
    assert err == "1 of 1 do not hold\n"


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (["list", "nonsense"], "no product nonsense"),
        (["check", "--mirror", "/no/such/folder"], "no folder /no/such/folder"),
    ],
)
def test_a_wrong_call_says_why(call, reason, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["sources", *call])
    assert ended.value.code == 2
    assert reason in capsys.readouterr().err
