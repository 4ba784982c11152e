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

NOT_PORTS = "is not a port, nor ports such as 80,443 or 30000-32767: ports are 0 to 65535"


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
    assert json.loads(capsys.readouterr().out) == [
        {"ports": "2379", "protocol": None, "rows": rows, "near": list(index.near(2379))}
    ]


def test_several_ports_and_ranges_are_looked_up_at_once(capsys, catalogue):
    assert main(["port", "10250/tcp", "8471-8473/udp", "2379,2380"]) == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert sorted(line[0] for line in lines) == sorted(
        key
        for key, row in catalogue.rows.items()
        if (row.protocol == "TCP" and 10250 in row.ports)
        or (row.protocol == "UDP" and set(row.ports) & {8471, 8472, 8473})
        or set(row.ports) & {2379, 2380}
    )


def test_rows_that_name_just_the_range_come_first(capsys):
    assert main(["port", "30000-32767/tcp"]) == 0
    ports = [line.split("\t")[1] for line in capsys.readouterr().out.splitlines()]
    exact = [place for place, text in enumerate(ports) if text == "TCP 30000-32767"]
    assert exact == list(range(len(exact)))
    assert 0 < len(exact) < len(ports)


def test_json_answers_each_of_several_questions(capsys):
    assert main(["port", "0/sctp", "80,443/tcp", "--json"]) == 0
    answers = json.loads(capsys.readouterr().out)
    assert [(answer["ports"], answer["protocol"], bool(answer["rows"])) for answer in answers] == [
        ("0", "SCTP", False), ("80,443", "TCP", True),
    ]  # fmt: skip


def test_says_who_is_outside_where_packets_go_and_when(capsys, monkeypatch):
    place = {"id": "server", "name": "Example server"}
    rows = [
        listener("one", peers=["server", "worker"], phase="installation"),
        listener("two", destination=["224.0.0.18", "ff02::12"], scope="loopback"),
    ]
    here = product("example", listeners=rows, places=[place])
    other = product("other", outbound_needs=[need("three", to="example/server")])
    facts = facts_of(small_catalogue.catalogue(here, other), digest="")
    monkeypatch.setattr("portsref.cli.commands.port.load_facts", lambda: facts)
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
    monkeypatch.setattr("portsref.cli.commands.port.load_facts", lambda: facts)
    assert main(["port", "10520"]) == 0
    expected = "nothing in the catalogue uses 10520; near it: 10250, 10516\n"
    assert capsys.readouterr().out == expected


@pytest.mark.parametrize(
    ("port", "reason"),
    [
        ("65536", f"'65536' {NOT_PORTS}"),
        ("-1", f"'-1' {NOT_PORTS}"),
        ("", f"'' {NOT_PORTS}"),
        ("http", f"'http' {NOT_PORTS}"),
        ("１０２５０", f"'１０２５０' {NOT_PORTS}"),
        ("9" * 5000, f"'{'9' * 40}' {NOT_PORTS}"),
        ("90-80", f"'90-80' {NOT_PORTS}"),
        ("80,", f"'80,' {NOT_PORTS}"),
        ("53/esp", "'esp' is not a protocol with ports: tcp, udp, sctp"),
        ("53/", "'' is not a protocol with ports: tcp, udp, sctp"),
    ],
)
def test_what_is_no_port_ends_with_2(port, reason, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["port", port])
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == f"portsref port: error: {reason}"
