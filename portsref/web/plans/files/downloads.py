"""Rules as downloads. A process keeps the files of revisions, which never change.

They are kept compressed, in memory: so nothing of a plan lies in a file that somebody would have
to remove, and what another version of portsref made is gone with its processes.
"""

import gzip
import hashlib
import io
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from portsref.exporters.archive import one_file
from portsref.exporters.base import PIECE, Export, Exporter, File
from portsref.exporters.language import Language
from portsref.planning.choice import Choice
from portsref.planning.provenance import Provenance
from portsref.planning.rules import RuleSet
from portsref.web.plans.files.preview import find_file
from portsref.web.plans.models import Revision
from portsref.web.plans.queries import find_revision, find_state, stored_rules
from portsref.web.plans.reading.views import revision_address
from portsref.web.plans.review.queries import find_review, newest_answer

KEEP_FOR = 3600  # memory should not hold for long what was deleted
LARGEST_KEPT = 2 * 1024 * 1024  # compressed; 100,000 rows of CSV take half of it
LONGEST_WAIT = 3  # seconds
COMPRESSION = 4  # level 9 takes three times as long, for a tenth less


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file as somebody asks for it: which format, what of the rules, in which language."""

    exporter: Exporter
    choice: Choice
    language: Language
    file: str = ""  # one of several, by its name

    @property
    def names(self) -> tuple[object, ...]:
        """What makes it another file than one that is asked for otherwise."""
        return self.exporter.name, self.choice, self.language.tag, self.file


def provenance_of(request: HttpRequest, plan_id: str, number: int) -> Provenance:
    """Where the files of a revision say that they come from."""
    return Provenance(number, request.build_absolute_uri(revision_address(plan_id, number)))


def export_saved(
    revision: Revision, rule_set: RuleSet, wanted: Wanted, provenance: Provenance
) -> Export:
    """A revision in a format, with what reviewers said where there is room for it."""
    exporter = wanted.exporter
    review = find_review(revision, rule_set) if exporter.says_reviews else None
    return exporter.export(rule_set, wanted.choice, provenance, wanted.language, review)


def send_export(export: Export) -> HttpResponse:
    """An export as a download, with how many rules it cannot say and how much is doubtful."""
    return send_file(one_file(export), len(export.left_out), export.doubts.count)


def send_file(file: File, left_out: int | None = None, doubts: int | None = None) -> HttpResponse:
    """A file as a download, with what is counted of it."""
    response = HttpResponse(file.content, content_type=file.media_type)
    return _as_download(response, file.name, left_out, doubts)


def send_kept(request: HttpRequest, plan_id: str, number: int, wanted: Wanted) -> HttpResponseBase:
    """A revision as a download; raises `Revision.DoesNotExist`, and `UnreadableRevisionError`.

    It raises `FileNotFoundError` for one of several files that there is not.

    Whether the revision is still there is asked each time, so a deleted plan is gone at once.
    """
    state = find_state(plan_id, number)
    provenance = provenance_of(request, plan_id, number)

    def make() -> Kept:
        return _make(plan_id, wanted, provenance)

    is_said = wanted.exporter.says_reviews and state.decision
    said = (state.decision, newest_answer(plan_id)) if is_said else ()
    kept = keep(repr((plan_id, *wanted.names, provenance, said)), make)
    response = _in_the_form_wanted(request, kept)
    response.headers["Vary"] = "Accept-Encoding"
    return _as_download(response, kept.name, kept.left_out, kept.doubts)


def _in_the_form_wanted(request: HttpRequest, kept: "Kept") -> HttpResponseBase:
    """Compressed where that is read, else piece by piece: a file may be forty times as large."""
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers = {"Content-Encoding": "gzip"}
        return HttpResponse(kept.compressed, content_type=kept.media_type, headers=headers)
    headers = {"Content-Length": str(kept.size)}
    pieces = _pieces(kept.compressed)
    return StreamingHttpResponse(pieces, content_type=kept.media_type, headers=headers)


def _pieces(compressed: bytes) -> Iterator[bytes]:
    with gzip.open(io.BytesIO(compressed)) as stream:
        while piece := stream.read(PIECE):
            yield piece


def _as_download[Response: HttpResponseBase](
    response: Response, name: str, left_out: int | None, doubts: int | None
) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    for header, counted in (("X-Left-Out", left_out), ("X-Doubts", doubts)):
        if counted is not None:
            response.headers[header] = str(counted)
    return response


class Kept(NamedTuple):
    """A file as it is kept, how many rules it could not say, and how much is doubtful."""

    name: str
    media_type: str
    size: int
    compressed: bytes
    left_out: int
    doubts: int


_making = threading.Lock()


def keep(what: str, make: Callable[[], Kept]) -> Kept:
    """What was made for the same text before, or what `make` makes, which is kept if it is small.

    A process makes one at a time, so that many who ask for the same file wait for one of them
    instead of making it each. Whoever waited for long goes ahead.
    """
    files = caches["files"]
    key = hashlib.sha256(what.encode()).hexdigest()
    kept: Kept | None = files.get(key)
    if kept is not None:
        return kept
    is_alone = _making.acquire(timeout=LONGEST_WAIT)
    try:
        kept = files.get(key)
        if kept is None:
            kept = make()
            if len(kept.compressed) <= LARGEST_KEPT:
                files.set(key, kept, KEEP_FOR)
        return kept
    finally:
        if is_alone:
            _making.release()


def _make(plan_id: str, wanted: Wanted, provenance: Provenance) -> Kept:
    revision = find_revision(plan_id, provenance.revision)
    export = export_saved(revision, stored_rules(revision), wanted, provenance)
    file = find_file(export, wanted.file) if wanted.file else one_file(export)
    if file is None:
        raise FileNotFoundError(wanted.file)
    target, size = io.BytesIO(), 0
    with gzip.GzipFile(fileobj=target, mode="wb", compresslevel=COMPRESSION, mtime=0) as stream:
        for piece in file.pieces():
            size += stream.write(piece)
    content, left_out = target.getvalue(), len(export.left_out)
    return Kept(file.name, file.media_type, size, content, left_out, export.doubts.count)
