"""Names that a plan uses and the catalogue does not have."""

from collections.abc import Iterator

from portsref.catalogue.products import version_key
from portsref.messages import gettext_noop
from portsref.planning.document import PlanDocument
from portsref.planning.findings.base import FindingKind, Planned
from portsref.planning.peers import peer_is_known
from portsref.planning.rules import Finding


def unknown_products(planned: Planned) -> Iterator[Finding]:
    """Picked products."""
    selection = planned.placement.selection
    for pick in selection.document.picks:
        if pick.product not in selection.catalogue.products:
            yield UNKNOWN_PRODUCT(product=pick.product)


UNKNOWN_PRODUCT = FindingKind(
    code="unknown-product",
    severity="error",
    parameters=("product",),
    place="picks[{product}]",
    says=gettext_noop("The catalogue has no product “%(product)s”."),
    advice=gettext_noop("Look for it under another name, or remove it. It adds no rules."),
    find=unknown_products,
)


def unknown_options(planned: Planned) -> Iterator[Finding]:
    """Options of picked products, and values of options; without `choices` the option itself."""
    selection = planned.placement.selection
    products = selection.catalogue.products
    for pick in selection.document.picks:
        if pick.product not in products:
            continue
        for name, value in pick.options.items():
            option = products[pick.product].option(name)
            choices = option.choices if option else ()
            if value not in choices:
                yield UNKNOWN_OPTION(
                    product=pick.product, option=name, value=value, choices=choices
                )


UNKNOWN_OPTION = FindingKind(
    code="unknown-option",
    severity="error",
    parameters=("product", "option", "value", "choices"),
    place="picks[{product}].options.{option}",
    says=gettext_noop("%(product)s has no option “%(option)s” with the value “%(value)s”."),
    advice=gettext_noop(
        "Choose another value, or remove the option. Until then, the default applies."
    ),
    find=unknown_options,
)


def unknown_listeners(planned: Planned) -> Iterator[Finding]:
    """Listeners in changes, rows picked by hand, and needs that pass by the proxy."""
    selection = planned.placement.selection
    document, catalogue = selection.document, selection.catalogue
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
            yield UNKNOWN_LISTENER(listener=key, at=place)


UNKNOWN_LISTENER = FindingKind(
    code="unknown-listener",
    severity="error",
    parameters=("listener",),
    place="changes[{listener}]",
    says=gettext_noop("The catalogue no longer has the listener “%(listener)s”."),
    advice=gettext_noop("Find the listener that replaced it, and undo this change or pick."),
    find=unknown_listeners,
)


def _direct(document: PlanDocument) -> tuple[str, ...]:
    return document.outbound_proxy.direct if document.outbound_proxy else ()


def unknown_peers(planned: Planned) -> Iterator[Finding]:
    """Peers of the user's own listeners."""
    for own in planned.placement.selection.document.listeners:
        for peer in own.peers:
            if not peer_is_known(peer, own, planned.placement):
                yield UNKNOWN_PEER(listener=own.key, peer=peer, at=f"listeners[{own.id}].peers")


UNKNOWN_PEER = FindingKind(
    code="unknown-peer",
    severity="error",
    parameters=("listener", "peer"),
    place="listeners",
    says=gettext_noop(
        "%(listener)s names the peer “%(peer)s”, which is neither a role nor a component."
    ),
    advice=gettext_noop(
        "Enter a role such as worker, a component such as kubernetes/kubelet, self or any."
    ),
    find=unknown_peers,
)


def unsupported_version(planned: Planned) -> Iterator[Finding]:
    """A version of Kubernetes that the catalogue has no rows for."""
    selection = planned.placement.selection
    version = selection.document.kubernetes
    known = sorted(selection.catalogue.kubernetes_versions, key=version_key)
    if version and version not in known:
        yield VERSION_UNSUPPORTED(version=version, oldest=known[0], newest=known[-1])


VERSION_UNSUPPORTED = FindingKind(
    code="version-unsupported",
    severity="warning",
    parameters=("version", "oldest", "newest"),
    place="kubernetes",
    says=gettext_noop("The catalogue covers Kubernetes %(oldest)s to %(newest)s, not %(version)s."),
    advice=gettext_noop(
        "Rows are selected by the versions that the catalogue knows. Check them "
        "against your release."
    ),
    find=unsupported_version,
)
