"""Pieces of a plan document, taken into one or out of it; a part of a draft bears such a piece.

A piece travels as a text, of JSON, wherever somebody else keeps it until it is accepted. It is
judged as any plan is when it comes back, so nobody needs to trust who kept it.
"""

import json
from collections.abc import Iterable, Mapping

from portsref.documents.problems import Problem, ProblemsError
from portsref.importers.facts import Piece
from portsref.messages import Message, gettext_noop
from portsref.planning.document import SCHEMA, document_from

LARGEST_PIECE = 64 * 1024  # characters; a group with as many addresses as it may have has 20,000
NO_PIECE = gettext_noop("is no piece of a plan")

_KEYS = {"groups": "name", "picks": "product", "changes": "listener", "listeners": "id"}
_ALL_KEYS = frozenset({*_KEYS, "kubernetes", "networks", "api_endpoint", "outbound_proxy"})


def piece_text(piece: Piece) -> str:
    """A piece as one line of JSON, which `parse_piece` reads back."""
    return json.dumps(piece, ensure_ascii=False, separators=(",", ":"))


def parse_piece(text: str) -> Piece:
    """Read what `piece_text` wrote, whoever had it meanwhile; raises `ProblemsError`."""
    if len(text) > LARGEST_PIECE:
        raise ProblemsError([Problem("", "", Message(NO_PIECE))])
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ProblemsError([Problem("", "", Message(NO_PIECE))]) from error
    if not isinstance(found, dict) or not found or not found.keys() <= _ALL_KEYS:
        raise ProblemsError([Problem("", "", Message(NO_PIECE))])
    return as_written(found)


def as_written(piece: Piece) -> Piece:
    """A piece as a plan has it, without what it need not say; raises `ProblemsError`."""
    data = document_from({"schema": SCHEMA, "title": "piece", **piece}, file="").as_data()
    return {key: value for key, value in data.items() if key in _ALL_KEYS}


def take_in(pieces: Iterable[Piece], document: Mapping[str, object]) -> dict[str, object]:
    """The data of a plan document with some pieces taken into it.

    What a piece says about a group, a product, a listener or a network takes the place of what the
    document said about it; all else stays. Addresses of several pieces of one group are together.
    """
    data = dict(document)
    fresh: set[str] = set()
    for piece in pieces:
        for key, value in piece.items():
            data[key] = _taken_in(key, data.get(key), value, fresh)
    return data


def take_out(pieces: Iterable[Piece], document: Mapping[str, object]) -> dict[str, object]:
    """The data of a plan document without what some pieces name.

    Of a group with addresses, and of networks, these are taken out; else all of it.
    """
    data = dict(document)
    for piece in pieces:
        for key, value in piece.items():
            if key == "networks":
                data[key] = _without_ranges(data.get(key), value)
            elif key in _KEYS:
                data[key] = [*_left(data.get(key), value, _KEYS[key])]
            else:
                data.pop(key, None)
    return {key: value for key, value in data.items() if value not in ([], {})}


def _taken_in(key: str, before: object, piece: object, fresh: set[str]) -> object:
    if key == "networks" and isinstance(piece, dict):
        return _networks(before, piece, fresh)
    if key not in _KEYS or not isinstance(piece, list):
        return piece
    found = list(before) if isinstance(before, list | tuple) else []
    for entry in piece:
        found = _entry_taken_in(found, entry, _KEYS[key], fresh)
    return found


def _networks(before: object, piece: Mapping[str, list[str]], fresh: set[str]) -> object:
    networks = dict(before) if isinstance(before, dict) else {}
    for of, ranges in piece.items():
        known = networks.get(of, []) if f"networks:{of}" in fresh else []
        networks[of] = [*known, *(one for one in ranges if one not in known)]
        fresh.add(f"networks:{of}")
    return networks


def _entry_taken_in(
    entries: list[object], entry: Mapping[str, object], key: str, fresh: set[str]
) -> list[object]:
    mark = f"{key}:{entry[key]}"
    for number, known in enumerate(entries):
        if isinstance(known, dict) and known.get(key) == entry[key]:
            joined = _joined_entry(known, entry, is_fresh=mark in fresh)
            fresh.add(mark)
            return [*entries[:number], joined, *entries[number + 1 :]]
    fresh.add(mark)
    return [*entries, dict(entry)]


def _joined_entry(
    known: Mapping[str, object], entry: Mapping[str, object], *, is_fresh: bool
) -> dict[str, object]:
    joined = {**known, **entry}
    if isinstance(known.get("options"), dict) and isinstance(entry.get("options"), dict):
        joined["options"] = {**known["options"], **entry["options"]}  # type: ignore[dict-item]
    before, more = known.get("addresses"), entry.get("addresses")
    if is_fresh and isinstance(before, list) and isinstance(more, list):
        joined["addresses"] = [*before, *(one for one in more if one not in before)]
    return joined


def _without_ranges(before: object, piece: object) -> object:
    known = before if isinstance(before, dict) else {}
    gone = piece if isinstance(piece, dict) else {}
    left = {of: [one for one in said if one not in gone.get(of, ())] for of, said in known.items()}
    return {of: said for of, said in left.items() if said}


def _left(before: object, piece: object, key: str) -> Iterable[object]:
    gone = {entry[key]: entry for entry in piece} if isinstance(piece, list) else {}
    for entry in before if isinstance(before, list | tuple) else ():
        named = gone.get(entry[key])
        if named is None:
            yield entry
        elif addresses := named.get("addresses"):
            kept = [one for one in entry.get("addresses", ()) if one not in addresses]
            yield {**entry, "addresses": kept}
