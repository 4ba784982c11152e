"""Addresses of the reference."""

from django.urls import URLPattern, path

from portsref.web.reference.about import views as about
from portsref.web.reference.changes import views as changes
from portsref.web.reference.component import views as component
from portsref.web.reference.dropped import views as dropped
from portsref.web.reference.explorer import views as explorer
from portsref.web.reference.port import views as port
from portsref.web.reference.product import views as product
from portsref.web.reference.services import views as services
from portsref.web.reference.twins import views as twins

app_name = "reference"
urlpatterns: list[URLPattern] = [
    path("", explorer.explore, name="explore"),
    path("ports/<str:port>.md", twins.port, name="port_twin"),
    path("products/<slug:slug>.md", twins.product, name="product_twin"),
    path("llms.txt", twins.llms, name="llms"),
    path("ports/", port.all_ports, name="ports"),
    path("ports/<str:port>/", port.port, name="port"),
    path("ports/<str:port>/<str:protocol>/", port.port, name="port_protocol"),
    path("products/", product.products, name="products"),
    path("products/<slug:slug>/", product.product, name="product"),
    path("components/<slug:product>/<slug:slug>/", component.component, name="component"),
    path("listeners/<slug:product>/<slug:slug>/", component.listener, name="listener"),
    path("dropped/", dropped.dropped, name="dropped"),
    path("products/<slug:slug>/feed.atom", changes.product_feed, name="product_feed"),
    path("changes/", changes.changes, name="changes"),
    path("feed.atom", changes.feed, name="feed"),
    path("about/", about.about, name="about"),
    *services.urlpatterns,
]
