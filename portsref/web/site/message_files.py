"""Translations of the interface: `.po`, which people write, into `.mo`, which Django reads.

    python -m portsref.web.site.message_files FOLDER

leaves only `.mo` in a folder, which is how a package has them.
"""

import gettext
import hashlib
import os
import struct
import sys
from pathlib import Path

import polib

# A compiled file says from which text it was made, so that no time stamp has to be trusted.
DIGEST_KEY = "X-Source-Digest"


def compile_messages(folders: list[Path]) -> list[Path]:
    """Compile every `.po` whose `.mo` is missing or made from another text; returns those."""
    sources = [source for folder in folders for source in sorted(folder.glob("*/LC_MESSAGES/*.po"))]
    stale = [source for source in sources if not _is_current(source)]
    for source in stale:
        _compile(source)
    return stale


def _is_current(source: Path) -> bool:
    target = source.with_suffix(".mo")
    if not target.exists():
        return False
    with target.open("rb") as file:
        try:
            made_from = gettext.GNUTranslations(file).info().get(DIGEST_KEY.lower())
        except (OSError, UnicodeDecodeError, struct.error):  # cut short, or not ours
            return False
    return made_from == _digest(source)


def _compile(source: Path) -> None:
    messages = polib.pofile(str(source))
    messages.metadata[DIGEST_KEY] = _digest(source)
    draft = source.with_suffix(f".mo.{os.getpid()}")
    messages.save_as_mofile(str(draft))
    draft.replace(source.with_suffix(".mo"))  # at once: another process may be reading


def _digest(source: Path) -> str:
    return hashlib.sha256(source.read_bytes()).hexdigest()


def _keep_compiled(folder: Path) -> None:
    for source in compile_messages([folder]):
        source.unlink()


if __name__ == "__main__":
    _keep_compiled(Path(sys.argv[1]))
