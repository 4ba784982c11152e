"""`portsref push`: a plan of a repository under its link, on a real server."""

import json
import socket
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from portsref.cli import main
from portsref.cli.server import SavedPlan
from tests.server import free_port

PLAN = """
schema: portsref.plan/v1
title: Payments
groups:
  - {name: workers, roles: [worker], addresses: [10.0.1.0/24]}
  - {name: admins, roles: [bastion], addresses: [10.9.0.1]}
listeners:
  - {id: db, protocol: TCP, ports: "5432", roles: [worker], peers: [bastion], purpose: Ours.}
"""
CHANGED = PLAN.replace('"5432"', '"5432,6000"')
NOBODY = f"{'x' * 24}"


@pytest.fixture
def links(save, monkeypatch):
    links = save(PLAN)
    monkeypatch.setenv("PORTSREF_EDIT_KEY", links.edit_key)
    return links


@pytest.fixture
def files(tmp_path):
    """The plan as it was and as it is."""
    (tmp_path / "was.yaml").write_text(PLAN)
    (tmp_path / "plan.yaml").write_text(CHANGED)
    return str(tmp_path / "was.yaml"), str(tmp_path / "plan.yaml")


def get(address):
    with urllib.request.urlopen(address, timeout=20) as answer:
        return json.load(answer)


def test_a_changed_plan_becomes_the_next_revision_of_the_same_link(links, files, capsys):
    was, plan = files
    note = "payments: open 6000\n\nFor the new\u200d port.\udcff"
    assert main(["push", plan, "--to", links.link, "--was", was, "--note", note]) == 0
    assert capsys.readouterr() == (f"revision 2: {links.link}revisions/2/\n", "")
    saved = get(links.api)
    assert saved["plan"]["listeners"][0]["ports"] == "5432,6000"
    assert saved["revision"]["note"] == "payments: open 6000 For the new port."


def test_a_plan_that_is_saved_already_is_not_saved_again(links, files, capsys):
    was, _plan = files
    assert main(["push", was, "--to", f"{links.link}revisions/1/"]) == 0
    assert capsys.readouterr().out == f"revision 1 already has this plan: {links.link}\n"
    assert get(links.api)["revision"]["number"] == 1


def test_what_somebody_else_saved_is_told_and_not_overwritten(links, files, tmp_path, capsys):
    was, plan = files
    theirs = tmp_path / "theirs.yaml"
    theirs.write_text(PLAN.replace("10.0.1.0/24", "10.0.2.0/24"))
    assert main(["push", str(theirs), "--to", links.link]) == 0
    capsys.readouterr()
    assert main(["push", plan, "--to", links.link, "--was", was]) == 3
    out, err = capsys.readouterr()
    signs = [(line[0], line[1:].strip()) for line in out.splitlines()]
    assert [line for line in signs if line[0] in "+-"] == [
        ("-", '- "10.0.2.0/24"'),
        ("+", '- "10.0.1.0/24"'),
        ("-", 'ports: "5432"'),
        ("+", 'ports: "5432,6000"'),
    ]
    assert err == (
        f"{links.link}: somebody else saved revision 2: take it over into the plan, "
        "then push again\n"
    )
    assert get(links.api)["revision"]["number"] == 2


def test_a_wrong_key_and_a_plan_that_is_not_there_are_told(links, files, capsys, monkeypatch):
    _was, plan = files
    gone = links.link.replace(links.link.split("/")[-2], NOBODY)
    assert main(["push", plan, "--to", gone]) == 1
    assert capsys.readouterr().err == f"{gone}: no such plan or revision\n"
    monkeypatch.setenv("PORTSREF_EDIT_KEY", "wrong")
    assert main(["push", plan, "--to", links.link]) == 1
    assert capsys.readouterr().err == (
        f"{links.link}: Authorization: is not the plan's edit key: it was replaced, or is wrong\n"
    )


def test_a_plan_that_is_wrong_is_told_before_anything_is_sent(links, tmp_path, capsys):
    plan = tmp_path / "plan.yaml"
    plan.write_text(PLAN.replace("title: Payments", "colour: blue"))
    assert main(["push", str(plan), "--to", links.link]) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"{plan}: colour: is not a known key",
        f"{plan}: title: is missing",
    ]


class AnotherSite(BaseHTTPRequestHandler):
    """Answers in JSON, and is no portsref."""

    def do_GET(self):
        status, body = self.server.says
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.mark.parametrize(
    "says",
    [(200, b"[]"), (200, b'{"revision": 1}'), (404, b'"no"'), (404, b"[]"), (404, b"{}"),
     (404, b'{"problems": ["no"]}')],
)  # fmt: skip
def test_a_site_that_is_no_portsref_is_told(says, files, capsys, monkeypatch):
    monkeypatch.setenv("PORTSREF_EDIT_KEY", "secret")
    with HTTPServer(("127.0.0.1", 0), AnotherSite) as site:
        site.says = says
        threading.Thread(target=site.handle_request, daemon=True).start()
        link = f"http://127.0.0.1:{site.server_port}/plans/{NOBODY}/"
        assert main(["push", files[1], "--to", link]) == 1
    assert capsys.readouterr().err == (
        f"{link}: answered {says[0]}, but not as portsref does: is the address right?\n"
    )


class Elsewhere(BaseHTTPRequestHandler):
    """Leads everybody away, as a proxy that wants https or a log-in does."""

    def do_GET(self):
        self.send_response(302)
        self.send_header("Location", "https://login.example.com/")
        self.end_headers()

    def log_message(self, *_):
        pass


def test_a_key_goes_nowhere_else_and_no_answer_is_told(files, capsys, monkeypatch):
    monkeypatch.setenv("PORTSREF_EDIT_KEY", "secret")
    _was, plan = files
    with HTTPServer(("127.0.0.1", 0), Elsewhere) as away:
        threading.Thread(target=away.handle_request, daemon=True).start()
        link = f"http://127.0.0.1:{away.server_port}/plans/{NOBODY}/"
        assert main(["push", plan, "--to", link]) == 1
        assert "leads to https://login.example.com/: give that address" in capsys.readouterr().err
    nobody = f"http://127.0.0.1:{free_port()}/plans/{NOBODY}/"
    assert main(["push", plan, "--to", nobody]) == 1
    assert capsys.readouterr().err.startswith(f"{nobody}: cannot be reached: ")


def test_whoever_speaks_no_http_is_told(files, capsys, monkeypatch):
    monkeypatch.setenv("PORTSREF_EDIT_KEY", "secret")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_babble, args=[listening], daemon=True)
        thread.start()
        link = f"http://127.0.0.1:{listening.getsockname()[1]}/plans/{NOBODY}/"
        assert main(["push", files[1], "--to", link]) == 1
        thread.join(timeout=20)
    assert "cannot be reached" in capsys.readouterr().err


def _babble(listening):
    with listening.accept()[0] as connection:
        connection.recv(4096)
        connection.sendall(b"SSH-2.0-OpenSSH\r\n")


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("https://x.example/", "'https://x.example/' is not the link of a saved plan"),
        ("file:///etc/passwd", "'file:///etc/passwd' is not the link of a saved plan"),
        (f"http://x.example/plans/{NOBODY}/",
         "a key is sent over https only: give the link with https://"),
        (f"https://x.example/plans/{NOBODY}/edit/?key=abc",
         "the link holds a key: give the link to read, and keep keys out of it"),
    ],
)  # fmt: skip
def test_a_wrong_link_ends_with_2(link, reason, files, capsys, monkeypatch):
    monkeypatch.setenv("PORTSREF_EDIT_KEY", "secret")
    assert refused(["push", files[1], "--to", link], capsys) == reason


@pytest.mark.parametrize("plan_id", ["-" * 24, f"-v{'a' * 21}_"])
def test_a_plan_whose_id_begins_with_a_dash_has_a_link_as_any_other(plan_id):
    link = f"https://x.example/plans/{plan_id}/"
    assert SavedPlan(f"{link}revisions/3/").link == link


def test_without_a_key_nothing_is_tried(files, capsys, monkeypatch):
    monkeypatch.setenv("PORTSREF_EDIT_KEY", " ")
    reason = "set PORTSREF_EDIT_KEY to the key of the edit link, which stands behind `key=` in it"
    call = ["push", files[1], "--to", f"https://x.example/plans/{NOBODY}/"]
    assert refused(call, capsys) == reason


def refused(call, capsys):
    with pytest.raises(SystemExit) as ended:
        main(call)
    assert ended.value.code == 2
    return capsys.readouterr().err.splitlines()[-1].removeprefix("portsref push: error: ")
