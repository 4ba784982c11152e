"""The addresses of the guide: below no plan, so that search engines read it."""

from django.urls import URLPattern, path

from portsref.web.plans.guide import views

app_name = "guide"
urlpatterns: list[URLPattern] = [
    path("change-requests/", views.guide, name="change_requests"),
    path("change-requests.md", views.twin, name="change_requests_twin"),
]
