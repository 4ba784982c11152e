"""What the files about Services may hold: protocols, application protocols, scenarios, providers.

Like the documents of products they are strict, frozen and refuse unknown keys. Every fact is one
English sentence with its source; labels and sentences are translated in `data/translations/`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal, Self, get_args

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from portsref.catalogue.products import Citation, Status
from portsref.documents.base import (
    Document,
    ListenerKey,
    Many,
    MinorVersion,
    Ports,
    Slug,
    Text,
    refuse_parts,
)
from portsref.messages import MessageError

type ServiceProtocolName = Literal["TCP", "UDP", "SCTP"]
type ServiceType = Literal["ClusterIP", "NodePort", "LoadBalancer", "ExternalName", "headless"]
type Support = Literal[
    "supported", "conditional", "provider-dependent", "rarely", "not-applicable", "not-supported"
]
type ProxyMode = Literal["iptables", "nftables", "ipvs", "kernelspace", "userspace"]
type Layer = Literal["L4", "L7", "L4/L7", "address", "host-port"]
type Month = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}$")]
type Hex = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{2}){1,1024}$")]
type ProtocolTopic = Literal[
    "field", "host-port", "network-policy", "kernel", "connection-tracking", "multihoming",
    "network-plugin",
]  # fmt: skip
type ServiceTopic = Literal[
    "basics", "not-a-value", "mixed", "health-check", "kube-proxy-mode", "ports", "disagreement"
]
type AppProtocolTopic = Literal["meaning", "syntax", "history", "trap"]
type PreambleTopic = Literal[
    "form", "limit", "receiver", "udp", "detection", "rule", "example", "receivers-differ",
    "disagreement",
]  # fmt: skip
type Purpose = Literal[
    "http", "tls-termination", "backend-tls", "tls-passthrough", "proxy-protocol", "hostname",
    "client-address", "source-ranges", "internal", "health-check", "mixed-protocols", "quic",
    "timeouts", "targets", "packet-path", "firewall", "address", "kind",
]  # fmt: skip
type ProviderTopic = Purpose | Literal["trap", "disagreement", "gap"]
type ScenarioGroup = Literal[
    "load-balancer", "addresses", "http-routing", "udp-sctp", "no-load-balancer"
]

SERVICE_TYPES: tuple[str, ...] = get_args(ServiceType.__value__)
PURPOSES: tuple[str, ...] = get_args(Purpose.__value__)
SCENARIO_GROUPS: tuple[str, ...] = get_args(ScenarioGroup.__value__)
TEXT_LANGUAGES = ("en", "zh-Hans")


class Cited(Document):
    """Something that was read somewhere; `also` says where else."""

    source: Citation
    also: Many[Citation] = ()


class Fact(Cited):
    """One sentence about a topic, perhaps under a label of its own."""

    label: Text | None = None
    fact: Text


class Stage(Cited):
    """In which Kubernetes versions something was alpha, beta and stable."""

    gate: Text | None = None
    alpha: MinorVersion | None = None
    beta: MinorVersion | None = None
    stable: MinorVersion


class ServiceSupport(Cited):
    """Whether one type of Service carries a protocol, and under which conditions."""

    service_type: ServiceType
    support: Support
    conditions: Many[Text] = ()


class NodeSupport(Cited):
    """Whether some kind of node carries a protocol."""

    support: Support
    note: Text | None = None


class ModeSupport(NodeSupport):
    """Whether a mode of kube-proxy carries a protocol."""

    mode: ProxyMode


class ProtocolFact(Fact):
    """A fact about one protocol; `product` is the network plugin that it is about."""

    topic: ProtocolTopic
    product: Slug | None = None


class ServiceProtocol(Document):
    """A transport protocol that a Service port may have."""

    protocol: Slug
    name: ServiceProtocolName
    number: Annotated[int, Field(ge=0, le=255)]
    default: bool
    summary: Text
    stage: Stage
    support: Many[ServiceSupport]
    windows_nodes: NodeSupport
    kube_proxy_modes: Many[ModeSupport]
    facts: Many[ProtocolFact] = ()

    @model_validator(mode="after")
    def _every_type_once(self) -> Self:
        if sorted(entry.service_type for entry in self.support) != sorted(SERVICE_TYPES):
            refuse_parts(
                self,
                [(("support",), MessageError(f"must list {', '.join(SERVICE_TYPES)} once each"))],
            )
        return self


class ServiceFact(Fact):
    """A fact about Services in general; `ports` and `listener` for what listens there."""

    topic: ServiceTopic
    ports: Ports | None = None
    field: Text | None = None
    listener: ListenerKey | None = None


class FieldStage(Document):
    """In which Kubernetes versions a field was alpha, beta and stable."""

    alpha: MinorVersion
    beta: MinorVersion
    stable: MinorVersion


class FieldRule(Cited):
    """What a field of a Service, or beside it, accepts."""

    id: Slug
    field: Text
    rule: Text
    values: Many[Text] = ()
    default: Text | None = None
    stage: FieldStage | None = None


class ServiceProtocols(Document):
    """The file `protocols.yaml`."""

    checked: Month
    protocols: Many[ServiceProtocol]
    facts: Many[ServiceFact]
    fields: Many[FieldRule]


class AppProtocolFact(Fact):
    """A fact about the field appProtocol."""

    topic: AppProtocolTopic


class AppProtocol(Cited):
    """A value of appProtocol, or several with one meaning."""

    value: Text
    kind: Literal["iana", "kubernetes", "implementation", "reserved"]
    transport: Text
    meaning: Text
    rfc: Text | None = None


class AppProtocolReader(Cited):
    """Something that reads appProtocol, or does not, and what it does with it."""

    id: Slug
    name: Text
    honours: Many[Text] = ()
    rules: Many[Text]


class AppProtocols(Document):
    """The file `app-protocols.yaml`."""

    checked: Month
    facts: Many[AppProtocolFact]
    values: Many[AppProtocol]
    implementations: Many[AppProtocolReader]


class PreambleFact(Fact):
    """A fact about the PROXY protocol, or about one version of it."""

    topic: PreambleTopic
    version: Literal[1, 2] | None = None


class PreambleExample(Cited):
    """A preamble that a receiver must accept, or refuse."""

    id: Slug
    version: Literal[1, 2]
    valid: bool
    shown: bool = False
    hex: Hex
    title: Text


class ProxyProtocol(Document):
    """The file `proxy-protocol.yaml`."""

    checked: Month
    facts: Many[PreambleFact]
    examples: Many[PreambleExample]


class ProviderSupport(Cited):
    """Whether a provider carries a protocol, or several in one Service (`mixed`)."""

    protocol: ServiceProtocolName | Literal["mixed"]
    support: Support
    note: Text | None = None


class ProviderSetting(Cited):
    """An exact key of a provider: its literal `values`, or the `form` that a value has."""

    purpose: Purpose
    key: Text
    place: Literal["annotation", "label"] = "annotation"
    values: Many[Text] = ()
    form: Text | None = None
    default: Text | None = None
    example: Text | None = None
    meaning: Text
    only: Text | None = None

    @model_validator(mode="after")
    def _says_what_a_value_is(self) -> Self:
        if not self.values and not self.form:
            refuse_parts(
                self,
                [
                    (
                        ("values",),
                        MessageError("list the literal values, or give the form of a value"),
                    )
                ],
            )
        return self


class ProviderFact(Fact):
    """A fact about a provider."""

    topic: ProviderTopic


class Provider(Document):
    """What makes a load balancer for a Service: one file of `providers/`."""

    provider: Slug
    name: Text
    order: int
    layer: Layer
    checked: Month
    status: Status | None = None
    product: Slug | None = None
    based_on: Slug | None = None
    selected_by: Text | None = None
    load_balancer_classes: Many[Text] = ()
    protocols: Many[ProviderSupport]
    settings: Many[ProviderSetting] = ()
    facts: Many[ProviderFact] = ()

    @model_validator(mode="after")
    def _every_protocol_once(self) -> Self:
        if [entry.protocol for entry in self.protocols] != ["TCP", "UDP", "SCTP", "mixed"]:
            refuse_parts(
                self,
                [
                    (
                        ("protocols",),
                        MessageError("must list TCP, UDP, SCTP and mixed, in this order"),
                    )
                ],
            )
        return self


class ScenarioPort(Cited):
    """A flow that a scenario means: known `ports`, or the `field` that holds the port."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    from_: Annotated[Text, Field(alias="from")]
    to: Text
    protocols: Annotated[Many[ServiceProtocolName], Field(min_length=1)]
    ports: Ports | None = None
    field: Text | None = None
    listener: ListenerKey | None = None
    why: Text

    @model_validator(mode="after")
    def _ports_or_field(self) -> Self:
        if bool(self.ports) == bool(self.field):
            refuse_parts(
                self,
                [
                    (
                        ("ports",),
                        MessageError("give either known ports or the field that holds the port"),
                    )
                ],
            )
        return self


class Scenario(Document):
    """A special way to use a Service: one file of `scenarios/`, beside its texts."""

    scenario: Slug
    order: int
    group: ScenarioGroup
    title: Text
    summary: Text
    service_protocols: Annotated[Many[ServiceProtocolName], Field(min_length=1)]
    app_protocols: Many[Text] = ()
    ports: Annotated[Many[ScenarioPort], Field(min_length=1)]
    provider_settings: Many[Purpose] = ()
    related: Many[Slug] = ()
    sources: Annotated[Many[Citation], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Services:
    """All that is known about Services; `texts` has the Markdown of scenario and language."""

    protocols: ServiceProtocols
    app_protocols: AppProtocols
    proxy_protocol: ProxyProtocol
    providers: tuple[Provider, ...]
    scenarios: tuple[Scenario, ...]
    texts: Mapping[tuple[str, str], str] = field(default_factory=dict)
