"""Every shell and tool says the same of what a packet meets between two hosts, or says less."""

import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

from portsref.importers.cutting import File
from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules
from portsref.verification.probes.checking import check_probes
from tests.verification.probes.kits import BASE, PYTHON, RUN, cells_of, tools_for, written_kit
from tests.verification.probes.situations import BY_ID, FILTERS, FILTERS_OF_DIALER, SITUATIONS, plan
from tests.verification.probes.worlds import NEEDS_ROOT, folder_of_tools, world

ROOT = Path(__file__).parents[3]
TCP = {each.id for each in SITUATIONS if each.protocol == "TCP"}
UDP = {each.id for each in SITUATIONS if each.protocol == "UDP"}
TUNNELS = {"tunnel", "tunnel-cut", "tunnel-taken"}
NO_TOOL = "not-testable no-tool"
SILENT = "no-answer silence"

# dialer -> its shell, the tools that it has, and what it says otherwise than it should
DIALERS = {
    "bash": ("dash", {"bash": "bash", "timeout": "timeout", "dd": "dd", "openssl": "openssl"},
             dict.fromkeys(TUNNELS, "not-testable needs-python3-or-perl")),
    "nc-openbsd": ("bash", {"nc": "nc.openbsd"},
                   {"udp-nobody": SILENT, "udp-prohibited": SILENT, "udp-own-filter": SILENT,
                    **dict.fromkeys(TUNNELS, "not-testable needs-python3-or-perl")}),
    "ncat": ("dash", {"nc": "ncat"}, dict.fromkeys(UDP, NO_TOOL)),
    "python3": ("dash", {"python3": PYTHON}, {}),
    "perl": ("bash", {"perl": "perl", "ip": "ip"}, {}),
    "curl": ("dash", {"curl": "curl"}, dict.fromkeys(UDP, NO_TOOL)),
    "busybox": ("busybox sh", {}, dict.fromkeys(UDP, NO_TOOL)),
    "busybox-python3": ("busybox sh", {"python3": PYTHON}, {}),
    "nothing": ("dash", {}, dict.fromkeys(TCP | UDP, NO_TOOL)),
}  # fmt: skip
COUNTING = """
table inet counting {
    chain out { type filter hook output priority -10; meta l4proto { tcp, udp } counter; }
}
"""
NEEDED = ("busybox", "curl", "nc.openbsd", "nc.traditional", "ncat", "perl", "dash", "bash")

pytestmark = [
    NEEDS_ROOT,
    pytest.mark.skipif(not all(map(which, NEEDED)), reason=f"some of {NEEDED} are missing"),
]


def tools_of(name):
    shell, tools, _ = DIALERS[name]
    if shell == "busybox sh":
        own = dict.fromkeys((*BASE, "sh", "timeout", "ip"), which("busybox"))
        return {**own, **(tools or {"nc": which("busybox")})}
    return tools_for(shell, tools)


@pytest.fixture(scope="module")
def kit(tmp_path_factory, catalogue):
    return written_kit(tmp_path_factory.mktemp("kit"), catalogue)


@pytest.fixture(scope="module")
def hosts(kit):
    """Two hosts, where services and the listener of the kit are ready."""
    with world(FILTERS) as both:
        both.dialer.run("nft", "-f", "-", input=FILTERS_OF_DIALER)
        services = [sys.executable, "-m", "tests.verification.probes.services"]
        service = both.target.start(*services, stdout=subprocess.PIPE, cwd=ROOT)
        service.stdout.readline()
        [script] = kit.glob("listen-targets*.sh")
        listener = both.target.start("dash", script, stdout=subprocess.PIPE)
        while "6081" not in listener.stdout.readline():
            assert listener.poll() is None
        yield both
        for each in (listener, service):
            each.terminate()
            each.wait()
            each.stdout.close()


@pytest.fixture(scope="module")
def said(kit, hosts, tmp_path_factory):
    """What every dialer wrote, all of them at once."""
    folder = tmp_path_factory.mktemp("tools")
    [script] = kit.glob("dial-the-dialers*.sh")
    dialling = {}
    for name, (shell, _, _) in DIALERS.items():
        path = folder_of_tools(folder / name, tools_of(name))
        words = [which(shell.split()[0]), *shell.split()[1:], script, "--tries", "2"]
        dialling[name] = hosts.dialer.start(
            *words, "--seconds", "2", "--at-once", "8", stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env={"PATH": path, "TMPDIR": str(folder)},
        )  # fmt: skip
    written = {name: process.communicate(timeout=80) for name, process in dialling.items()}
    assert {name: process.returncode for name, process in dialling.items()} == dict.fromkeys(
        DIALERS, 0
    ), written
    return written


def states(text):
    """What was said of each situation, with the families in which it was said."""
    found = {}
    for cells in cells_of(text):
        situation = next(each for each in SITUATIONS if str(each.port) == cells[8])
        found.setdefault(situation.id, []).append(" ".join(cells[9:11]))
    return found


def is_said(found, expected):
    state, details = expected.split()
    return found in {f"{state} {detail}" for detail in details.split("/")}


@pytest.mark.parametrize("name", DIALERS)
def test_what_a_packet_meets_is_told_in_both_families(said, name):
    out, err = said[name]
    found = states(out)
    expected = {each.id: each.said for each in SITUATIONS} | DIALERS[name][2]
    wrong = {
        id_: (what, expected[id_])
        for id_, what in found.items()
        if len(what) != 2 or not all(is_said(one, expected[id_]) for one in what)
    }
    assert not wrong, err
    assert set(found) == set(BY_ID)


@pytest.mark.parametrize("name", DIALERS)
def test_the_tool_is_named(said, name):
    tools = {cells[11] for cells in cells_of(said[name][0])}
    others = {"nothing": "-", "busybox": "nc", "ncat": "nc", "busybox-python3": "python3"}
    expected = others.get(name, name.split("-", maxsplit=1)[0])
    assert expected in tools


@pytest.mark.parametrize("name", DIALERS)
def test_nothing_of_the_plan_is_run(said, name):
    out, err = said[name]
    assert "CHG `id`" in err
    assert "uid=0" not in out + err
    assert not Path("/tmp/portsref-was-here").exists()  # noqa: S108 - what the plan tries to make


def test_results_are_signed_where_a_tool_for_it_is_there(said):
    last = {name: out.splitlines()[-1].split()[0] for name, (out, _) in said.items()}
    keyed = {"bash", "python3"}
    assert {name for name, word in last.items() if word == "#hmac-sha256"} >= keyed
    assert last["nothing"] == "#sha256"


def test_the_listener_left_alone_what_was_there_and_goes_by_its_name(hosts):
    shown = hosts.target.run("ss", "-tulpnH").splitlines()
    by_port = {}
    for line in shown:
        cells = line.split()
        by_port.setdefault(cells[4].rpartition(":")[2], set()).add(cells[-1].split('"')[1])
    assert by_port["1001"] != {"portsref-listen"}
    assert by_port["1008"] == by_port["2004"] == by_port["8472"] == {"portsref-listen"}
    assert not any("0.0.0.0:1008" in line or "[::]:1008" in line for line in shown)


def test_what_scripts_write_is_read_as_it_was_meant(said, catalogue):
    rule_set = plan_rules(document_from(plan()), catalogue)
    for name in ("bash", "python3", "perl", "busybox-python3"):
        file = File("results.tsv", said[name][0])
        found = check_probes([file], rule_set, key_of=lambda run: RUN.key if run == RUN.id else "")
        assert found.doubts == found.unread == ()
        state_of = {
            rule.listeners[0].removeprefix("own/"): one.state.name
            for rule, one in zip(rule_set.all_rules, found.rules, strict=True)
        }
        expected = {each.id: each.said for each in SITUATIONS} | DIALERS[name][2]
        assert state_of == {id_: words.split()[0] for id_, words in expected.items()}


def test_a_dry_run_sends_nothing(kit, hosts):
    hosts.dialer.run("nft", "-f", "-", input=COUNTING)
    [script] = kit.glob("dial-the-dialers*.sh")
    printed = hosts.dialer.run("dash", script, "--dry-run")
    assert len(printed.splitlines()) == 2 * len(SITUATIONS)
    tunnel = "own-tunnel: UDP, a frame of vxlan of full size from 10.77.0.1 to 10.77.0.2 port 8472"
    assert tunnel in printed
    counted = hosts.dialer.run("nft", "list", "chain", "inet", "counting", "out")
    assert "packets 0 bytes 0" in counted
