"""Reads what a command is given and writes what it makes; `-` is standard input or output."""

import secrets
import shutil
import sys
from collections.abc import Iterable, Iterator
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
        write_output(file.pieces(), target, filename=file.name, sources=sources)
        return
    if target is None or target == STANDARD:
        raise CallError("the format has several files: give a folder for them with -o")
    folder = Path(target)
    with _said_as_call_error(folder):
        folder.mkdir(exist_ok=True)
    for file in export.files:
        _write(folder / file.name, file.pieces(), sources)


def write_output(
    pieces: Iterable[bytes], target: str | None, *, filename: str, sources: list[str]
) -> None:
    """Write to standard output, to a file, or to a folder under `filename`, piece by piece.

    A file has all of the content or is as it was. Raises `CallError` where it cannot be written,
    and where it would replace one of `sources`, which the content was made from.
    """
    if target is None or target == STANDARD:
        sys.stdout.buffer.writelines(pieces)
        return
    path = Path(target)
    _write(path / filename if path.is_dir() else path, pieces, sources)


def _write(path: Path, pieces: Iterable[bytes], sources: list[str]) -> None:
    files = [source for source in sources if source != STANDARD]
    with _said_as_call_error(path):
        if path.exists() and any(map(path.samefile, files)):
            raise CallError(f"{path} is an input file: write to another file")
        if path.exists() and not path.is_file():  # a pipe or a device, which nothing can replace
            with path.open("wb") as stream:
                stream.writelines(pieces)
        else:
            _replace(path.resolve(), pieces)


def _replace(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file beside it, which takes its place when it is whole."""
    draft = path.with_name(f".portsref-{secrets.token_hex(8)}")
    try:
        with draft.open("xb") as stream:
            stream.writelines(pieces)
        if path.exists():
            path.open("ab").close()  # a file that must not be written must not be replaced either
            shutil.copymode(path, draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _said_as_call_error(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CallError(f"cannot write {path}: {error.strerror}") from error
