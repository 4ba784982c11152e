"""The rules that strangers open for their clusters, as their files say them, held against ours.

A file names what was read, the plan that corresponds to its setting, and its rules as rows. Ends
are groups of the plan. Four words stand for more than one:

- `nodes`: all groups that play the control plane, worker or etcd.
- `anybody`, as a source: whoever it is, because the stranger opens the port to the world or names
  no source. `anybody_means` says which. Such a row has what we open from any group, and of us it
  asks that somebody may connect, or that the port is one that the host has for itself.
- `outside`, as a destination: any place outside the plan. Where a file has no such row, what we
  open to places outside is not compared.
- `all`, as a protocol: every protocol with every port.

A row with `wide` opens more than anybody needs, on purpose, and says so: it has what we open within
it, and it asks for nothing.

`theirs_only` and `ours_only` are the differences, each with its `why`. Where they are right and our
facts are not yet, the `why` begins with `To mend:`.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.products import Listener
from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules
from portsref.planning.rules import Endpoint, RuleSet
from portsref.ports import ALL_PORTS, PortSet
from portsref.protocols import NAMES_WITH_PORTS, PROTOCOL_NAMES

FOLDER = Path(__file__).parent
PATHS = sorted(FOLDER.glob("*.yaml"))
NODE_ROLES = {"control-plane", "worker", "etcd"}
ANYBODY, OUTSIDE, NODES, ALL = "anybody", "outside", "nodes", "all"
WHOLE = PortSet.single(0)  # stands for a protocol without ports, so that sets of them are sets
NOTHING = PortSet()

Said = Annotated[str, StringConstraints(min_length=12)]  # neither EXPLAIN nor a mere "ok"
Date = Annotated[str, StringConstraints(pattern=r"^20\d\d-\d\d-\d\d$")]


class Way(NamedTuple):
    """Who connects to whom over what; the ports are what is compared."""

    source: str
    destination: str
    protocol: str


type Ways = dict[Way, PortSet]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Source(_Strict):
    """What was read: a file of a repository at a commit."""

    repo: Annotated[str, StringConstraints(pattern=r"^[\w.-]+/[\w.-]+$")]
    path: str
    also: list[str] = []
    commit: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{40}$")]
    version: str
    date: Date


class Row(_Strict):
    """Some sources may reach some destinations."""

    from_: Annotated[list[str], Field(alias="from", min_length=1)]
    to: Annotated[list[str], Field(min_length=1)]
    protocol: str
    ports: str = ""
    wide: Said | None = None

    @model_validator(mode="after")
    def _has_ports_where_the_protocol_has(self) -> "Row":
        assert self.protocol in (ALL, *PROTOCOL_NAMES), self.protocol
        assert bool(self.ports) == (self.protocol in NAMES_WITH_PORTS), f"ports of {self.protocol}"
        assert self.wide or self.protocol != ALL, "`all` is wide: say why"
        return self


class Difference(_Strict):
    """A row that one side has and the other lacks, and why that is right."""

    from_: Annotated[list[str], Field(alias="from", min_length=1)]
    to: Annotated[list[str], Field(min_length=1)]
    protocol: str
    ports: str = ""
    why: Said


class Stranger(_Strict):
    """One file: a source, its rows, our plan for the same, and the explained differences."""

    title: str
    source: Source
    setting: Said
    anybody_means: Said | None = None
    plan: dict[str, Any]
    rows: list[Row]
    theirs_only: list[Difference] = []
    ours_only: list[Difference] = []

    @model_validator(mode="after")
    def _names_what_there_is(self) -> "Stranger":
        rows: tuple[Row | Difference, ...] = (*self.rows, *self.theirs_only, *self.ours_only)
        known = {*self.roles, NODES, ANYBODY, OUTSIDE}
        unknown = {name for row in rows for name in (*row.from_, *row.to)} - known
        assert not unknown, f"no groups of the plan: {sorted(unknown)}"
        assert bool(self.anybody_means) == any(ANYBODY in row.from_ for row in self.rows), (
            "`anybody_means` belongs to rows from anybody"
        )
        return self

    @property
    def roles(self) -> dict[str, list[str]]:
        """The groups of the plan with their roles; a name alone is a role."""
        return {
            group if isinstance(group, str) else group["name"]: (
                [group] if isinstance(group, str) else group["roles"]
            )
            for group in self.plan["groups"]
        }

    @property
    def nodes(self) -> set[str]:
        """The groups of the cluster's own hosts."""
        return {name for name, roles in self.roles.items() if NODE_ROLES & set(roles)}

    def expand(self, words: Iterable[str]) -> set[str]:
        """The groups that words of a row mean."""
        return {name for word in words for name in (self.nodes if word == NODES else (word,))}

    def ways_of(self, rows: Iterable[Row | Difference]) -> Ways:
        """What rows open, joined."""
        ways: Ways = {}
        for row in rows:
            ports = _as_set(row.protocol, PortSet.parse(row.ports))
            for source in self.expand(row.from_):
                for destination in self.expand(row.to):
                    way = Way(source, destination, row.protocol)
                    ways[way] = ways.get(way, NOTHING) | ports
        return ways

    def rule_set(self, catalogue: Catalogue) -> RuleSet:
        """Our answer to its plan; groups without addresses get some of documentation."""
        groups = [
            {"addresses": [f"198.18.{number}.0/24"]}
            | (group if isinstance(group, dict) else {"name": group, "roles": [group]})
            for number, group in enumerate(self.plan["groups"])
        ]
        document = {"schema": "portsref.plan/v1", "title": self.title, **self.plan}
        return plan_rules(document_from(document | {"groups": groups}), catalogue)


class Ours(NamedTuple):
    """What we open, the listeners behind it, and what hosts have open for themselves alone."""

    ways: Ways
    causes: Mapping[Way, list[tuple[PortSet, str]]]
    own: Mapping[tuple[str, str], PortSet]


def read_stranger(path: Path) -> Stranger:
    """Read a file; raises for whatever is not as the top of this module says."""
    return Stranger.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def ours_of(stranger: Stranger, catalogue: Catalogue) -> Ours:
    """Work our side out."""
    rule_set = stranger.rule_set(catalogue)
    says_outside = any(OUTSIDE in row.to for row in stranger.rows)
    ways: Ways = {}
    causes: dict[Way, list[tuple[PortSet, str]]] = {}
    for rule in rule_set.all_rules if says_outside else rule_set.rules:
        way = Way(_name(rule.source), _name(rule.destination), rule.protocol)
        ports = _as_set(rule.protocol, rule.ports)
        ways[way] = ways.get(way, NOTHING) | ports
        causes.setdefault(way, []).append((ports, ", ".join(rule.listeners)))
    own: dict[tuple[str, str], PortSet] = {}
    for local in rule_set.local:
        row = catalogue.rows.get(local.listener)
        if not isinstance(row, Listener) or row.scope != "loopback":
            for group in local.groups:
                here = (group, local.protocol)
                own[here] = own.get(here, NOTHING) | _as_set(local.protocol, local.ports)
    return Ours(ways, causes, own)


def disagreements(stranger: Stranger, ours: Ours) -> dict[str, list[str]]:
    """What is not as the file says, in lines to read; every list is empty where all is."""
    theirs, mine = theirs_only(stranger, ours), ours_only(stranger, ours)
    said_theirs = stranger.ways_of(stranger.theirs_only)
    said_mine = stranger.ways_of(stranger.ours_only)
    return {
        "they have it, we lack it": _in_words(subtract(theirs, said_theirs)),
        "we have it, they lack it": _in_words(subtract(mine, said_mine), ours),
        "explained, but we have it or they lack it": _in_words(subtract(said_theirs, theirs)),
        "explained, but they have it or we lack it": _in_words(subtract(said_mine, mine)),
        "wide, but nothing of ours is within": [
            f"{', '.join(row.from_)} -> {', '.join(row.to)} {row.protocol} {row.ports}".strip()
            for row in idle_rows(stranger, ours)
        ],
    }


def theirs_only(stranger: Stranger, ours: Ours) -> Ways:
    """What they open and we do not."""
    asked = stranger.ways_of(row for row in stranger.rows if not row.wide)
    return _present({way: ports - _we_open(way, ours) for way, ports in asked.items()})


def ours_only(stranger: Stranger, ours: Ours) -> Ways:
    """What we open and they do not."""
    opened = stranger.ways_of(stranger.rows)
    return _present({way: ports - _they_open(way, opened) for way, ports in ours.ways.items()})


def idle_rows(stranger: Stranger, ours: Ours) -> list[Row]:
    """Wide rows within which we open nothing."""
    return [
        row
        for row in stranger.rows
        if row.wide
        and not any(
            _they_open(way, stranger.ways_of([row])) & ports for way, ports in ours.ways.items()
        )
    ]


def subtract(left: Ways, right: Ways) -> Ways:
    """What `left` has and `right` lacks."""
    return _present({way: ports - right.get(way, NOTHING) for way, ports in left.items()})


def as_text(protocol: str, ports: PortSet) -> str:
    """Ports as a row says them; nothing for a protocol without."""
    return str(ports) if protocol in NAMES_WITH_PORTS else ""


def _in_words(ways: Ways, ours: Ours | None = None) -> list[str]:
    """A line a way, with the listeners behind it where they are ours."""
    return sorted(
        f"{way.source} -> {way.destination} {way.protocol} {as_text(way.protocol, ports)}".strip()
        + "".join(
            f" ({listeners})"
            for cause, listeners in (ours.causes[way] if ours else ())
            if cause & ports
        )
        for way, ports in ways.items()
    )


def _we_open(way: Way, ours: Ours) -> PortSet:
    if way.source != ANYBODY:
        return ours.ways.get(way, NOTHING) | ours.ways.get(way._replace(source=ANYBODY), NOTHING)
    found = [
        ports
        for mine, ports in ours.ways.items()
        if mine.destination == way.destination and mine.protocol == way.protocol
    ]
    return _union([*found, ours.own.get((way.destination, way.protocol), NOTHING)])


def _they_open(way: Way, opened: Ways) -> PortSet:
    return _union(
        opened.get(Way(source, way.destination, protocol), NOTHING)
        for source in {way.source, ANYBODY}
        for protocol in (way.protocol, ALL)
    )


def _as_set(protocol: str, ports: PortSet) -> PortSet:
    if protocol == ALL:
        return ALL_PORTS
    return ports if protocol in NAMES_WITH_PORTS else WHOLE


def _name(end: Endpoint) -> str:
    return {"any": ANYBODY, "outside": OUTSIDE}.get(end.kind, end.name)


def _union(parts: Iterable[PortSet]) -> PortSet:
    return PortSet.of(part for ports in parts for part in ports.ranges)


def _present(ways: Ways) -> Ways:
    return {way: ports for way, ports in ways.items() if ports}
