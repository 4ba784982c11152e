"""`portsref port`: what uses a port."""

import json

import pytest

from portsref.catalogue.search.entries import row_data
from portsref.catalogue.search.index import SearchIndex
from portsref.catalogue.search.ports_in_use import rows_using
from portsref.catalogue.snapshot.writing import facts_of
from portsref.cli import main
from tests import small_catalogue
from tests.small_catalogue import listener, need, product


@pytest.fixture(scope="module")
def index(catalogue):
    return SearchIndex(catalogue)


def test_kubernetes_itself_comes_first(capsys):
    assert main(["port", "10250/tcp"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == (
        "kubernetes/kubelet-api\tTCP 10250\tcontrol-plane, worker\t"
        "from self, control-plane\tKubelet API."
    )


def test_lists_every_row_of_the_catalogue_that_has_the_port(capsys, catalogue):
    assert main(["port", "8472"]) == 0
    keys = [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()]
    assert sorted(keys) == sorted(key for key, row in catalogue.rows.items() if 8472 in row.ports)


def test_a_protocol_narrows_the_answer(index):
    every = rows_using(index, 53)
    assert {entry.row.protocol for entry in every} > {"UDP"}
    assert rows_using(index, 53, "UDP") == tuple(e for e in every if e.row.protocol == "UDP")


def test_ranges_that_hold_the_port_come_last(index):
    widths = [len(entry.row.ports) > 100 for entry in rows_using(index, 9100)]
    assert widths == sorted(widths)
    assert set(widths) == {False, True}


def test_json_holds_whole_rows(capsys, index):
    assert main(["port", "2379", "--json"]) == 0
    rows = [row_data(entry) for entry in rows_using(index, 2379)]
    assert json.loads(capsys.readouterr().out) == {"port": 2379, "protocol": None, "rows": rows}


def test_says_who_is_outside_where_packets_go_and_when(capsys, monkeypatch):
    place = {"id": "server", "name": "Example server"}
    rows = [
        listener("one", peers=["server", "worker"], phase="installation"),
        listener("two", destination=["224.0.0.18", "ff02::12"], scope="loopback"),
    ]
    here = product("example", listeners=rows, places=[place])
    other = product("other", outbound_needs=[need("three", to="example/server")])
    facts = facts_of(small_catalogue.catalogue(here, other), digest="")
    monkeypatch.setattr("portsref.cli.port.load_facts", lambda: facts)
    assert main(["port", "1000/tcp"]) == 0
    assert [line.split("\t")[3:] for line in capsys.readouterr().out.splitlines()] == [
        ["from Example server, worker", "Traffic of one. During the installation only."],
        ["from worker", "Traffic of two. Sent to 224.0.0.18, ff02::12. Loopback only."],
        ["to Example server", "Traffic of three."],
    ]


def test_a_port_that_nothing_uses_is_no_error(capsys):
    assert main(["port", "0/sctp"]) == 0
    assert capsys.readouterr() == ("nothing in the catalogue uses 0/sctp\n", "")


def test_ports_that_may_have_been_meant_are_named(capsys, monkeypatch):
    rows = [listener(f"on-{port}", ports=port) for port in ("10250", "10516", "9000")]
    small = small_catalogue.catalogue(product("example", listeners=rows))
    facts = facts_of(small, digest="")
    monkeypatch.setattr("portsref.cli.port.load_facts", lambda: facts)
    assert main(["port", "10520"]) == 0
    expected = "nothing in the catalogue uses 10520; near it: 10250, 10516\n"
    assert capsys.readouterr().out == expected


@pytest.mark.parametrize(
    ("port", "reason"),
    [
        ("65536", "'65536' is not a port: ports are 0 to 65535"),
        ("-1", "'-1' is not a port: ports are 0 to 65535"),
        ("", "'' is not a port: ports are 0 to 65535"),
        ("http", "'http' is not a port: ports are 0 to 65535"),
        ("１０２５０", "'１０２５０' is not a port: ports are 0 to 65535"),
        ("9" * 5000, f"'{'9' * 40}' is not a port: ports are 0 to 65535"),
        ("53/esp", "'esp' is not a protocol with ports: tcp, udp, sctp"),
        ("53/", "'' is not a protocol with ports: tcp, udp, sctp"),
    ],
)
def test_what_is_no_port_ends_with_2(port, reason, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["port", port])
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == f"portsref port: error: {reason}"
