"""Marks text for translation without needing Django.

The sentence stays English here; `portsref.web` looks it up in the reader's language, and `make
messages` finds it because the function is called `gettext_noop`.
"""


def gettext_noop(message: str) -> str:
    """Return `message` unchanged; it is only marked for translation."""
    return message
