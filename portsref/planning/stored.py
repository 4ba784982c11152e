"""A rule set as plain values, kept with a revision and read back without loss.

Unlike the exports, it keeps every cause with its reason, so that a page can word an approved rule
in any language without planning it again. Ends and causes stand once and rules point to them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from portsref.addresses import AddressRange
from portsref.planning.document import PlanDocument
from portsref.planning.rules import Cause, Endpoint, Finding, Local, Reason, Rule, RuleSet
from portsref.ports import PortSet

SCHEMA = "portsref.rule-set/v1"

type Data = dict[str, Any]


def rule_set_data(rule_set: RuleSet) -> Data:
    """Plain values that `rule_set_from` reads back; the plan document is kept beside them."""
    ends: dict[Endpoint, int] = {}
    causes: dict[Cause, int] = {}
    data: Data = {
        "schema": SCHEMA,
        "kubernetes": rule_set.kubernetes,
        "catalogue": {"date": rule_set.catalogue_date, "digest": rule_set.catalogue_digest},
        "rules": [_rule_data(rule, ends, causes) for rule in rule_set.rules],
        "outbound": [_rule_data(rule, ends, causes) for rule in rule_set.outbound],
        "local": [_local_data(local, causes) for local in rule_set.local],
        "pod_network": [_local_data(local, causes) for local in rule_set.pod_network],
        "findings": [_finding_data(finding) for finding in rule_set.findings],
    }
    data["ends"] = [_end_data(end) for end in ends]
    data["causes"] = [_cause_data(cause) for cause in causes]
    return data


def rule_set_from(data: Data, document: PlanDocument) -> RuleSet:
    """The rule set that `rule_set_data` was given for `document`."""
    ends = [_end_from(item) for item in data["ends"]]
    causes = [_cause_from(item) for item in data["causes"]]
    return RuleSet(
        document=document,
        kubernetes=data["kubernetes"],
        catalogue_date=data["catalogue"]["date"],
        catalogue_digest=data["catalogue"]["digest"],
        rules=tuple(_rule_from(item, ends, causes) for item in data["rules"]),
        outbound=tuple(_rule_from(item, ends, causes) for item in data["outbound"]),
        local=tuple(_local_from(item, causes) for item in data["local"]),
        pod_network=tuple(_local_from(item, causes) for item in data["pod_network"]),
        findings=tuple(map(_finding_from, data["findings"])),
    )


def _rule_data(rule: Rule, ends: dict[Endpoint, int], causes: dict[Cause, int]) -> Data:
    return {
        "name": rule.name,
        "source": ends.setdefault(rule.source, len(ends)),
        "destination": ends.setdefault(rule.destination, len(ends)),
        "protocol": rule.protocol,
        "ports": str(rule.ports),
        "causes": [causes.setdefault(cause, len(causes)) for cause in rule.causes],
    }


def _rule_from(data: Data, ends: Sequence[Endpoint], causes: Sequence[Cause]) -> Rule:
    return Rule(
        name=data["name"],
        source=ends[data["source"]],
        destination=ends[data["destination"]],
        protocol=data["protocol"],
        ports=PortSet.parse(data["ports"]),
        causes=tuple(causes[number] for number in data["causes"]),
    )


def _end_data(end: Endpoint) -> Data:
    return {
        "name": end.name,
        "kind": end.kind,
        "addresses": [str(address) for address in end.addresses],
        "zone": end.zone,
    }


def _end_from(data: Data) -> Endpoint:
    addresses = tuple(map(AddressRange.parse, data["addresses"]))
    return Endpoint(**data | {"addresses": addresses})


def _cause_data(cause: Cause) -> Data:
    return {
        "listener": cause.listener,
        "component": cause.component,
        "purpose": cause.purpose,
        "reason": _reason_data(cause.reason),
        "required": cause.required,
        "encryption": cause.encryption,
        "source": cause.source,
        "note": cause.note,
        "random": cause.random,
    }


def _cause_from(data: Data) -> Cause:
    return Cause(**data | {"reason": _reason_from(data["reason"])})


def _reason_data(reason: Reason) -> Data:
    return {
        "product": reason.product,
        "options": [list(pair) for pair in reason.options],
        "brought_by": reason.brought_by,
        "brought_because": [list(pair) for pair in reason.brought_because],
        "since": reason.since,
        "until": reason.until,
        "through": reason.through,
        "by_hand": reason.by_hand,
    }


def _reason_from(data: Data) -> Reason:
    pairs = {
        name: tuple((option, value) for option, value in data[name])
        for name in ("options", "brought_because")
    }
    return Reason(**data | pairs)


def _local_data(local: Local, causes: dict[Cause, int]) -> Data:
    return {
        "listener": local.listener,
        "component": local.component,
        "groups": list(local.groups),
        "peers": list(local.peers),
        "protocol": local.protocol,
        "ports": str(local.ports),
        "cause": causes.setdefault(local.cause, len(causes)),
    }


def _local_from(data: Data, causes: Sequence[Cause]) -> Local:
    return Local(
        listener=data["listener"],
        component=data["component"],
        groups=tuple(data["groups"]),
        peers=tuple(data["peers"]),
        protocol=data["protocol"],
        ports=PortSet.parse(data["ports"]),
        cause=causes[data["cause"]],
    )


def _finding_data(finding: Finding) -> Data:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "place": finding.place,
        "parameters": dict(finding.parameters),
    }


def _finding_from(data: Data) -> Finding:
    parameters: Mapping[str, str | tuple[str, ...]] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in data["parameters"].items()
    }
    return Finding(**data | {"parameters": parameters})
