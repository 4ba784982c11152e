"""Texts of a plan in comments of files that machines run: nothing of them may leave the comment."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import sha256

from portsref.exporters.base import Job
from portsref.exporters.left_out import LeftOut
from portsref.planning.rules import Cause

# iptables-restore cuts lines at 10,240 bytes and runs what follows; four bytes a character
LONGEST_LINE = 1000
_NOT_ASCII = re.compile(r"[^!-~]+")
_HARMLESS = re.compile(r"[A-Za-z0-9-]*")
_OF_DELTA = {
    "opened": "A delta request with only what opens",
    "closed": "A delta request with only what closes",
    "both": "A delta request with what opens and what closes",
}


def one_line(text: str, most: int = LONGEST_LINE) -> str:
    """The text as at most so many printable characters of one line.

    What cannot be printed, marks that turn the direction of writing among it, becomes a space.
    """
    clean = text[: most + 1] if text.isprintable() else _printable(text)
    return clean if len(clean) <= most else f"{clean[: most - 1]}…"


def ascii_line(text: str, most: int, without: str = "") -> str:
    """The text as at most so many printable characters of ASCII on one line.

    What is none of them, or is one of `without`, becomes a space: for devices that take nothing
    else in a comment. Letters lose their accents, and a text of other scripts may be left empty.
    """
    if len(text) <= most and _HARMLESS.fullmatch(text):
        return text
    plain = (
        unicodedata.normalize("NFKD", text[: 2 * LONGEST_LINE]).encode("ascii", "ignore").decode()
    )
    for character in without:
        plain = plain.replace(character, " ")
    clean = _NOT_ASCII.sub(" ", plain).strip()
    return clean if len(clean) <= most else f"{clean[: most - 3].rstrip()}..."


def identifying(text: str, most: int) -> str:
    """The text within so many bytes of UTF-8; a longer one ends in what tells it from others."""
    clean = _printable(text)
    if len(clean.encode()) <= most:
        return clean
    mark = f"~{sha256(text.encode()).hexdigest()[:8]}"
    return clean.encode()[: most - len(mark)].decode(errors="ignore") + mark


def about_plan(job: Job) -> Iterator[str]:
    """Which plan, revision and catalogue a file is of, and what was chosen; lines without marks."""
    rule_set, provenance, choice = job.rule_set, job.provenance, job.choice
    yield one_line(f"Plan: {rule_set.document.title}")
    saved = "not saved" if provenance.revision is None else str(provenance.revision)
    yield f"Revision: {saved}"
    if provenance.link:
        yield one_line(f"Link: {provenance.link}")
    yield f"Catalogue: {rule_set.catalogue_version}, Kubernetes {one_line(rule_set.kubernetes)}"
    if choice.boundary:
        yield "Holds only rules that cross zones: it lets nothing else of the plan through."
    if choice.phase:
        yield f"Holds only rules of the phase {choice.phase}: it lets no others through."
    if provenance.delta:
        yield f"{_OF_DELTA[provenance.delta]}: apply it to what is there already."
    if job.exporter.follows:
        yield one_line(f"Not validated by a device; it follows {job.exporter.follows}.")


def about_causes(causes: Iterable[Cause]) -> str:
    """What a rule is for and which rows need it, in a line."""
    causes = tuple(causes)
    purpose = " ".join(dict.fromkeys(cause.purpose for cause in causes))
    listeners = ", ".join(dict.fromkeys(cause.listener for cause in causes))
    phase = " Only during the installation." if all(cause.phase for cause in causes) else ""
    return f"{one_line(purpose)}{phase} ({one_line(listeners)})"


def about_left_out(left_out: Iterable[LeftOut]) -> Iterator[str]:
    """A line for each rule that the file cannot say."""
    is_first = True
    for item in left_out:
        if is_first:
            yield ""
            yield "Left out, so these connections are closed:"
            is_first = False
        yield one_line(f"- {item.rule.name}: {item.why}")


def commented(lines: Iterable[str], mark: str = "#") -> Iterator[str]:
    """The lines as comments that begin with a mark."""
    return (f"{mark} {line}\n" if line else f"{mark}\n" for line in lines)


def _printable(text: str) -> str:
    kept = (character if character.isprintable() else " " for character in text)
    return " ".join("".join(kept).split())
