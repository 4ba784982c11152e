"""Files of an upload: a text as it is, or those of a zip, of which nothing is written anywhere."""

import zipfile
from io import BytesIO
from pathlib import PurePosixPath

from portsref.documents.files import decode_text
from portsref.documents.problems import Problem, ProblemsError
from portsref.importers.cutting import File
from portsref.messages import Message, gettext_noop

LARGEST_PASTE = 1024 * 1024
LARGEST_ARCHIVE = 8 * 1024 * 1024  # of all files in it, unpacked
MOST_FILES = 500

TOO_MANY = gettext_noop("has more than %(most)d files")
TOO_LARGE = gettext_noop("is larger than %(most)d MiB when unpacked")
NOT_A_ZIP = gettext_noop("is a damaged zip, or one that needs a password")

_ZIP = b"PK\x03\x04"


def files_of(name: str, content: bytes) -> list[File]:
    """The files of an upload by their names; of a zip those that are text.

    Raises `ProblemsError` for what is too large, is no text, or is a zip that cannot be read.
    Folders, links, names with `..` and files that are no text are left out of a zip.
    """
    if not is_zip(content):
        return [File(name, decode_text(content, name=name, largest=LARGEST_PASTE))]
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _unpacked(name, archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise ProblemsError([Problem(name, "", Message(NOT_A_ZIP))]) from error


def is_zip(content: bytes) -> bool:
    """Tell whether something is a zip that holds any file."""
    return content.startswith(_ZIP)


def _unpacked(name: str, archive: zipfile.ZipFile) -> list[File]:
    entries = [entry for entry in archive.infolist() if _is_file(entry)]
    if len(entries) > MOST_FILES:
        raise ProblemsError([Problem(name, "", Message(TOO_MANY, {"most": MOST_FILES}))])
    left = LARGEST_ARCHIVE
    files = []
    for entry in entries:
        with archive.open(entry) as stream:  # what its header says of its size is not believed
            content = stream.read(left + 1)
        left -= len(content)
        if left < 0:
            most = {"most": LARGEST_ARCHIVE // 1024 // 1024}
            raise ProblemsError([Problem(name, "", Message(TOO_LARGE, most))])
        try:
            files.append(File(entry.filename, content.decode("utf-8-sig")))
        except UnicodeDecodeError:
            continue
    return files


def _is_file(entry: zipfile.ZipInfo) -> bool:
    is_link = entry.external_attr >> 28 == 0xA
    return not (entry.is_dir() or is_link or ".." in PurePosixPath(entry.filename).parts)
