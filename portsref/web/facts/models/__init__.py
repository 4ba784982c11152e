"""The catalogue as rows. They can be rebuilt from the files at any time: `load_catalogue`."""

from portsref.web.facts.models.facts import (
    CatalogueVersion,
    Fact,
    KubernetesRelease,
    Role,
    Translation,
)
from portsref.web.facts.models.products import Bundle, Component, Omit, Option, Product
from portsref.web.facts.models.rows import Listener, OutboundNeed
from portsref.web.facts.models.services import (
    AppProtocol,
    AppProtocolReader,
    FieldRule,
    PreambleExample,
    Provider,
    ProviderSetting,
    ProviderSupport,
    Scenario,
    ScenarioPort,
    ScenarioText,
    ServiceFact,
    ServiceFile,
    ServiceProtocol,
    ServiceSupport,
)

__all__ = [
    "AppProtocol",
    "AppProtocolReader",
    "Bundle",
    "CatalogueVersion",
    "Component",
    "Fact",
    "FieldRule",
    "KubernetesRelease",
    "Listener",
    "Omit",
    "Option",
    "OutboundNeed",
    "PreambleExample",
    "Product",
    "Provider",
    "ProviderSetting",
    "ProviderSupport",
    "Role",
    "Scenario",
    "ScenarioPort",
    "ScenarioText",
    "ServiceFact",
    "ServiceFile",
    "ServiceProtocol",
    "ServiceSupport",
    "Translation",
]
