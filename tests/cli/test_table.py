"""Tables: columns on a terminal, tabs in a pipe."""

import io
import sys

from portsref.cli.table import print_table

ROWS = [
    ("kubernetes/kubelet-api", "TCP 10250", "Kubelet API."),
    ("产品", "UDP 53", "One word after another. " * 2),
]


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_gets_aligned_columns_and_a_header(monkeypatch):
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setenv("COLUMNS", "70")
    print_table(ROWS, header=("ROW", "PORTS", "PURPOSE"))
    assert sys.stdout.getvalue().splitlines() == [
        "ROW                     PORTS      PURPOSE",
        "kubernetes/kubelet-api  TCP 10250  Kubelet API.",
        "产品                    UDP 53     One word after another. One word",
        "                                   after another.",
    ]


def test_a_pipe_gets_tabs_and_no_header(capsys):
    print_table(ROWS, header=("ROW", "PORTS", "PURPOSE"))
    assert capsys.readouterr().out == "".join("\t".join(row) + "\n" for row in ROWS)
