"""Where checks of a plan stand."""

from django.urls import reverse

from portsref.verification.base import Kind


def check_address(plan_id: str, number: int | None = None, kind: Kind | None = None) -> str:
    """Where checks stand: of a revision or of the newest, of one kind or of all."""
    name = ("revision_" if number else "") + ("check" if kind else "checks")
    parts = (plan_id, number, kind.name if kind else None)
    return reverse(f"plans:{name}", args=[part for part in parts if part])
