"""Which portsref this is, and what it knows."""

from importlib.metadata import version

from portsref.catalogue.snapshot.loading import load_facts
from portsref.catalogue.version import version_of


def version_line() -> str:
    """The version of the program and of the catalogue, with its date; raises `ProblemsError`."""
    about = load_facts().catalogue
    return f"portsref {version('portsref')}, catalogue {version_of(about['date'], about['digest'])}"
