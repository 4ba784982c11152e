"""What somebody meant by an address that leads nowhere: a port, a product, a component."""

import difflib
import re
from collections.abc import Iterator
from itertools import islice

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from portsref.web.facts.catalogue import CatalogueMissingError
from portsref.web.reference.rows import Link, Reader, current_reader
from portsref.web.shared.refusals import is_for_program, problem
from portsref.web.shared.row_words import address

LONGEST_PATH = 200
MOST_LINKS = 4
LAST_PORT = 65535
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page, with pages that may have been meant."""
    if is_for_program(request):
        return problem("there is nothing at this address", status=404)
    context = {"exception": exception, "meant": _meant_by(request.path_info)}
    return render(request, "404.html", context, status=404)


def _meant_by(path: str) -> tuple[Link, ...]:
    """The pages whose names the path nearly has, what it says last first."""
    try:
        reader = current_reader()
    except CatalogueMissingError:
        return ()
    links = _near(path[:LONGEST_PATH].casefold(), reader)
    return tuple(islice(dict.fromkeys(links), MOST_LINKS))


def _near(path: str, reader: Reader) -> Iterator[Link]:
    products = reader.index.catalogue.products
    for word in reversed(_WORD.findall(path)):
        if word.isdigit() and len(word) <= len(str(LAST_PORT)) and int(word) <= LAST_PORT:
            text = gettext("Port %(port)s") % {"port": int(word)}
            yield Link(text, address("reference:port", int(word)))
        for slug in difflib.get_close_matches(word, products, n=2, cutoff=0.7):
            yield reader.product_link(products[slug])
