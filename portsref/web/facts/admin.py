"""The admin: the catalogue to look at. It is corrected in its files, never here."""

from django.contrib import admin
from django.http import HttpRequest

from portsref.web.facts import models


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # takes no argument at run time
    """Shows rows that are written by `load_catalogue` alone."""

    list_per_page = 100

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Nothing is added by hand."""
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        """Nothing is changed by hand."""
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        """Nothing is deleted by hand."""
        return False


@admin.register(models.CatalogueVersion)
class CatalogueVersionAdmin(ReadOnlyAdmin):
    """Which catalogues were loaded, and when."""

    list_display = ("date", "digest", "loaded_at")


@admin.register(models.CatalogueChange)
class CatalogueChangeAdmin(ReadOnlyAdmin):
    """What changed from one loading to the next."""

    list_display = ("version", "what", "kind", "key", "name")
    list_filter = ("what", "kind")
    search_fields = ("key", "name")


@admin.register(models.Product)
class ProductAdmin(ReadOnlyAdmin):
    """Products."""

    list_display = ("name", "kind", "status", "checked_version", "checked_date")
    list_filter = ("kind", "status", "checked_date")
    search_fields = ("key", "name", "summary")


@admin.register(models.Component)
class ComponentAdmin(ReadOnlyAdmin):
    """Components."""

    list_display = ("key", "name", "roles", "summary")
    search_fields = ("key", "name", "summary")


@admin.register(models.Option)
class OptionAdmin(ReadOnlyAdmin):
    """Options."""

    list_display = ("key", "label", "choices", "default")
    search_fields = ("key", "label", "setting")


class RowAdmin(ReadOnlyAdmin):
    """What listeners and outbound needs have in common."""

    list_display = ("key", "protocol", "ports", "purpose", "scope", "tls")
    list_filter = ("protocol", "scope", "tls", "required")
    search_fields = ("key", "ports", "purpose", "note")


admin.site.register(models.Listener, RowAdmin)
admin.site.register(models.OutboundNeed, RowAdmin)


@admin.register(models.Translation)
class TranslationAdmin(ReadOnlyAdmin):
    """Translations."""

    list_display = ("source", "english", "text")
    list_filter = ("language",)
    search_fields = ("english", "text")


for model in (
    models.Bundle,
    models.ControlPlaneToPods,
    models.KubernetesRelease,
    models.Omit,
    models.Place,
    models.PodTraffic,
    models.Role,
):
    admin.site.register(model, ReadOnlyAdmin)


@admin.register(
    models.ServiceFile,
    models.ServiceProtocol,
    models.ServiceSupport,
    models.FieldRule,
    models.AppProtocol,
    models.AppProtocolReader,
    models.PreambleExample,
    models.ProviderSupport,
    models.ScenarioPort,
    models.ScenarioText,
)
class ServicePartAdmin(ReadOnlyAdmin):
    """What is known about Services."""


@admin.register(models.ServiceFact)
class ServiceFactAdmin(ReadOnlyAdmin):
    """Sentences about Services, each with its source."""

    list_display = ("fact", "subject", "topic", "label")
    list_filter = ("topic",)
    search_fields = ("fact", "subject", "label")


@admin.register(models.Provider)
class ProviderAdmin(ReadOnlyAdmin):
    """Load balancer providers."""

    list_display = ("name", "layer", "status", "checked")


@admin.register(models.ProviderSetting)
class ProviderSettingAdmin(ReadOnlyAdmin):
    """Exact keys of the providers."""

    list_display = ("key", "provider", "purpose")
    list_filter = ("purpose",)
    search_fields = ("key", "meaning")


@admin.register(models.Scenario)
class ScenarioAdmin(ReadOnlyAdmin):
    """Special scenarios."""

    list_display = ("title", "group", "order")
    search_fields = ("title", "summary")
