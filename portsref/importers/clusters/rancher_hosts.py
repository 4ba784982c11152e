"""What the files of one host say together, for k3s and RKE2: configuration, drop-ins, commands.

Neither the product nor whether a host is a server stands in `config.yaml`. Some keys are one
product's or only servers', and names of files, units and commands say both. What is found stands in
the joined document under `PROGRAM`, `ROLE`, `VERSION` and `ENVIRONMENT`, beside the flags.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from portsref.importers.base import Document
from portsref.importers.clusters.rancher_flags import (
    PROGRAM_IN_FILE,
    ROLE_IN_FILE,
    in_file,
    program_of,
    server_of,
)
from portsref.importers.commands import Command, logical_lines, parse_command
from portsref.importers.values import Place, Value, scalar

PROGRAM, ROLE, VERSION, ENVIRONMENT = "(program)", "(role)", "(version)", "(environment)"
BEYOND = "(beyond)"
MOST_HOSTS = 1_000

_COMMAND = re.compile(
    r"(?:ExecStart=)?[-@:+!]{0,3}(?:\S*/)?(?:k3s|rke2)\s+(?:server|agent)\b"
    r"|(?:curl|wget)\s.*get\.(?:k3s|rke2)\.io"
    r"|(?:export\s+|Environment=[\"']?)?(?:INSTALL_)?(?:K3S|RKE2)_[A-Z0-9_]+="
)
_PROXY = re.compile(r"(?:export\s+|Environment=[\"']?)?https?_proxy=", re.IGNORECASE)
_PROGRAM = re.compile(r"\b(?:INSTALL_)?(k3s|rke2)(?=_|\.io|\s+server\b|\s+agent\b)", re.IGNORECASE)
_NESTED = ("INSTALL_K3S_EXEC", "INSTALL_RKE2_EXEC")
_VARIABLES = {
    "K3S_URL": "server",
    "RKE2_URL": "server",
    "K3S_NODE_NAME": "node-name",
    "RKE2_NODE_NAME": "node-name",
    "K3S_DATASTORE_ENDPOINT": "datastore-endpoint",
    "INSTALL_K3S_VERSION": VERSION,
    "INSTALL_RKE2_VERSION": VERSION,
    "INSTALL_RKE2_TYPE": ROLE,
}
_DROP_IN = re.compile(r"(.*\.ya?ml)\.d/[^/]+")
_HOME = re.compile(r"(?P<above>.*?)(?:\A|/)etc/.*|(?P<folder>.*)/[^/]*")


@dataclass(slots=True)
class _Host:
    """The configuration of a host in the order in which it counts, and its commands."""

    file: str
    configs: list[Document] = field(default_factory=list)
    commands: list[Command] = field(default_factory=list)

    @property
    def place(self) -> Place:
        """Where its configuration begins, or its first command."""
        return self.configs[0].value.place if self.configs else self.commands[0].place


def has_command(document: Document) -> bool:
    """Tell whether a line starts one of the programs, installs it, or sets its variables."""
    lines = logical_lines(document.lines, document.line)
    return any(_COMMAND.match(line) for _, line in lines)


def join_hosts(documents: Sequence[Document]) -> Iterator[Document]:
    """One document a host: its flags, each at the place where it was last said.

    A product that one host says and no other contradicts is that of all. Of very many hosts the
    first 1,000 come, and then a document that has `BEYOND` alone.
    """
    hosts = _configured(documents)
    homes: defaultdict[str | None, list[_Host]] = defaultdict(list)
    for host in hosts:
        homes[_home(host.file)].append(host)
    for command in chain.from_iterable(map(_commands, documents)):
        _host_of(command, hosts, homes).commands.append(command)
        if len(hosts) > MOST_HOSTS:
            break
    joined = [_flags(host) for host in hosts[:MOST_HOSTS]]
    programs = {said.text: said for flags in joined if (said := flags.get(PROGRAM))}
    for host, flags in zip(hosts, joined, strict=False):
        if len(programs) == 1:
            flags.setdefault(PROGRAM, *programs.values())
        yield Document(host.place.file, host.place.line, (), Value(host.place, flags))
    for host in hosts[MOST_HOSTS : MOST_HOSTS + 1]:
        beyond = Value(host.place, {BEYOND: Value(host.place, "")})
        yield Document(host.place.file, host.place.line, (), beyond)


def _configured(documents: Iterable[Document]) -> list[_Host]:
    """A host for each configuration; drop-ins belong to the file whose name they bear."""
    hosts: list[_Host] = []
    drop_ins: list[tuple[str, Document]] = []
    for document in documents:
        if document.value and (match := _DROP_IN.fullmatch(document.file)):
            drop_ins.append((match[1], document))
        elif document.value:
            hosts.append(_Host(document.file, [document]))
    for file, document in sorted(drop_ins, key=lambda one: one[1].file):
        same = next((host for host in reversed(hosts) if host.file == file), None)
        if same is None:
            same = _Host(file)
            hosts.append(same)
        same.configs.append(document)
    return hosts


def _commands(document: Document) -> Iterator[Command]:
    """The commands of a text; variables alone belong to the command before or after them."""
    current: Command | None = None
    lines = () if document.value else logical_lines(document.lines, document.line)
    for number, line in lines:
        if not (_COMMAND.match(line) or _PROXY.match(line)):
            continue
        command = parse_command(line, Place(document.file, number), _NESTED)
        if match := _PROGRAM.search(line):
            command.variables[PROGRAM] = scalar(command.place, match[1].lower())
        if current and (not current.words or not command.words):
            current.words += command.words
            current.flags |= command.flags
            current.variables |= command.variables
            continue
        if current:
            yield current
        current = command
    if current:
        yield current


def _host_of(
    command: Command, hosts: list[_Host], homes: Mapping[str | None, list[_Host]]
) -> _Host:
    """The one host whose files stand in the same folder; else one of its own."""
    home = _home(command.place.file)
    same = homes[home]
    if home is not None and len(same) == 1:
        return same[0]
    own = _Host(command.place.file)
    hosts.append(own)
    same.append(own)
    return own


def _home(file: str) -> str | None:
    """The folder that stands for a host; None where a name tells none, as of a paste."""
    match = _HOME.fullmatch(file)
    return (match["above"] or match["folder"] or "") if match else None


def _flags(host: _Host) -> dict[str, Value]:
    """The flags of a host: of files the last one counts, and commands beat files."""
    flags: dict[str, Value] = {}
    for document in host.configs:
        for key, said in document.value.items():
            name = key.removesuffix("+")
            is_added = name != key and name in flags
            flags[name] = _added(flags[name], said) if is_added else said
    for command in host.commands:
        flags |= command.flags
        flags |= {
            _VARIABLES[key]: said for key, said in command.variables.items() if key in _VARIABLES
        }
        flags[ENVIRONMENT] = Value(command.place, command.variables)
    return _signs(host, flags) | flags


def _added(before: Value, after: Value) -> Value:
    return Value(after.place, (*before.listed(), *after.listed()))


def _signs(host: _Host, flags: dict[str, Value]) -> dict[str, Value]:
    """The product and the role, by the surest sign of each; nothing where there is none."""
    found: dict[str, Value] = {}
    for name, signs in ((PROGRAM, _program_signs(host, flags)), (ROLE, _role_signs(host, flags))):
        if sign := next(signs, None):
            found[name] = sign
    return found


def _program_signs(host: _Host, flags: dict[str, Value]) -> Iterator[Value]:
    for command in host.commands:
        if said := command.variables.get(PROGRAM):
            yield said
    yield from in_file(PROGRAM_IN_FILE, host.file)
    yield from program_of(flags)


def _role_signs(host: _Host, flags: dict[str, Value]) -> Iterator[Value]:
    for command in host.commands:
        yield from (word for word in command.words if word.text in {"server", "agent"})
    if host.commands and not host.configs:
        role = "agent" if "server" in flags else "server"
        yield scalar(host.commands[0].place, role)
    yield from server_of(flags)
    yield from in_file(ROLE_IN_FILE, host.file)
    if "server" not in flags:  # an agent has somewhere to join
        yield from (scalar(document.value.place, "server") for document in host.configs)
