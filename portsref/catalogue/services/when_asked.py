"""Reads what is known about Services when somebody asks, with the modules that this takes."""

from typing import TYPE_CHECKING

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.folders import OUR_DATA

if TYPE_CHECKING:
    from portsref.catalogue.services.documents import Services


def read_our_services(catalogue: Catalogue) -> "Services":
    """Protocols, scenarios and providers of our files; raises `ProblemsError`."""
    from portsref.catalogue.services.load import load_services  # noqa: PLC0415 - few commands ask

    return load_services(catalogue, OUR_DATA)
