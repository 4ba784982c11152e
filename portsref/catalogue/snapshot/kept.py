"""Snapshots on disk: which one is trusted, and how one is written.

A snapshot is for one digest of the sources and of no use for any other. A package holds one that
was made with it; others are made when they are missed, in `portsref` below `XDG_CACHE_HOME`. Where
that cannot be, all goes on without.

The first line says what it is, of which sources, and the sum of all that follows: the names and
sizes of its parts, in a line, and the parts. It is JSON, so reading it can do no more than fail.
"""

import json
import os
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_IWGRP, S_IWOTH
from time import time_ns

from portsref.catalogue.snapshot.facts import Facts

SCHEMA = "portsref.snapshot/v1"
PACKAGED = Path(__file__).with_name("packaged.jsonl")
MOST_KEPT = 8
LARGEST = 64 * 1024 * 1024


def read_kept(digest: str) -> Facts | None:
    """The facts of the sources of that digest, where there is a sound snapshot of them."""
    found = _read(PACKAGED, digest)
    folder = _cache_folder()
    if found is None and folder is not None and _is_mine(folder):
        path = _in_cache(folder, digest)
        found = _read(path, digest) if _is_mine(path) else None
    return found


def keep(facts: Facts) -> None:
    """Write a snapshot for the next process, if that can be, and remove the oldest of many."""
    folder = _cache_folder()
    if folder is None:
        return
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _is_mine(folder):
            write_snapshot(facts, _in_cache(folder, facts.digest))
            _prune(folder)


def write_snapshot(facts: Facts, path: Path) -> None:
    """Put a snapshot where another process may be reading or writing one; raises `OSError`."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.{time_ns()}")
    try:
        draft.touch(mode=0o600, exist_ok=False)
        draft.write_bytes(_content(facts))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _content(facts: Facts) -> bytes:
    sizes = {name: len(part) for name, part in facts.parts.items()}
    body = b"".join((_line(sizes), *facts.parts.values()))
    return _line({"schema": SCHEMA, "digest": facts.digest, "crc32": zlib.crc32(body)}) + body


def _line(values: object) -> bytes:
    return json.dumps(values).encode() + b"\n"


def _read(path: Path, digest: str) -> Facts | None:
    """Read a snapshot; none where it is of other sources, damaged, or no snapshot at all."""
    try:
        with path.open("rb") as file:
            head = json.loads(file.readline(LARGEST))
            if (head["schema"], head["digest"]) != (SCHEMA, digest):
                return None
            body = file.read(LARGEST)
        if head["crc32"] != zlib.crc32(body):
            return None
        return Facts(dict(_parts(body)), digest)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _parts(body: bytes) -> Iterator[tuple[str, memoryview]]:
    """The parts by name, none of which is copied."""
    begin = body.index(b"\n") + 1
    for name, size in json.loads(body[:begin]).items():
        yield name, memoryview(body)[begin : begin + size]
        begin += size


def _cache_folder() -> Path | None:
    """Where snapshots are kept, be it there or not; none where users cannot be told apart."""
    if sys.platform == "win32":
        return None
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if named.is_absolute():  # the specification has us ignore any other
        return named / "portsref"
    try:
        return Path.home() / ".cache" / "portsref"
    except RuntimeError:  # a user whom nobody knows, as in some containers
        return None


def _in_cache(folder: Path, digest: str) -> Path:
    return folder / f"catalogue-{digest[:16]}.jsonl"


def _is_mine(path: Path) -> bool:
    """Tell whether nobody else, root aside, can have written here."""
    try:
        found = path.stat()
    except OSError:
        return False
    return found.st_uid == os.geteuid() and not found.st_mode & (S_IWGRP | S_IWOTH)


def _prune(folder: Path) -> None:
    """Remove all but the newest, drafts of processes that were killed among them."""
    newest_first = sorted(
        folder.glob("catalogue-*"), key=lambda path: path.stat().st_mtime_ns, reverse=True
    )
    for path in newest_first[MOST_KEPT:]:
        path.unlink(missing_ok=True)
