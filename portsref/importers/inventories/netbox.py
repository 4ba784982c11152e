"""Lists of hosts as CSV, such as NetBox exports, and what NetBox's API answers.

Read are names, primary addresses of both families, roles and states. Traps: the separator may be a
semicolon; quoted cells have line breaks; an address with a mask is a host.

Not read, and told: hosts that are not active. Not read: sites, tenants, clusters, of which there
may be several in one list.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping

from portsref.importers.base import Document, Importer, host_addresses, origin, unread
from portsref.importers.facts import Doubt, Fact
from portsref.importers.inventories.host_roles import bounded, named_host
from portsref.importers.values import Place, Value
from portsref.messages import Message, gettext_noop

NOT_ACTIVE = gettext_noop("%(host)s is not active, and not in the draft")
SEVERAL_CLUSTERS = gettext_noop("has hosts of several clusters; a plan is of one")
BROKEN = gettext_noop("has a row that is not written as tables of values with commas are")

_NAMES = ("name", "hostname", "host", "host name", "dns name", "fqdn", "device", "vm", "server")
_ADDRESSES = (
    "primary ip4", "primary ip6", "primary ipv4", "primary ipv6", "primary ipv4 address",
    "primary ipv6 address", "primary ip", "primary ip address", "ip", "ips", "ip address",
    "ip addresses", "address", "addresses", "ipv4", "ipv6", "ipv4 address", "ipv6 address",
    "private ip", "private ip address", "internal ip",
)  # fmt: skip
_ROLES = ("role", "roles", "device role", "function", "purpose", "group")
_STATES = ("status", "state")
_CLUSTERS = ("cluster",)
_IN_USE = frozenset({"", "active", "online", "running", "up", "ok", "poweredon", "powered on"})
_NO_WORD = re.compile(r"[^a-z0-9]+")
_SEPARATORS = ",;\t|"
_SEPARATED = re.compile(r"[,;\t|]")

type _Row = Mapping[str, Value]


def _starts(line: str) -> bool:
    if not _SEPARATED.search(line):
        return False
    headings = _headings(line)
    has_name = any(name in headings for name in _NAMES)
    return has_name and any(name in headings for name in _ADDRESSES)


def _headings(line: str) -> list[str]:
    texts = line.split(_separator(line))
    return [_NO_WORD.sub(" ", text.lower()).strip() for text in texts] if len(texts) > 1 else []


def _separator(line: str) -> str:
    return max(_SEPARATORS, key=line.count)


def _recognises(document: Document) -> bool:
    if document.lines and _starts(document.lines[0]):
        return True
    first = next(_answers(document.value), Value(document.value.place))
    return any(key in {"primary_ip", "primary_ip4", "dns_name"} for key, _ in first.items())


def _answers(value: Value) -> Iterator[Value]:
    yield from (value.at("results") or value).each()


def _read(document: Document) -> Iterator[Fact]:
    rows: list[tuple[Value, _Row]] = []
    try:
        rows += ((value, _of_answer(value)) for value in _answers(document.value))
        if document.lines and _starts(document.lines[0]):
            rows += _rows(document)
    except csv.Error:
        yield unread(document.value, BROKEN)
    yield from bounded(_host(where, row) for where, row in rows)
    clusters = {text for _, row in rows if (text := _first(row, _CLUSTERS).text)}
    if len(clusters) > 1:
        yield Doubt(origin(document.value), Message(SEVERAL_CLUSTERS))


def _rows(document: Document) -> Iterator[tuple[Value, _Row]]:
    headings = _headings(document.lines[0])
    reader = csv.reader(document.lines[1:], delimiter=_separator(document.lines[0]))
    begin = document.line + 1
    for cells in reader:
        place = Place(document.file, begin)
        begin = document.line + 1 + reader.line_num
        pairs = zip(headings, cells, strict=False)
        yield (
            Value(place, ""),
            {name: Value(place.of(name, place.line), text) for name, text in pairs},
        )


def _of_answer(value: Value) -> _Row:
    """What the API says of a device, a virtual machine or an address, as a row of the table."""
    role = value.at("role") or value.at("device_role")
    owner = value.at("assigned_object")
    return {
        "name": value.at("name") or owner.at("device", "name")
        or owner.at("virtual_machine", "name") or value.at("dns_name"),
        "primary ip": value.at("primary_ip", "address"),
        "primary ip4": value.at("primary_ip4", "address"),
        "primary ip6": value.at("primary_ip6", "address"),
        "address": value.at("address"),
        "role": role.at("slug") or role.at("name"),
        "status": value.at("status", "value"),
        "cluster": value.at("cluster", "name"),
    }  # fmt: skip


def _first(row: _Row, names: Iterable[str]) -> Value:
    found = (row[name] for name in names if name in row and row[name].text)
    return next(found, Value(Place("")))


def _host(where: Value, row: _Row) -> Iterator[Fact]:
    name, role = _first(row, _NAMES).text, _first(row, _ROLES).text
    listed = (one for key in _ADDRESSES if key in row for one in row[key].listed())
    addresses = host_addresses(listed)
    if _first(row, _STATES).text.lower() not in _IN_USE:
        yield unread(where, NOT_ACTIVE, host=name or next(map(str, addresses), ""))
    elif name or addresses:
        yield from named_host(where, name, addresses, listed=role)


IMPORTER = Importer(
    name="netbox",
    label="NetBox, CSV",
    command="curl -H \"Authorization: Token …\" 'https://netbox.example/api/dcim/devices/?limit=0'",
    sample="name,status,role,primary_ip4\ncp1,active,control-plane,10.0.0.11/24\n",
    recognises=_recognises,
    read=_read,
    starts=_starts,
)
