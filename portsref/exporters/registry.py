"""Every format, in the order of the page."""

from portsref.exporters.base import Exporter
from portsref.exporters.documents import (
    asciidoc_file,
    dot_file,
    html_file,
    markdown_file,
    mermaid_file,
)
from portsref.exporters.files import chinese_csv_file, csv_file, json_file, xlsx_file, yaml_file
from portsref.exporters.host import iptables, nftables
from portsref.exporters.network import iptables_router, nftables_router

EXPORTERS: tuple[Exporter, ...] = (
    xlsx_file.EXPORTER,
    csv_file.EXPORTER,
    chinese_csv_file.EXPORTER,
    html_file.EXPORTER,
    markdown_file.EXPORTER,
    asciidoc_file.EXPORTER,
    mermaid_file.EXPORTER,
    dot_file.EXPORTER,
    nftables.EXPORTER,
    iptables.EXPORTER,
    nftables_router.EXPORTER,
    iptables_router.EXPORTER,
    yaml_file.EXPORTER,
    json_file.EXPORTER,
)


def find_exporter(name: str) -> Exporter | None:
    """The format of that name."""
    return next((exporter for exporter in EXPORTERS if exporter.name == name), None)
