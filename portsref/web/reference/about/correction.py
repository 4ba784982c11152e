"""Where a row or a product is corrected: its file, its id, and a link to the file."""

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.folders import OUR_DATA
from portsref.catalogue.keys import id_of, product_of
from portsref.web.reference.rows import Link, Reader

FOLDER = "portsref/catalogue/data/products"
LONGEST_KEY = 129


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be corrected; the address is empty where no repository is named."""

    what: Link
    slug: str
    row_id: str
    file: str
    address: str
    is_ours: bool


def find_correction(reader: Reader, row: str, product: str) -> Correction | None:
    """What `?row=` or `?product=` of an address names; none where the catalogue has neither."""
    key, slug = row[:LONGEST_KEY], product[:LONGEST_KEY]
    if key in reader.catalogue.rows:
        return _correction(reader, product_of(key), reader.row_link(key), id_of(key))
    if slug in reader.catalogue.products:
        return _correction(reader, slug, reader.product_link(reader.catalogue.products[slug]), "")
    return None


def _correction(reader: Reader, slug: str, what: Link, row_id: str) -> Correction:
    is_ours = has_our_file(reader.catalogue, slug)
    file = f"{FOLDER}/{slug}.yaml" if is_ours else f"products/{slug}.yaml"
    return Correction(what, slug, row_id, file, address_of(file) if is_ours else "", is_ours)


def has_our_file(catalogue: Catalogue, slug: str) -> bool:
    """Tell whether a product is of our own folder, not of one that somebody added."""
    return slug in catalogue.products and (OUR_DATA / "products" / f"{slug}.yaml").is_file()


def address_of(file: str) -> str:
    """The page of a file in the repository, by the pattern of the settings; else nothing."""
    return settings.REPOSITORY_FILES.replace("{path}", quote(file))
