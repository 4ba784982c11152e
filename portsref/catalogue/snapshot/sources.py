"""The files that facts are read from, with the code that reads them, as one digest."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from portsref.documents.files import LARGEST_FILE

_CODE = Path(__file__).parents[2]
_AT_ONCE = 64 * 1024


def digest_of_sources(folders: Sequence[Path]) -> str:
    """SHA-256 over every file of the folders and every module that reads them, in hexadecimal.

    All of them are read: that takes three milliseconds, of which their sizes and times alone would
    take two, and these are not always new where the content is.
    """
    digest = hashlib.sha256()
    for folder in _folders(folders):
        digest.update(b"in " if folder.path.is_dir() else b"none ")
        for name, path in sorted(_files(str(folder.path), "", folder)):
            content = _content(path)
            digest.update(f"{name}\0{len(content)}\0".encode(errors="surrogateescape"))
            digest.update(content)
    return digest.hexdigest()


class _Folder(NamedTuple):
    path: Path
    suffixes: tuple[str, ...]
    deepest: int  # bounds a link to a folder above, which leads round


def _folders(folders: Sequence[Path]) -> Iterator[_Folder]:
    for folder in folders:
        yield _Folder(folder, (".yaml", ".md"), deepest=2)  # translations/zh-Hans/cilium.yaml
    yield _Folder(_CODE, (".py",), deepest=0)
    yield _Folder(_CODE / "documents", (".py",), deepest=0)
    yield _Folder(_CODE / "catalogue", (".py",), deepest=1)


def _files(path: str, above: str, folder: _Folder) -> Iterator[tuple[str, str]]:
    """Each file below a folder, by its name there; one that cannot be read has none."""
    try:
        with os.scandir(path) as entries:
            found = list(entries)
    except OSError:
        return
    for entry in found:
        if entry.name.endswith(folder.suffixes):
            yield above + entry.name, entry.path
        elif above.count("/") < folder.deepest and entry.is_dir():
            yield from _files(entry.path, f"{above}{entry.name}/", folder)


def _content(path: str) -> bytes:
    """What a file holds, as far as it is read; buffers and their cost are left out."""
    try:
        file = os.open(path, os.O_RDONLY)
    except OSError:  # a link that leads nowhere, or a file that just went
        return b""
    content = b""
    with suppress(OSError):  # a folder
        while len(content) <= LARGEST_FILE and (more := os.read(file, _AT_ONCE)):
            content += more
    os.close(file)
    return content
