"""What the pages know about Services: built from the rows, kept per version of the catalogue."""

from portsref.catalogue.services.documents import ServiceCatalogue
from portsref.web.facts.catalogue import CatalogueMissingError, current_stamp
from portsref.web.facts.service_rows import services_from_rows

_kept: dict[str, ServiceCatalogue] = {}


def services_version() -> str:
    """Name the state of the files that the rows were written from.

    Raises `CatalogueMissingError` where nothing was loaded yet.
    """
    stamp = current_stamp()
    if stamp is None:
        raise CatalogueMissingError("no catalogue is loaded: run `manage.py load_catalogue`")
    return stamp.files_digest


def current_services() -> ServiceCatalogue:
    """All that the rows say about Services, the same value until another version is loaded."""
    version = services_version()
    if version not in _kept:
        services = services_from_rows()
        _kept.clear()
        _kept[version] = services
    return _kept[version]
