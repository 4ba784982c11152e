"""Names that a plan uses and the catalogue does not have."""

from collections.abc import Iterator

from portsref.catalogue.products import version_key
from portsref.planning.document import PlanDocument
from portsref.planning.peers import peer_is_known
from portsref.planning.placing import Places
from portsref.planning.rules import Finding


def unknown_products(places: Places) -> Iterator[Finding]:
    """Picked products, and options and values of them."""
    products = places.selection.catalogue.products
    for pick in places.selection.document.picks:
        place = f"picks[{pick.product}]"
        product = products.get(pick.product)
        if product is None:
            yield Finding("unknown-product", "error", place, {"product": pick.product})
            continue
        for name, value in pick.options.items():
            option = product.option(name)
            if option is None or value not in option.choices:
                yield Finding(
                    "unknown-option",
                    "error",
                    f"{place}.options.{name}",
                    {
                        "product": pick.product,
                        "option": name,
                        "value": value,
                        "choices": option.choices if option else (),
                    },
                )


def unknown_listeners(places: Places) -> Iterator[Finding]:
    """Listeners in changes, rows picked by hand, and needs that pass by the proxy."""
    document, catalogue = places.selection.document, places.selection.catalogue
    own = {listener.key for listener in document.listeners}
    named = [
        *((change.listener, f"changes[{change.listener}]") for change in document.changes),
        *(
            (f"{pick.product}/{row}", f"picks[{pick.product}].only")
            for pick in document.picks
            if pick.product in catalogue.products
            for row in pick.only
        ),
        *((key, "outbound_proxy.direct") for key in _direct(document)),
    ]
    for key, place in named:
        if key not in catalogue.rows and key not in own:
            yield Finding("unknown-listener", "error", place, {"listener": key})


def _direct(document: PlanDocument) -> tuple[str, ...]:
    return document.outbound_proxy.direct if document.outbound_proxy else ()


def unknown_peers(places: Places) -> Iterator[Finding]:
    """Peers of the user's own listeners."""
    for own in places.selection.document.listeners:
        for peer in own.peers:
            if not peer_is_known(peer, own, places):
                yield Finding(
                    "unknown-peer",
                    "error",
                    f"listeners[{own.id}].peers",
                    {"listener": own.key, "peer": peer},
                )


def unsupported_version(places: Places) -> Iterator[Finding]:
    """A version of Kubernetes that the catalogue has no rows for."""
    version = places.selection.document.kubernetes
    known = sorted(places.selection.catalogue.kubernetes_versions, key=version_key)
    if version and version not in known:
        yield Finding(
            "version-unsupported",
            "warning",
            "kubernetes",
            {"version": version, "oldest": known[0], "newest": known[-1]},
        )
