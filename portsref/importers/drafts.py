"""What a reading comes to: parts of a plan, each to be accepted or not, and the plan of those.

Nothing is saved here. A part bears the piece of the plan document that it is, so that whoever
accepts it needs nothing that was pasted.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched

from portsref.addresses import join_addresses
from portsref.documents.problems import ProblemsError
from portsref.importers.accepting import take_in
from portsref.importers.facts import (
    Doubt,
    Endpoint,
    Fact,
    Host,
    How,
    Origin,
    Piece,
    Section,
    Statement,
    Unread,
    group_data,
)
from portsref.importers.hosts import MergedHost, is_sure, merge_hosts
from portsref.importers.reading import Reading
from portsref.messages import Message, gettext_noop
from portsref.planning.document import MOST_ADDRESSES, SCHEMA, document_from

IS_A_NODE = gettext_noop("is one of the hosts, so nothing stands in front of the API servers")
SEVERAL_GROUPS = gettext_noop(
    "%(group)s has more than %(most)d ranges of addresses, so its hosts are in several groups"
)
TOO_MANY_PARTS = gettext_noop("more than %(most)s parts: what follows was left out")
TOO_MANY = gettext_noop("more than %(most)d values of the same thing: the others cannot be chosen")
REFUSED = gettext_noop("a plan of this is refused: %(place)s %(reason)s")

_ORDER: tuple[Section, ...] = (
    "kubernetes", "groups", "endpoint", "proxy", "networks", "products", "changes", "listeners",
)  # fmt: skip
MOST_RIVALS = 100  # each names all the others
MOST_PARTS = 1_000

_HOWS: tuple[How, ...] = ("stated", "default", "guessed")
_NAMES = {"control-plane": "control-plane", "worker": "workers", "etcd": "etcd"}


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a plan document, and what speaks for it.

    `id` is the same for the same piece in any reading. `rivals` are the ids of parts that say
    otherwise about the same thing: at most one of them can be accepted.
    """

    id: str
    section: Section
    piece: Piece
    origins: tuple[Origin, ...]
    hosts: tuple[MergedHost, ...] = ()
    rivals: tuple[str, ...] = ()

    @property
    def how(self) -> How:
        """The surest of its origins; without any, somebody stated it himself."""
        said = {origin.how for origin in self.origins} or {"stated"}
        return next(how for how in _HOWS if how in said)

    @property
    def summary(self) -> str:
        """What it says, in one line of the words of the plan document."""
        return "; ".join(_summary(self.piece))

    @property
    def is_accepted_at_first(self) -> bool:
        """Tell whether it needs no yes: it is no guess, and nothing says otherwise."""
        return self.how != "guessed" and not self.rivals


def _summary(piece: Piece) -> Iterator[str]:
    for value in piece.values():
        for entry in value if isinstance(value, list) else [value]:
            if isinstance(entry, dict):
                words = (key if one is True else _said(one) for key, one in entry.items())
                yield " ".join(filter(None, words))
            else:
                yield str(entry)


def _said(value: object) -> str:
    """A value in words; nothing of an empty list or mapping."""
    if isinstance(value, dict):
        return ", ".join(f"{key} = {_said(one)}" for key, one in value.items())
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


@dataclass(frozen=True, slots=True)
class Draft:
    """The parts of a reading in the order of a plan document, and what is not in them."""

    parts: tuple[Part, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unread: tuple[Unread, ...] = ()


@dataclass(slots=True)
class _Choice:
    """What is said about one thing: each different piece, with its origins."""

    section: Section
    pieces: dict[str, tuple[Piece, list[Origin]]] = field(default_factory=dict)

    def add(self, piece: Piece, origin: Origin) -> None:
        self.pieces.setdefault(str(piece), (piece, []))[1].append(origin)

    def parts(self, id_: str) -> Iterator[Part | Doubt]:
        """The pieces that the surest origins say; several of them are rivals."""
        said = self.pieces.values()
        surest = min(_HOWS.index(one.how) for _, origins in said for one in origins)
        kept = [
            (piece, origins)
            for piece, origins in said
            if any(_HOWS.index(one.how) == surest for one in origins)
        ]
        for _, origins in kept[MOST_RIVALS : MOST_RIVALS + 1]:
            yield _too_many(origins)
        kept = kept[:MOST_RIVALS]
        ids = [id_] if len(kept) == 1 else [f"{id_}:{n}" for n in range(1, len(kept) + 1)]
        for own, (piece, origins) in zip(ids, kept, strict=True):
            rivals = tuple(other for other in ids if other != own)
            yield Part(own, self.section, piece, tuple(origins), rivals=rivals)


def _too_many(origins: Sequence[Origin]) -> Doubt:
    return Doubt(origins[0], Message(TOO_MANY, {"most": MOST_RIVALS}))


def draft_of(reading: Reading) -> Draft:
    """Join the facts of a reading into the parts of a plan."""
    facts = reading.facts
    hosts = merge_hosts(fact for fact in facts if isinstance(fact, Host))
    nodes = [fact for fact in facts if isinstance(fact, Endpoint) and _is_node(fact, hosts)]
    groups = [*_groups(hosts)]
    known = {part.id for part in groups if isinstance(part, Part)}
    said = _said_parts(_without_endpoints(facts, nodes))
    found = [*groups, *(one for one in said if isinstance(one, Doubt) or one.id not in known)]
    parts = sorted(
        (one for one in found if isinstance(one, Part)),
        key=lambda part: _ORDER.index(part.section),
    )
    beyond = parts[MOST_PARTS : MOST_PARTS + 1]
    parts = parts[:MOST_PARTS]
    return Draft(
        parts=tuple(parts),
        doubts=(
            *(fact for fact in facts if isinstance(fact, Doubt)),
            *(Doubt(fact.origin, Message(IS_A_NODE)) for fact in nodes),
            *(one for one in found if isinstance(one, Doubt)),
            *(Doubt(part.origins[0], _TOO_MANY_PARTS) for part in beyond),
            *_refused(parts),
        ),
        unread=tuple(fact for fact in facts if isinstance(fact, Unread)),
    )


_TOO_MANY_PARTS = Message(TOO_MANY_PARTS, {"most": f"{MOST_PARTS:,}"})


def _is_node(endpoint: Endpoint, hosts: Iterable[MergedHost]) -> bool:
    """Tell whether an endpoint is one of the hosts, so that nothing stands in front of them."""
    return any(
        endpoint.host == host.name or not host.addresses.keys().isdisjoint(endpoint.addresses)
        for host in hosts
    )


def _without_endpoints(facts: Iterable[Fact], nodes: Iterable[Endpoint]) -> Iterator[Fact]:
    """Leave out endpoints that are nodes, and what was guessed of the same words."""
    places = {node.origin.place for node in nodes}
    for fact in facts:
        is_of_them = isinstance(fact, Endpoint) or fact.origin.how == "guessed"
        if not (is_of_them and fact.origin.place in places):
            yield fact


def _said_parts(facts: Iterable[Fact]) -> Iterator[Part | Doubt]:
    choices: dict[str, _Choice] = {}
    for fact in facts:
        if isinstance(fact, Statement):
            choices.setdefault(fact.about, _Choice(fact.section)).add(fact.piece, fact.origin)
    for about, choice in choices.items():
        yield from choice.parts(about)


def _refused(parts: Sequence[Part]) -> Iterator[Doubt]:
    """Say what a plan has no room for, or calls otherwise, before somebody makes a plan of it."""
    alone = [doubt for part in parts for doubt in _refused_together([part])]
    yield from alone or _refused_together([part for part in parts if part.is_accepted_at_first])


def _refused_together(parts: Sequence[Part]) -> Iterator[Doubt]:
    try:
        document_from(accept(parts, {"schema": SCHEMA, "title": "draft"}))
    except ProblemsError as error:
        for problem in error.problems:
            of_it = (part for part in parts if {*problem.location[:1]} <= part.piece.keys())
            reason = Message(REFUSED, {"place": problem.place, "reason": problem.message})
            yield Doubt(next(of_it, parts[0]).origins[0], reason)


def _groups(hosts: Sequence[MergedHost]) -> Iterator[Part | Doubt]:
    """Hosts with the same pool, roles and system are a group; a disputed address is a part.

    Very many are several groups, because a group of a plan has so many ranges at most.
    """
    together: dict[tuple[object, ...], list[MergedHost]] = {}
    for host in hosts:
        if host.roles or host.addresses:
            together.setdefault((host.pool, tuple(sorted(host.roles)), host.os), []).append(host)
    taken: set[str] = set()
    for (pool, _roles, os), members in together.items():
        wanted = str(pool) or _name_of(members[0])
        batches = [*_batches(members)]
        if len(batches) > 1:
            reason = Message(SEVERAL_GROUPS, {"group": wanted, "most": MOST_ADDRESSES})
            yield Doubt(members[0].origins[0], reason)
        for some in batches:
            yield from _parts_of_group(_free_name(wanted, str(os), taken), some)


def _batches(members: Sequence[MergedHost]) -> Iterator[Sequence[MergedHost]]:
    """All hosts where a group has room for them; else as many as have an address of each family."""
    if len(join_addresses(one for host in members for one in host.used)) <= MOST_ADDRESSES:
        yield members
    else:
        yield from batched(members, MOST_ADDRESSES // 2, strict=False)


def _parts_of_group(name: str, members: Sequence[MergedHost]) -> Iterator[Part | Doubt]:
    """The group with its sure addresses; those that are guessed or disputed, to be chosen."""
    roles, os = tuple(members[0].roles), members[0].os
    disputed = {one for host in members for rivals in host.conflicts() for one in rivals}
    said = {one: why for host in members for one, why in host.used.items()}
    for address in disputed:
        del said[address]
    origins = _origins_of_roles(members)
    has_sure_hosts = is_sure(origins)
    guessed = {one: why for one, why in said.items() if has_sure_hosts and not is_sure(why)}
    group = group_data(name, roles, [one for one in said if one not in guessed])
    group |= {"os": os} if os != "linux" else {}
    yield Part(f"group:{name}", "groups", {"groups": [group]}, origins, hosts=tuple(members))
    if guessed:
        piece = {"groups": [group_data(name, roles, [*guessed])]}
        whence = tuple(dict.fromkeys(one for why in guessed.values() for one in why))
        yield Part(f"group:{name}:guessed", "groups", piece, whence, tuple(members))
    for host in members:
        yield from _disputed_parts(name, roles, host)


def _disputed_parts(name: str, roles: Sequence[str], host: MergedHost) -> Iterator[Part | Doubt]:
    for rivals in host.conflicts():
        for address in rivals[MOST_RIVALS : MOST_RIVALS + 1]:
            yield _too_many(host.addresses[address])
        ids = {one: f"group:{name}:{host.label}:{one}" for one in rivals[:MOST_RIVALS]}
        for address, id_ in ids.items():
            piece = {"groups": [group_data(name, roles, [address])]}
            others = tuple(other for other in ids.values() if other != id_)
            yield Part(id_, "groups", piece, tuple(host.addresses[address]), (host,), others)


def _origins_of_roles(members: Sequence[MergedHost]) -> tuple[Origin, ...]:
    said = [origin for host in members for origins in host.roles.values() for origin in origins]
    return tuple(dict.fromkeys(said or [one for host in members for one in host.origins]))


def _name_of(host: MergedHost) -> str:
    names = [_NAMES.get(role, role) for role in host.roles]
    return names[0] if names else "hosts"


def _free_name(name: str, os: str, taken: set[str]) -> str:
    wanted = name if os == "linux" else f"{name}-{os}"
    number = 2
    free = wanted
    while free in taken:
        free, number = f"{wanted} {number}", number + 1
    taken.add(free)
    return free


def accept(parts: Iterable[Part], document: Mapping[str, object]) -> dict[str, object]:
    """The data of a plan document with some parts taken into it, as `take_in` does it."""
    return take_in((part.piece for part in parts), document)
