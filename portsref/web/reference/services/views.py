"""Pages about Services: protocols, special scenarios, and load balancer providers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from portsref.web.facts.catalogue import current_catalogue
from portsref.web.facts.kept_pages import kept_page
from portsref.web.reference.services import pages
from portsref.web.shared.row_words import catalogue_language


@require_safe
@kept_page
def protocols(request: HttpRequest) -> HttpResponse:
    """What a Service can carry, and the rules of its ports."""
    services = current_catalogue().services
    facts: dict[str, list[object]] = {}
    for fact in services.protocols.facts:
        facts.setdefault(fact.topic.replace("-", "_"), []).append(fact)
    context = {
        "section": "protocols",
        "services": services,
        "matrix": pages.support_matrix(services),
        "facts": facts,
        "app_protocol_facts": services.app_protocols.facts,
    }
    return render(request, "reference/services/protocols.html", context)


@require_safe
@kept_page
def protocol(request: HttpRequest, slug: str) -> HttpResponse:
    """One protocol: where it works, under which conditions, and what to mind."""
    services = current_catalogue().services
    found = next((item for item in services.protocols.protocols if item.protocol == slug), None)
    if found is None:
        raise Http404(gettext("The catalogue has no such protocol."))
    context = {
        "section": "protocols",
        "protocol": found,
        "topics": pages.topics(found.facts),
        "providers": pages.providers_of(found, services),
        "scenarios": [
            scenario for scenario in services.scenarios if found.name in scenario.service_protocols
        ],
    }
    return render(request, "reference/services/protocol.html", context)


@require_safe
@kept_page
def scenarios(request: HttpRequest) -> HttpResponse:
    """All special scenarios."""
    groups = pages.scenario_groups(current_catalogue().services)
    return render(
        request, "reference/services/scenarios.html", {"section": "scenarios", "groups": groups}
    )


@require_safe
@kept_page
def scenario(request: HttpRequest, slug: str) -> HttpResponse:
    """One scenario: its text, its ports, and the exact keys of the providers."""
    services = current_catalogue().services
    found = next((item for item in services.scenarios if item.scenario == slug), None)
    if found is None:
        raise Http404(gettext("The catalogue has no such scenario."))
    context = {
        "section": "scenarios",
        "scenario": found,
        "text": pages.scenario_text(found, catalogue_language(), services),
        "settings": pages.settings_for(found.provider_settings, services),
        "related": [item for item in services.scenarios if item.scenario in found.related],
    }
    if slug == "proxy-protocol":
        context |= {
            "preambles": pages.shown_preambles(services.proxy_protocol.examples),
            "verdicts": pages.verdicts(services.proxy_protocol.examples),
            "preamble_topics": pages.topics(services.proxy_protocol.facts),
        }
    return render(request, "reference/services/scenario.html", context)


@require_safe
@kept_page
def providers(request: HttpRequest) -> HttpResponse:
    """All load balancer providers, and which protocols each carries."""
    context = {
        "section": "scenarios",
        "providers": current_catalogue().services.providers,
        "layers": pages.LAYER_WORDS,
    }
    return render(request, "reference/services/providers.html", context)


@require_safe
@kept_page
def provider(request: HttpRequest, slug: str) -> HttpResponse:
    """One provider: protocols, exact settings, and what to mind."""
    services = current_catalogue().services
    found = next((item for item in services.providers if item.provider == slug), None)
    if found is None:
        raise Http404(gettext("The catalogue has no such provider."))
    base = next((item for item in services.providers if item.provider == found.based_on), None)
    context = {
        "section": "scenarios",
        "provider": found,
        "layer": pages.LAYER_WORDS[found.layer],
        "base": base,
        "product": current_catalogue().products.get(found.product or ""),
        "sections": pages.provider_sections(found),
    }
    return render(request, "reference/services/provider.html", context)


urlpatterns: list[URLPattern] = [
    path("protocols/", protocols, name="protocols"),
    path("protocols/<slug:slug>/", protocol, name="protocol"),
    path("scenarios/", scenarios, name="scenarios"),
    path("scenarios/<slug:slug>/", scenario, name="scenario"),
    path("providers/", providers, name="providers"),
    path("providers/<slug:slug>/", provider, name="provider"),
]
