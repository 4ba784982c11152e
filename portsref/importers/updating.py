"""What a draft would change of a plan that there is, and what of the plan it does not show.

Groups of a draft are those of the plan that have their addresses, or else alone have their roles,
whatever both call them. Addresses and networks that were read come beside those of the plan; what
was not read is only told, because a paste seldom shows all of a cluster.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from portsref.addresses import AddressRange
from portsref.documents.problems import ProblemsError
from portsref.importers.accepting import as_written, take_in
from portsref.importers.drafts import Draft, Part
from portsref.importers.facts import Piece, Section
from portsref.importers.kubectl.images import ENDS
from portsref.planning.document import Group, PlanDocument

type State = Literal["new", "changed", "same"]

_NODES = frozenset({"control-plane", "worker", "etcd"})
_LISTED = frozenset(product for _, product in ENDS)  # a list of what runs can show these
_FRONTS = {"api_endpoint": "api_endpoint", "outbound_proxy": "outbound_proxy"}


@dataclass(frozen=True, slots=True)
class Change:
    """What a part would change of a plan; `before` is what the plan says of the same thing."""

    part: Part
    state: State
    before: Piece

    @property
    def is_accepted_at_first(self) -> bool:
        """Tell whether it needs no yes: a default of a format changes nothing that a plan says.

        Hosts are there whatever their role is by default.
        """
        is_default = self.part.how == "default" and self.part.section != "groups"
        is_default = is_default and self.state == "changed"
        return self.part.is_accepted_at_first and not is_default


def onto(draft: Draft, document: PlanDocument) -> Draft:
    """The draft with its pieces as the plan would have them, with the plan's names of groups."""
    names = _names(draft, document)
    parts = tuple(replace(part, piece=_fitted(part.piece, names, document)) for part in draft.parts)
    return replace(draft, parts=parts)


def changes(draft: Draft, document: PlanDocument) -> tuple[Change, ...]:
    """What each part of a draft that was brought `onto` a plan changes of it."""
    data = document.as_data()
    return tuple(_change(part, data) for part in draft.parts)


def not_seen(
    draft: Draft, document: PlanDocument, *, listed: Collection[Section]
) -> tuple[Piece, ...]:
    """Pieces of a plan that a draft, brought `onto` it, does not show.

    Only of `listed`, the sections of which something was read that lists all that a cluster has.
    """
    found: list[Piece] = []
    if "groups" in listed:
        found += _groups_not_seen(draft, document)
    if "products" in listed:
        seen = {entry["product"] for part in draft.parts for entry in _entries(part.piece, "picks")}
        found += (
            {"picks": [{"product": pick.product}]}
            for pick in document.picks
            if pick.product in _LISTED and pick.product not in seen
        )
    return (*found, *_networks_not_seen(draft, document))


def _entries(piece: Piece, key: str) -> Sequence[Mapping[str, object]]:
    entries = piece.get(key, ())
    return entries if isinstance(entries, list) else ()


def _ranges(entry: Mapping[str, object]) -> list[AddressRange]:
    said = entry.get("addresses", ())
    return [AddressRange.parse(str(one)) for one in said] if isinstance(said, list) else []


def _is_within(one: AddressRange, ranges: Iterable[AddressRange]) -> bool:
    return any(one.first in known and one.last in known for known in ranges)


def _names(draft: Draft, document: PlanDocument) -> dict[str, str]:
    """Which group of the plan each group of the draft is; those that are new keep their names."""
    roles: dict[str, set[str]] = {}
    ranges: dict[str, list[AddressRange]] = {}
    found: dict[str, str] = {}
    for part in draft.parts:
        for entry in _entries(part.piece, "groups"):
            name = str(entry["name"])
            said = entry.get("roles", ())
            roles.setdefault(name, set()).update(map(str, said if isinstance(said, list) else ()))
            ranges.setdefault(name, []).extend(_ranges(entry))
        for front in _FRONTS:
            there = getattr(document, front)
            if there and isinstance(of_it := part.piece.get(front), dict):
                found[str(of_it["group"])] = there.group
    alike = Counter(frozenset(said) for said in roles.values())
    for name, played in roles.items():
        if name not in found:
            is_alone = alike[frozenset(played)] == 1
            same = _same_group(name, played, ranges[name], document, is_alone=is_alone)
            found[name] = same or _free(name, document)
    return found


def _same_group(
    name: str,
    roles: Collection[str],
    ranges: Sequence[AddressRange],
    document: PlanDocument,
    *,
    is_alone: bool,
) -> str:
    shared = {group.name: sum(_is_within(one, group.addresses) for one in ranges)
              for group in document.groups}  # fmt: skip
    best = max(shared, key=shared.__getitem__, default="")
    if best and shared[best]:
        return best
    if name in shared:
        return name
    alike = [group.name for group in document.groups if roles and set(roles) <= set(group.roles)]
    return alike[0] if is_alone and len(alike) == 1 else ""


def _free(name: str, document: PlanDocument) -> str:
    taken = {group.name for group in document.groups}
    number, free = 2, name
    while free in taken:
        number, free = number + 1, f"{name} {number}"
    return free


def _fitted(piece: Piece, names: Mapping[str, str], document: PlanDocument) -> Piece:
    fitted = dict(piece)
    if groups := _entries(piece, "groups"):
        fitted["groups"] = [_group(entry, names, document) for entry in groups]
    for front in _FRONTS:
        if isinstance(said := piece.get(front), dict):
            there = (document.as_data().get(front)) or {}
            kept = there if isinstance(there, dict) else {}
            fitted[front] = {**kept, **said, "group": names[str(said["group"])]}
    if isinstance(networks := piece.get("networks"), dict) and document.networks:
        known = {of: [*map(str, getattr(document.networks, of))] for of in networks}
        fitted["networks"] = {
            of: [*known[of], *(one for one in said if one not in known[of])]
            for of, said in networks.items()
        }
    return fitted


def _group(
    entry: Mapping[str, object], names: Mapping[str, str], document: PlanDocument
) -> dict[str, object]:
    """A group that was read, with the roles and addresses of the plan's before its own."""
    name = names[str(entry["name"])]
    there = next((group for group in document.groups if group.name == name), None)
    if there is None:
        return {**entry, "name": name}
    said = entry.get("roles", ())
    more = said if isinstance(said, list) else []
    fitted: dict[str, object] = {**entry, "name": name}
    fitted["roles"] = [*there.roles, *(role for role in more if role not in there.roles)]
    added = [one for one in _ranges(entry) if not _is_within(one, there.addresses)]
    if added:
        fitted["addresses"] = [*map(str, there.addresses), *map(str, added)]
    else:
        fitted.pop("addresses", None)
    return fitted


def _change(part: Part, data: Mapping[str, object]) -> Change:
    before = {key: said for key in part.piece if (said := _said_before(key, part.piece, data))}
    try:
        after = take_in([as_written(part.piece)], data)
    except ProblemsError:  # no plan takes it, which the draft tells
        return Change(part, "changed" if before else "new", before)
    if all(after.get(key) == data.get(key) for key in part.piece):
        return Change(part, "same", before)
    return Change(part, "changed" if before else "new", before)


def _said_before(key: str, piece: Piece, data: Mapping[str, object]) -> object:
    """What a plan says of the things that a piece is about."""
    said = data.get(key)
    if not isinstance(said, list):
        return said
    named = {_name_of(entry) for entry in _entries(piece, key)}
    return [entry for entry in said if _name_of(entry) in named]


def _name_of(entry: Mapping[str, object]) -> object:
    names = (entry.get(key) for key in ("name", "product", "listener", "id"))
    return next((name for name in names if name), None)


def _groups_not_seen(draft: Draft, document: PlanDocument) -> Iterator[Piece]:
    """Addresses of hosts that were not read; of a group that nothing was read of, the group."""
    read = [one for part in draft.parts for host in part.hosts for one in host.used]
    named = {entry["name"] for part in draft.parts for entry in _entries(part.piece, "groups")}
    for group in document.groups:
        if _NODES.isdisjoint(group.roles):
            continue
        gone = [one for one in group.addresses if not any(_is_within(host, [one]) for host in read)]
        if group.name not in named and len(gone) == len(group.addresses):
            if not _is_meant(group, document):
                yield {"groups": [{"name": group.name}]}
        elif gone:
            yield {"groups": [{"name": group.name, "addresses": [*map(str, gone)]}]}


def _is_meant(group: Group, document: PlanDocument) -> bool:
    """Tell whether other parts of a plan name a group."""
    fronts = (document.api_endpoint, document.outbound_proxy)
    peers = {peer for change in document.changes for peer in change.peers or ()}
    return group.name in peers or any(front and front.group == group.name for front in fronts)


def _networks_not_seen(draft: Draft, document: PlanDocument) -> Iterator[Piece]:
    """Networks of a plan beside which others of the same kind and family were read."""
    read = [
        (of, AddressRange.parse(str(one)))
        for part in draft.parts
        if isinstance(networks := part.piece.get("networks"), dict)
        for of, ranges in networks.items()
        for one in ranges
    ]
    for of in ("pods", "services") if document.networks else ():
        known = getattr(document.networks, of)
        new = [one for kind, one in read if kind == of and one not in known]
        for one in known:
            if any(other.family == one.family for other in new):
                yield {"networks": {of: [str(one)]}}
