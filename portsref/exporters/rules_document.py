"""`portsref.rules/v1`: a rule set as plain values, for YAML, JSON and the API.

Importing such a document gives the same plan again, because it holds the plan document.
"""

from portsref.exporters.base import ExportOptions
from portsref.planning.document import RULES_SCHEMA
from portsref.planning.rules import Endpoint, Finding, Local, Rule, RuleSet


def rules_data(rule_set: RuleSet, options: ExportOptions) -> dict[str, object]:
    """Plain values in the order of the contract.

    `revision` and `link` are there for a saved plan, `merge` and `boundary` where they were asked
    for, `delta` where these are only rules to be opened or removed. `left_out` is empty: there is
    no rule that this format cannot say.
    """
    return {
        "schema": RULES_SCHEMA,
        **_asked_for(options),
        "catalogue": _catalogue(rule_set),
        "plan": rule_set.document.as_data(),
        "rules": [rule_data(rule) for rule in rule_set.rules],
        "local": [_local(local) for local in rule_set.local],
        "pod_network": [_local(local) for local in rule_set.pod_network],
        "outbound": [rule_data(rule) for rule in rule_set.outbound],
        "findings": [_finding(finding) for finding in rule_set.findings],
        "left_out": [],
    }


def catalogue_version(rule_set: RuleSet) -> str:
    """The version of the catalogue that answered, as `2026-08-22.1a2b3c4d`."""
    return rule_set.catalogue_version


def _asked_for(options: ExportOptions) -> dict[str, object]:
    said = {
        "revision": options.revision,
        "link": options.link,
        "merge": options.merge,
        "boundary": options.boundary,
        "delta": options.delta,
    }
    return {name: value for name, value in said.items() if value}


def _catalogue(rule_set: RuleSet) -> dict[str, object]:
    return {
        "version": catalogue_version(rule_set),
        "date": rule_set.catalogue_date,
        "digest": rule_set.catalogue_digest,
        "kubernetes": rule_set.kubernetes,
    }


def rule_data(rule: Rule) -> dict[str, object]:
    """One rule as plain values."""
    return {
        "name": rule.name,
        "source": _endpoint(rule.source),
        "destination": _endpoint(rule.destination),
        "protocol": rule.protocol,
        "ports": str(rule.ports),
        "action": rule.action,
        "listeners": list(rule.listeners),
        "component": rule.component,
        "purpose": rule.purpose,
        "condition": rule.condition,
        "required": rule.required,
        "encryption": rule.encryption,
        "references": list(rule.references),
        "note": rule.note,
    }


def _endpoint(endpoint: Endpoint) -> dict[str, object]:
    return {
        "group": endpoint.name,
        "addresses": [str(address) for address in endpoint.addresses],
        "zone": endpoint.zone,
    }


def _local(local: Local) -> dict[str, object]:
    cause = local.cause
    return {
        "listener": local.listener,
        "component": local.component,
        "groups": list(local.groups),
        "peers": list(local.peers),
        "protocol": local.protocol,
        "ports": str(local.ports),
        "purpose": cause.purpose,
        "condition": cause.reason.text,
        "required": cause.required,
        "encryption": cause.encryption,
        "references": [cause.source] if cause.source else [],
        "note": cause.note or "",
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "place": finding.place,
        "parameters": {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in finding.parameters.items()
        },
    }
