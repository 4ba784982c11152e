"""Results of dialling as scripts write them: lines of fewer or more runs, of one file or several.

Each run ends in a signature over its lines, with a key that whoever made the kit has. It shows that
a file was cut or edited, not who ran the script. What a terminal made of tabs is no matter.
"""

import hmac
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from ipaddress import ip_address
from typing import Literal

from portsref.importers.cutting import File
from portsref.importers.facts import Origin, Unread
from portsref.importers.pasting import clean, is_command
from portsref.importers.values import Place
from portsref.messages import Message, gettext_noop
from portsref.verification.base import State, no_key
from portsref.verification.probes.fields import NOTHING, decode_field
from portsref.verification.probes.revisions import Revision, parse_revision
from portsref.verification.probes.states import SAID
from portsref.verification.probes.targets import Host

HEADER = (
    "plan", "revision", "rule", "source_group", "destination_group", "source_address",
    "destination_address", "protocol", "port", "state", "detail", "tool", "tries", "ms", "time",
)  # fmt: skip
MOST_RESULTS = 200_000

NO_RESULTS = gettext_noop("%(count)s lines are no results")
WRONG_FIELD = gettext_noop("%(field)s is %(value)r")
TOO_MANY = gettext_noop("more than %(most)s results: what follows was not read")

_BEGIN = "#portsref-probes"
_END = re.compile(r"#(hmac-sha256|sha256|unsigned)[ \t]+(\S{1,128})")
_RUN = re.compile(r"run=([0-9a-f]{4,64})")
_HOST = re.compile(r"host=(\S{1,300})")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,12}(?:Z|[+-][0-9:]{4,6})")
_NAME = re.compile(r"[A-Za-z0-9._-]{1,253}")
_PORT = re.compile(r"[0-9]{1,5}")
_LONGEST_QUOTE = 60

# What the signature of a run says.
type Signature = Literal["right", "unchecked", "plain", "none", "wrong", "cut"]
type KeyOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one connection that was tried, or why it was not."""

    place: Place
    plan: str
    revision: Revision
    rule: str
    source_group: str
    destination_group: str
    source: Host | None
    destination: Host | str | None
    protocol: str
    port: int | None
    state: State
    detail: str
    time: str

    @property
    def pair(self) -> tuple[object, ...]:
        """What a later result of the same takes the place of."""
        ends = self.source, self.destination
        return (self.rule, *ends, self.protocol, self.port)


@dataclass(slots=True)
class Run:
    """What one call of a script wrote; `digest` is that of its lines."""

    place: Place
    id: str = ""
    host: str = ""
    signature: Signature = "cut"
    digest: str = ""
    results: list[Result] = field(default_factory=list)


def read_results(files: Iterable[File], key_of: KeyOf = no_key) -> Iterator[Run | Unread]:
    """Every run in files, in their order, and what is no result; never raises.

    `key_of` has the key of a kit by its id, or nothing.
    """
    left = MOST_RESULTS
    for file in files:
        reader = _Reader(file.name, key_of)
        for number, line in enumerate(clean(file.text).lines, 1):
            left -= reader.read(number, line)
            if left < 0:
                reason = Message(TOO_MANY, {"most": f"{MOST_RESULTS:,}"})
                yield Unread(Origin(Place(file.name, number)), reason)
                break
        yield from reader.end()


class _Reader:
    """Reads a file line by line."""

    def __init__(self, file: str, key_of: KeyOf) -> None:
        self._file, self._key_of = file, key_of
        self._runs: list[Run] = []
        self._unread: list[Unread] = []
        self._strange: list[int] = []
        self._lines: list[str] = []
        self._is_open = False

    def read(self, number: int, line: str) -> bool:
        """Read a line, and tell whether it is a result."""
        cells = _cells(line)
        if not any(cells) or is_command(line):
            return False
        place = Place(self._file, number)
        if cells[0] == _BEGIN:
            self._begin(place, line)
        elif tuple(cells) == HEADER:
            if not self._is_open or len(self._lines) > 1:
                self._begin(place, "")
        elif ended := _END.fullmatch(line.strip()):
            self._sign(ended[1], ended[2])
            return False
        elif len(cells) == len(HEADER):
            self._result(place, cells)
        else:
            self._strange.append(number)
            return False
        self._lines.append("\t".join(cells))
        return len(cells) == len(HEADER)

    def end(self) -> Iterator[Run | Unread]:
        """What the file held."""
        self._close()
        yield from self._runs
        yield from self._unread
        if self._strange:
            reason = Message(NO_RESULTS, {"count": len(self._strange)})
            yield Unread(Origin(Place(self._file, self._strange[0])), reason)

    def _begin(self, place: Place, line: str) -> None:
        self._close()
        run, host = _RUN.search(line), _HOST.search(line)
        self._runs.append(Run(place, run[1] if run else "", decode_field(host[1]) if host else ""))
        self._is_open, self._lines = True, []

    def _result(self, place: Place, cells: Sequence[str]) -> None:
        if not self._is_open:
            self._begin(place, "")
        found = parse_result(place, cells)
        if isinstance(found, Unread):
            self._unread.append(found)
        else:
            self._runs[-1].results.append(found)

    def _sign(self, kind: str, signature: str) -> None:
        if not self._is_open:
            return
        content = "".join(f"{line}\n" for line in self._lines).encode()
        run = self._runs[-1]
        run.signature = self._judged(kind, signature, run.id, content)
        self._close()

    def _judged(self, kind: str, signature: str, run: str, content: bytes) -> Signature:
        if kind == "unsigned":
            return "none"
        if kind == "sha256":
            is_same = hmac.compare_digest(sha256(content).hexdigest(), signature.lower())
            return "plain" if is_same else "wrong"
        key = self._key_of(run)
        if not key:
            return "unchecked"
        right = hmac.new(key.encode(), content, sha256).hexdigest()
        return "right" if hmac.compare_digest(right, signature.lower()) else "wrong"

    def _close(self) -> None:
        if self._is_open:
            content = "".join(f"{line}\n" for line in self._lines).encode()
            self._runs[-1].digest = sha256(content).hexdigest()
        self._is_open = False


def parse_result(place: Place, cells: Sequence[str]) -> Result | Unread:
    """Read the fields of a line; the first that cannot be is told."""
    said = dict(zip(HEADER, cells, strict=True))
    revision = parse_revision(said["revision"])
    wrong = next((name for name, is_right in _CHECKS.items() if not is_right(said[name])), "")
    if revision is None or wrong:
        name = wrong or "revision"
        value = said[name][:_LONGEST_QUOTE]
        return Unread(Origin(place), Message(WRONG_FIELD, {"field": name, "value": value}))
    return Result(
        place=place,
        plan=decode_field(said["plan"]),
        revision=revision,
        rule=said["rule"],
        source_group=decode_field(said["source_group"]),
        destination_group=decode_field(said["destination_group"]),
        source=_address(said["source_address"]),
        destination=_address(said["destination_address"]) or _name(said["destination_address"]),
        protocol=said["protocol"],
        port=int(said["port"]) if said["port"] not in {"", NOTHING} else None,
        state=SAID[said["state"]],
        detail=said["detail"][:_LONGEST_QUOTE],
        time=said["time"],
    )


def _cells(line: str) -> list[str]:
    """The fields of a line; a terminal may have made blanks of the tabs between them."""
    cells = line.split("\t")
    return [cell.strip() for cell in cells] if len(cells) == len(HEADER) else line.split()


def _address(text: str) -> Host | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _name(text: str) -> str | None:
    return None if text in {"", NOTHING} else text


def _is_port(text: str) -> bool:
    return text in {"", NOTHING} or (_PORT.fullmatch(text) is not None and int(text) <= 65535)


_CHECKS: dict[str, Callable[[str], object]] = {
    "rule": str.isprintable,
    "source_address": lambda text: text in {"", NOTHING} or _address(text),
    "destination_address": lambda text: not text or _address(text) or _NAME.fullmatch(text),
    "protocol": _NAME.fullmatch,
    "port": _is_port,
    "state": SAID.__contains__,
    "time": _TIME.fullmatch,
}
