"""What the picked products themselves leave to be said."""

from collections.abc import Iterator

from portsref.catalogue.products import OutboundNeed
from portsref.messages import gettext_noop
from portsref.planning.findings.base import FindingKind, Planned, Variant
from portsref.planning.flows import unmet_listeners
from portsref.planning.rules import Finding


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
