"""Reads what a command is given and writes what it makes; `-` is standard input or output."""

import sys
from pathlib import Path

from portsref.cli.running import CallError
from portsref.documents.files import LARGEST_FILE, decode_text, read_text

STANDARD = "-"


def read_input(name: str, *, largest: int = LARGEST_FILE) -> str:
    """Read a file or standard input, of at most `largest` bytes; raises `ProblemsError`."""
    if name == STANDARD:
        return decode_text(sys.stdin.buffer.read(largest + 1), name=name, largest=largest)
    return read_text(Path(name), name=name, largest=largest)


def write_output(content: bytes, target: str | None, *, filename: str, sources: list[str]) -> None:
    """Write to standard output, to a file, or to a folder under `filename`.

    Raises `CallError` where that cannot be written, and where it would replace one of `sources`,
    which the content was made from.
    """
    if target is None or target == STANDARD:
        sys.stdout.buffer.write(content)
        return
    path = Path(target)
    try:
        path = path / filename if path.is_dir() else path
        files = [source for source in sources if source != STANDARD]
        if path.exists() and any(map(path.samefile, files)):
            raise CallError(f"{path} is what is read: write to another file")
        path.write_bytes(content)
    except OSError as error:
        raise CallError(f"cannot write {path}: {error.strerror}") from error
