"""Addresses of the reference."""

from django.urls import URLPattern, path

from portsref.web.reference.views import dropped, explore, lookups, ports, products, services

app_name = "reference"
urlpatterns: list[URLPattern] = [
    path("", explore.explore, name="explore"),
    path("ports/", ports.all_ports, name="ports"),
    path("ports/<str:port>/", ports.port, name="port"),
    path("ports/<str:port>/<str:protocol>/", ports.port, name="port_protocol"),
    path("products/", products.products, name="products"),
    path("products/<slug:slug>/", products.product, name="product"),
    path("components/<slug:product>/<slug:slug>/", lookups.component, name="component"),
    path("listeners/<slug:product>/<slug:slug>/", lookups.listener, name="listener"),
    path("dropped/", dropped.dropped, name="dropped"),
    path("about/", lookups.about, name="about"),
    *services.urlpatterns,
]
