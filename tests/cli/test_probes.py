"""`portsref probes` writes scripts, and `portsref verify probes` reads what they said."""

import json
from pathlib import Path

import pytest

from portsref.cli import main
from portsref.documents.writing import dump_yaml
from tests.verification.probes.written import Writer, plan, rules, signed

RKE2 = str(Path(__file__).parent.parent / "plans" / "rke2-cilium.yaml")


@pytest.fixture
def plan_file(tmp_path):
    path = tmp_path / "plan.yaml"
    path.write_text(dump_yaml(plan()))
    return str(path)


@pytest.fixture
def kit(tmp_path, plan_file, capsys):
    folder = tmp_path / "kit"
    assert main(["probes", plan_file, "-o", str(folder)]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert sorted(printed) == sorted(map(str, folder.iterdir()))
    return folder


def results(kit, catalogue, tmp_path, *rows):
    run, key = (kit / "key.txt").read_text().split()
    writer = Writer(rules(catalogue))
    path = tmp_path / "results.tsv"
    path.write_text(signed([writer.row(*row) for row in rows], key=key, run=run))
    return str(path)


def test_the_kit_has_a_script_for_each_side_and_a_key(kit):
    assert {path.name for path in kit.iterdir()} >= {
        "dial-those-who-dial.sh", "listen-targets.sh", "key.txt",
    }  # fmt: skip


def test_what_is_closed_comes_first_and_the_exit_is_1(kit, catalogue, tmp_path, plan_file, capsys):
    rows = [("api", "open"), ("tunnel", "timeout")]
    file = results(kit, catalogue, tmp_path, *rows)
    record = tmp_path / "record.md"
    words = ["verify", "probes", plan_file, file, "--key", str(kit / "key.txt")]
    assert main([*words, "--record", str(record), "--by", "N. N."]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines()[0].startswith("no answer in time\tthose-who-dial-to-targets-own-tunnel")
    assert err == "1 of 3 rules that can be tried are proven (33%)\n"
    assert "Accepted by: N. N." in record.read_text()


def test_what_is_open_exits_0_and_json_has_the_figures(kit, catalogue, tmp_path, plan_file, capsys):
    file = results(kit, catalogue, tmp_path, ("api", "open-listener"))
    assert main(["verify", "probes", plan_file, file, "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["figures"]["proven"] == 1
    assert "nobody here has the key" in err


def test_a_request_for_what_is_closed(kit, catalogue, tmp_path, plan_file, capsys):
    file = results(kit, catalogue, tmp_path, ("api", "timeout"))
    assert main(["verify", "probes", plan_file, file, "--missing", "csv"]) == 1
    assert "those-who-dial-to-targets-own-api" in capsys.readouterr().out


def test_hosts_of_networks_are_dialled_where_they_are_named(tmp_path):
    hosts = tmp_path / "hosts.txt"
    hosts.write_text("# workers\n10.1.1.7, 10.1.1.8\n203.0.113.1\n")
    folder = tmp_path / "kit"
    assert main(["probes", RKE2, "-o", str(folder), "--hosts", str(hosts), "--revision", "7"]) == 0
    script = (folder / "dial-control-plane.sh").read_text()
    assert "10.1.1.7 10.1.1.8" in script
    assert "203.0.113.1" not in script
    assert "Revision: 7" in script


def test_what_is_called_wrongly_is_refused(tmp_path, plan_file, capsys):
    hosts = tmp_path / "hosts.txt"
    hosts.write_text("node-1.example\n")
    assert main(["probes", plan_file, "-o", str(tmp_path / "k"), "--hosts", str(hosts)]) == 1
    assert "'node-1.example'" in capsys.readouterr().err
    for words in (
        ["probes", plan_file],
        ["probes", plan_file, "-o", str(hosts)],
        ["verify", "rules", plan_file, str(hosts), "--record", "x"],
    ):
        with pytest.raises(SystemExit) as left:
            main(words)
        assert left.value.code == 2


def test_what_must_stay_closed_is_dialled_where_it_is_asked_for(tmp_path, capsys):
    strangers = {"name": "strangers", "roles": ["external"], "addresses": ["10.0.2.1"]}
    data = plan(groups=[*plan()["groups"], strangers])
    file = tmp_path / "more.json"
    file.write_text(json.dumps(data))
    for words, is_asked in (([], False), (["--negative"], True)):
        folder = tmp_path / f"kit{is_asked}"
        assert main(["probes", str(file), "-o", str(folder), *words]) == 0
        assert (folder / "dial-strangers.sh").exists() is is_asked
    capsys.readouterr()
