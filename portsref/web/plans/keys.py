"""Ids that cannot be guessed, and edit keys of which only a hash is kept."""

import hashlib
import hmac
import re
import secrets

ID_LENGTH = 24  # 144 random bits
HASH_LENGTH = 64


def new_plan_id() -> str:
    """An id that nobody can guess: whoever has it may read the plan."""
    return secrets.token_urlsafe(18)


def is_plan_id(text: str) -> bool:
    """Tell whether it may be the id of a plan; anything else need not reach the database."""
    return re.fullmatch(rf"[A-Za-z0-9_-]{{{ID_LENGTH}}}", text) is not None


def new_edit_key() -> str:
    """A key of 256 random bits: whoever has it may save revisions."""
    return secrets.token_urlsafe(32)


def hash_of(key: str) -> str:
    """What is stored of a key; a plain SHA-256 will do, because nobody can try all 2^256 keys."""
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()


def fits(key: str, stored: str) -> bool:
    """Tell whether `key` is the one whose hash is stored, in constant time."""
    return hmac.compare_digest(hash_of(key), stored)
