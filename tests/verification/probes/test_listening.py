"""Every tool that can listen does so only where nobody does, on the host's own addresses."""

import subprocess
from contextlib import ExitStack
from shutil import which

import pytest

from tests.verification.probes.kits import PYTHON, RUN, cells_of, program, tools_for, written_kit
from tests.verification.probes.worlds import NEEDS_ROOT, TARGET, folder_of_tools, world

ONLY = "own-service,own-listener,own-udp-listener,own-tunnel"
BOTH = {4, 6}
SYSTEMD = "systemd-socket-activate"
# listener -> the tools that it has, and in which families it is reached over TCP, UDP and a tunnel
LISTENERS = {
    SYSTEMD: ({SYSTEMD: SYSTEMD}, BOTH, (), ()),
    "socat": ({"socat": "socat", "dd": "dd"}, BOTH, BOTH, ()),
    "python3": ({"python3": PYTHON}, BOTH, BOTH, BOTH),
    "perl": ({"perl": "perl"}, BOTH, BOTH, BOTH),
    "nc.openbsd": ({"nc": "nc.openbsd"}, BOTH, (), ()),
    "nc.traditional": ({"nc": "nc.traditional"}, {4}, (), ()),
    "ncat": ({"nc": "ncat"}, BOTH, (), ()),
    "busybox": ({"nc": "busybox"}, BOTH, (), ()),
}  # fmt: skip
NEEDED = ("socat", "busybox", "nc.openbsd", "nc.traditional", "ncat", "perl", "dash",
          SYSTEMD)  # fmt: skip

pytestmark = [
    NEEDS_ROOT,
    pytest.mark.skipif(not all(map(which, NEEDED)), reason=f"some of {NEEDED} are missing"),
]


@pytest.fixture(scope="module")
def kit(tmp_path_factory, catalogue):
    return written_kit(tmp_path_factory.mktemp("kit"), catalogue)


def script(kit, kind):
    [found] = kit.glob(f"{kind}-the-dialers*.sh" if kind == "dial" else "listen-targets*.sh")
    return found


@pytest.fixture(scope="module")
def seen(kit, tmp_path_factory):
    """Of each listener what it said, what listened, what a dialer said, and what was left of it."""
    folder = tmp_path_factory.mktemp("tools")
    with ExitStack() as stack:
        hosts = {name: stack.enter_context(world("")) for name in LISTENERS}
        taken = {
            name: both.target.start(PYTHON, "-m", "http.server", "1001", "--bind", "::",
                                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for name, both in hosts.items()
        }  # fmt: skip
        listening = {}
        for name, both in hosts.items():
            while ":1001" not in both.target.run("ss", "-ltnH"):
                pass
            path = folder_of_tools(folder / name, tools_for("dash", LISTENERS[name][0]))
            listening[name] = both.target.start(
                program("dash"), script(kit, "listen"), stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, env={"PATH": path, "TMPDIR": str(folder)},
            )  # fmt: skip
        for process in listening.values():
            for line in process.stderr:
                if "goes on for" in line:
                    break
        sockets = {name: both.target.run("ss", "-tulpnH") for name, both in hosts.items()}
        rules = ",".join(f"the-dialers-id-to-targets-id-{each}" for each in ONLY.split(","))
        dialling = {
            name: both.dialer.start(
                "dash", script(kit, "dial"), "--rules", rules, "--tries", "2", "--seconds", "2",
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )
            for name, both in hosts.items()
        }  # fmt: skip
        found = {name: process.communicate()[0] for name, process in dialling.items()}
        for process in listening.values():
            process.terminate()
            process.communicate(timeout=10)
        left = {name: both.target.run("ss", "-tulpnH") for name, both in hosts.items()}
        for process in taken.values():
            process.kill()
            process.wait()
    assert not list(folder.glob("portsref-*"))
    return {name: (sockets[name], found[name], left[name]) for name in LISTENERS}


def states(text, rule):
    """The state in each family in which there is one."""
    rows = [row for row in cells_of(text) if row[8] == {"service": "1001", "listener": "1008",
            "udp-listener": "2004", "tunnel": "8472"}[rule] and row[9] != "skipped"]  # fmt: skip
    return {6 if ":" in row[6] else 4: row[9] for row in rows}


@pytest.mark.parametrize("name", LISTENERS)
def test_it_is_reached_wherever_its_tool_can_listen(seen, name):
    _, tcp, udp, tunnel = (name, *LISTENERS[name][1:])
    said = seen[name][1]
    for rule, families in (("listener", tcp), ("udp-listener", udp), ("tunnel", tunnel)):
        found = {family for family, state in states(said, rule).items() if state == "open-listener"}
        assert found == set(families), rule


@pytest.mark.parametrize("name", LISTENERS)
def test_what_runs_already_keeps_its_port_and_no_other_address_is_taken(seen, name):
    sockets, said, _ = seen[name]
    assert states(said, "service") == {4: "open", 6: "open"}
    taken = {line.split()[4] for line in sockets.splitlines() if ":1001" not in line}
    assert {place.rpartition(":")[0].strip("[]") for place in taken} <= set(TARGET)


@pytest.mark.parametrize("name", LISTENERS)
def test_its_name_is_seen_and_nothing_is_left_when_it_is_stopped(seen, name):
    sockets, _, left = seen[name]
    names = {line.split('"')[1] for line in sockets.splitlines() if ":1008" in line}
    assert names == ({"nc"} if name == "busybox" else {"portsref-listen"})
    assert [line.split()[4] for line in left.splitlines()] == ["*:1001"]


def test_it_stops_by_itself(kit, tmp_path):
    """With a `sleep` whose minutes are seconds."""
    path = folder_of_tools(tmp_path / "tools", tools_for("dash", {"python3": PYTHON}))
    quick = tmp_path / "tools" / "sleep"
    quick.unlink()
    quick.write_text(f'#!{program("dash")}\nexec {program("sleep")} "$(($1 / 60))"\n')
    quick.chmod(0o755)
    with world("") as both:
        done = subprocess.run(
            both.target.command(program("dash"), script(kit, "listen"), "--minutes", "1"),
            capture_output=True, text=True, check=False, timeout=30,
            env={"PATH": path, "TMPDIR": str(tmp_path)},
        )  # fmt: skip
        assert done.returncode == 0
        assert "goes on for 1 minutes" in done.stderr
        assert both.target.run("ss", "-tulpnH") == ""
    assert RUN.id not in "".join(each.name for each in tmp_path.iterdir())
