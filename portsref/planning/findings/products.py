"""What the picked products themselves leave to be said."""

from collections.abc import Iterator

from portsref.catalogue.products import OutboundNeed
from portsref.planning.flows import unmet_listeners
from portsref.planning.placing import Places
from portsref.planning.rules import Finding


def unmet_needs(places: Places) -> Iterator[Finding]:
    """Needs whose other end is part of the plan, but does not run."""
    for selected in places.selection.rows:
        row = selected.row
        if isinstance(row, OutboundNeed) and (unmet := unmet_listeners(row, places)):
            parameters: dict[str, str | tuple[str, ...]] = {"need": row.key, "listeners": unmet}
            yield Finding("need-unmet", "note", f"picks[{row.product}]", parameters)


def unmaintained_products(places: Places) -> Iterator[Finding]:
    """Products that nobody looks after any more, whether picked or brought in."""
    for name, item in places.selection.included.items():
        status = item.product.status
        if status and item.is_asked_for:
            yield Finding(
                "product-unmaintained",
                "warning" if status == "unmaintained" else "note",
                f"picks[{name}]",
                {"product": name, "status": status},
            )
