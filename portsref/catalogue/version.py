"""How a version of the catalogue is called: by its day and its contents."""

DIGEST_SHOWN = 8  # as much of a digest as tells versions apart


def version_of(date: str, digest: str) -> str:
    """The version of the catalogue that has this date and digest, such as `2026-08-22.1a2b3c4d`."""
    return f"{date}.{digest[:DIGEST_SHOWN]}"
