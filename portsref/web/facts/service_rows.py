"""Writes what is known about Services into rows, and reads the same value back.

`service_rows` lists every row by model, parents before children; `services_from_rows` is its
inverse.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import models

from portsref.catalogue.services.documents import (
    AppProtocols,
    Cited,
    Fact,
    FieldRule,
    Provider,
    ProviderSetting,
    ProviderSupport,
    ProxyProtocol,
    Scenario,
    ServiceProtocol,
    ServiceProtocols,
    Services,
)
from portsref.web.facts.models import services as rows
from portsref.web.facts.models.facts import Fact as Row

type Columns = dict[str, Any]
type Table = tuple[type[Row], list[Row]]


def _table(model: type[Row], columns: Iterable[Columns]) -> Table:
    return model, [model(**values) for values in columns]


def service_rows(services: Services) -> Iterator[Table]:
    """List every row by model, parents before children."""
    yield _files(services)
    yield from _protocol_tables(services.protocols)
    yield from _app_protocol_tables(services.app_protocols)
    yield _preamble_table(services.proxy_protocol)
    yield from _provider_tables(services.providers)
    yield from _scenario_tables(services)
    yield _table(rows.ServiceFact, tuple(_facts(services)))


def _files(services: Services) -> Table:
    checked = {
        "protocols": services.protocols.checked,
        "app-protocols": services.app_protocols.checked,
        "proxy-protocol": services.proxy_protocol.checked,
    }
    columns = tuple({"name": name, "checked": month} for name, month in checked.items())
    return _table(rows.ServiceFile, columns)


def _cited(document: Cited) -> Columns:
    source = document.source
    return {
        "source_url": source.url,
        "source_repo": source.repo or "",
        "source_path": source.path or "",
        "source_basis": source.basis,
        "also": [further.model_dump(exclude_none=True) for further in document.also],
    }


def _texts(document: Any, *names: str) -> Columns:
    return {name: str(getattr(document, name) or "") for name in names}


def _protocol_tables(file: ServiceProtocols) -> Iterator[Table]:
    protocols = [_protocol(position, item) for position, item in enumerate(file.protocols)]
    support = [columns for protocol in file.protocols for columns in _support(protocol)]
    yield _table(rows.ServiceProtocol, protocols)
    yield _table(rows.ServiceSupport, support)
    yield _table(rows.FieldRule, [_field(*item) for item in enumerate(file.fields)])


def _protocol(position: int, protocol: ServiceProtocol) -> Columns:
    return {
        "slug": protocol.protocol,
        "position": position,
        "name": protocol.name,
        "number": protocol.number,
        "is_default": protocol.default,
        "summary": protocol.summary,
        **_texts(protocol.stage, "gate", "alpha", "beta", "stable"),
        **_cited(protocol.stage),
    }


def _field(position: int, rule: FieldRule) -> Columns:
    return {
        "slug": rule.id,
        "position": position,
        **_texts(rule, "field", "rule", "default"),
        "accepted_values": list(rule.values),
        **_stage(rule.stage),
        **_cited(rule),
    }


def _stage(stage: Any) -> Columns:
    names = ("alpha", "beta", "stable")
    return _texts(stage, *names) if stage else dict.fromkeys(names, "")


def _support(protocol: ServiceProtocol) -> Iterator[Columns]:
    kinds = rows.ServiceSupport.Kind
    for position, entry in enumerate(protocol.support):
        yield _support_row(protocol, kinds.SERVICE_TYPE, entry.service_type, position, entry) | {
            "conditions": list(entry.conditions)
        }
    yield _support_row(protocol, kinds.NODE, "windows", 0, protocol.windows_nodes)
    for position, mode in enumerate(protocol.kube_proxy_modes):
        yield _support_row(protocol, kinds.KUBE_PROXY_MODE, mode.mode, position, mode)


def _support_row(
    protocol: ServiceProtocol, kind: str, name: str, position: int, entry: Any
) -> Columns:
    note = getattr(entry, "note", None)
    return {
        "protocol_id": protocol.protocol,
        "kind": str(kind),
        "name": name,
        "position": position,
        "support": entry.support,
        "conditions": [note] if note else [],
        **_cited(entry),
    }


def _app_protocol_tables(file: AppProtocols) -> Iterator[Table]:
    yield _table(
        rows.AppProtocol,
        tuple(
            {
                "position": position,
                **_texts(value, "value", "kind", "transport", "meaning", "rfc"),
                **_cited(value),
            }
            for position, value in enumerate(file.values)
        ),
    )
    yield _table(
        rows.AppProtocolReader,
        tuple(
            {
                "slug": reader.id,
                "position": position,
                "name": reader.name,
                "honours": list(reader.honours),
                "rules": list(reader.rules),
                **_cited(reader),
            }
            for position, reader in enumerate(file.implementations)
        ),
    )


def _preamble_table(file: ProxyProtocol) -> Table:
    columns = (
        {
            "slug": example.id,
            "position": position,
            "version": example.version,
            "valid": example.valid,
            "shown": example.shown,
            **_texts(example, "hex", "title"),
            **_cited(example),
        }
        for position, example in enumerate(file.examples)
    )
    return _table(rows.PreambleExample, tuple(columns))


def _provider_tables(providers: Iterable[Provider]) -> Iterator[Table]:
    providers = tuple(providers)
    support = [
        _provider_support(provider, position, entry)
        for provider in providers
        for position, entry in enumerate(provider.protocols)
    ]
    settings = [
        _setting(provider, position, setting)
        for provider in providers
        for position, setting in enumerate(provider.settings)
    ]
    yield _table(rows.Provider, map(_provider, providers))
    yield _table(rows.ProviderSupport, support)
    yield _table(rows.ProviderSetting, settings)


def _provider(provider: Provider) -> Columns:
    return {
        "slug": provider.provider,
        "order": provider.order,
        **_texts(provider, "name", "layer", "checked", "status", "product", "based_on"),
        **_texts(provider, "selected_by"),
        "load_balancer_classes": list(provider.load_balancer_classes),
    }


def _provider_support(provider: Provider, position: int, entry: ProviderSupport) -> Columns:
    return {
        "provider_id": provider.provider,
        "position": position,
        **_texts(entry, "protocol", "support", "note"),
        **_cited(entry),
    }


def _setting(provider: Provider, position: int, setting: ProviderSetting) -> Columns:
    return {
        "provider_id": provider.provider,
        "position": position,
        **_texts(setting, "purpose", "key", "place", "form", "default", "example"),
        **_texts(setting, "meaning", "only"),
        "accepted_values": list(setting.values),
        **_cited(setting),
    }


def _scenario_tables(services: Services) -> Iterator[Table]:
    flows = [columns for scenario in services.scenarios for columns in _flows(scenario)]
    texts = [
        {"scenario_id": slug, "language": language, "markdown": markdown}
        for (slug, language), markdown in services.texts.items()
    ]
    yield _table(rows.Scenario, map(_scenario, services.scenarios))
    yield _table(rows.ScenarioPort, flows)
    yield _table(rows.ScenarioText, texts)


def _scenario(scenario: Scenario) -> Columns:
    return {
        "slug": scenario.scenario,
        "order": scenario.order,
        **_texts(scenario, "group", "title", "summary"),
        "service_protocols": list(scenario.service_protocols),
        "app_protocols": list(scenario.app_protocols),
        "provider_settings": list(scenario.provider_settings),
        "related": list(scenario.related),
        "sources": [source.model_dump(exclude_none=True) for source in scenario.sources],
    }


def _flows(scenario: Scenario) -> Iterator[Columns]:
    for position, flow in enumerate(scenario.ports):
        yield {
            "scenario_id": scenario.scenario,
            "position": position,
            "origin": flow.from_,
            "destination": flow.to,
            "protocols": list(flow.protocols),
            **_texts(flow, "ports", "field", "listener", "why"),
            **_cited(flow),
        }


def _facts(services: Services) -> Iterator[Columns]:
    subjects: dict[str, Sequence[Fact]] = {
        "protocols": services.protocols.facts,
        "app-protocols": services.app_protocols.facts,
        "proxy-protocol": services.proxy_protocol.facts,
    }
    for protocol in services.protocols.protocols:
        subjects[f"protocols/{protocol.protocol}"] = protocol.facts
    for provider in services.providers:
        subjects[f"providers/{provider.provider}"] = provider.facts
    for subject, facts in subjects.items():
        for position, fact in enumerate(facts):
            yield _fact(subject, position, fact)


def _fact(subject: str, position: int, fact: Any) -> Columns:
    optional = ("label", "ports", "field", "listener", "product")
    return {
        "subject": subject,
        "position": position,
        "topic": fact.topic,
        "fact": fact.fact,
        **{name: str(getattr(fact, name, None) or "") for name in optional},
        "version": getattr(fact, "version", None),
        **_cited(fact),
    }


def services_from_rows() -> Services:
    """Build the value whose rows `service_rows` lists, with a fixed number of queries."""
    facts = _facts_by_subject()
    checked = dict(rows.ServiceFile.objects.values_list("name", "checked"))
    return Services(
        protocols=_read_protocols(checked, facts),
        app_protocols=_read_app_protocols(checked, facts),
        proxy_protocol=_read_preambles(checked, facts),
        providers=tuple(_read_providers(facts)),
        scenarios=tuple(_read_scenarios()),
        texts={
            (text.scenario_id, text.language): text.markdown
            for text in rows.ScenarioText.objects.all()
        },
    )


def _some(columns: Mapping[str, Any]) -> Columns:
    """Leave out what is empty: a document says nothing there."""
    return {name: value for name, value in columns.items() if value not in ("", None, [])}


def _citation(row: rows.Cited) -> Columns:
    source = _some({"repo": row.source_repo, "path": row.source_path})
    cited = {"url": row.source_url, **source, "basis": row.source_basis}
    return {"source": cited, "also": row.also}


def _read(row: models.Model, *names: str) -> Columns:
    return _some({name: getattr(row, name) for name in names})


def _facts_by_subject() -> Mapping[str, list[Columns]]:
    subjects: defaultdict[str, list[Columns]] = defaultdict(list)
    names = ("topic", "label", "fact", "ports", "field", "listener", "product", "version")
    for row in rows.ServiceFact.objects.all():
        subjects[row.subject].append(_read(row, *names) | _citation(row))
    return subjects


def _read_protocols(
    checked: Mapping[str, str], facts: Mapping[str, list[Columns]]
) -> ServiceProtocols:
    support = rows.ServiceProtocol.objects.prefetch_related("support")
    return ServiceProtocols.model_validate(
        {
            "checked": checked.get("protocols"),
            "protocols": [_read_protocol(row, facts) for row in support],
            "facts": facts.get("protocols", []),
            "fields": [_read_field(row) for row in rows.FieldRule.objects.all()],
        }
    )


def _read_protocol(row: rows.ServiceProtocol, facts: Mapping[str, list[Columns]]) -> Columns:
    kinds: defaultdict[str, list[rows.ServiceSupport]] = defaultdict(list)
    for entry in row.support.all():
        kinds[entry.kind].append(entry)
    types, modes = kinds["service-type"], kinds["kube-proxy-mode"]
    return {
        "protocol": row.slug,
        **_read(row, "name", "number", "summary"),
        "default": row.is_default,
        "stage": _read(row, "gate", "alpha", "beta", "stable") | _citation(row),
        "support": [
            {"service_type": entry.name, **_read(entry, "support", "conditions")} | _citation(entry)
            for entry in types
        ],
        "windows_nodes": _read_support(kinds["node"][0]),
        "kube_proxy_modes": [{"mode": entry.name} | _read_support(entry) for entry in modes],
        "facts": facts.get(f"protocols/{row.slug}", []),
    }


def _read_support(row: rows.ServiceSupport) -> Columns:
    note = {"note": row.conditions[0]} if row.conditions else {}
    return {"support": row.support, **note, **_citation(row)}


def _read_field(row: rows.FieldRule) -> Columns:
    stage = _read(row, "alpha", "beta", "stable")
    columns = _read(row, "field", "rule", "default") | _citation(row)
    stage_or_none = {"stage": stage} if stage else {}
    return {"id": row.slug, "values": row.accepted_values, **columns, **stage_or_none}


def _read_app_protocols(
    checked: Mapping[str, str], facts: Mapping[str, list[Columns]]
) -> AppProtocols:
    return AppProtocols.model_validate(
        {
            "checked": checked.get("app-protocols"),
            "facts": facts.get("app-protocols", []),
            "values": [
                _read(row, "value", "kind", "transport", "meaning", "rfc") | _citation(row)
                for row in rows.AppProtocol.objects.all()
            ],
            "implementations": [
                {"id": row.slug, **_read(row, "name", "honours", "rules"), **_citation(row)}
                for row in rows.AppProtocolReader.objects.all()
            ],
        }
    )


def _read_preambles(
    checked: Mapping[str, str], facts: Mapping[str, list[Columns]]
) -> ProxyProtocol:
    names = ("version", "valid", "shown", "hex", "title")
    return ProxyProtocol.model_validate(
        {
            "checked": checked.get("proxy-protocol"),
            "facts": facts.get("proxy-protocol", []),
            "examples": [
                {"id": row.slug, **_read(row, *names), **_citation(row)}
                for row in rows.PreambleExample.objects.all()
            ],
        }
    )


def _read_providers(facts: Mapping[str, list[Columns]]) -> Iterator[Provider]:
    names = ("name", "order", "layer", "checked", "status", "product", "based_on", "selected_by")
    setting = ("purpose", "key", "place", "form", "default", "example", "meaning", "only")
    for row in rows.Provider.objects.prefetch_related("support", "settings"):
        yield Provider.model_validate(
            {
                "provider": row.slug,
                **_read(row, *names, "load_balancer_classes"),
                "protocols": [
                    _read(entry, "protocol", "support", "note") | _citation(entry)
                    for entry in row.support.all()
                ],
                "settings": [
                    {"values": entry.accepted_values} | _read(entry, *setting) | _citation(entry)
                    for entry in row.settings.all()
                ],
                "facts": facts.get(f"providers/{row.slug}", []),
            }
        )


def _read_scenarios() -> Iterator[Scenario]:
    names = ("order", "group", "title", "summary", "service_protocols", "app_protocols")
    for row in rows.Scenario.objects.prefetch_related("flows"):
        yield Scenario.model_validate(
            {
                "scenario": row.slug,
                **_read(row, *names, "provider_settings", "related", "sources"),
                "ports": [_read_flow(flow) for flow in row.flows.all()],
            }
        )


def _read_flow(row: rows.ScenarioPort) -> Columns:
    ends = {"from": row.origin, "to": row.destination}
    return ends | _read(row, "protocols", "ports", "field", "listener", "why") | _citation(row)
