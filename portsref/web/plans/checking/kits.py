"""Ids and keys of kits of scripts: nothing is kept of them, a key is made again of its id.

An id ends in what only this site can make for this plan, so that results of a kit from elsewhere
are ones whose key nobody here has, and not wrong ones.
"""

import secrets
from hmac import compare_digest

from django.utils.crypto import salted_hmac

_RANDOM_DIGITS = 8
_MARK_DIGITS = 8
_KEY_DIGITS = 32


def new_id(plan_id: str) -> str:
    """The id of another kit of a plan."""
    number = secrets.token_hex(_RANDOM_DIGITS // 2)
    return f"{number}{_digits('id', plan_id, number)[:_MARK_DIGITS]}"


def key_of(plan_id: str, kit_id: str) -> str:
    """The key of a kit, or nothing where it is none that this site made for the plan."""
    number, mark = kit_id[:_RANDOM_DIGITS], kit_id[_RANDOM_DIGITS:]
    if not compare_digest(mark.encode(), _digits("id", plan_id, number)[:_MARK_DIGITS].encode()):
        return ""
    return _digits("key", plan_id, kit_id)[:_KEY_DIGITS]


def _digits(of: str, plan_id: str, text: str) -> str:
    salt = f"portsref.probes.{of}:{plan_id}"
    return salted_hmac(salt, text, algorithm="sha256").hexdigest()
