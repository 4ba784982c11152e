"""The Django app of the facts: the catalogue as rows, and the one value that is built from them."""

from django.apps import AppConfig
from django.core.signals import request_finished, request_started


class FactsConfig(AppConfig):
    """Products, components, rows, Services: rebuildable from the files at any time."""

    name = "portsref.web.facts"
    label = "facts"
    verbose_name = "Facts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system check, and let a request ask once for the catalogue's version."""
        from portsref.web.facts import catalogue, checks  # noqa: F401, PLC0415 - need the models

        request_started.connect(catalogue.begin_request, dispatch_uid="catalogue-begin")
        request_finished.connect(catalogue.end_request, dispatch_uid="catalogue-end")
