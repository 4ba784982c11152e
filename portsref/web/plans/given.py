"""What somebody pastes or uploads for a reader: text, files, zips of files.

Nothing of it is shown again, kept or logged: it may hold secrets. Forms that ask for it include
`plans/_given_form.html`, with `given` in the context.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext

from portsref.documents.problems import Problem, ProblemsError
from portsref.importers.archives import (
    LARGEST_ARCHIVE,
    LARGEST_PASTE,
    MOST_FILES,
    TOO_LARGE,
    TOO_MANY,
    files_of,
)
from portsref.importers.cutting import File
from portsref.messages import Message
from portsref.web.shared.joining import labelled
from portsref.web.shared.messages import say


@dataclass(frozen=True, slots=True)
class Given:
    """The files of a form, or why they cannot be read; without either, nobody was asked yet."""

    files: tuple[File, ...] = ()
    problems: tuple[str, ...] = ()

    @classmethod
    def of(cls, request: HttpRequest) -> "Given":
        """Take what a form sent: the field `paste`, and the files of `files`."""
        try:
            files = tuple(_within_bounds(_files(request)))
        except ProblemsError as error:
            return cls((), tuple(labelled(one.file, say(one.message)) for one in error.problems))
        if not files:
            return cls((), (gettext("Paste something, or choose a file."),))
        return cls(files)


def _files(request: HttpRequest) -> Iterator[File]:
    paste = request.POST.get("paste", "")
    if paste.strip():
        # a form has two characters at the end of each line
        yield from files_of(gettext("paste"), paste.replace("\r\n", "\n").encode(errors="replace"))
    for upload in request.FILES.getlist("files"):
        yield from files_of(upload.name or "", upload.read(LARGEST_ARCHIVE + 1))


def _within_bounds(files: Iterator[File]) -> Iterator[File]:
    """The files, as long as there are not more of them than one archive may have."""
    left = LARGEST_ARCHIVE
    for number, file in enumerate(files, 1):
        left -= len(file.text)
        if number > MOST_FILES:
            raise ProblemsError([Problem("", "", Message(TOO_MANY, {"most": MOST_FILES}))])
        if left < 0:
            most = {"most": LARGEST_ARCHIVE // LARGEST_PASTE}
            raise ProblemsError([Problem("", "", Message(TOO_LARGE, most))])
        yield file
