"""Print how strangers' rules differ from ours, as the sections that their files should have.

    python -m tests.planning.strangers [NAME…]            every difference of these files, or of all
    python -m tests.planning.strangers --write [NAME…]    and put the sections into the files

What is explained keeps its explanation, and what is no difference any more is left out. The rest
gets `why: EXPLAIN`, which the tests refuse: write why the difference is right, or mend our facts.
Comments name the listeners behind our rows.
"""

import argparse
import json
import re
from collections.abc import Iterator

from portsref.catalogue.folders import OUR_DATA
from portsref.catalogue.load import load_catalogue
from portsref.ports import PortSet
from tests.planning.strangers.stranger import (
    NODES,
    NOTHING,
    PATHS,
    Difference,
    Ours,
    Stranger,
    Way,
    Ways,
    as_text,
    idle_rows,
    ours_of,
    ours_only,
    read_stranger,
    theirs_only,
)

UNEXPLAINED = "EXPLAIN"
type Share = tuple[str, str, str, str]  # protocol, ports, why, listeners


def main() -> None:
    """Print or write what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.planning.strangers")
    parser.add_argument("names", nargs="*", metavar="NAME", help="files, without .yaml")
    parser.add_argument("--write", action="store_true", help="put the sections into the files")
    arguments = parser.parse_args()
    catalogue = load_catalogue([OUR_DATA])
    for path in PATHS:
        if arguments.names and path.stem not in arguments.names:
            continue
        stranger = read_stranger(path)
        ours = ours_of(stranger, catalogue)
        print(f"# {path.stem}: {stranger.title}")
        for row in idle_rows(stranger, ours):
            print(f"# nothing of ours is within {row.from_} -> {row.to} {row.protocol} {row.ports}")
        print("\n".join(sections(stranger, ours)))
        if arguments.write:
            kept = re.split(
                r"^(?:theirs|ours)_only:", path.read_text(encoding="utf-8"), flags=re.MULTILINE
            )
            lines = (re.sub(r"  #.*", "", line) for line in sections(stranger, ours))
            path.write_text(kept[0] + "".join(f"{line}\n" for line in lines), encoding="utf-8")


def sections(stranger: Stranger, ours: Ours) -> Iterator[str]:
    """The lines of both sections; a section without differences is left out."""
    for key, found, explained in (
        ("theirs_only", theirs_only(stranger, ours), stranger.theirs_only),
        ("ours_only", ours_only(stranger, ours), stranger.ours_only),
    ):
        if found:
            yield f"{key}:"
            yield from _lines(stranger, found, explained, ours if key == "ours_only" else None)


def _lines(
    stranger: Stranger, found: Ways, explained: list[Difference], ours: Ours | None
) -> Iterator[str]:
    by_share: dict[Share, set[tuple[str, str]]] = {}
    for way, ports in found.items():
        for part, why in _explanations(stranger, way, ports, explained):
            for piece, listeners in _causes(way, part, ours):
                share = (way.protocol, as_text(way.protocol, piece), why, listeners)
                by_share.setdefault(share, set()).add((way.source, way.destination))
    for share, pairs in sorted(by_share.items(), key=_order):
        protocol, ports, why, listeners = share
        for sources, destinations in _rectangles(pairs):
            line = f"  - {{from: {_words(stranger, sources)}, to: {_words(stranger, destinations)}"
            line += f", protocol: {protocol}" + (f', ports: "{ports}"' if ports else "")
            yield (
                line
                + f", why: {json.dumps(why, ensure_ascii=False)}}}"
                + (f"  # {listeners}" if listeners else "")
            )


def _explanations(
    stranger: Stranger, way: Way, ports: PortSet, explained: list[Difference]
) -> Iterator[tuple[PortSet, str]]:
    """The ports that each explanation explains, then those that none does."""
    for difference in explained:
        part = ports & stranger.ways_of([difference]).get(way, NOTHING)
        ports = ports - part
        if part:
            yield part, difference.why
    if ports:
        yield ports, UNEXPLAINED


def _causes(way: Way, ports: PortSet, ours: Ours | None) -> Iterator[tuple[PortSet, str]]:
    """The ports by the listeners behind them."""
    for cause, listeners in ours.causes[way] if ours else ():
        part = ports & cause
        ports = ports - part
        if part:
            yield part, listeners
    if ports:
        yield ports, ""


def _order(item: tuple[Share, set[tuple[str, str]]]) -> tuple[str, tuple[int, ...], str, str]:
    (protocol, ports, why, listeners), _ = item
    return protocol, PortSet.parse(ports).numbers, why, listeners


def _rectangles(pairs: set[tuple[str, str]]) -> Iterator[tuple[list[str], list[str]]]:
    """Pairs as sources times destinations."""
    by_destinations: dict[tuple[str, ...], list[str]] = {}
    for source in sorted({source for source, _ in pairs}):
        reached = tuple(sorted(to for found, to in pairs if found == source))
        by_destinations.setdefault(reached, []).append(source)
    for destinations, sources in by_destinations.items():
        yield sources, list(destinations)


def _words(stranger: Stranger, names: list[str]) -> str:
    nodes = stranger.nodes
    if len(nodes) > 1 and nodes <= set(names):
        names = [NODES, *(name for name in names if name not in nodes)]
    return f"[{', '.join(names)}]"


if __name__ == "__main__":
    main()
