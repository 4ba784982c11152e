"""The Django app of the reference's pages; it has template tags, and no rows of its own."""

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    """The explorer, and the pages of ports, products, components, rows and Services."""

    name = "portsref.web.reference"
    label = "reference"
    verbose_name = "Reference"
