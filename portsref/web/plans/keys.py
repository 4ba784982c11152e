"""Ids that cannot be guessed, and edit keys of which only a hash is kept."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable

ID_LENGTH = 24  # 144 random bits, but for those that `_drawn` does without
HASH_LENGTH = 64

# Makes a random text of so many bytes, in letters, digits, `-` and `_`.
type Draw = Callable[[int], str]


def new_plan_id(draw: Draw = secrets.token_urlsafe) -> str:
    """An id that nobody can guess: whoever has it may read the plan."""
    return _drawn(18, draw)


def is_plan_id(text: str) -> bool:
    """Tell whether it may be the id of a plan; anything else need not reach the database."""
    return re.fullmatch(rf"[A-Za-z0-9_-]{{{ID_LENGTH}}}", text) is not None


def new_edit_key(draw: Draw = secrets.token_urlsafe) -> str:
    """A key of 256 random bits: whoever has it may save revisions."""
    return _drawn(32, draw)


def _drawn(size: int, draw: Draw) -> str:
    """Draw until it begins and ends with a letter or a digit, which costs a tenth of a bit.

    Commands take what begins with `-` for an option, and chats that make links of addresses leave
    out a `-` or `_` at the end.
    """
    while True:
        text = draw(size)
        if text[0].isalnum() and text[-1].isalnum():
            return text


def hash_of(key: str) -> str:
    """What is stored of a key; a plain SHA-256 will do, because nobody can try all 2^256 keys."""
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()


def fits(key: str, stored: str) -> bool:
    """Tell whether `key` is the one whose hash is stored, in constant time."""
    return hmac.compare_digest(hash_of(key), stored)
