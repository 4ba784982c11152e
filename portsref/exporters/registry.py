"""Every format, in the order of the page."""

from portsref.exporters.base import Exporter
from portsref.exporters.files import csv_file, json_file, yaml_file

EXPORTERS: tuple[Exporter, ...] = (
    csv_file.EXPORTER,
    yaml_file.EXPORTER,
    json_file.EXPORTER,
)


def find_exporter(name: str) -> Exporter | None:
    """The format of that name."""
    return next((exporter for exporter in EXPORTERS if exporter.name == name), None)
