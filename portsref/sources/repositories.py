"""Copies of repositories in a folder, read with plain git and no network: `DIR/owner/name`."""

import os
import subprocess
from functools import cache, cached_property
from pathlib import Path

# What git must not do with a copy whose origin nobody knows: run what it names, ask, or fetch.
_CAREFUL = {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_CONFIG_GLOBAL": os.devnull}
_BRANCHES_AND_TAGS = ("refs/heads", "refs/remotes", "refs/tags")


class Repository:
    """One copy, bare or with a work tree; what is asked twice is read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lines_of = cache(self._lines_of)
        self.has = cache(self._has)

    @cached_property
    def head(self) -> str:
        """The newest commit of the project's own branch; empty where the copy has none."""
        return self._git("rev-parse", "--verify", "--quiet", "HEAD^{commit}").strip()

    def _has(self, commit: str) -> bool:
        """Tell whether the commit is on a branch or has a tag after it: of a fork it is not."""
        first = ("for-each-ref", "--count=1", f"--contains={commit}", *_BRANCHES_AND_TAGS)
        return bool(self._git(*first).strip())

    def _lines_of(self, commit: str, path: str) -> tuple[str, ...]:
        """The lines of a file as it was, blanks within them made one; none where there is none."""
        text = self._git("show", f"{commit}:{path}")
        return tuple(" ".join(line.split()) for line in text.splitlines())

    def shows(self, marker: str, commit: str, path: str) -> bool:
        """Tell whether a line of the file has the marker, however many blanks are in either."""
        wanted = " ".join(marker.split())
        return any(wanted in line for line in self.lines_of(commit, path))

    def where(self, marker: str) -> str:
        """A file that has the marker today; empty where none has."""
        asked = ("grep", "-I", "-l", "--fixed-strings", "-e", marker, self.head)
        found = self._git(*asked).splitlines()
        return found[0].partition(":")[2] if found else ""

    def _git(self, *arguments: str) -> str:
        """What git answers; empty where it says no."""
        command = ("git", "--no-pager", "-c", "safe.directory=*", "-C", str(self.folder))
        answer = subprocess.run(  # noqa: S603 - no shell; options stand before what is cited
            [*command, *arguments], capture_output=True, check=False, env=os.environ | _CAREFUL
        )
        return answer.stdout.decode(errors="replace") if answer.returncode == 0 else ""


class Mirror:
    """The copies that somebody has, each where its name says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.repository = cache(self._repository)

    def _repository(self, name: str) -> Repository | None:
        """The copy of `owner/name`, or of `owner/name.git`; none where there is no such folder."""
        folders = (self.folder / name, self.folder / f"{name}.git")
        found = next((folder for folder in folders if folder.is_dir()), None)
        return Repository(found) if found else None
