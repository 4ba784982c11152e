"""What the pages about Services show, put together from `Services` for the templates."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from portsref.catalogue.services.documents import (
    PURPOSES,
    SCENARIO_GROUPS,
    Fact,
    PreambleExample,
    Provider,
    ProviderFact,
    ProviderSetting,
    ProviderSupport,
    Scenario,
    ServiceProtocol,
    Services,
)
from portsref.catalogue.services.proxy_preamble import SEPARATOR, Part, PreambleError, dissect
from portsref.web.shared.markdown import RenderedText, render_markdown

PURPOSE_WORDS: dict[str, Promise] = {
    "http": gettext_lazy("HTTP"),
    "tls-termination": gettext_lazy("TLS termination"),
    "backend-tls": gettext_lazy("TLS to the workload"),
    "tls-passthrough": gettext_lazy("TLS passthrough"),
    "proxy-protocol": gettext_lazy("PROXY protocol"),
    "hostname": gettext_lazy("Host name in the status"),
    "client-address": gettext_lazy("Client address"),
    "source-ranges": gettext_lazy("Allowed sources"),
    "internal": gettext_lazy("Internal load balancer"),
    "health-check": gettext_lazy("Health checks"),
    "mixed-protocols": gettext_lazy("Several protocols on one address"),
    "quic": gettext_lazy("QUIC and HTTP/3"),
    "timeouts": gettext_lazy("Timeouts"),
    "targets": gettext_lazy("Targets"),
    "packet-path": gettext_lazy("Where packets arrive on the node"),
    "firewall": gettext_lazy("Firewall"),
    "address": gettext_lazy("Addresses"),
    "kind": gettext_lazy("Load balancer type"),
}
GROUP_WORDS: dict[str, Promise] = {
    "load-balancer": gettext_lazy("At the load balancer"),
    "addresses": gettext_lazy("Addresses and probes"),
    "http-routing": gettext_lazy("HTTP, routing and long connections"),
    "udp-sctp": gettext_lazy("UDP and SCTP"),
    "no-load-balancer": gettext_lazy("Without a load balancer"),
}
TOPIC_WORDS: dict[str, Promise] = {
    **PURPOSE_WORDS,
    "trap": gettext_lazy("Pitfalls"),
    "disagreement": gettext_lazy("Where sources disagree"),
    "gap": gettext_lazy("Open questions"),
    "field": gettext_lazy("How it is declared"),
    "host-port": gettext_lazy("hostPort"),
    "network-policy": gettext_lazy("NetworkPolicy"),
    "kernel": gettext_lazy("Node kernel"),
    "connection-tracking": gettext_lazy("Connection tracking"),
    "multihoming": gettext_lazy("Multihomed associations"),
    "network-plugin": gettext_lazy("Network plugins"),
    "form": gettext_lazy("Format"),
    "limit": gettext_lazy("Limits"),
    "receiver": gettext_lazy("Receiver behaviour"),
    "udp": gettext_lazy("UDP"),
    "detection": gettext_lazy("Detecting the version"),
    "rule": gettext_lazy("Rules for both versions"),
    "example": gettext_lazy("About the example line"),
    "receivers-differ": gettext_lazy("Differences between receivers"),
}
LAYER_WORDS: dict[str, Promise] = {
    "L4": gettext_lazy("Layer 4"),
    "L7": gettext_lazy("Layer 7"),
    "L4/L7": gettext_lazy("Layers 4 and 7"),
    "address": gettext_lazy("Announces addresses"),
    "host-port": gettext_lazy("Host ports on the nodes"),
}


@dataclass(frozen=True, slots=True)
class TopicGroup[T]:
    """Entries under one heading."""

    id: str
    words: str
    entries: list[T]


def topics[F: Fact](facts: Iterable[F]) -> list[TopicGroup[F]]:
    """Group facts by their topic, in the order in which the topics first appear."""
    groups: dict[str, list[F]] = {}
    for fact in facts:
        groups.setdefault(fact.topic, []).append(fact)  # type: ignore[attr-defined]
    return [TopicGroup(name, str(TOPIC_WORDS[name]), entries) for name, entries in groups.items()]


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One protocol in one row of the matrix."""

    protocol: str
    support: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A Service type or a kind of node, and what it carries."""

    name: str
    note: str
    cells: list[MatrixCell]


def support_matrix(services: Services) -> list[MatrixRow]:
    """Service types, then Windows nodes, against the protocols."""
    notes = {"headless": gettext("ClusterIP without an address"), "ClusterIP": ""}
    protocols = services.protocols.protocols
    return [
        *(
            MatrixRow(
                name=entry.service_type,
                note=notes.get(entry.service_type, ""),
                cells=[
                    MatrixCell(protocol.protocol, protocol.support[number].support)
                    for protocol in protocols
                ],
            )
            for number, entry in enumerate(protocols[0].support)
        ),
        MatrixRow(
            name=gettext("Windows nodes"),
            note="",
            cells=[MatrixCell(item.protocol, item.windows_nodes.support) for item in protocols],
        ),
    ]


@dataclass(frozen=True, slots=True)
class ProviderText:
    """A provider, and whether it carries one protocol."""

    provider: Provider
    support: ProviderSupport


def providers_of(protocol: ServiceProtocol, services: Services) -> list[ProviderText]:
    """Every provider with what it says about `protocol`, those that carry it first."""
    found = [
        ProviderText(provider, entry)
        for provider in services.providers
        for entry in provider.protocols
        if entry.protocol == protocol.name
    ]
    order = ("supported", "conditional", "not-supported")
    return sorted(found, key=lambda item: order.index(item.support.support))


def scenario_groups(services: Services) -> list[TopicGroup[Scenario]]:
    """All scenarios under the headings of their groups."""
    return [
        TopicGroup(
            group,
            str(GROUP_WORDS[group]),
            [scenario for scenario in services.scenarios if scenario.group == group],
        )
        for group in SCENARIO_GROUPS
    ]


@dataclass(frozen=True, slots=True)
class SettingText:
    """A setting and the provider whose it is; `first` begins the rows of that provider."""

    provider: Provider
    setting: ProviderSetting
    first: bool


def settings_for(purposes: Iterable[str], services: Services) -> list[TopicGroup[SettingText]]:
    """The exact keys of all providers, by purpose."""
    found = [_settings_of(purpose, services) for purpose in purposes]
    return [topic for topic in found if topic.entries]


def _settings_of(purpose: str, services: Services) -> TopicGroup[SettingText]:
    entries: list[SettingText] = []
    for provider in services.providers:
        matching = [setting for setting in provider.settings if setting.purpose == purpose]
        entries += [SettingText(provider, item, item is matching[0]) for item in matching]
    return TopicGroup(purpose, str(PURPOSE_WORDS[purpose]), entries)


@dataclass(frozen=True, slots=True)
class ProviderGroup:
    """What a provider sets, and what is known about it, for one purpose."""

    id: str
    words: str
    settings: list[ProviderSetting]
    facts: list[ProviderFact]


def provider_sections(provider: Provider) -> list[ProviderGroup]:
    """Settings and facts of a provider under common headings; traps and gaps come last."""
    sections = [
        ProviderGroup(
            id=topic,
            words=str(TOPIC_WORDS[topic]),
            settings=[setting for setting in provider.settings if setting.purpose == topic],
            facts=[fact for fact in provider.facts if fact.topic == topic],
        )
        for topic in (*PURPOSES, "trap", "disagreement", "gap")
    ]
    return [section for section in sections if section.settings or section.facts]


@dataclass(frozen=True, slots=True)
class ByteText:
    """One byte as two hexadecimal digits, and the character that it is, if it can be printed."""

    hex: str
    character: str


@dataclass(frozen=True, slots=True)
class PartText:
    """A part of a preamble, numbered, in the reader's language."""

    number: int
    offset: int
    last: int
    shown_bytes: list[ByteText]
    field: str
    value: str
    note: str
    separates: bool


@dataclass(frozen=True, slots=True)
class PreambleText:
    """A preamble taken apart."""

    example: PreambleExample
    length: int
    parts: list[PartText]


def shown_preambles(examples: Iterable[PreambleExample]) -> list[PreambleText]:
    """Take apart the examples that the page shows."""
    return [_shown(example) for example in examples if example.shown]


def _shown(example: PreambleExample) -> PreambleText:
    data = bytes.fromhex(example.hex)
    return PreambleText(
        example=example, length=len(data), parts=list(_parts(dissect(data), example.version))
    )


def _parts(parts: Iterable[Part], version: int) -> Iterator[PartText]:
    number = 0
    for part in parts:
        separates = part.field == SEPARATOR
        readable = version == 1 or part.offset == 0 or part.data.decode("latin-1") == part.value
        number += not separates
        yield PartText(
            number=number,
            offset=part.offset,
            last=part.offset + len(part.data) - 1,
            shown_bytes=[
                ByteText(f"{byte:02x}", _character(byte) if readable else "") for byte in part.data
            ],
            field=_in_language(part.field),
            value=_in_language(part.value),
            note=_in_language(part.note),
            separates=separates,
        )


def _character(byte: int) -> str:
    names = {0x0D: r"\r", 0x0A: r"\n", 0x00: r"\0", 0x20: "␣"}
    return names.get(byte, chr(byte) if 0x20 < byte < 0x7F else "·")


def _in_language(words: str) -> str:
    # gettext gives the header of its file for the empty text.
    return gettext(words) if words else ""


@dataclass(frozen=True, slots=True)
class ExampleText:
    """An example, and why a strict receiver refuses it, if it does."""

    example: PreambleExample
    length: int
    refusal: str


def verdicts(examples: Iterable[PreambleExample]) -> list[ExampleText]:
    """Tell for every example whether it is accepted."""
    return [
        ExampleText(example, len(example.hex) // 2, _refusal(bytes.fromhex(example.hex)))
        for example in examples
    ]


def _refusal(preamble: bytes) -> str:
    try:
        dissect(preamble)
    except PreambleError as error:
        return str(error)
    return ""


def scenario_text(scenario: Scenario, language: str, services: Services) -> RenderedText:
    """The text of a scenario as HTML, rendered once for as long as it says the same."""
    text = services.texts[scenario.scenario, language]
    key = f"scenario-text:{hashlib.sha256(text.encode()).hexdigest()}"
    rendered = cache.get(key)
    if rendered is None:
        rendered = render_markdown(text)
        cache.set(key, rendered, timeout=None)
    return rendered  # type: ignore[no-any-return]
