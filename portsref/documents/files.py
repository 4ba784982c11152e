"""Reads text files, or says what is wrong with them."""

from pathlib import Path

from portsref.documents.problems import Problem, ProblemsError
from portsref.messages import Message, gettext_noop

LARGEST_FILE = 1024 * 1024
TOO_LARGE = gettext_noop("is larger than %(most)d KiB")
NOT_UTF8 = gettext_noop("is not UTF-8 text")


def shown(path: Path) -> str:
    """The name of a file in messages: as somebody in the current folder would type it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def read_text(path: Path, *, name: str, largest: int = LARGEST_FILE) -> str:
    """Read a text file of at most `largest` bytes; raises `ProblemsError`."""
    try:
        with path.open("rb") as file:
            content = file.read(largest + 1)  # a device has no size, and may have no end
    except OSError as error:
        raise ProblemsError([Problem(name, "", f"cannot be read: {error.strerror}")]) from error
    return decode_text(content, name=name, largest=largest)


def decode_text(content: bytes, *, name: str, largest: int = LARGEST_FILE) -> str:
    """Take bytes as UTF-8 text, with or without a byte order mark; raises `ProblemsError`."""
    if len(content) > largest:
        raise ProblemsError([Problem(name, "", Message(TOO_LARGE, {"most": largest // 1024}))])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProblemsError([Problem(name, "", Message(NOT_UTF8))]) from error
