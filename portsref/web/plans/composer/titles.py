"""What a plan is called while nobody wrote a title: after what runs in it."""

from collections.abc import Iterable

from django.utils.translation import gettext

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.products import Product
from portsref.planning.document import PlanDocument
from portsref.planning.including import include_products
from portsref.web.plans.models import LONGEST_TITLE
from portsref.web.shared.joining import fill, items
from portsref.web.shared.row_words import translated

MOST_IN_TITLE = 3


def derived_title(document: PlanDocument, catalogue: Catalogue) -> str:
    """The distribution and its network, such as `RKE2 with Cilium`; empty where nothing runs."""
    included = include_products(document, catalogue)
    picked_first = dict.fromkeys((*(pick.product for pick in document.picks), *included))
    products = [included[slug].product for slug in picked_first if slug in included]
    cluster = _first(products, "distribution", "managed", "core")
    network = _first(products, "cni")
    if cluster and network:
        names = {
            "cluster": _name(cluster, catalogue),
            "network": _name(network, catalogue),
        }
        words = fill(gettext("%(cluster)s with %(network)s"), names)
    else:
        slugs = [pick.product for pick in document.picks if pick.product in catalogue.products]
        words = items(_name(catalogue.products[slug], catalogue) for slug in slugs[:MOST_IN_TITLE])
    return words[:LONGEST_TITLE].strip()


def _first(products: Iterable[Product], *kinds: str) -> Product | None:
    """The first product of the first kind that there is any of."""
    found = [product for kind in kinds for product in products if product.kind == kind]
    return found[0] if found else None


def _name(product: Product, catalogue: Catalogue) -> str:
    """The name of a product without the remark that some have in brackets."""
    name = translated(catalogue, product.name, product.product)
    return name.partition("(")[0].partition("（")[0].strip()
