"""Names of a plan as identifiers and file names: ASCII letters, digits and hyphens."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256

LONGEST = 40
_IS_ONE = re.compile("[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
# nothing, or what looks as if it had one already and could be somebody else's
_NEEDS_DIGEST = re.compile(r"^$|-[0-9a-f]{8}$")
_DIGEST = 9  # characters, with its hyphen


def identifiers(names: Iterable[str], longest: int = LONGEST) -> Mapping[str, str]:
    """An identifier for each name, which begins with a letter, of at most `longest` and 9 more.

    No two names have the same, and none depends on the order of the names: those that would be
    alike, or are nothing but other characters, get a part of their digest.
    """
    plain = {name: _plain(name, longest) for name in sorted(set(names))}
    alike = Counter(plain.values())
    return {
        name: _with_digest(text, name) if alike[text] > 1 or _NEEDS_DIGEST.search(text) else text
        for name, text in plain.items()
    }


def short_identifiers(names: Iterable[str], longest: int) -> Mapping[str, str]:
    """The same of at most `longest` characters in all; one that is longer ends in a digest."""
    return {
        name: text if len(text) <= longest else identifier(name, longest)
        for name, text in identifiers(names, longest).items()
    }


def identifier(name: str, longest: int) -> str:
    """An identifier of at most `longest` characters, which depends on nothing but the name.

    A name that is one already stays as it is; any other gets a part of its digest, so that no two
    names have the same.
    """
    seems_to_have_digest = name[-_DIGEST : 1 - _DIGEST] == "-" and _NEEDS_DIGEST.search(name)
    if len(name) <= longest and _IS_ONE.fullmatch(name) and not seems_to_have_digest:
        return name
    return _with_digest(_plain(name, longest - _DIGEST), name)


def _plain(name: str, longest: int) -> str:
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    text = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    if text and not text[0].isalpha():
        text = f"group-{text}"
    return text[:longest].strip("-")


def _with_digest(text: str, name: str) -> str:
    return f"{text or 'group'}-{sha256(name.encode()).hexdigest()[:8]}"
