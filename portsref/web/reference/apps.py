"""The Django app that serves the catalogue."""

from django.apps import AppConfig
from django.core.signals import request_finished, request_started


class ReferenceConfig(AppConfig):
    """Products, components, listeners and the pages that show them."""

    name = "portsref.web.reference"
    label = "reference"
    verbose_name = "Reference"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system check, and let a request ask once for the catalogue's version."""
        from portsref.web import catalogue  # noqa: PLC0415 - needs the models
        from portsref.web.reference import checks  # noqa: F401, PLC0415 - registers itself

        request_started.connect(catalogue.begin_request, dispatch_uid="catalogue-begin")
        request_finished.connect(catalogue.end_request, dispatch_uid="catalogue-end")
