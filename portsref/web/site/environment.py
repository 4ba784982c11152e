"""What the settings read from the environment and from the data folder."""

import os
import re
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from limits import RateLimitItem, parse_many

TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}


def flag(name: str, *, default: bool = False) -> bool:
    """Tell whether an environment variable says yes; refuses what is neither yes nor no."""
    value = os.environ.get(name, "yes" if default else "no").strip().lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} is {value!r}: it must be 1 or 0.")
    return value in TRUE


def seconds(name: str, *, default: float) -> float:
    """Read a number of seconds, 0 or more, from an environment variable."""
    text = os.environ.get(name, "").strip() or str(default)
    if not re.fullmatch(r"[0-9]{1,5}(\.[0-9]{1,3})?", text):
        raise ImproperlyConfigured(
            f"{name} is {text!r}: it must be a number of seconds, such as 3."
        )
    return float(text)


def rates(name: str, *, default: str) -> list[RateLimitItem]:
    """Read how often something may be done; empty and 0 are as often as anybody likes."""
    text = os.environ.get(name, default).strip()
    if text in {"", "0"}:
        return []
    try:
        return parse_many(text)
    except ValueError as problem:
        raise ImproperlyConfigured(
            f"{name} is {text!r}: it must be numbers in a time, such as 60/hour, or 0."
        ) from problem


def names(name: str) -> list[str]:
    """List what an environment variable names, separated by commas."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def data_folder(default: Path) -> Path:
    """Name the folder of all that the application writes; `PORTSREF_DATA` moves it."""
    return Path(os.environ.get("PORTSREF_DATA") or default).resolve()


def make_private(folder: Path) -> None:
    """Make a folder that its owner alone can look into; one that is there is left as it is."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def local_secret_key(folder: Path) -> str:
    """Read this machine's secret key, made on first use, readable by its owner alone."""
    file = folder / "secret-key"
    try:
        make_private(folder)
        if not file.exists():
            _write_once(file, secrets.token_urlsafe(50))
        return file.read_text(encoding="ascii").strip()
    except OSError as problem:
        raise ImproperlyConfigured(
            f"cannot keep a secret key in {folder}: {problem.strerror}. Make that folder writable,"
            " or name another one in PORTSREF_DATA."
        ) from problem


def _write_once(file: Path, text: str) -> None:
    """Two processes may start together: whoever links first wins, and no one reads half a key."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(text)
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
