"""A comment on a merge request: what opens and closes, in Markdown as GitHub and GitLab show it.

Names of a plan are in no mention and no reference there, and markup nowhere. The first line is seen
by no reader: a pipeline finds its own comment by it, and writes it anew. A comment has at most
65,536 characters on GitHub; what does not fit is counted.
"""

import re
from collections.abc import Iterator, Sequence

from portsref.cli.reports.base import Compared, Kind, Line, Report, lines_of
from portsref.exporters.documents.markdown_file import text
from portsref.planning.findings.english import english

_LONGEST = 60_000
_SHOWN_AT_ONCE = 10
_HEADINGS: Sequence[tuple[Kind, str]] = (
    ("opened", "Opens"),
    ("closed", "Closes"),
    ("changed", "Changes"),
)


def write(compared: Compared) -> str:
    """The whole comment."""
    found = list(lines_of(compared))
    begin = f"{marker(compared.path)}\n### {_safe(compared.path)}: {_summary(found)}\n\n"
    begin += f"{_sides(compared)}\n{''.join(_doubts(compared))}"
    room = _LONGEST - len(begin)
    parts = []
    for kind, heading in _HEADINGS:
        if of_kind := [line for line in found if line.kind == kind]:
            part = "".join(_table(heading, of_kind, room))
            room -= len(part)
            parts.append(part)
    return begin + "".join(parts)


def marker(path: str) -> str:
    """The comment of HTML by which a pipeline finds what it wrote about a file before."""
    return f"<!-- portsref diff {re.sub('[^A-Za-z0-9._/-]|--+', '_', path)} -->"


def _summary(found: Sequence[Line]) -> str:
    counts = {kind: sum(line.kind == kind for line in found) for kind, _ in _HEADINGS}
    if not found:
        return "no firewall rule changes"
    told = (f"{counts[kind]} {heading.lower()}" for kind, heading in _HEADINGS if counts[kind])
    return ", ".join(told).replace("opens", "to open").replace("closes", "to close")


def _sides(compared: Compared) -> str:
    before, after = (
        f"Kubernetes {side.kubernetes}, catalogue {side.catalogue_date}"
        for side in (compared.before, compared.after)
    )
    versions = after if before == after else f"{before} → {after}"
    return f"**{_safe(compared.after.document.title)}** ({_safe(versions)})\n"


def _doubts(compared: Compared) -> Iterator[str]:
    """What is doubtful about the changed plan and was not before."""
    was = {english(finding) for finding in compared.before.findings}
    found = [item for item in compared.after.findings if item.severity != "note"]
    new = [(item.severity, said) for item in found if (said := english(item)) not in was]
    for severity, said in new[:_SHOWN_AT_ONCE]:
        yield f"- **{severity}**: {_safe(said)}\n"
    if len(new) > _SHOWN_AT_ONCE:
        yield f"- {len(new) - _SHOWN_AT_ONCE} more\n"
    yield "\n" if new else ""


def _table(heading: str, lines: Sequence[Line], room: int) -> Iterator[str]:
    opened = " open" if len(lines) <= _SHOWN_AT_ONCE else ""
    yield f"<details{opened}><summary>{heading} ({len(lines)})</summary>\n\n"
    yield "| From | To | What | Why |\n| --- | --- | --- | --- |\n"
    for place, line in enumerate(lines):
        row = "".join(f"| {_cell(cell)} " for cell in _cells(line)) + "|\n"
        room -= len(row)
        if room < 0:
            yield f"\n{len(lines) - place} more are in the output of the command.\n"
            break
        yield row
    yield "\n</details>\n\n"


def _cells(line: Line) -> Sequence[str]:
    return (line.source, line.destination, line.what, line.why)


def _cell(plain: str) -> str:
    return _safe(plain) or " "


def _safe(plain: str) -> str:
    """The text on one line, without markup, and without `@` that would call somebody."""
    return text(" ".join(plain.split())).replace("@", "@<!-- -->")


REPORT = Report("markdown", "md", write)
