"""Annotations of GitHub Actions: workflow commands on standard output, beside the changed file.

GitHub shows ten warnings and ten notices of a step; further differences are lines of the log.
"""

from collections.abc import Iterator

from portsref.cli.reports.base import Compared, Line, Report, lines_of

_MOST = 10
_LEVELS = {"opened": "warning", "closed": "notice", "changed": "notice"}


def write(compared: Compared) -> str:
    """A line a difference, and one that counts them."""
    return "".join(f"{line}\n" for line in _lines(compared))


def _lines(compared: Compared) -> Iterator[str]:
    left = {"warning": _MOST, "notice": _MOST}
    for line in lines_of(compared):
        level = _LEVELS[line.kind]
        left[level] -= 1
        yield _annotation(level, line, compared.path) if left[level] >= 0 else _plain(line)
    yield f"portsref: {_data(compared.path)}: {compared.counted}"


def _annotation(level: str, line: Line, path: str) -> str:
    properties = f"file={_property(path)},line=1,title={_property(line.title)}"
    return f"::{level} {properties}::{_data(line.sentence)}"


def _plain(line: Line) -> str:
    """A line that begins with no command, whatever a group is called."""
    return _data(f"{line.title}: {line.sentence}")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


REPORT = Report("github", "txt", write)
