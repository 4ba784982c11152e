"""The folder of all that the application writes."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def default_data_folder(checkout: Path, *, installed: bool) -> Path:
    """Where to write if nobody says so: within a checkout, else where programs of a user do.

    https://specifications.freedesktop.org/basedir-spec/latest/
    """
    if not installed:
        return checkout / "var"
    named = Path(os.environ.get("XDG_DATA_HOME", ""))
    try:
        return (named if named.is_absolute() else Path.home() / ".local" / "share") / "portsref"
    except RuntimeError:  # a user whom nobody knows, as in some containers
        raise ImproperlyConfigured("PORTSREF_DATA must name the folder to write to.") from None


def make_private(folder: Path) -> None:
    """Make a folder that its owner alone can look into; one that is there is left as it is."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def make_secret_key() -> str:
    """A new secret key, as long as production demands."""
    return secrets.token_urlsafe(50)


def local_secret_key(folder: Path) -> str:
    """Read this machine's secret key, made on first use, readable by its owner alone."""
    file = folder / "secret-key"
    try:
        make_private(folder)
        if not file.exists():
            _write_once(file, make_secret_key())
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
