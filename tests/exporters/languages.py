"""The language in which a format writes for a reader."""

from portsref.exporters.language import find_language
from tests.conftest import our_catalogue


def language_of(exporter, reader="en"):
    return find_language(exporter.language_tag(reader), our_catalogue())
