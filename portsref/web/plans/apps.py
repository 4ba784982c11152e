"""The Django app that keeps plans."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Plans, their revisions, and the pages that compose and show them."""

    name = "portsref.web.plans"
    label = "plans"
    verbose_name = "Plans"
    default_auto_field = "django.db.models.BigAutoField"
