"""Several files as one, for those who can be sent only one."""

import io
import zipfile
from collections.abc import Buffer, Iterable, Iterator
from functools import partial

from portsref.exporters.base import ZIP, Export, File

# The first moment that a zip can say: a real one would make other bytes of the same files.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def one_file(export: Export) -> File:
    """The file of a format that has no other, or a zip of all; the same files, the same bytes."""
    if not export.archive:
        return export.file
    return File(export.archive, ZIP, partial(zipped, export.files))


def zipped(files: Iterable[File]) -> Iterator[bytes]:
    """A zip of files, written while they are: the next is asked for when one has been read."""
    written = _Written()
    with zipfile.ZipFile(written, "w") as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w") as stream:
                for piece in file.pieces():
                    stream.write(piece)
                    yield written.take()
    yield written.take()


class _Written(io.RawIOBase):
    """What was written and nobody took yet; what was taken cannot be changed any more."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()

    def write(self, content: Buffer) -> int:
        """Hold `content` for whoever takes it."""
        self._held += content
        return memoryview(content).nbytes

    def take(self) -> bytes:
        """What came since the last time."""
        taken = bytes(self._held)
        self._held.clear()
        return taken
