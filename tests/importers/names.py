"""What of the catalogue a fact names, and what of it the catalogue does not have."""

from collections.abc import Iterator

from portsref.catalogue.load import load_catalogue
from portsref.importers.facts import Chooses, Closes, Fact, Listens, Moves, Others, Runs

CATALOGUE = load_catalogue()
ROWS = CATALOGUE.rows.keys()
PLACES = {f"{slug}/{place.id}" for slug, it in CATALOGUE.products.items() for place in it.places}


def choices_of(product: str, option: str) -> tuple[str, ...]:
    """The choices of an option; none where there is no such option or product."""
    found = CATALOGUE.products.get(product)
    options = found.options if found else ()
    return next((one.choices for one in options if one.id == option), ())


def unknown_names(fact: Fact) -> Iterator[str]:
    """What a fact names and the catalogue does not have."""
    match fact:
        case Runs():
            if fact.product not in CATALOGUE.products:
                yield fact.product
        case Chooses():
            if fact.choice not in choices_of(fact.product, fact.option):
                yield f"{fact.product}: {fact.option}={fact.choice}"
        case Moves() | Closes():
            if fact.listener not in ROWS:
                yield fact.listener
        case Others():
            yield from (place for place in fact.places if place not in PLACES)
        case Listens():
            yield from (peer for peer in fact.peers if "/" in peer and peer not in ROWS)
