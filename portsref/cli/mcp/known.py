"""The catalogue that answers: read once, as nothing of a file is read while somebody asks."""

from functools import cache

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.load import load_catalogue
from portsref.catalogue.search.index import SearchIndex


@cache
def known_index() -> SearchIndex:
    """The index of all rows; raises `ProblemsError` where files of the catalogue are wrong."""
    return SearchIndex(load_catalogue())


def known_catalogue() -> Catalogue:
    """The catalogue of the index."""
    return known_index().catalogue
