"""What the picked products themselves leave to be said."""

from collections.abc import Iterator

from portsref.catalogue.products import OutboundNeed
from portsref.messages import gettext_noop
from portsref.planning.findings.base import FindingKind, Planned, Variant
from portsref.planning.flows import unmet_listeners
from portsref.planning.listing import dialled_listeners
from portsref.planning.rules import Finding

HOST_SERVICES = "infrastructure"  # the product of what hosts need that is no part of Kubernetes


def unmet_needs(planned: Planned) -> Iterator[Finding]:
    """Needs whose other end is part of the plan, but does not run."""
    for selected in planned.placement.selection.rows:
        row = selected.row
        if isinstance(row, OutboundNeed) and (unmet := unmet_listeners(row, planned.placement)):
            yield NEED_UNMET(need=row.key, listeners=unmet, at=f"picks[{row.product}]")


NEED_UNMET = FindingKind(
    code="need-unmet",
    severity="note",
    parameters=("need", "listeners"),
    place="picks",
    says=gettext_noop("Nothing in this plan listens for “%(need)s”, so there is no rule for it."),
    advice=gettext_noop("Enable what it connects to, or disable the connection in its product."),
    find=unmet_needs,
)


def needs_of_loopback(planned: Planned) -> Iterator[Finding]:
    """Needs that dial what listens on loopback alone: no rule leads there."""
    placement = planned.placement
    for selected in placement.selection.rows:
        row = selected.row
        if not isinstance(row, OutboundNeed):
            continue
        for listener in dialled_listeners(row, placement):
            if listener.row.scope == "loopback":
                setting = listener.row.setting or ""
                yield NEED_MEETS_LOOPBACK(need=row.key, listener=listener.key, setting=setting)


NEED_MEETS_LOOPBACK = FindingKind(
    code="need-meets-loopback",
    severity="warning",
    parameters=("need", "listener", "setting"),
    place="changes[{listener}]",
    says=gettext_noop("%(need)s dials %(listener)s, which listens on loopback alone."),
    advice=gettext_noop(
        "There is no rule for it. Let it listen on the host's address (%(setting)s), "
        "or do without the connection."
    ),
    variants=(
        Variant(
            parameter="setting",
            value="",
            says=gettext_noop("%(need)s dials %(listener)s, which listens on loopback alone."),
            advice=gettext_noop(
                "There is no rule for it. Let it listen on the host's address, or do without "
                "the connection."
            ),
        ),
    ),
    find=needs_of_loopback,
)


def unplanned_host_services(planned: Planned) -> Iterator[Finding]:
    """One note for a plan of nodes that says nothing of what every host needs besides."""
    selection = planned.placement.selection
    is_known = HOST_SERVICES in selection.catalogue.products
    if is_known and HOST_SERVICES not in selection.included and planned.placement.nodes:
        yield HOST_SERVICES_UNPLANNED(product=HOST_SERVICES)


HOST_SERVICES_UNPLANNED = FindingKind(
    code="host-services-unplanned",
    severity="note",
    parameters=("product",),
    place="picks",
    says=gettext_noop("The plan says nothing of DNS, NTP, SSH and registries."),
    advice=gettext_noop("Add “%(product)s”, unless another request covers these."),
    find=unplanned_host_services,
)


def unmaintained_products(planned: Planned) -> Iterator[Finding]:
    """Products that nobody looks after any more, whether picked or brought in."""
    for name, item in planned.placement.selection.included.items():
        status = item.product.status
        if status and item.is_asked_for:
            is_note = status != "unmaintained"
            yield PRODUCT_UNMAINTAINED(product=name, status=status, is_note=is_note)


PRODUCT_UNMAINTAINED = FindingKind(
    code="product-unmaintained",
    severity="warning",
    note_where="deprecated",
    parameters=("product", "status"),
    place="picks[{product}]",
    says=gettext_noop("%(product)s is no longer maintained."),
    advice=gettext_noop("Plan its replacement. Its ports will not change any more."),
    variants=(
        Variant(
            parameter="status",
            value="deprecated",
            says=gettext_noop("%(product)s is deprecated."),
            advice=gettext_noop(
                "Before you rely on it, check what its maintainers recommend instead."
            ),
        ),
    ),
    find=unmaintained_products,
)
