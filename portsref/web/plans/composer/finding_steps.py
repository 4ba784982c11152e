"""What the composer can do about a finding, as a button beside it."""

from django.utils.translation import gettext

from portsref.catalogue.catalogue import Catalogue
from portsref.planning.rules import Finding
from portsref.web.plans.composer.assumptions import step_of_networks
from portsref.web.plans.finding_words import FindingStep, product_words, read_setting, setting_words
from portsref.web.shared.joining import fill, items


def step_for(finding: Finding, catalogue: Catalogue) -> FindingStep | None:
    """The button for a finding, where one press does what its advice says."""
    parameters = finding.parameters
    match finding.code, parameters:
        case "pod-network-on-the-wire", {"assumed": (_, *_) as assumed}:
            networks = tuple(map(str, assumed))
            words = fill(gettext("Use %(networks)s"), {"networks": items(networks)})
            return FindingStep(step_of_networks("pods", networks), words)
        case "host-services-unplanned", {"product": str(slug)}:
            words = fill(gettext("Add “%(name)s”"), {"name": product_words(slug, catalogue)})
            return FindingStep(f"add-product:{slug}", words)
        case "control-plane-outside-pod-network", {"product": str(slug), "settings": (setting,)}:
            return _set_option(slug, setting, catalogue)
    return None


def _set_option(slug: str, setting: str, catalogue: Catalogue) -> FindingStep | None:
    """The button that sets an option; none for several at once, or one of another product."""
    product = catalogue.products.get(slug)
    option, value = read_setting(setting)
    if product is None or product.option(option) is None:
        return None
    words = {"setting": setting_words(setting, slug, catalogue)}
    return FindingStep(
        f"choose-option:{slug}:{option}:{value}", fill(gettext("Set %(setting)s"), words)
    )
