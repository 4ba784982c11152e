"""Reads what a command is given and writes what it makes; `-` is standard input or output."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portsref.cli.running import CallError
from portsref.documents.files import LARGEST_FILE, decode_text, read_text
from portsref.exporters.base import Export

STANDARD = "-"


def read_input(name: str, *, largest: int = LARGEST_FILE) -> str:
    """Read a file or standard input, of at most `largest` bytes; raises `ProblemsError`."""
    if name == STANDARD:
        return decode_text(sys.stdin.buffer.read(largest + 1), name=name, largest=largest)
    return read_text(Path(name), name=name, largest=largest)


def write_export(export: Export, target: str | None, *, sources: list[str]) -> None:
    """Write an export: one file as `write_output` does, several into a folder, made if need be."""
    if not export.archive:
        file = export.file
        write_output(file.content, target, filename=file.name, sources=sources)
        return
    if target is None or target == STANDARD:
        raise CallError("the format has several files: give a folder for them with -o")
    folder = Path(target)
    with _said_as_call_error(folder):
        folder.mkdir(exist_ok=True)
    for file in export.files:
        _write(folder / file.name, file.content, sources)


def write_output(content: bytes, target: str | None, *, filename: str, sources: list[str]) -> None:
    """Write to standard output, to a file, or to a folder under `filename`.

    Raises `CallError` where that cannot be written, and where it would replace one of `sources`,
    which the content was made from.
    """
    if target is None or target == STANDARD:
        sys.stdout.buffer.write(content)
        return
    path = Path(target)
    _write(path / filename if path.is_dir() else path, content, sources)


def _write(path: Path, content: bytes, sources: list[str]) -> None:
    files = [source for source in sources if source != STANDARD]
    with _said_as_call_error(path):
        if path.exists() and any(map(path.samefile, files)):
            raise CallError(f"{path} is an input file: write to another file")
        path.write_bytes(content)


@contextmanager
def _said_as_call_error(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CallError(f"cannot write {path}: {error.strerror}") from error
