"""Plans in the admin: to find and to remove, never to change."""

from django.contrib import admin
from django.http import HttpRequest

from portsref.web.plans.models import Plan


@admin.register(Plan)
class PlanAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The id is not listed, because having it is the permission to read."""

    list_display = ("__str__", "created")
    date_hierarchy = "created"
    fields = ("created",)
    readonly_fields = ("created",)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - Django's signature
        """Plans come from the composer."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Plan | None = None) -> bool:  # noqa: ARG002
        """Revisions never change."""
        return False
