"""In which language files are written for whoever reads the page."""

from portsref.exporters.base import Exporter
from portsref.exporters.language import ENGLISH, Language, find_language
from portsref.web.facts.catalogue import current_catalogue
from portsref.web.shared.row_words import catalogue_language


def language_for(exporter: Exporter, reader: str | None = None) -> Language:
    """The reader's language, or the one that the format always has; `reader` is another tag."""
    tag = exporter.language_tag(reader or catalogue_language())
    return ENGLISH if tag == ENGLISH.tag else find_language(tag, current_catalogue())
