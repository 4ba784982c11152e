"""Counters of existing rules: nftables as JSON, and `iptables-save -c`.

A rule of nftables without `counter` says nothing, and no counter says since when it counts. Which
packets a rule lets in is read as for `verification.rules`.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from portsref.importers.base import Document
from portsref.importers.values import Place
from portsref.verification.evidence.base import Reader
from portsref.verification.evidence.model import Log, Said
from portsref.verification.rules.base import Reader as RuleReader
from portsref.verification.rules.hosts import iptables, nftables
from portsref.verification.rules.model import Firewall

_COUNTED = re.compile(r"\[([0-9]{1,20}):[0-9]{1,20}\] -[AI] ")

type _Counts = Callable[[Document], Iterator[tuple[Place, int]]]


def _of_iptables(document: Document) -> Iterator[tuple[Place, int]]:
    for number, line in enumerate(document.lines, document.line):
        if found := _COUNTED.match(line):
            yield Place(document.file, number), int(found[1])


def _of_nftables(document: Document) -> Iterator[tuple[Place, int]]:
    for entry in document.value.at("nftables").each():
        rule = entry.at("rule")
        for expression in rule.at("expr").each():
            packets = expression.at("counter", "packets").text
            if packets.isdigit() and len(packets) <= 20:
                yield rule.place, int(packets)


def _reader(of: RuleReader, *, label: str, command: str, counts: _Counts) -> Reader:
    def read(document: Document) -> Iterator[Said]:
        found: Mapping[Place, int] = dict(counts(document))
        for said in of.read(document) if of.read else ():
            if isinstance(said, Firewall):
                yield Log(said.place, label, firewall=said, counts=found)
            else:
                yield said

    return Reader(of.name, label, command, of.sample, of.recognises, read, of.starts)


NFTABLES = _reader(
    nftables.READER, label="nftables", command=nftables.READER.command, counts=_of_nftables
)
IPTABLES = _reader(
    iptables.READER,
    label="iptables",
    command="sudo iptables-save -c; sudo ip6tables-save -c",
    counts=_of_iptables,
)
