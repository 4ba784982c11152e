"""The kit of a plan: a dialer for each group of sources, a listener for each of destinations."""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from portsref.exporters.base import File
from portsref.exporters.identifiers import identifiers
from portsref.planning.document import Group
from portsref.planning.identity import contents_of, identities_of
from portsref.planning.provenance import UNSAVED, Provenance
from portsref.planning.rules import Endpoint, Rule, RuleSet
from portsref.verification.probes.closed import closed_rules
from portsref.verification.probes.cluster import manifest
from portsref.verification.probes.fields import NOTHING, encode_field
from portsref.verification.probes.revisions import revision_of
from portsref.verification.probes.scripts import (
    hexadecimal,
    lines_function,
    shell_script,
    table_function,
)
from portsref.verification.probes.targets import (
    ONLY_NETWORK,
    Host,
    Probe,
    endpoints_of,
    hosts_of,
    names_of,
    probes_of,
)
from portsref.verification.probes.windows import powershell_script

SHELL = "text/x-shellscript; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
YAML = "application/yaml"
KEY_FILE = "key.txt"
ANYBODY = "anybody"
OWN_ID = "own"
_WARNING = (
    "What it does is a scan of ports: whoever watches the network (SOC, intrusion detection)",
    "should know of it before it begins. --dry-run prints every packet and sends none.",
    "--help has the rest.",
)


_OF_NODES = frozenset({"control-plane", "worker", "etcd", "ingress", "storage"})
_OF_PEOPLE = frozenset({"bastion", "client"})

type _Named = tuple[Rule, str]  # a rule with its identity


@dataclass(frozen=True, slots=True)
class Run:
    """What tells one kit from another: an id that is in each packet, a key that signs results."""

    id: str = field(default_factory=lambda: secrets.token_hex(4))
    key: str = field(default_factory=lambda: secrets.token_hex(16))


def kit_files(
    rule_set: RuleSet,
    run: Run,
    provenance: Provenance = UNSAVED,
    known_hosts: Iterable[Host] = (),
    *,
    with_closed: bool = False,
) -> tuple[File, ...]:
    """The files of the kit: scripts, what to do with them, and the key.

    `known_hosts` are hosts that there are; a network of the plan has none but these. With
    `with_closed` scripts dial a sample of what must stay closed as well.
    """
    closed = closed_rules(rule_set) if with_closed else {}
    writer = _Writer(rule_set, run, provenance, tuple(known_hosts), closed)
    return tuple(writer.files())


def parse_keys(texts: Iterable[str]) -> Mapping[str, str]:
    """The keys of kits by their ids, as `key.txt` has them; what is none is left out."""
    words = (line.split() for text in texts for line in text.splitlines())
    return {each[0]: each[1] for each in words if len(each) == 2}


@dataclass(slots=True)
class _Writer:
    rule_set: RuleSet
    run: Run
    provenance: Provenance
    known_hosts: tuple[Host, ...]
    closed: Mapping[str, Rule]
    ids: Mapping[Endpoint, str] = field(init=False)
    slugs: Mapping[str, str] = field(init=False)
    rules: Sequence[_Named] = field(init=False)
    hosts: dict[Endpoint, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        more = (end for rule in self.closed.values() for end in (rule.source, rule.destination))
        ends = tuple(dict.fromkeys((*endpoints_of(self.rule_set), *more)))
        self.ids = {end: f"g{number}" for number, end in enumerate(ends)}
        self.slugs = identifiers(end.name for end in ends)
        identities = identities_of(self.rule_set.all_rules)
        self.rules = (
            *zip(self.rule_set.all_rules, identities, strict=True),
            *((rule, identity) for identity, rule in self.closed.items()),
        )

    def files(self) -> Iterator[File]:
        """Each is written when somebody reads it: a large plan has many."""
        of_nodes: dict[str, dict[str, Callable[[], str]]] = {"listen": {}, "dial": {}}
        for source, rules in self._by_end("source").items():
            if source.kind != "outside":
                name = f"dial-{self._slug(source)}"
                write = partial(self._dialer, source, rules)
                yield _file(f"{name}.sh", SHELL, write)
                if self._is_of_cluster(source):
                    of_nodes["dial"][f"{name}.sh"] = write
                if self._may_be_windows(source):
                    yield _file(f"{name}.ps1", TEXT, partial(self._windows_dialer, source, rules))
        for target, rules in self._by_end("destination").items():
            if target.kind == "group" and (places := _places(rules)):
                name = f"listen-{self._slug(target)}.sh"
                write = partial(self._listener, target, places)
                yield _file(name, SHELL, write)
                if self._is_of_cluster(target):
                    of_nodes["listen"][name] = write
        for kind, scripts in of_nodes.items():
            if scripts:
                name = f"kubernetes-{kind}.yaml"
                yield _file(name, YAML, partial(self._manifest, kind, name, scripts))
        yield _file(KEY_FILE, TEXT, lambda: f"{self.run.id} {self.run.key}\n")

    def _manifest(self, kind: str, name: str, scripts: Mapping[str, Callable[[], str]]) -> str:
        texts = {file: write() for file, write in scripts.items()}
        return "".join(manifest(kind, texts, self.run.id, self._about(), file=name))

    def _group(self, end: Endpoint) -> Group | None:
        return self.rule_set.document.group(end.name) if end.kind == "group" else None

    def _is_of_cluster(self, end: Endpoint) -> bool:
        """Tell whether its hosts are nodes, on which a DaemonSet runs."""
        group = self._group(end)
        return bool(group and group.os == "linux" and _OF_NODES.intersection(group.roles))

    def _may_be_windows(self, end: Endpoint) -> bool:
        """Tell whether its hosts run Windows, or are of people, of whose hosts nobody knows."""
        group = self._group(end)
        return bool(group and (group.os == "windows" or _OF_PEOPLE.intersection(group.roles)))

    def _by_end(self, side: str) -> Mapping[Endpoint, Sequence[_Named]]:
        """Rules by their group, with all addresses that the group has in any of them."""
        found: dict[tuple[str, str], list[_Named]] = {}
        for rule, identity in self.rules:
            end: Endpoint = getattr(rule, side)
            found.setdefault((end.kind, end.name), []).append((rule, identity))
        return {_whole(getattr(rule, side) for rule, _ in each): each for each in found.values()}

    def _slug(self, end: Endpoint) -> str:
        return ANYBODY if end.kind == "any" else self.slugs[end.name]

    # -- dialers

    def _dialer(self, source: Endpoint, rules: Sequence[_Named]) -> str:
        values = {
            **self._values(source),
            "plan": encode_field(self.rule_set.document.title),
            "key": self.run.key,
            "source_id": OWN_ID,
            "source_name": encode_field(source.name),
            "source_any": "1" if source.kind == "any" else "0",
        }
        names, ranges, hosts = self._tables(source, rules)
        functions = (
            table_function("name_of", names),
            table_function("ranges_of", ranges),
            table_function("hosts_of", hosts),
            lines_function("rules", self._probe_rows(rules)),
        )
        about = (*self._about_dialler(source), "Results go to standard output.")
        return shell_script(about, values, functions, kind="dial")

    def _windows_dialer(self, source: Endpoint, rules: Sequence[_Named]) -> str:
        values = {
            "Run": self.run.id,
            "GroupText": source.name,
            "AskedBy": self._asked_by(),
            "Plan": encode_field(self.rule_set.document.title),
            "Key": self.run.key,
            "SourceName": encode_field(source.name),
        }
        names, ranges, hosts = self._tables(source, rules)
        tables = {"NameOf": names, "RangesOf": ranges, "HostsOf": hosts}
        about = (
            *self._about_dialler(source),
            "It dials TCP alone, and writes results to a file. Run it:",
            "powershell -ExecutionPolicy Bypass -File FILE -DryRun, and then without -DryRun.",
        )
        rows = self._probe_rows(rules)
        return "".join(powershell_script(about, values, tables, rows))

    def _about_dialler(self, source: Endpoint) -> Iterator[str]:
        yield f"Dials what hosts of the group “{source.name}” must reach by this plan."
        if self.closed:
            yield "It dials as well what must stay closed to them: what gets through there is told."
        yield from self._about()
        yield "Nothing is sent anywhere but to the addresses of the plan, and nothing calls home."

    def _tables(self, source: Endpoint, rules: Sequence[_Named]) -> Sequence[Mapping[str, str]]:
        """Names, ranges and hosts of ends, by what stands for them in a script."""
        targets = {self.ids[rule.destination]: rule.destination for rule, _ in rules}
        ends = {OWN_ID: source, **targets}
        names: dict[str, dict[str, None]] = {}
        for rule, _ in rules:
            found = names.setdefault(self.ids[rule.destination], {})
            found.update(dict.fromkeys(names_of(rule)))
        return (
            {id_: encode_field(end.name) for id_, end in ends.items()},
            {id_: hexadecimal(end.addresses) for id_, end in ends.items()},
            {id_: self._hosts(end, names.get(id_, {})) for id_, end in ends.items()},
        )

    def _probe_rows(self, rules: Iterable[_Named]) -> Iterator[Sequence[str]]:
        for rule, identity in rules:
            revision = revision_of(contents_of(rule), self.provenance.revision)
            for probe in probes_of(rule):
                yield self._probe_row(rule, (identity, revision), probe)

    def _probe_row(self, rule: Rule, named: Sequence[str], probe: Probe) -> Sequence[str]:
        return (
            *named,
            encode_field(rule.name),
            encode_field(rule.protocol),
            probe.how,
            NOTHING if probe.port is None else str(probe.port),
            self.ids[rule.destination],
            probe.reason or ONLY_NETWORK,
        )

    def _hosts(self, end: Endpoint, names: Iterable[str]) -> str:
        found = self.hosts.get(end)
        if found is None:
            found = self.hosts[end] = " ".join(map(str, hosts_of(end.addresses, self.known_hosts)))
        return " ".join([*filter(None, [found]), *names])

    # -- listeners

    def _listener(self, end: Endpoint, places: Sequence[Sequence[str]]) -> str:
        values = {**self._values(end), "group_id": OWN_ID}
        functions = (
            table_function("ranges_of", {OWN_ID: hexadecimal(end.addresses)}),
            lines_function("rules", places),
        )
        about = (
            f"Listens on hosts of the group “{end.name}” where nothing else does, for whoever",
            "dials with the other scripts of this kit, and stops by itself.",
            *self._about(),
        )
        return shell_script(about, values, functions, kind="listen")

    def _values(self, end: Endpoint) -> Mapping[str, str]:
        return {"run": self.run.id, "group_text": end.name, "asked_by": self._asked_by()}

    def _about(self) -> Iterator[str]:
        yield ""
        yield f"Asked for by: {self._asked_by()}"
        saved = self.provenance.revision
        yield f"Revision: {'not saved' if saved is None else saved}, run {self.run.id}"
        yield ""
        yield from _WARNING
        yield ""

    def _asked_by(self) -> str:
        document = self.rule_set.document
        request = document.request
        said = (document.title, request.ticket, request.requester, self.provenance.link)
        return ", ".join(text for text in said if text)


def _file(name: str, media_type: str, write: Callable[[], str]) -> File:
    return File(name, media_type, lambda: [write()])


def _whole(ends: Iterable[Endpoint]) -> Endpoint:
    """A group with the addresses of all: rules of one family have those of that family alone."""
    found = tuple(ends)
    addresses = dict.fromkeys(address for end in found for address in end.addresses)
    return replace(found[0], addresses=tuple(addresses))


def _places(rules: Iterable[_Named]) -> Sequence[Sequence[str]]:
    """Each protocol and port of a group once, with the first rule that needs it."""
    found: dict[tuple[str, int], Sequence[str]] = {}
    for rule, identity in rules:
        for probe in probes_of(rule):
            place = (rule.protocol, probe.port or 0)
            if probe.port is not None and place not in found:
                named = (identity, encode_field(rule.name))
                found[place] = (rule.protocol, str(probe.port), probe.how, *named)
    return list(found.values())
